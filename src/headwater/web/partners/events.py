"""What the ledger says of partners."""

from enum import StrEnum


class Happened(StrEnum):
    """Things done to workspaces, owner bodies, organisations and memberships."""

    WORKSPACE_ADDED = "workspace_added"
    OWNER_BODY_SET = "owner_body_set"
    OWNER_BODY_CORRECTED = "owner_body_corrected"
    OWNER_BODY_SUCCEEDED = "owner_body_succeeded"
    OWNER_BODY_CHANGE_UNDONE = "owner_body_change_undone"
    ORGANISATION_ADDED = "organisation_added"
    ORGANISATION_CORRECTED = "organisation_corrected"
    ORGANISATION_ENDED = "organisation_ended"
    ORGANISATION_SUCCEEDED = "organisation_succeeded"
    MEMBERSHIP_GRANTED = "membership_granted"
    MEMBERSHIP_ENDED = "membership_ended"
    PERSON_LEFT = "person_left"
    PEOPLE_EXPORTED = "people_exported"
