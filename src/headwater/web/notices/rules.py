"""When mail goes out, to whom, and what it may say: the policy in plain Python."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

DIGEST_FROM = time(7, 30)
LEASE = timedelta(minutes=10)
"""How long a worker has a mail in hand before another may take it for dead and try."""
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(days=1),
)
"""How long to wait after each failure. After the last one the mail is given up."""
KEEP_NOTICES = timedelta(days=365)
KEEP_MAIL = timedelta(days=30)
LONGEST_SUBJECT = 200
RESTRICTED_SUBJECT = "something waits for you"
RESTRICTED_WORDS = "Something waits for you that is not put in an e-mail. Sign in to read it."


class Every(StrEnum):
    """How often notices are gathered into one mail."""

    DAY = "daily"
    WEEK = "weekly"


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts; None to give up.

    >>> wait_after(1).seconds, wait_after(8)
    (60, None)
    """
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None


def digest_name(every: Every, local: datetime) -> str | None:
    """Which digest is due at a local time: one a day, or one a week; None before half past seven.

    A machine that slept through Monday morning still sends the week's digest when it wakes.

    >>> monday = datetime(2026, 11, 23, 7, 29)
    >>> digest_name(Every.DAY, monday), digest_name(Every.WEEK, monday)
    (None, None)
    >>> digest_name(Every.DAY, monday.replace(minute=30))
    'daily:2026-11-23'
    >>> digest_name(Every.WEEK, datetime(2026, 11, 25, 3, 0))
    'weekly:2026-W48'
    """
    is_early = local.time() < DIGEST_FROM
    if every is Every.DAY:
        return None if is_early else f"daily:{local.date().isoformat()}"
    is_before_monday_morning = local.weekday() == 0 and is_early
    week = local.isocalendar()
    return None if is_before_monday_morning else f"weekly:{week.year}-W{week.week:02d}"


def marking(owner: str, *, restricted: bool) -> str:
    """The protective words a mail's subject starts with.

    >>> marking("Loamshire Police and Crime Commissioner", restricted=False)
    'OFFICIAL – Loamshire Police and Crime Commissioner'
    """
    return f"{'OFFICIAL-SENSITIVE' if restricted else 'OFFICIAL'} – {owner}"


def one_line(text: str, longest: int) -> str:
    """Text without line ends, cut to a length.

    >>> one_line("a\\nb", 10), one_line("abcdef", 4)
    ('a b', 'abc…')
    """
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"


def is_away(away_until: date | None, today: date) -> bool:
    """Whether somebody is away; the day itself counts.

    >>> is_away(date(2026, 5, 3), date(2026, 5, 3)), is_away(None, date(2026, 5, 3))
    (True, False)
    """
    return away_until is not None and today <= away_until


@dataclass(frozen=True, slots=True)
class Said:
    """What a notice says to one person."""

    subject: str
    words: str


def for_deputy(said: Said, *, of: str, until: str, may_see: bool) -> Said:
    """What a deputy is told. Without a right to see the thing itself, only that it waits."""
    if not may_see:
        return Said(
            f"Something waits for {of}",
            f"{of} is away until {until} and you are the deputy. It cannot be shown to you.",
        )
    return Said(
        one_line(f"For {of}: {said.subject}", LONGEST_SUBJECT),
        f"{of} is away until {until} and you are the deputy.\n\n{said.words}",
    )
