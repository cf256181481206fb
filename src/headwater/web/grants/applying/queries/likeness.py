"""Applications of one organisation to one round: shown, never dropped."""

from django.db.models import Q, QuerySet

from headwater.web.grants.applying.models import Application
from headwater.web.grants.rounds.models import Round


def others_like(application: Application) -> QuerySet[Application]:
    """Other applications that were sent in to the same round for the same organisation.

    The same is a number of a register, or a name but for capitals, signs and legal forms.
    """
    same = Q(pk__in=())
    if application.organisation_key:
        same |= Q(organisation_key=application.organisation_key)
    if application.charity_number:
        same |= Q(charity_number=application.charity_number)
    if application.company_number:
        same |= Q(company_number=application.company_number)
    rows = Application.objects.filter(same, round=application.round_id, submitted_at__isnull=False)
    return rows.exclude(pk=application.pk).exclude(state="withdrawn").order_by("submitted_at")


def doubled(round: Round) -> frozenset[int]:
    """Applications sent in to a round whose organisation sent in another, by their row numbers."""
    rows = Application.objects.filter(round=round, submitted_at__isnull=False)
    there = rows.exclude(state="withdrawn").values_list(
        "pk", "organisation_key", "charity_number", "company_number"
    )
    seen: dict[tuple[int, str], list[int]] = {}
    for pk, *marks in there:
        for place, mark in enumerate(marks):
            if mark:
                seen.setdefault((place, mark), []).append(pk)
    return frozenset(pk for same in seen.values() if len(same) > 1 for pk in same)
