"""Two changes of one action laid beside each other, for a person to choose."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.dateformat import format as dated

from headwater.core import words
from headwater.web.design_system.parts import Column, Table
from headwater.web.partners.models import Organisation
from headwater.web.strategy.models import Outcome
from headwater.web.strategy.rules.describing import Description, MilestoneSaid
from headwater.web.strategy.rules.merging import Merged

Said = Description | MilestoneSaid
LABELS = {
    "title": "What is to be done",
    "detail": "How it will be done",
    "outcome": "Outcome",
    "lead": "Organisation that leads",
    "lead_role": "Who leads there",
    "partners": "Organisations that help",
    "starts_on": "First day",
    "due_on": "Due",
    "prevention": "Prevention",
    "factor": "Factor",
    "strand": "Strand of INSPIRE",
    "cost_gbp": "Cost in pounds",
    "paid_by": "Where the money comes from",
    "public_wording": "What the public is told",
    "is_promise": "Promise to the public",
}
MILESTONE_LABELS = {"title": "What is reached", "due_on": "By when", "who": "Who sees to it"}


def both(
    before: Said,
    theirs: Said,
    yours: Said,
    *,
    of: Merged,
    labels: Mapping[str, str],
    called: Mapping[str, str],
) -> Table:
    """What was different, field by field. `called` names organisations and outcomes."""
    names = [name for name in labels if name in {*of.taken, *of.clashes}]
    return Table(
        caption="What was changed meanwhile",
        columns=[
            Column("Field"),
            Column("It said"),
            Column("They say"),
            Column("You say"),
            Column("The form below has"),
        ],
        rows=[
            [
                labels[name],
                *(_shown(getattr(each, name), called) for each in (before, theirs, yours)),
                "What they say" if name in of.taken else "What you say",
            ]
            for name in names
        ],
        when_empty="Nothing that you can see here: how the action goes was told meanwhile.",
    )


def _shown(value: object, called: Mapping[str, str]) -> str:
    if isinstance(value, tuple):
        return words.listed([called.get(each, each) for each in value]) or "Nothing"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return dated(value, "j F Y")
    text = "" if value is None else str(value)
    return called.get(text, text) or "Nothing"


def names_of(rows: Iterable[Organisation | Outcome]) -> dict[str, str]:
    """What organisations and outcomes are called, by reference."""
    return {each.reference: str(each) for each in rows}
