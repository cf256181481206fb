"""Saying which files are expected, and chasing those that do not come."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import takewhile

from django.db import transaction
from django.urls import reverse

from headwater.core.errors import HeadwaterError
from headwater.core.periods import Month
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.roles import LEADS, WRITERS
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.insights.data_in import queries, queue
from headwater.web.insights.data_in.events import Event, Waiting
from headwater.web.insights.data_in.models import ExpectedFile
from headwater.web.insights.data_in.rules import permissions
from headwater.web.insights.data_in.rules.expecting import (
    MONTHS_CHASED,
    Every,
    Standing,
    is_worth_posting,
)
from headwater.web.insights.data_in.supplies import title_of
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.sharing.changes import onboarding
from headwater.web.worklist import changes as worklist


class ExpectedAlreadyError(HeadwaterError):
    """A supply cannot be expected twice."""

    def __init__(self, *, source: str, supplier: str) -> None:
        super().__init__(
            f"[{title_of(source)}] from [{supplier}] is expected already. Change what is there."
        )


@audited
def expect(  # noqa: PLR0913 - each is an answer on the form
    *,
    workspace: Workspace,
    organisation: Organisation,
    source: str,
    supplier: str,
    every: Every,
    due_days: int,
    starts: Month,
    actor: Actor,
    at: datetime,
) -> ExpectedFile:
    """Say that an organisation is to hand in a file again and again."""
    permissions.check_can_expect(actor, workspace.slug)
    if queries.expected_in(workspace).filter(source=source, supplier=supplier).exists():
        raise ExpectedAlreadyError(source=source, supplier=supplier)
    expected = ExpectedFile.objects.create(
        workspace=workspace,
        organisation=organisation,
        source=source,
        supplier=supplier,
        every=every.value,
        due_days=due_days,
        starts_on=starts.first_day,
    )
    _record(Event.EXPECTED, expected, actor, at)
    queue.measure_soon(source)
    return expected


@audited
def change_expected(  # noqa: PLR0913 - each is an answer on the form
    *,
    expected: ExpectedFile,
    organisation: Organisation,
    every: Every,
    due_days: int,
    starts: Month,
    ends: Month | None,
    actor: Actor,
    at: datetime,
    version: int,
) -> ExpectedFile:
    """Change who hands a file in, how often and by when. Months that came stay as they are."""
    permissions.check_can_expect(actor, expected.workspace.slug)
    now = ExpectedFile.objects.select_for_update().get(pk=expected.pk)
    if now.version != version:
        raise ChangedMeanwhileError(what="expected file")
    now.organisation = organisation
    now.every, now.due_days, now.starts_on = every.value, due_days, starts.first_day
    now.ends_on = ends.first_day if ends else None
    now.version += 1
    now.save(update_fields=["organisation", "every", "due_days", "starts_on", "ends_on", "version"])
    _record(Event.EXPECTED_CHANGED, now, actor, at)
    return now


@audited
def end_expected(*, expected: ExpectedFile, actor: Actor, at: datetime, version: int) -> None:
    """Expect a file no more, as if it never had been. What arrived stays in the lake."""
    permissions.check_can_expect(actor, expected.workspace.slug)
    now = ExpectedFile.objects.select_for_update().get(pk=expected.pk)
    if now.version != version:
        raise ChangedMeanwhileError(what="expected file")
    _record(Event.EXPECTED_ENDED, now, actor, at)
    now.delete()


@transaction.atomic
def chase(workspace: Workspace, *, today: date, at: datetime) -> int:
    """Put files that are due or late on worklists, and take off those that came.

    The worklist itself reminds people, five working days before, on the day and weekly after.
    Gives how many are late.
    """
    last = Month.of(today)
    first = last.plus(-MONTHS_CHASED)
    awaited = queries.calendar(workspace, first=first, last=last, today=today)
    for each in awaited:
        _chase_one(workspace, each, today=today, at=at)
    for expected in {each.expected.pk: each.expected for each in awaited}.values():
        onboarding.files_late(
            organisation_id=expected.organisation_id,
            source=expected.source,
            late_in_a_row=_late_in_a_row(each for each in awaited if each.expected == expected),
            at=at,
        )
    return sum(each.standing is Standing.LATE for each in awaited)


def _late_in_a_row(awaited: Iterable[queries.Awaited]) -> int:
    """How many of the latest files that were due did not come, without one that did between."""
    due = sorted(awaited, key=lambda each: each.due_on, reverse=True)
    past = [each for each in due if each.standing not in {Standing.DUE, Standing.AHEAD}]
    missing = (each.standing in {Standing.LATE, Standing.REJECTED} for each in past)
    return sum(1 for _ in takewhile(bool, missing))


def _chase_one(workspace: Workspace, each: queries.Awaited, *, today: date, at: datetime) -> None:
    about = f"{each.expected.reference}/{each.span.first}"
    is_late = each.standing in {Standing.LATE, Standing.REJECTED} and today > each.due_on
    if not is_worth_posting(each.standing, each.due_on, today=today):
        for kind in (Waiting.EXPECTED_FILE, Waiting.LATE_FILE):
            worklist.close(workspace=workspace, kind=kind, about=about, at=at)
        return
    title = f"{title_of(each.expected.source)} for {each.span.words}"
    worklist.post(
        workspace=workspace,
        kind=Waiting.EXPECTED_FILE,
        title=f"Upload {title}",
        link=reverse("insights:supply", args=[workspace.slug, each.expected.source]),
        about=about,
        due_on=each.due_on,
        roles=WRITERS,
        organisation=each.expected.organisation,
        at=at,
    )
    if is_late:
        worklist.post(
            workspace=workspace,
            kind=Waiting.LATE_FILE,
            title=f"{each.expected.organisation.name} has not sent {title}",
            link=reverse("insights:expected", args=[workspace.slug]),
            about=about,
            due_on=each.due_on,
            roles=LEADS,
            at=at,
        )


def chase_all(workspaces: Iterable[Workspace], *, today: date, at: datetime) -> int:
    """Chase in each workspace."""
    return sum(chase(workspace, today=today, at=at) for workspace in workspaces)


def _record(event: Event, expected: ExpectedFile, actor: Actor, at: datetime) -> None:
    record(
        event,
        about=expected,
        by=actor,
        at=at,
        workspace=expected.workspace.slug,
        source=expected.source,
        supplier=expected.supplier,
        every=expected.every,
        due_days=expected.due_days,
    )
