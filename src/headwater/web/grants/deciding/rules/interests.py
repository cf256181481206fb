"""Interests in an application: declared by whoever reads it, or found by comparing.

Comparing is plain: the same mail address or domain, name, organisation, postcode or number. It
finds too much rather than too little, and two people can clear what it finds.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from headwater.core.errors import HeadwaterError

SHORTEST_REASON = 20
SHORTEST_TRACE, SHORTEST_NUMBER = 3, 5
NOT_LETTERS = re.compile(r"[^a-z0-9]+")
COMMON = frozenset({"the", "ltd", "limited", "cic", "cio", "plc", "llp", "charity", "company"})
"""Words that tell no organisation from another."""
EVERYBODYS = frozenset(
    {
        "aol.com", "btinternet.com", "gmail.com", "googlemail.com", "hotmail.co.uk",
        "hotmail.com", "icloud.com", "live.co.uk", "live.com", "mail.com", "me.com", "msn.com",
        "ntlworld.com", "outlook.com", "proton.me", "protonmail.com", "sky.com", "talktalk.net",
        "virginmedia.com", "yahoo.co.uk", "yahoo.com", "ymail.com",
    }
)  # fmt: skip
"""Mail domains that anybody has an address of: sharing one says nothing."""


class Ground(StrEnum):
    """What two sides have in common."""

    MAIL = "mail"
    DOMAIN = "domain"
    NAME = "name"
    ORGANISATION = "organisation"
    POSTCODE = "postcode"
    NUMBER = "number"

    @property
    def words(self) -> str:
        """The ground on a page."""
        return WORDS[self]


WORDS = {
    Ground.MAIL: "the same mail address",
    Ground.DOMAIN: "a mail address at the same organisation",
    Ground.NAME: "the same name as one of its people",
    Ground.ORGANISATION: "the same organisation",
    Ground.POSTCODE: "the same postcode",
    Ground.NUMBER: "the same charity or company number",
}


class InterestRefusedError(HeadwaterError):
    """Something about an interest that cannot be."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: somebody who reads, or those behind an application."""

    names: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    """What those behind an application wrote, in which any of these may stand."""


def traces(reader: Side) -> tuple[str, ...]:
    """Pieces of which one is in every text that speaks of a reader, to look for them quickly.

    >>> traces(Side(names=("Ann O'Neill",), postcodes=("LM1 2AB",), numbers=("0123",)))
    ('neill', '2AB', '123')
    """
    names = [max(NOT_LETTERS.split(each.casefold()), key=len) for each in reader.names]
    codes = [plain_code(each)[-3:] for each in reader.postcodes]
    numbers = [plain_code(each) for each in reader.numbers]
    found = (*names, *reader.mails, *codes, *numbers)
    return tuple(each for each in dict.fromkeys(found) if len(each) >= SHORTEST_TRACE)


def _mentions(reader: Side, text: str) -> set[Ground]:
    """What a text says of a reader: whole names of two words or more, addresses and codes."""
    words, code, folded = f" {plain_name(text)} ", plain_code(text), text.casefold()
    names = [plain_name(each) for each in reader.names]
    there = {
        Ground.NAME: any(" " in each and f" {each} " in words for each in names),
        Ground.MAIL: any(each and each in folded for each in _folded(reader.mails)),
        Ground.POSTCODE: any(each and each in code for each in map(plain_code, reader.postcodes)),
        Ground.NUMBER: any(
            len(each) >= SHORTEST_NUMBER and each in code
            for each in map(plain_code, reader.numbers)
        ),
    }
    return {ground for ground, is_there in there.items() if is_there}


def plain_name(text: str) -> str:
    """A name of a person or organisation without what varies in writing.

    >>> plain_name("The Harbour Light Ltd."), plain_name("St. Mark's Club")
    ('harbour light', 'st marks club')
    """
    letters = text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "").replace("'", "")
    words = [each for each in NOT_LETTERS.split(letters) if each]
    return " ".join([each for each in words if each not in COMMON] or words)


def plain_code(text: str) -> str:
    """A postcode or a registered number as it is compared.

    >>> plain_code("lm1 2ab"), plain_code("01234567")
    ('LM12AB', '1234567')
    """
    return NOT_LETTERS.sub("", text.casefold()).lstrip("0").upper()


def domain_of(mail: str) -> str:
    """The domain of an address; nothing for one that anybody may have.

    >>> domain_of("ann@Harbour.example"), domain_of("ann@gmail.com")
    ('harbour.example', '')
    """
    domain = mail.rpartition("@")[2].strip().casefold()
    return "" if domain in EVERYBODYS else domain


def grounds(reader: Side, party: Side) -> tuple[Ground, ...]:
    """What a reader has in common with those behind an application, in a set order."""
    pairs = (
        (Ground.MAIL, _folded(reader.mails), _folded(party.mails)),
        (Ground.DOMAIN, map(domain_of, reader.mails), map(domain_of, party.mails)),
        (Ground.NAME, map(plain_name, reader.names), map(plain_name, party.names)),
        (
            Ground.ORGANISATION,
            map(plain_name, reader.organisations),
            map(plain_name, party.organisations),
        ),
        (Ground.POSTCODE, map(plain_code, reader.postcodes), map(plain_code, party.postcodes)),
        (Ground.NUMBER, map(plain_code, reader.numbers), map(plain_code, party.numbers)),
    )
    met = {ground for ground, ours, theirs in pairs if _met(ours, theirs)}
    for text in party.texts:
        met |= _mentions(reader, text)
    return tuple(ground for ground in Ground if ground in met)


def _folded(texts: Iterable[str]) -> Iterable[str]:
    return (each.strip().casefold() for each in texts)


def _met(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    return bool({each for each in ours if each} & {each for each in theirs if each})


def is_blocked(
    *,
    declared: bool,
    declaration_cleared: bool,
    found: Collection[Ground],
    found_cleared: Collection[str],
) -> bool:
    """Whether somebody may not read an application.

    A declared interest blocks until it is cleared; so does each ground that was found.
    """
    if declared and not declaration_cleared:
        return True
    return any(each.value not in found_cleared for each in found)


def check_declared(*, has_interest: bool, nature: str) -> None:
    """Raises `InterestRefusedError` for an interest nobody could weigh."""
    if has_interest and len(nature.strip()) < SHORTEST_REASON:
        raise InterestRefusedError(
            f"Say what the interest is in at least {SHORTEST_REASON} characters."
        )


def check_asked(*, asker: str, person: str, reason: str) -> None:
    """Raises `InterestRefusedError` unless somebody else gives a reason to clear an interest."""
    if asker == person:
        raise InterestRefusedError("Somebody else must ask for your own interest to be cleared.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise InterestRefusedError(
            f"Say in at least {SHORTEST_REASON} characters why they may read it all the same, "
            "and how the interest is managed."
        )


def check_cleared(*, asked_by: str, confirmed_by: str, person: str) -> None:
    """Raises `InterestRefusedError` unless two people other than the reader agree."""
    if not asked_by:
        raise InterestRefusedError("Nobody asked for this interest to be cleared.")
    if confirmed_by == asked_by:
        raise InterestRefusedError("Somebody else must agree to what you asked for.")
    if confirmed_by == person:
        raise InterestRefusedError("Somebody else must clear your own interest.")
