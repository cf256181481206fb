"""Emptying the ledgers between tests that commit. Only here, and only as the tables' owner."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import TransactionTestCase

from headwater.web.audit import guards
from headwater.web.grants.money import guards as money_guards

GUARDS = (guards, money_guards)
TEARDOWN = "_fixture_teardown"


@contextmanager
def guards_off() -> Iterator[None]:
    """Take the guards off the ledgers' tables, and put them back."""
    with connection.schema_editor() as editor:
        for each in GUARDS:
            each.remove(connection, editor)
    try:
        yield
    finally:
        put_guards_on()


def put_guards_on() -> None:
    """Put the guards on the ledgers' tables."""
    with connection.schema_editor() as editor:
        for each in GUARDS:
            each.install(connection, editor)


def empty_after_tests_that_commit(patch: pytest.MonkeyPatch) -> None:
    """Let Django empty every table after such a test, the ledger's among them."""
    empty: Callable[[TransactionTestCase], None] = getattr(TransactionTestCase, TEARDOWN)

    def empty_all(case: TransactionTestCase) -> None:
        with guards_off():
            empty(case)

    patch.setattr(TransactionTestCase, TEARDOWN, empty_all)
