"""Whether the assessments of impact of something let it start."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from headwater.web.sharing.models import Agreement, Dpia, Share
from headwater.web.sharing.rules.assessing import Assessment, what_is_missing
from headwater.web.sharing.rules.standing import Outcome


def assessments_of(dpia: Dpia | None, agreement: Agreement | None) -> list[Dpia]:
    """Those that cover something: the one that was chosen, or else those of its agreement."""
    if dpia is not None:
        return list(_read(Q(pk=dpia.pk)))
    return list(_read(Q(agreement=agreement))) if agreement else []


def missing(found: Iterable[Dpia], *, whose: str, today: date) -> str:
    """What keeps it from starting, and who must act; nothing where one is in force."""
    return what_is_missing(map(known, found), whose=whose, today=today)


def in_force(found: Iterable[Dpia], *, today: date) -> Dpia | None:
    """The assessment that something starts on."""
    return next((each for each in found if known(each).is_in_force(today)), None)


def known(dpia: Dpia) -> Assessment:
    """An assessment as the rules know it."""
    now = [each for each in dpia.approvals.all() if each.of_version == dpia.version]
    return Assessment(
        title=dpia.title,
        whose=dpia.organisation.name,
        stage=dpia.stands,
        approvals=len(now),
        review_on=dpia.review_on,
    )


def waits_for(dpia: Dpia) -> QuerySet[Share]:
    """Shares that wait to start and that an assessment covers."""
    theirs = Q(dpia=dpia)
    if dpia.agreement_id:
        theirs |= Q(dpia=None, agreement=dpia.agreement_id)
    waiting = Share.objects.filter(theirs, outcome=Outcome.WAITING)
    return waiting.select_related("workspace", "giver", "taker")


def _read(wanted: Q) -> QuerySet[Dpia]:
    rows = Dpia.objects.filter(wanted).select_related("organisation", "workspace")
    return rows.prefetch_related("approvals")
