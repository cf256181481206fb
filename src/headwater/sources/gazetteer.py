"""Which neighbourhood a typed location lies in, by the names of premises, streets and areas."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LONG_ENOUGH = 6
"""Letters a name needs before one slip of the keyboard in it is forgiven."""


class Confidence(StrEnum):
    """How finely a location was matched, best first."""

    PREMISES = "premises"
    STREET = "street"
    AREA = "area"
    UNMATCHED = "unmatched"


RANK = {word: place for place, word in enumerate(Confidence)}


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the gazetteer."""

    name: str
    kind: Confidence
    lsoa_code: str


@dataclass(frozen=True, slots=True)
class Match:
    """Where a text was found to be. `lsoa_code` is empty where it was not found."""

    lsoa_code: str
    confidence: Confidence


NOWHERE = Match("", Confidence.UNMATCHED)


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Names by what they are called, with and without their locality."""

    whole: Mapping[str, Place]
    short: Mapping[str, Place]
    slips: Mapping[str, frozenset[str]]
    _answers: dict[tuple[str, Confidence], Match] = field(default_factory=dict)

    @classmethod
    def of(cls, places: Iterable[Place]) -> "Gazetteer":
        """A gazetteer of these places. A name shared by two neighbourhoods answers to neither."""
        ordered = sorted(places, key=lambda place: (RANK[place.kind], place.name, place.lsoa_code))
        whole = _only_one((plain(place.name), place) for place in ordered)
        short = _only_one((plain(place.name.split(",")[0]), place) for place in ordered)
        slips: dict[str, set[str]] = {}
        for name in whole:
            for slip in _slips(name):
                slips.setdefault(slip, set()).add(name)
        return cls(whole, short, {slip: frozenset(names) for slip, names in slips.items()})

    @property
    def fingerprint(self) -> str:
        """Eight characters that change when a place does; `none` without places."""
        lines = sorted(
            f"{name}\t{place.kind}\t{place.lsoa_code}" for name, place in self.whole.items()
        )
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:8] if lines else "none"

    def find(self, text: str, *, finest: Confidence = Confidence.PREMISES) -> Match:
        """The neighbourhood of a text. `finest` is the best confidence the answer may claim."""
        key = (plain(text), finest)
        if key not in self._answers:
            found = self._find(key[0])
            self._answers[key] = _no_finer(found, finest)
        return self._answers[key]

    def _find(self, text: str) -> Match:
        if not text or not self.whole:
            return NOWHERE
        if found := self.whole.get(text) or self.short.get(text):
            return _match(found)
        inside = self._named_inside(text)
        return inside if inside is not NOWHERE else self._nearly(text)

    def _named_inside(self, text: str) -> Match:
        """The finest place whose whole name is among the words, such as outside the Anchor."""
        words = text.split()
        found: list[tuple[int, int, Place]] = []
        for start in range(len(words)):
            for end in range(len(words), start, -1):
                name = " ".join(words[start:end])
                place = self.whole.get(name) or (self.short.get(name) if end - start > 1 else None)
                if place is not None:
                    found.append((RANK[place.kind], start - end, place))
        if not found:
            return NOWHERE
        return _match(min(found, key=lambda each: (each[0], each[1], each[2].name))[2])

    def _nearly(self, text: str) -> Match:
        """The one name that differs by one slip: a letter missing, extra, wrong or swapped."""
        found = {name for slip in _slips(text) for name in self.slips.get(slip, ())}
        codes = {self.whole[name].lsoa_code for name in found}
        if len(codes) != 1:
            return NOWHERE
        return _match(self.whole[min(found)])


def _slips(name: str) -> Iterator[str]:
    """The name and the name with each letter left out.

    Two names one slip apart always share one of these, so looking for near names needs no search.
    """
    if len(name) < LONG_ENOUGH:
        return
    yield name
    for at in range(len(name)):
        yield name[:at] + name[at + 1 :]


def plain(text: str) -> str:
    """A name without capitals, signs and leading articles.

    >>> plain("Outside ‘The Anchor’, Mill St.")
    'outside the anchor mill street'
    """
    words = re.sub(r"[^a-z0-9& ]+", " ", re.sub(r"['’‘]", "", text.casefold())).split()
    return " ".join(ABBREVIATIONS.get(word, word) for word in words)


ABBREVIATIONS = {"st": "street", "rd": "road", "ave": "avenue", "ln": "lane", "&": "and"}


def _only_one(named: Iterable[tuple[str, Place]]) -> dict[str, Place]:
    """Names that mean one neighbourhood."""
    found: dict[str, Place] = {}
    shared: set[str] = set()
    for name, place in named:
        known = found.setdefault(name, place)
        if known.lsoa_code != place.lsoa_code:
            shared.add(name)
    return {name: place for name, place in found.items() if name and name not in shared}


def _match(place: Place) -> Match:
    return Match(place.lsoa_code, place.kind)


def _no_finer(match: Match, finest: Confidence) -> Match:
    if match is NOWHERE or RANK[match.confidence] >= RANK[finest]:
        return match
    return Match(match.lsoa_code, finest)
