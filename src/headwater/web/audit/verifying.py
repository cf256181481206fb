"""Whether the ledger is whole: walks the chain and names the first place that is not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import connections

from headwater.core.errors import ExitCode, HeadwaterError, UsageError
from headwater.web.audit import guards
from headwater.web.audit.chain import START, Said, fingerprint
from headwater.web.audit.models import Entry, Head

BATCH = 5_000
FINGERPRINT_LENGTH = 64
COLUMNS = (
    "number",
    "previous",
    "fingerprint",
    "at",
    "event",
    "actor",
    "workspace",
    "about_kind",
    "about",
    "facts",
)


class LedgerBrokenError(HeadwaterError):
    """The ledger is not as it was written."""

    exit_code = ExitCode.TAMPERED

    def __init__(self, *, number: int, problem: str) -> None:
        self.number = number
        super().__init__(
            f"The ledger is broken at entry [{number}]: {problem}. Keep the database as it is, "
            "tell whoever answers for information security, and compare it with a backup."
        )


class GuardsMissingError(HeadwaterError):
    """Nothing keeps entries from being changed."""

    exit_code = ExitCode.TAMPERED

    def __init__(self, *, names: tuple[str, ...]) -> None:
        super().__init__(
            f"The chain holds, but [{len(names)}] of the triggers that keep entries as they are "
            f"are missing or switched off: [{', '.join(names)}]. Find out who took them off, then "
            "put them back with: python -m headwater.web migrate audit 0001 and "
            "python -m headwater.web migrate audit"
        )


@dataclass(frozen=True, slots=True)
class Link:
    """One place in the chain, written down as `FINGERPRINT@NUMBER`."""

    number: int
    fingerprint: str

    def __str__(self) -> str:
        return f"{self.fingerprint}@{self.number}"


NOWHERE = Link(0, START)


def noted(text: str) -> Link:
    """A place somebody wrote down earlier. Raises `UsageError` where it is not one."""
    seal, _, number = text.strip().partition("@")
    is_seal = len(seal) == FINGERPRINT_LENGTH and not set(seal.lower()) - set("0123456789abcdef")
    if not is_seal or not (number.isascii() and number.isdigit()) or int(number) < 1:
        raise UsageError(
            f"[{text}] is not a place in the ledger. Give it as it was printed: 64 letters and "
            "digits, @, and the number of the entry."
        )
    return Link(int(number), seal.lower())


def verify(*, expected: tuple[Link, ...] = (), alias: str = "default") -> Link:
    """The end of the chain, once every entry was found to follow on the one before.

    Raises `LedgerBrokenError` at the first entry that was altered, taken out, renumbered or put in,
    where a noted place is not as noted, and where entries at the end are gone or too many;
    `GuardsMissingError` where the chain holds but nothing protects it.
    """
    wanted = {link.number: link.fingerprint for link in expected}
    at = NOWHERE
    while True:
        at = _walk(at, wanted, alias=alias)
        # Rows first, the end second: what was added in between is walked in the next round.
        head = _head(alias)
        if head.number <= at.number:
            break
        if not Entry.objects.using(alias).filter(number__gt=at.number).exists():
            _gone(first=at.number + 1, last=head.number)
    _compare_end(at, head)
    _compare_noted(at, expected)
    absent = guards.missing(connections[alias])
    if absent:
        raise GuardsMissingError(names=absent)
    return at


def check_entry(entry: Entry) -> str:
    """What is wrong with one entry's own seal, in words; empty where nothing is."""
    found = fingerprint(said_by(entry), number=entry.number, previous=entry.previous)
    return "" if found == entry.fingerprint else "it was altered after it was written"


def said_by(entry: Entry) -> Said:
    """What an entry says, without its place."""
    return Said(
        at=entry.at,
        event=entry.event,
        actor=entry.actor,
        workspace=entry.workspace,
        about_kind=entry.about_kind,
        about=entry.about,
        facts=entry.facts,
    )


def _walk(at: Link, wanted: Mapping[int, str], *, alias: str) -> Link:
    """Follow the chain from a place to its last row."""
    for number, previous, seal, said in _rows(at.number, alias=alias):
        if number != at.number + 1:
            _gone(first=at.number + 1, last=number - 1)
        if fingerprint(said, number=number, previous=previous) != seal:
            raise LedgerBrokenError(number=number, problem="it was altered after it was written")
        if previous != at.fingerprint:
            raise LedgerBrokenError(
                number=number,
                problem="it does not follow on the entry before, so one of the two was written "
                "anew or put in",
            )
        if wanted.get(number, seal) != seal:
            raise LedgerBrokenError(
                number=number,
                problem=f"its seal is [{seal}] and you noted [{wanted[number]}], so it or "
                "something before it was written anew since",
            )
        at = Link(number, seal)
    return at


def _rows(after: int, *, alias: str) -> Iterator[tuple[int, str, str, Said]]:
    """Rows behind a number, in order, a batch at a time."""
    entries = Entry.objects.using(alias).order_by("number").values_list(*COLUMNS)
    while True:
        batch = list(entries.filter(number__gt=after)[:BATCH])
        for number, previous, seal, *rest in batch:
            yield number, previous, seal, Said(*rest)
        if len(batch) < BATCH:
            return
        after = batch[-1][0]


def _head(alias: str) -> Link:
    head = Head.objects.using(alias).filter(pk=1).first()
    return NOWHERE if head is None else Link(head.number, head.fingerprint)


def _gone(*, first: int, last: int) -> None:
    through = f" to [{last}]" if last > first else ""
    raise LedgerBrokenError(
        number=first, problem=f"entry [{first}]{through} is missing: taken out or renumbered"
    )


def _compare_end(at: Link, head: Link) -> None:
    if at.number > head.number:
        raise LedgerBrokenError(
            number=head.number + 1,
            problem=f"the end of the chain is [{head.number}], so this entry was put in "
            "or the end was set back",
        )
    if at != head:
        raise LedgerBrokenError(
            number=at.number, problem="its seal is not the one kept as the end of the chain"
        )


def _compare_noted(at: Link, expected: tuple[Link, ...]) -> None:
    for link in expected:
        if link.number > at.number:
            raise LedgerBrokenError(
                number=link.number,
                problem=f"you noted it, and the ledger ends at [{at.number}]: entries at the end "
                "were taken out",
            )
