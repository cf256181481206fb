"""By which definition of serious violence an assessment counts.

A room above knows what a board approved and registers how to find it when the site starts. An
edition keeps what was in force when it was asked for, so that it never changes under a reader.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from headwater.rulebook import Definition, local_definition
from headwater.web.partners.models import Workspace

Find = Callable[[Workspace], dict[str, Any]]
_FINDERS: list[Find] = []


def register(find: Find) -> None:
    """Make known how the definition in force in a workspace is found."""
    _FINDERS[:] = [find]


def in_force(workspace: Workspace) -> dict[str, Any]:
    """The definition in force, as an edition keeps it; nothing where the rulebook's counts."""
    return _FINDERS[0](workspace) if _FINDERS else {}


def counted_by(kept: Mapping[str, Any]) -> Definition | None:
    """What an edition kept, as the engine counts by it; none where the rulebook's counts."""
    if not kept:
        return None
    return local_definition(
        version=int(kept["version"]),
        effective_from=date.fromisoformat(kept["effective_from"]),
        approver=str(kept["approver"]),
        title=str(kept["title"]),
        sentence=str(kept["sentence"]),
        codes=tuple(kept["codes"]),
        knife_flag_codes=tuple(kept["knife_flag_codes"]),
        cautions=tuple(kept["cautions"]),
        leaves_out_domestic=bool(kept["leaves_out_domestic"]),
    )
