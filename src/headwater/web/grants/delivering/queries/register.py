"""Reading the register. Only the deliverer's side asks for this; nothing here is for funders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from headwater.web.accounts.errors import NotYours
from headwater.web.grants.delivering.models import (
    Attendance,
    Concern,
    Delivery,
    Mark,
    Participant,
    Session,
)
from headwater.web.grants.delivering.rules.marks import Said, outcome

CAME = ("present", "late")


def said_by_mark(mark: Mark) -> Said:
    """A mark as the rules read it."""
    return Said(
        client_id=mark.client_id,
        state=mark.state,
        reason=mark.reason,
        said_at=mark.said_at,
        corrects=frozenset(UUID(each) for each in mark.corrects),
    )


def people_of(delivery: Delivery) -> QuerySet[Participant]:
    """Everybody in the register, by code, with how often they came and for how long."""
    came = Q(attendances__state__in=CAME, attendances__session__cancelled_at=None)
    return delivery.participants.annotate(times=Count("attendances", filter=came)).order_by("code")


def taking_part(delivery: Delivery) -> QuerySet[Participant]:
    """Those who have not left, by code."""
    return delivery.participants.filter(left_on=None)


def person_of(delivery: Delivery, client_id: UUID) -> Participant:
    """One of them. Raises `NotYours` for anybody else."""
    found = people_of(delivery).filter(client_id=client_id).first()
    if found is None:
        raise NotYours
    return found


def sessions_of(delivery: Delivery) -> QuerySet[Session]:
    """Sessions, the latest first, with who came."""
    came = Count("attendances", filter=Q(attendances__state__in=CAME))
    disputed = Count("attendances", filter=Q(attendances__is_disputed=True))
    rows = delivery.sessions.annotate(came=came, disputed=disputed)
    return rows.order_by("-held_on", "-pk")


def session_of(delivery: Delivery, client_id: UUID) -> Session:
    """One session. Raises `NotYours` for any other."""
    found = delivery.sessions.filter(client_id=client_id).first()
    if found is None:
        raise NotYours
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of one person at one session."""

    participant: Participant
    said: Sequence[Said]

    @property
    def is_disputed(self) -> bool:
        """Whether two phones contradict each other."""
        return len({(each.state, each.reason) for each in self.said}) > 1


def standing_of(session: Session) -> Mapping[int, Standing]:
    """By person: the marks that stand at a session."""
    marks: dict[int, list[Mark]] = {}
    for mark in session.marks.select_related("participant"):
        marks.setdefault(mark.participant_id, []).append(mark)
    return {
        person: Standing(found[0].participant, outcome([said_by_mark(m) for m in found]).standing)
        for person, found in marks.items()
    }


def contact_minutes(delivery: Delivery, *, first_day: date, last_day: date) -> int:
    """Minutes with young people in a period: each session's, once for each who came."""
    rows = Attendance.objects.filter(
        session__delivery=delivery,
        session__cancelled_at=None,
        session__held_on__range=(first_day, last_day),
        state__in=CAME,
    )
    return sum(rows.values_list("session__minutes", flat=True))


def concerns_of(delivery: Delivery) -> QuerySet[Concern]:
    """That concerns were raised, the latest first."""
    return delivery.concerns.all()
