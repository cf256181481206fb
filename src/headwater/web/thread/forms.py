"""Forms of the thread: finding something, and tying it to something else."""

from typing import Any, ClassVar

from django import forms

from headwater.web.design_system.forms import Form
from headwater.web.thread import kinds
from headwater.web.thread.kinds import Bead
from headwater.web.thread.rules.relations import Relation


def kinds_on_offer() -> list[tuple[str, str]]:
    """Kinds that can be looked for, as choices."""
    return [
        (each.code, each.plural[:1].upper() + each.plural[1:])
        for each in kinds.kinds()
        if each.offer is not None
    ]


class FindForm(Form):
    """What kind of thing, and words of its title."""

    kind = forms.ChoiceField(label="Kind")
    words = forms.CharField(label="Words in its title", required=False, max_length=80)

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = kinds_on_offer()


class TieForm(Form):
    """How the thing that is read stands to another, and to which."""

    how = forms.ChoiceField(label="How do they go together?")
    other = forms.ChoiceField(label="Which one?", widget=forms.RadioSelect)
    nouns: ClassVar = {"how": "how they go together", "other": "one"}

    def __init__(self, *args: Any, offered: list[Bead], **settings: Any) -> None:
        super().__init__(*args, **settings)
        how, other = self.fields["how"], self.fields["other"]
        assert isinstance(how, forms.ChoiceField)
        assert isinstance(other, forms.ChoiceField)
        how.choices = [(f"{r}:{way}", words) for r in Relation for way, words in _both_ways(r)]
        other.choices = [(each.reference, _choice(each)) for each in offered]

    @property
    def relation(self) -> Relation:
        """How the one stands to the other."""
        return Relation(self.cleaned_data["how"].partition(":")[0])

    @property
    def is_forward(self) -> bool:
        """Whether the thing that is read is the first of the tie."""
        return bool(self.cleaned_data["how"].partition(":")[2] == "forward")


def _both_ways(relation: Relation) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("forward", f"This {relation.words}"), ("back", f"This {relation.backwards}")


def _choice(bead: Bead) -> str:
    return f"{bead.title} ({bead.state})" if bead.state else bead.title
