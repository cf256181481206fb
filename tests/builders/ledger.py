"""Emptying the ledger between tests that commit. Only here, and only as the tables' owner."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import TransactionTestCase

from headwater.web.audit import guards

TEARDOWN = "_fixture_teardown"


@contextmanager
def guards_off() -> Iterator[None]:
    """Take the guards off the ledger's tables, and put them back."""
    with connection.schema_editor() as editor:
        guards.remove(connection, editor)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            guards.install(connection, editor)


def empty_after_tests_that_commit(patch: pytest.MonkeyPatch) -> None:
    """Let Django empty every table after such a test, the ledger's among them."""
    empty: Callable[[TransactionTestCase], None] = getattr(TransactionTestCase, TEARDOWN)

    def empty_all(case: TransactionTestCase) -> None:
        with guards_off():
            empty(case)

    patch.setattr(TransactionTestCase, TEARDOWN, empty_all)
