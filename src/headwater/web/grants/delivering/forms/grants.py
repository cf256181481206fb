"""Which grants to show."""

from django import forms

from headwater.web.design_system.forms import Form
from headwater.web.grants.deciding.models import AwardState
from headwater.web.grants.delivering.models.grants import Rating


class GrantFilter(Form):
    """Which grants to show."""

    words = forms.CharField(label="Words", required=False, max_length=100)
    state = forms.ChoiceField(
        label="State", choices=[("", "Any"), *AwardState.choices], required=False
    )
    rating = forms.ChoiceField(
        label="Rating",
        choices=[("", "Any"), *[each for each in Rating.choices if each[0]]],
        required=False,
    )
    waits = forms.ChoiceField(
        label="What waits",
        choices=[
            ("", "Anything"),
            ("return", "A return to check"),
            ("late", "A return that is late"),
            ("variation", "A change to decide on"),
        ],
        required=False,
    )
