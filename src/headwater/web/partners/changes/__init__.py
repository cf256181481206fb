"""Changing who owns a workspace, who takes part, and who sits for whom."""

from headwater.web.partners.changes.accounts import (
    close_account,
    reopen_account,
    reset_second_factor,
)
from headwater.web.partners.changes.memberships import (
    end_membership,
    grant_membership,
    invite_member,
    let_go,
    record_export_of_people,
)
from headwater.web.partners.changes.organisations import (
    Details,
    add_organisation,
    add_workspace,
    correct_organisation,
    end_organisation,
)
from headwater.web.partners.changes.owners import (
    BodyDetails,
    correct_owner_body,
    set_owner_body,
    succeed_owner_body,
    undo_owner_change,
)
from headwater.web.partners.changes.successions import Carried, succeed_organisations

__all__ = [
    "BodyDetails",
    "Carried",
    "Details",
    "add_organisation",
    "add_workspace",
    "close_account",
    "correct_organisation",
    "correct_owner_body",
    "end_membership",
    "end_organisation",
    "grant_membership",
    "invite_member",
    "let_go",
    "record_export_of_people",
    "reopen_account",
    "reset_second_factor",
    "set_owner_body",
    "succeed_organisations",
    "succeed_owner_body",
    "undo_owner_change",
]
