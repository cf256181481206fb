"""What a list of notices may be asked for."""

from django import forms

from headwater.web.design_system.forms import Form


class Show(Form):
    """Filter of the list."""

    show = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[("", "All notices"), ("unread", "Only those not read")],
    )
