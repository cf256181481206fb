"""What `publishing` writes into the ledger and onto worklists."""

from enum import StrEnum


class Event(StrEnum):
    """What was done."""

    IMPRINT_WRITTEN = "grants_imprint_written"
    PARTICULARS_WRITTEN = "grant_particulars_written"
    SPENDING_WRITTEN = "spending_particulars_written"
    NAME_LEFT_OUT = "grant_name_left_out"
    NAME_PUT_BACK = "grant_name_put_back"
    FILES_MADE = "grant_files_made"
    PROPOSED = "grant_files_proposed"
    OTHERS_LOOKED_AT = "other_grants_looked_at"
    OTHERS_TAKEN_IN = "other_grants_taken_in"
    OTHERS_DROPPED = "other_grants_dropped"
    OTHERS_UNDONE = "other_grants_undone"


class Work(StrEnum):
    """What waits on worklists."""

    MONTH = "grants_of_a_month_to_publish"
