"""How a promise to the public goes, in words that hide nothing and blame nobody."""

from headwater.web.strategy.rules.statuses import Status

PUBLIC_WORDS = {
    Status.NOT_STARTED: "Not started",
    Status.ON_TRACK: "Under way",
    Status.AT_RISK: "Under way, may be late",
    Status.OFF_TRACK: "Late",
    Status.BLOCKED: "Held up",
    Status.AWAITING_EVIDENCE: "Done, being checked",
    Status.COMPLETE: "Done",
    Status.WITHDRAWN: "Withdrawn",
}


def public_words(status: Status) -> str:
    """What the public is told of a status.

    >>> public_words(Status.OFF_TRACK)
    'Late'
    """
    return PUBLIC_WORDS[status]
