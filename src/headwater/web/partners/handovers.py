"""What somebody leaves behind when they go: each app that gives people work says what is open.

An app lists it in a module `open_work.py`, as a function `open_work_of(user, workspace)`. It is
found by that name, as schedules and routes are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import import_module

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
    for config in apps.get_app_configs():
        if config.module and module_has_submodule(config.module, MODULE):
            listed: Iterable[OpenWork] = import_module(f"{config.name}.{MODULE}").open_work_of(
                user, workspace
            )
            found += listed
    return sorted(found, key=lambda each: (each.due_on or date.max, each.title))
