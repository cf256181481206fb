"""Due diligence of an application: what is asked, and what was found last."""

from dataclasses import dataclass
from datetime import date

from headwater.rulebook.practice import DiligenceItem, due_diligence
from headwater.web.grants.applying.models import Application
from headwater.web.grants.deciding.models import Check
from headwater.web.grants.deciding.rules.checking import Found, asked_of, outstanding


@dataclass(frozen=True, slots=True)
class Asked:
    """One item, and every answer to it, the latest first."""

    item: DiligenceItem
    answers: tuple[Check, ...]

    @property
    def found(self) -> Found | None:
        """The answer that counts."""
        return self.answers[0].found if self.answers else None


def checklist(application: Application) -> list[Asked]:
    """Everything that is checked of whoever applies."""
    rows = list(application.checks.all())
    return [
        Asked(item, tuple(each for each in rows if each.item == item.id))
        for item in asked_of(due_diligence(), application.organisation_kind)
    ]


def left_to_check(application: Application, *, today: date) -> list[DiligenceItem]:
    """What holds an award up on a day."""
    asked = checklist(application)
    found = {each.item.id: each.found for each in asked if each.found is not None}
    return outstanding([each.item for each in asked], found, today=today)
