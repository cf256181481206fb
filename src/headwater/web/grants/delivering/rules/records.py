"""What a phone sends: records with ids of its own, read with care and never believed."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.references import ALPHABET
from headwater.web.grants.delivering.rules import lists
from headwater.web.grants.delivering.rules.free_text import suspicions
from headwater.web.grants.delivering.rules.marks import Said

MOST_RECORDS = 500
"""In one batch. A phone with more sends several."""
LONGEST_ACTIVITY = 80
LONGEST_SESSION = 24 * 60
CODE_LENGTH = 6
CODE = re.compile(f"[{ALPHABET}]{{3}}-[{ALPHABET}]{{3}}")
AHEAD = timedelta(days=1)
"""How far a session's day may lie ahead: clocks of phones differ, and plans are not registers."""
KINDS = ("participant", "session", "mark")
"""In the order in which they rest on each other."""


class RecordRefusedError(HeadwaterError):
    """A record that does not say what it must. The phone keeps it and shows why."""

    def __init__(self, why: str) -> None:
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class NewParticipant:
    """A young person who starts."""

    client_id: UUID
    code: str
    started_on: date
    age_band: str
    referral: str
    lawful_basis: str
    consent: str
    area_code: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session that was held."""

    client_id: UUID
    held_on: date
    activity: str
    minutes: int


@dataclass(frozen=True, slots=True)
class NewMark:
    """What is said of one young person at one session; both by the ids their phone gave them."""

    session: UUID
    participant: UUID
    said: Said


Record = NewParticipant | NewSession | NewMark


def new_code() -> str:
    """A code for a young person that nobody can guess from another.

    28^6 are possible, which is 480 million; within one grant two hardly ever meet, and the
    register refuses a second one.
    """
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return f"{letters[:3]}-{letters[3:]}"


def read(given: object, *, now: datetime) -> Record:
    """One record as it was sent. Raises `RecordRefusedError` with what is wrong."""
    if not isinstance(given, Mapping):
        raise RecordRefusedError("This is not a record.")
    kind = given.get("kind")
    if kind == "participant":
        return _participant(given, now=now)
    if kind == "session":
        return _session(given, now=now)
    if kind == "mark":
        return _mark(given, now=now)
    raise RecordRefusedError("This kind of record is not known. Load the page again.")


def _participant(given: Mapping[str, Any], *, now: datetime) -> NewParticipant:
    needs = given.get("needs", [])
    if not isinstance(needs, list) or not set(map(str, needs)) <= set(lists.NEEDS):
        raise RecordRefusedError("Choose needs from the list.")
    code = str(given.get("code", ""))
    if not CODE.fullmatch(code):
        raise RecordRefusedError("The code was not made by headwater. Add the person again.")
    return NewParticipant(
        client_id=identifier(given, "id"),
        code=code,
        started_on=_day(given, "started_on", now=now),
        age_band=_choice(given, "age_band", lists.AGE_BANDS, "an age"),
        referral=_choice(given, "referral", lists.REFERRALS, "how they came"),
        lawful_basis=_choice(given, "lawful_basis", lists.BASES, "a lawful basis"),
        consent=_choice(given, "consent", lists.CONSENTS, "who said yes"),
        area_code=str(given.get("area_code", ""))[:12],
        needs=tuple(dict.fromkeys(map(str, needs))),
    )


def _session(given: Mapping[str, Any], *, now: datetime) -> NewSession:
    minutes = given.get("minutes")
    if not isinstance(minutes, int) or not 1 <= minutes <= LONGEST_SESSION:
        raise RecordRefusedError("Enter how many minutes the session took, from 1 to 1440.")
    activity = " ".join(str(given.get("activity", "")).split())
    if not activity or len(activity) > LONGEST_ACTIVITY or "\x00" in activity:
        raise RecordRefusedError("Say in 1 to 80 letters what was done.")
    if suspicions(activity):
        raise RecordRefusedError("Say what was done without a name, number or date of birth.")
    return NewSession(
        client_id=identifier(given, "id"),
        held_on=_day(given, "held_on", now=now),
        activity=activity,
        minutes=minutes,
    )


def _mark(given: Mapping[str, Any], *, now: datetime) -> NewMark:
    state = _choice(given, "state", lists.MARKS, "present, late or absent")
    reason = ""
    if state == "absent":
        reason = _choice(given, "reason", lists.ABSENCES, "why they were absent")
    corrects = given.get("corrects", [])
    if not isinstance(corrects, list) or len(corrects) > MOST_RECORDS:
        raise RecordRefusedError("What this corrects cannot be read. Load the page again.")
    return NewMark(
        session=identifier(given, "session"),
        participant=identifier(given, "participant"),
        said=Said(
            client_id=identifier(given, "id"),
            state=state,
            reason=reason,
            said_at=_moment(given, now=now),
            corrects=frozenset(identifier({"id": each}, "id") for each in corrects),
        ),
    )


def identifier(given: Mapping[str, Any], name: str) -> UUID:
    """An id that a phone made. Raises `RecordRefusedError`."""
    try:
        return UUID(str(given.get(name, "")))
    except ValueError as error:
        raise RecordRefusedError("This has no id of its own. Load the page again.") from error


def _choice(given: Mapping[str, Any], name: str, known: Mapping[str, str], wanted: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or value not in known:
        raise RecordRefusedError(f"Choose {wanted}.")
    return value


def _day(given: Mapping[str, Any], name: str, *, now: datetime) -> date:
    try:
        found = date.fromisoformat(str(given.get(name, "")))
    except ValueError as error:
        raise RecordRefusedError("Enter a day.") from error
    if found > now.date() + AHEAD:
        raise RecordRefusedError("The day lies ahead. Enter it once it has come.")
    return found


def _moment(given: Mapping[str, Any], *, now: datetime) -> datetime:
    """When a phone says it was; now where it says nothing that makes sense."""
    try:
        found = datetime.fromisoformat(str(given.get("at", "")))
    except ValueError:
        return now
    return now if found.tzinfo is None or found > now + AHEAD else found
