"""Applications that came to nothing and still say something of people."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from headwater.web.grants.applying.models import Applicant, Application, State
from headwater.web.grants.applying.rules.keeping import REMOVED
from headwater.web.grants.deciding.models import Award, AwardState, LettingGo
from headwater.web.grants.deciding.rules.keeping import goes_on
from headwater.web.grants.rounds.models import Round

REFUSED = (State.INELIGIBLE, State.DECLINED, State.WITHDRAWN)


def still_told() -> QuerySet[Application]:
    """Refused and withdrawn applications that say something of people. Drafts go another way."""
    standing = Award.objects.exclude(state=AwardState.WITHDRAWN)
    rows = Application.objects.filter(state__in=REFUSED)
    rows = rows.exclude(pk__in=standing.values("application"))
    drafts = Q(state=State.WITHDRAWN, submitted_at=None)
    return rows.exclude(drafts).exclude(certified_name=REMOVED)


def rounds_due(day: date) -> Sequence[Round]:
    """Rounds whose refused applications have had their time by a day, and wait for nobody yet.

    Those that somebody decided to keep longer are left out until then.
    """
    is_award = ~Q(applications__awards__state=AwardState.WITHDRAWN)
    waits = Q(letting_go__asked_at__isnull=False) | Q(letting_go__kept_until__gte=day)
    rows = Round.objects.filter(pk__in=still_told().values("round")).exclude(waits)
    rows = rows.annotate(last_award_ends=Max("applications__awards__ends_on", filter=is_award))
    return [
        each
        for each in rows.select_related("workspace").order_by("pk")
        if goes_on(closed_on=_closed_on(each), last_award_ends=each.last_award_ends) <= day
    ]


def due_in(workspace: str, day: date) -> Sequence[Round]:
    """Those of one partnership."""
    return [each for each in rounds_due(day) if each.workspace.slug == workspace]


def letting_go_in(workspace: str) -> QuerySet[LettingGo]:
    """Whatever was asked for in a partnership, the latest first."""
    rows = LettingGo.objects.filter(round__workspace__slug=workspace).exclude(asked_at=None)
    return rows.select_related("round__workspace").order_by("-asked_at", "pk")


def asked_in(workspace: str) -> QuerySet[LettingGo]:
    """What waits for somebody else's yes."""
    return letting_go_in(workspace).filter(approved_at=None)


def approved() -> QuerySet[Round]:
    """Rounds of which two people agreed that it goes, and something is left."""
    rows = Round.objects.exclude(letting_go__approved_at=None)
    return rows.filter(pk__in=still_told().values("round")).order_by("pk")


def left_of(rounds: Sequence[Round]) -> Mapping[int, int]:
    """How many applications still tell of people, by the round's key."""
    rows = still_told().filter(round__in=rounds).values("round").annotate(left=Count("pk"))
    return dict(rows.values_list("round", "left"))


def _closed_on(round_: Round) -> date:
    return timezone.localdate(round_.closes_at)


def has_nothing_else(person: Applicant) -> bool:
    """Whether somebody who applied has no application left that tells of them."""
    told = Application.objects.filter(
        Q(started_by=person) | Q(submitted_by=person) | Q(members__applicant=person)
    )
    return not told.exclude(certified_name=REMOVED).exists()
