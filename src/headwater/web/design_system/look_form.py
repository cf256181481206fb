"""The questions of the page "Text and colours"."""

from typing import ClassVar

from django import forms

from headwater.web.design_system.forms import Form
from headwater.web.design_system.look import Choice, Contrast, Look, Size, from_words


class LookForm(Form):
    """How somebody would like pages to look."""

    size = forms.ChoiceField(
        label="Text size",
        choices=[
            (Size.NORMAL, "As designed"),
            (Size.LARGER, "Larger"),
            (Size.LARGEST, "Largest"),
        ],
        widget=forms.RadioSelect,
    )
    contrast = forms.ChoiceField(
        label="Colours",
        choices=[
            (Contrast.DEFAULT, "As designed"),
            (Contrast.HIGH, "High contrast"),
            (Contrast.DARK, "Soft and dark"),
        ],
        widget=forms.RadioSelect,
    )
    choices = forms.MultipleChoiceField(
        label="Reading",
        choices=[
            (Choice.EASY, "Easy-read letters and wider spacing"),
            (Choice.STILL, "Nothing moves"),
            (Choice.PLAIN, "Plain layout"),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    next = forms.CharField(widget=forms.HiddenInput, required=False)
    choice_hints: ClassVar[dict[str, dict[str, str]]] = {
        "contrast": {
            Contrast.HIGH: "Black on white, with lines round everything",
            Contrast.DARK: "Light words on a dark page",
        },
        "choices": {
            Choice.PLAIN: "One column, no pictures behind words",
        },
    }

    @property
    def look(self) -> Look:
        """The look that was asked for."""
        answers = self.cleaned_data
        return from_words([answers["size"], answers["contrast"], *answers["choices"]])


def form_for(look: Look, *, next_page: str) -> LookForm:
    """The form as it stands for somebody who chose this look before."""
    return LookForm(
        initial={
            "size": look.size,
            "contrast": look.contrast,
            "choices": list(look.choices),
            "next": next_page,
        }
    )
