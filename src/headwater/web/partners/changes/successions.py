"""Organisations that split, merge or are followed by another, with everybody who sits for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.partners import queries
from headwater.web.partners.changes.locking import hold
from headwater.web.partners.changes.memberships import close
from headwater.web.partners.changes.organisations import Details, begin, check_goes_on, finish
from headwater.web.partners.events import Happened
from headwater.web.partners.models import Membership, Organisation, Succession
from headwater.web.partners.rules import permissions, policies


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of the memberships. What ended is what began and what fell together."""

    successors: tuple[Organisation, ...]
    ended: int
    begun: int
    joined: int
    """Roles somebody held for two organisations that are one now."""


@audited
def succeed_organisations(
    *,
    predecessors: Sequence[Organisation],
    successors: Sequence[Details],
    places: Mapping[str, int],
    on: date,
    actor: Actor,
    at: datetime,
) -> Carried:
    """New organisations follow old ones from a day on, and people go with them.

    One for one is a new name, several before one a merger, one before several a split. `places`
    says for each membership, by reference, which successor it goes to, counted from 0; it may
    be empty where only one follows. Old rows stay as they were: what was recorded under them keeps
    their name.
    """
    workspace = predecessors[0].workspace
    permissions.check_can_administer(actor, workspace.slug)
    hold(workspace.pk)
    for each in predecessors:
        each.refresh_from_db()
        check_goes_on(each)
        policies.check_follows(on, what=each.name, starts_on=each.starts_on)
    moving = [
        each
        for each in queries.open_memberships(predecessors, today=timezone.localdate(at))
        if each.ends_on is None or each.ends_on >= on
    ]
    if len(successors) > 1:
        policies.check_every_member_placed((each.reference for each in moving), places)
    for each in predecessors:
        finish(each, last_day=on - timedelta(days=1))
    following = [begin(workspace, details, starts_on=on) for details in successors]
    Succession.objects.bulk_create(
        Succession(predecessor=before, successor=after)
        for before in predecessors
        for after in following
    )
    begun = _carry_over(moving, [following[places.get(m.reference, 0)] for m in moving], on, actor)
    close(moving, last_day=on - timedelta(days=1), at=at)
    carried = Carried(tuple(following), len(moving), begun, len(moving) - begun)
    for each in predecessors:
        _tell(each, carried, on=on, actor=actor, at=at)
    return carried


def _carry_over(
    moving: Sequence[Membership], whither: Sequence[Organisation], on: date, actor: Actor
) -> int:
    """Begin each role anew for the organisation that follows; how many rows that took."""
    pairs = zip(moving, whither, strict=True)
    # Of two roles that fall together the one that lasts longer stands.
    lasting = sorted(pairs, key=lambda pair: pair[0].ends_on or date.max)
    rows = {
        (each.user_id, after.pk, each.role): Membership(
            user_id=each.user_id,
            organisation=after,
            role=each.role,
            starts_on=max(on, each.starts_on),
            ends_on=each.ends_on,
            granted_by=actor.reference,
        )
        for each, after in lasting
    }
    return len(Membership.objects.bulk_create(rows.values()))


def _tell(before: Organisation, carried: Carried, *, on: date, actor: Actor, at: datetime) -> None:
    record(
        Happened.ORGANISATION_SUCCEEDED,
        about=before,
        by=actor,
        at=at,
        workspace=before.workspace.slug,
        successors=[each.reference for each in carried.successors],
        starts_on=on.isoformat(),
        memberships_ended=carried.ended,
        memberships_begun=carried.begun,
        memberships_joined=carried.joined,
    )
