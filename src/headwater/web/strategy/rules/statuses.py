"""Where an action stands, what holds it up, and how early it prevents."""

from enum import StrEnum

from headwater.core.errors import HeadwaterError
from headwater.web.strategy.rules.permissions import NotAllowedError


class Status(StrEnum):
    """Where an action stands, in the order of a board's columns."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    BLOCKED = "blocked"
    AWAITING_EVIDENCE = "awaiting_evidence"
    COMPLETE = "complete"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """The status on a page."""
        return STATUS_WORDS[self]

    @property
    def means(self) -> str:
        """What the status says, for the one who chooses."""
        return STATUS_MEANINGS[self]


STATUS_WORDS = {
    Status.NOT_STARTED: "Not started",
    Status.ON_TRACK: "On track",
    Status.AT_RISK: "At risk",
    Status.OFF_TRACK: "Off track",
    Status.BLOCKED: "Blocked",
    Status.AWAITING_EVIDENCE: "Awaiting evidence",
    Status.COMPLETE: "Complete",
    Status.WITHDRAWN: "Withdrawn",
}
STATUS_MEANINGS = {
    Status.NOT_STARTED: "Nothing was to be done yet",
    Status.ON_TRACK: "It will be done by its day",
    Status.AT_RISK: "It may be late unless something changes",
    Status.OFF_TRACK: "It is late, or will be",
    Status.BLOCKED: "Something outside it holds it up",
    Status.AWAITING_EVIDENCE: "Done, and nothing shows it yet",
    Status.COMPLETE: "Done, and something shows it",
    Status.WITHDRAWN: "It will not be done",
}
CLOSED = frozenset({Status.COMPLETE, Status.WITHDRAWN})
"""Nothing more is to be done."""
DONE = frozenset({Status.AWAITING_EVIDENCE, Status.COMPLETE})
"""Whoever leads it says that the work itself is done."""


class Blocker(StrEnum):
    """What holds an action up."""

    DATA = "data"
    PEOPLE = "people"
    MONEY = "money"
    LEGAL = "legal"
    SUPPLIER = "supplier"
    OTHER = "other"

    @property
    def words(self) -> str:
        """The blocker on a page."""
        return BLOCKER_WORDS[self]


BLOCKER_WORDS = {
    Blocker.DATA: "Data",
    Blocker.PEOPLE: "People",
    Blocker.MONEY: "Money",
    Blocker.LEGAL: "The law",
    Blocker.SUPPLIER: "A supplier",
    Blocker.OTHER: "Something else",
}


class Prevention(StrEnum):
    """How early an action prevents violence."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    TERTIARY = "tertiary"

    @property
    def words(self) -> str:
        """The level on a page."""
        return self.value.capitalize()

    @property
    def means(self) -> str:
        """Whom it reaches."""
        return PREVENTION_MEANINGS[self]


PREVENTION_MEANINGS = {
    Prevention.PRIMARY: "For everybody, before anything happens",
    Prevention.SECONDARY: "For people and places at higher risk",
    Prevention.TERTIARY: "For those already involved, as victims or otherwise",
}


class Strand(StrEnum):
    """A strand of INSPIRE, the World Health Organization's package against violence to children."""

    LAWS = "laws"
    NORMS = "norms"
    ENVIRONMENTS = "environments"
    PARENTS = "parents"
    INCOME = "income"
    SERVICES = "services"
    EDUCATION = "education"

    @property
    def words(self) -> str:
        """The strand on a page."""
        return STRAND_WORDS[self]


STRAND_WORDS = {
    Strand.LAWS: "Laws and how they are enforced",
    Strand.NORMS: "Norms and values",
    Strand.ENVIRONMENTS: "Safe environments",
    Strand.PARENTS: "Support for parents and carers",
    Strand.INCOME: "Income and economic strength",
    Strand.SERVICES: "Response and support services",
    Strand.EDUCATION: "Education and life skills",
}


class DeclaredError(HeadwaterError):
    """A status that cannot be declared so."""


def check_may_declare(before: Status, after: Status, *, leads: bool, text: str) -> None:
    """Refuse a status that is for leads to give or take away, or one that says too little.

    Raises `NotAllowedError` and `DeclaredError`.
    """
    if not leads and Status.WITHDRAWN in (before, after) and before is not after:
        what = "withdraw an action or take it up again"
        raise NotAllowedError(what=what, who="leads")
    if after is Status.WITHDRAWN and not text:
        raise DeclaredError("Say why the action is withdrawn.")


def check_says_why(declared: Status, computed: Status, *, reason: str) -> None:
    """Refuse a status that differs from the computed one without a reason."""
    if declared is not computed and not reason:
        raise DeclaredError(
            f"Say why the action is {declared.words.lower()}: its dates, milestones and evidence "
            f"say {computed.words.lower()}."
        )
