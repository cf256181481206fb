"""What was decided of an application, and awards that came of it."""

from headwater.web.accounts.errors import NotYours
from headwater.web.grants.applying.models import Application
from headwater.web.grants.deciding.models import Award, AwardState, Decision


def decision_of(application: Application, reference: str) -> Decision:
    """One decision on an application. Raises `NotYours` for any other, there or not."""
    found = application.decisions.filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def standing_award(application: Application) -> Award | None:
    """The award that an application has; None before one, and where the offer is gone."""
    rows = application.awards.exclude(state=AwardState.WITHDRAWN)
    return rows.select_related("application__round__workspace").first()


def last_award(application: Application) -> Award | None:
    """The award that was made last, whether it stands or not."""
    return application.awards.order_by("-written_at", "-pk").first()
