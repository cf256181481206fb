"""What somebody is asked about files of services."""

from django import forms

from headwater.web.design_system.forms import Form
from headwater.web.provision.services.rules.payloads import LARGEST_BYTES


class FileForm(Form):
    """A directory to look at."""

    file = forms.FileField(
        label="Open Referral UK file",
        max_length=200,
        help_text=f"JSON up to {LARGEST_BYTES // 1_000_000} MB: one page of a directory, several "
        "pages in a list, or a plain list of services. Nothing is changed until you have seen "
        "what would be.",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )


class TakeInForm(Form):
    """What was looked at, and what to do about entries it does not have."""

    seal = forms.CharField(max_length=64, widget=forms.HiddenInput)
    closes_gone = forms.BooleanField(
        label="Mark entries that came from a file and are not in this one as inactive",
        required=False,
    )
