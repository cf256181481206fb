"""Entries of the ledger for tests."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from enum import StrEnum

from django.db import connection

from headwater.web.accounts.actor import HEADWATER
from headwater.web.audit.ledger import audited, record


class Happened(StrEnum):
    """What these tests record."""

    THING_DONE = "thing_done"


AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


def record_things(count: int, *, about: str = "thing", workspace: str = "loamshire") -> None:
    """Add entries that say little."""
    for place in range(count):
        record(
            Happened.THING_DONE,
            about=f"{about}-{place}",
            kind="thing",
            by=HEADWATER,
            at=AT,
            workspace=workspace,
            place=place,
        )


def record_from_threads(*, threads: int, each: int) -> None:
    """Add entries from many threads at once, each change in a transaction of its own."""

    @audited
    def change(thread: int) -> None:
        record_things(1, about=f"thread-{thread}")

    def work(thread: int) -> None:
        try:
            for _ in range(each):
                change(thread)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))
