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
FROM_GOOD_TO_BAD = (
    frozenset({Status.COMPLETE}),
    frozenset({Status.AWAITING_EVIDENCE}),
    frozenset({Status.ON_TRACK, Status.NOT_STARTED}),
    frozenset({Status.AT_RISK}),
    frozenset({Status.OFF_TRACK, Status.BLOCKED}),
    frozenset({Status.WITHDRAWN}),
)
"""Statuses by what they mean for those who were promised something."""


def public_words(status: Status) -> str:
    """What the public is told of a status.

    >>> public_words(Status.OFF_TRACK)
    'Late'
    """
    return PUBLIC_WORDS[status]


def told_of(declared: Status, computed: Status) -> Status:
    """The status that the public is told first: the worse of what was declared and what facts say.

    >>> told_of(Status.ON_TRACK, Status.OFF_TRACK).words
    'Off track'
    >>> told_of(Status.OFF_TRACK, Status.ON_TRACK).words
    'Off track'
    """
    return computed if _badness(computed) > _badness(declared) else declared


def how_it_goes(declared: Status, computed: Status) -> str:
    """How a promise goes, and what was reported where the facts say worse.

    >>> how_it_goes(Status.ON_TRACK, Status.OFF_TRACK)
    'Late. Reported as: under way.'
    >>> how_it_goes(Status.AT_RISK, Status.ON_TRACK)
    'Under way, may be late'
    """
    said, reported = what_to_say(declared, computed)
    return f"{said}. {reported}" if reported else said


def what_to_say(declared: Status, computed: Status) -> tuple[str, str]:
    """The words of `how_it_goes` in two: how it goes, and what was reported where facts say worse.

    >>> what_to_say(Status.ON_TRACK, Status.OFF_TRACK)
    ('Late', 'Reported as: under way.')
    """
    told = told_of(declared, computed)
    if told is declared:
        return public_words(declared), ""
    # Nothing shows that what was reported as not started is under way.
    said = "May be late" if told is Status.AT_RISK else public_words(told)
    return said, f"Reported as: {public_words(declared).lower()}."


def _badness(status: Status) -> int:
    return next(rank for rank, held in enumerate(FROM_GOOD_TO_BAD) if status in held)
