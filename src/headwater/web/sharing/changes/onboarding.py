"""Moving a dataset on its way to being supplied: by hand, and by what happens elsewhere."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.sharing.changes.holding import held
from headwater.web.sharing.events import Event
from headwater.web.sharing.models import Dataset, Move, Onboarding
from headwater.web.sharing.rules import onboarding as rules
from headwater.web.sharing.rules import permissions
from headwater.web.sharing.rules.onboarding import Moved, Step
from headwater.web.sharing.rules.standing import SharingRefusedError


@audited
def start(*, dataset: Dataset, on: date, actor: Actor, at: datetime) -> Onboarding:
    """Ask a partner for a dataset: the first step."""
    permissions.check_can_write(actor, dataset.workspace.slug, [dataset.organisation_id])
    if Onboarding.objects.filter(dataset=dataset).exists():
        raise SharingRefusedError("It is on its way already.")
    if on > timezone.localdate(at):
        raise SharingRefusedError("The partner was asked: that day cannot lie ahead.")
    made = Onboarding.objects.create(workspace=dataset.workspace, dataset=dataset, moved_on=on)
    Move.objects.create(onboarding=made, step=made.step, on=on, by=actor.reference, at=at)
    _record(Event.ONBOARDING_STARTED, made, actor=actor, at=at)
    return made


@audited
def move(
    *,
    onboarding: Onboarding,
    to: Moved,
    why: str = "",
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> Onboarding:
    """Move it to a step, forwards or back, on a day that was.

    Raises `ChangedMeanwhileError` where it is not the version that somebody looked at.
    """
    now = held(onboarding, what="step", version=version)
    permissions.check_can_write(actor, now.workspace.slug, [now.dataset.organisation_id])
    today = timezone.localdate(at)
    rules.check_move(now.stands, to.step, moved_on=now.moved_on, on=to.on, today=today)
    now.step, now.moved_on, now.stuck_on = to.step.value, to.on, ""
    now.version += 1
    now.save(update_fields=["step", "moved_on", "stuck_on", "version"])
    Move.objects.create(
        onboarding=now, step=to.step.value, on=to.on, why=why.strip(), by=actor.reference, at=at
    )
    _record(Event.ONBOARDING_MOVED, now, actor=actor, at=at)
    return now


@audited
def say_stuck(
    *, onboarding: Onboarding, stuck_on: str, version: int, actor: Actor, at: datetime
) -> Onboarding:
    """Say what it waits for where it is."""
    now = held(onboarding, what="step", version=version)
    permissions.check_can_write(actor, now.workspace.slug, [now.dataset.organisation_id])
    now.stuck_on = stuck_on.strip()
    now.version += 1
    now.save(update_fields=["stuck_on", "version"])
    _record(Event.ONBOARDING_MOVED, now, actor=actor, at=at)
    return now


# --- what happens elsewhere ----------------------------------------------------------------------


def file_arrived(*, organisation_id: int, source: str, at: datetime) -> None:
    """A live file of a partner was loaded: its dataset moves on by itself.

    Asked again for a dataset that is regular, it changes nothing.
    """
    for each in _supplied(organisation_id, source):
        _by_itself(each, rules.after_file(each.stands), "A file was loaded.", at=at)


def files_late(*, organisation_id: int, source: str, late_in_a_row: int, at: datetime) -> None:
    """Files of a partner did not come: after two in a row its dataset has lapsed."""
    for each in _supplied(organisation_id, source):
        if rules.lapses(each.stands, late_in_a_row=late_in_a_row):
            why = f"{late_in_a_row} files in a row did not come."
            _by_itself(each, Step.LAPSED, why, at=at)


def paper_agreed(*, datasets: Iterable[Dataset], done: Step, at: datetime) -> None:
    """An agreement came into force or an assessment was approved: what waited for it moves on."""
    after = {Step.AGREEMENT: Step.DPIA, Step.DPIA: Step.TEST_FILE}[done]
    waiting = Onboarding.objects.filter(dataset__in=list(datasets), step=done)
    for each in waiting.select_related("workspace"):
        _by_itself(each, after, f"{done.words} is in place.", at=at)


def _supplied(organisation_id: int, source: str) -> list[Onboarding]:
    rows = Onboarding.objects.filter(dataset__organisation=organisation_id, dataset__source=source)
    return list(rows.select_related("workspace"))


def _by_itself(each: Onboarding, step: Step, why: str, *, at: datetime) -> None:
    if each.stands is not step and each.moved_on <= timezone.localdate(at):
        to = Moved(step, timezone.localdate(at))
        move(onboarding=each, to=to, why=why, actor=HEADWATER, at=at)


def _record(event: Event, row: Onboarding, *, actor: Actor, at: datetime) -> None:
    record(
        event,
        about=row,
        by=actor,
        at=at,
        workspace=row.workspace.slug,
        step=row.step,
        on=row.moved_on.isoformat(),
    )
