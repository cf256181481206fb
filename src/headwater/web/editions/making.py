"""How each kind of edition is made by a worker.

Rooms above register their own when the site starts, so that no room needs to know another.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction

from headwater.web.editions.models import Edition, Kind


@dataclass(frozen=True, slots=True)
class Maker:
    """The task that makes an edition, and what says that it could not be made."""

    task: Any
    """Is enqueued with the reference of the edition."""
    fail: Callable[..., object]
    """Is given `edition`, `sentence` and `at`."""


_MAKERS: dict[Kind, Maker] = {}


def register(kind: Kind, maker: Maker) -> None:
    """Make known how editions of a kind are made."""
    _MAKERS[kind] = maker


def maker_of(edition: Edition) -> Maker:
    """How an edition is made."""
    return _MAKERS[Kind(edition.kind)]


def task_paths() -> frozenset[str]:
    """Where the tasks are that make editions, as the queue names them."""
    return frozenset(each.task.module_path for each in _MAKERS.values())


def make_soon(edition: Edition) -> None:
    """Ask a worker to make an edition, once that it is wanted is safe."""
    transaction.on_commit(partial(maker_of(edition).task.enqueue, edition.reference))
