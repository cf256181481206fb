"""Rows that all tests of a module begin with, stored once."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest import mock

from django.db import connections, transaction


@contextmanager
def kept_rows() -> Iterator[None]:
    """What is stored in this block is there for every test in it, and gone after it.

    Each test's own transaction lies within the block's. Django closes its connections after a
    test, which would end both.
    """
    with ExitStack() as stack:
        for each in connections.all():
            stack.enter_context(_thrown_away(each.alias))
            stack.enter_context(mock.patch.object(each, "close"))
        yield


@contextmanager
def _thrown_away(alias: str) -> Iterator[None]:
    block = transaction.atomic(using=alias)
    # As a test's own: what must be the outermost transaction of a site may begin within it.
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True, using=alias)
