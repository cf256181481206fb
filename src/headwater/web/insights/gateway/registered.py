"""Running a use case only where the register of algorithms lets it run."""

from collections.abc import Callable
from datetime import date
from typing import ParamSpec, TypeVar

from headwater.web.insights.algorithms.queries import check_registered
from headwater.web.partners.models import Workspace

P = ParamSpec("P")
R = TypeVar("R")


def run_registered(
    workspace: Workspace,
    key: str,
    today: date,
    run: Callable[P, R],
    *args: P.args,
    **kwargs: P.kwargs,
) -> R:
    """What `run` answers. Raises `NotRegisteredError`, and runs nothing, without a valid entry."""
    check_registered(workspace, key, today)
    return run(*args, **kwargs)
