"""Applications are begun, written by several people, and given files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from headwater.web.audit.ledger import audited, record
from headwater.web.grants.applying import outbox, writing
from headwater.web.grants.applying.changes.identity import make_link
from headwater.web.grants.applying.changes.moving import held_application
from headwater.web.grants.applying.errors import ClosedToWritingError
from headwater.web.grants.applying.events import Event
from headwater.web.grants.applying.models import Answer, Applicant, Application, LateRequest, Member
from headwater.web.grants.applying.queries.answers import Written, written_of
from headwater.web.grants.applying.rules import organisation
from headwater.web.grants.applying.rules.workflow import DRAFT
from headwater.web.grants.applying.rules.writing import Fate, Seen, fate, without_nothing
from headwater.web.grants.applying.submitters import Submitter
from headwater.web.grants.rounds.models import Round
from headwater.web.grants.rounds.rules.filling import filled
from headwater.web.grants.rounds.rules.phases import Phase, phase

SAID_AGAIN_AFTER = timedelta(minutes=10)
"""How long one person may save without the ledger saying so again."""
MOST_DRAFTS = 5
AGES, OLDEST = ("minimum_age", "maximum_age"), 150


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed in answer to one question, over what they saw."""

    given: Any
    seen: Seen


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a page of answers."""

    written: Written
    conflicts: frozenset[str] = frozenset()
    """Questions whose answer somebody else changed meanwhile: theirs stands, nothing was lost."""


@audited
def begin(
    *, round: Round, eligibility: Mapping[str, Any], actor: Submitter, at: datetime
) -> Application:
    """An application is begun, and whoever begins it is sent a link to come back by.

    Raises `ClosedToWritingError` where the round takes none.
    """
    if phase(round, at) is not Phase.OPEN:
        raise ClosedToWritingError.not_open()
    applicant = Applicant.objects.select_for_update().get(pk=actor.applicant_id)
    drafts = Application.objects.filter(round=round, started_by=applicant, state=DRAFT)
    if drafts.count() >= MOST_DRAFTS:
        raise ClosedToWritingError.too_many(MOST_DRAFTS)
    made = Application.objects.create(
        round=round,
        started_by=applicant,
        eligibility=dict(eligibility),
        started_at=at,
        edited_at=at,
        edited_by=actor.reference,
    )
    Member.objects.create(application=made, applicant=applicant, added_at=at)
    letter = writing.begun(made, make_link(application=made, applicant=applicant, at=at))
    outbox.write_secret(
        key=f"begun:{made.reference}",
        to=applicant.email,
        subject=letter.subject,
        words=letter.words,
        at=at,
    )
    slug = round.workspace.slug
    record(Event.BEGUN, about=made, by=actor, at=at, workspace=slug, round=round.reference)
    return made


@transaction.atomic
def save_answers(
    *, application: Application, typed: Mapping[str, Typed], actor: Submitter, at: datetime
) -> Saved:
    """Keep what was typed, finished or not, and never over what somebody else typed meanwhile.

    Only answers that were changed are written. The ledger says who writes, not at each save.
    Raises `ClosedToWritingError` where the application was sent in.
    """
    held = draft_of(application)
    rows = {each.key: each for each in Answer.objects.filter(application=held, key__in=typed)}
    conflicts, changed = set(), 0
    for key, each in typed.items():
        row = rows.get(key)
        version = row.version if row else 0
        became = fate(
            typed=each.given, seen=each.seen, held=row.given if row else None, version=version
        )
        if became is Fate.CONFLICT:
            conflicts.add(key)
        elif became is Fate.SAVED:
            _keep(held, key, each.given, version=version + 1, actor=actor, at=at)
            changed += 1
    written = written_of(held)
    if changed:
        settle_fields(held, written)
        _note(held, actor=actor, at=at)
    return Saved(written, frozenset(conflicts))


def draft_of(application: Application) -> Application:
    """The row of a draft, held. Raises `ClosedToWritingError` where it can change no more."""
    held = held_application(application)
    if held.state != DRAFT:
        raise ClosedToWritingError.sent()
    if LateRequest.objects.filter(application=held, is_taken=None).exists():
        raise ClosedToWritingError.late()
    return held


def _keep(
    application: Application,
    key: str,
    given: Any,
    *,
    version: int,
    actor: Submitter,
    at: datetime,
) -> None:
    said = {
        "given": without_nothing(given),
        "version": version,
        "by": actor.reference,
        "at": at,
    }
    Answer.objects.update_or_create(application=application, key=key, defaults=said)


def _note(held: Application, *, actor: Submitter, at: datetime) -> None:
    is_news = held.edited_by != actor.reference or at >= held.edited_at + SAID_AGAIN_AFTER
    held.edited_at, held.edited_by, held.warned_at = at, actor.reference, None
    held.version += 1
    held.save(update_fields=["edited_at", "edited_by", "warned_at", "version"])
    if is_news:
        slug = held.round.workspace.slug
        record(Event.SAVED, about=held, by=actor, at=at, workspace=slug, version=held.version)


def settle_fields(held: Application, written: Written) -> None:
    """Fields of an application say what its answers say."""
    there = [each.question for each in written.answered]
    good = {each.question.key: each.value for each in written.answered if not each.faults}
    said = {
        **filled(there, good),
        **organisation.settled(good, small_income=held.round.small_income),
    }
    for name, value in said.items():
        setattr(held, name, _fitting(name, value))
    held.save(update_fields=list(said))


def _fitting(name: str, value: Any) -> Any:
    """What a field can hold: a name that is too long is cut, an age nobody reaches is none."""
    if isinstance(value, str):
        field = Application._meta.get_field(name)
        return value[: getattr(field, "max_length", None)]
    return None if name in AGES and value is not None and value > OLDEST else value
