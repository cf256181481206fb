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


def can_look_after(actor: Actor, workspaces: Collection[str]) -> bool:
    """Whether somebody looks after an account that has roles in these workspaces.

    An account opens all of them, so it takes an administrator of each, or whoever runs headwater.
    """
    if actor == HEADWATER:
        return True
    return bool(workspaces) and all(can_administer(actor, each) for each in workspaces)


def check_can_close(actor: Actor, workspaces: Collection[str], *, user_id: int) -> None:
    """Refuse one's own account, and one that is not looked after. Raises `NotAllowedError`."""
    if actor.user_id == user_id:
        raise NotAllowedError(
            "Nobody closes or opens their own account. Ask another administrator to do it."
        )
    if not can_look_after(actor, workspaces):
        raise NotAllowedError(
            "An account is closed or opened by an administrator of every workspace it has a role "
            "in, or by whoever runs headwater. You can end the roles in your own workspace instead."
        )


def can_look_after_other(actor: Actor, workspaces: Collection[str], *, user_id: int) -> bool:
    """Whether somebody looks after an account that is not their own."""
    return actor.user_id != user_id and can_look_after(actor, workspaces)


def check_can_reset(actor: Actor, workspaces: Collection[str], *, user_id: int) -> None:
    """Refuse one's own account, and one with roles elsewhere. Raises `NotAllowedError`."""
    if actor.user_id == user_id:
        raise NotAllowedError(
            "Nobody takes away their own second factor here. Ask another administrator, or remove "
            "it under Your account."
        )
    if not can_look_after(actor, workspaces):
        raise NotAllowedError(
            "This account has roles in workspaces that you do not administer, or in none. Ask "
            "whoever runs headwater to reset its second factor."
        )
