"""Who may change who takes part: person-rules, each with a sentence when it says no."""

from collections.abc import Collection

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import ADMINISTRATORS


class NotAllowedError(HeadwaterError):
    """Somebody may not do this."""


def can_administer(actor: Actor, workspace: str) -> bool:
    """Whether somebody gives and ends access in a workspace: its administrators, and headwater."""
    return actor == HEADWATER or actor.has_role(workspace, ADMINISTRATORS)


def check_can_administer(actor: Actor, workspace: str) -> None:
    """Refuse whoever is no administrator of the workspace. Raises `NotAllowedError`."""
    if not can_administer(actor, workspace):
        raise NotAllowedError(
            "Only an administrator of this workspace can do that. Ask one of those listed under "
            "Partners, People."
        )


def check_can_grant(actor: Actor, workspace: str, *, user_id: int) -> None:
    """Refuse a role for oneself, and whoever is no administrator. Raises `NotAllowedError`."""
    check_can_administer(actor, workspace)
    if actor.user_id == user_id:
        raise NotAllowedError(
            "Nobody gives a role to themselves. Ask another administrator to give it to you."
        )


def check_can_close(actor: Actor, workspaces: Collection[str]) -> None:
    """Refuse whoever does not administer every workspace somebody has a role in.

    An account opens all of them, so one partnership alone cannot take it away; it can end its own
    roles. Raises `NotAllowedError`.
    """
    if actor == HEADWATER or (workspaces and all(can_administer(actor, w) for w in workspaces)):
        return
    raise NotAllowedError(
        "An account is closed or opened by an administrator of every workspace it has a role in, "
        "or by whoever runs headwater. You can end the roles in your own workspace instead."
    )
