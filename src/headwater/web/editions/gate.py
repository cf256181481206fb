"""The gate that everything that runs passes: only what a register has in use runs.

The register is a room above, and sets the gate when the site starts. Until then nothing runs.
"""

from collections.abc import Callable
from datetime import date
from typing import ParamSpec, TypeVar

from headwater.web.partners.models import Workspace

P = ParamSpec("P")
R = TypeVar("R")

Check = Callable[[Workspace, str, date], object]
"""Raises where the register of a workspace does not let something run on a day."""

_CHECKS: list[Check] = []


class NoGateError(RuntimeError):
    """Something was to run before the register was there to allow it."""


def set_gate(check: Check) -> None:
    """Have a register decide what runs, beside any that does already."""
    if check not in _CHECKS:
        _CHECKS.append(check)


def check_may_run(workspace: Workspace, key: str, today: date) -> None:
    """Raises where no valid entry of the register lets something run."""
    if not _CHECKS:
        raise NoGateError
    for check in _CHECKS:
        check(workspace, key, today)


def run_registered(
    workspace: Workspace,
    key: str,
    today: date,
    run: Callable[P, R],
    *args: P.args,
    **kwargs: P.kwargs,
) -> R:
    """What `run` answers. Raises, and runs nothing, without a valid entry."""
    check_may_run(workspace, key, today)
    return run(*args, **kwargs)
