"""What somebody leaves behind when they go: each app that gives people work hands it on.

An app says what is open in a module `open_work.py`, in a function `open_work_of(user, workspace)`,
and hands it on in another, `hand_on(user, workspace, at)`, which says how much there was. They are
found by these names, as schedules and routes are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from headwater.web.accounts.models import User
from headwater.web.partners.models import Workspace

MODULE = "open_work"


@dataclass(frozen=True, slots=True)
class OpenWork:
    """One thing that waits for somebody by name, not for their role."""

    title: str
    link: str
    due_on: date | None = None


def open_work_of(user: User, workspace: Workspace) -> list[OpenWork]:
    """Everything in a workspace that waits for somebody by name, the first due first."""
    found: list[OpenWork] = []
    for module in _modules():
        listed: Iterable[OpenWork] = module.open_work_of(user, workspace)
        found += listed
    return sorted(found, key=lambda each: (each.due_on or date.max, each.title))


def hand_on(user: User, workspace: Workspace, at: datetime) -> int:
    """What waits for somebody by name in a workspace goes to others. Says how many things."""
    return sum(module.hand_on(user, workspace, at) for module in _modules())


def _modules() -> Iterator[Any]:
    for config in apps.get_app_configs():
        if config.module and module_has_submodule(config.module, MODULE):
            yield import_module(f"{config.name}.{MODULE}")
