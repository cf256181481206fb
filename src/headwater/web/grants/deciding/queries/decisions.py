"""What was decided of an application, and the award that came of it."""

from headwater.web.accounts.errors import NotYours
from headwater.web.grants.applying.models import Application
from headwater.web.grants.deciding.models import Award, Decision
from headwater.web.grants.deciding.rules.deciding import Ruling


def decision_of(application: Application, reference: str) -> Decision:
    """One decision on an application. Raises `NotYours` for any other, there or not."""
    found = application.decisions.filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def award_of(decision: Decision) -> Award | None:
    """The award that an approval made; None of any other decision."""
    if decision.ruling != Ruling.APPROVE:
        return None
    return getattr(decision.application, "award", None)
