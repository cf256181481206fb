"""How long applications, drafts and addresses are kept that came to nothing."""

from datetime import datetime, timedelta

DRAFTS_KEPT = timedelta(days=30)
"""After the round of a draft has closed."""
TOLD_BEFORE = timedelta(days=7)
KEPT = timedelta(days=6 * 365)
"""Of what was sent in, after the last award of its round has ended."""
REMOVED = "Removed after six years"
"""Stands in place of whoever certified an application, once it says nothing of people any more."""
ADDRESSES_KEPT = timedelta(days=30)
"""Of people without any application, since they last signed in or were invited."""


def warn_from(closes_at: datetime) -> datetime:
    """From when people are told that their draft will be deleted."""
    return closes_at + DRAFTS_KEPT - TOLD_BEFORE


def ends_at(*, closes_at: datetime, warned_at: datetime) -> datetime:
    """When a draft is deleted: never before its people have had a week's notice.

    >>> from datetime import UTC
    >>> closed = datetime(2026, 3, 1, tzinfo=UTC)
    >>> ends_at(closes_at=closed, warned_at=datetime(2026, 3, 24, tzinfo=UTC)).day
    31
    >>> ends_at(closes_at=closed, warned_at=datetime(2026, 5, 1, tzinfo=UTC)).isoformat()[:10]
    '2026-05-08'
    """
    return max(closes_at + DRAFTS_KEPT, warned_at + TOLD_BEFORE)
