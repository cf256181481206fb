"""Assaults seen in emergency departments: Information Sharing to Tackle Violence (DCB1594).

Takes the CSV and the XML form. Keeps only what the standard lists, masks free text, and matches
the place to a neighbourhood by the gazetteer.
"""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from headwater.rulebook import istv_location_types, istv_methods
from headwater.sources.base import Conformed, FileKind, Supplied
from headwater.sources.checking import Vocabulary
from headwater.sources.feeds import Columns, Feed, refusal
from headwater.sources.gazetteer import Confidence, Gazetteer
from headwater.sources.istv_xml import as_table
from headwater.sources.masking import masked
from headwater.sources.offered import UnreadableError
from headwater.sources.table_schema import normal

METHOD, LOCATION = "ASSAULT METHOD", "ASSAULT LOCATION TYPE"
MOST_TEXT = 255
HOME = "[home]"
ROOT, HEAD = "InformationSharingToTackleViolence", 4_096
NO_PLACES = Gazetteer.of(())


class EmergencyDepartment(Feed):
    """The feed of one hospital site, matched to places by a gazetteer."""

    fingerprint: str

    def __init__(self, gazetteer: Gazetteer = NO_PLACES) -> None:
        object.__setattr__(self, "fingerprint", gazetteer.fingerprint)
        super().__init__(
            "istv_ed",
            vocabularies={
                METHOD: _vocabulary({row.code: row.label for row in istv_methods()}),
                LOCATION: _vocabulary({row.code: row.label for row in istv_location_types()}),
            },
            finish=_Placing(gazetteer),
        )

    @property
    def version(self) -> str:
        """The schema's version and the gazetteer's: other places, other matches."""
        return f"{self.published.version}+{self.fingerprint}"

    def recognises(self, supplied: Supplied) -> bool:
        """By name, header, or the root of the XML form."""
        return super().recognises(supplied) or is_istv_xml(supplied)

    def conform(self, supplied: Supplied) -> Conformed:
        """Check the file and turn it into the lake's table, or say all that is wrong with it."""
        if supplied.kind is not FileKind.XML or not self.is_named(supplied.name):
            return super().conform(supplied)
        with tempfile.TemporaryDirectory(prefix="headwater-") as scratch:
            try:
                table = as_table(
                    supplied, self.published.names, target=Path(scratch) / "assaults.csv"
                )
            except UnreadableError as error:
                return refusal(0, (error.fault,))
            return super().conform(table)


@dataclass(frozen=True, eq=False)
class _Placing:
    """Masks what was typed and finds where it was."""

    gazetteer: Gazetteer

    def __call__(self, columns: Columns, supplied: Supplied) -> tuple[Columns, tuple[str, ...]]:
        finest = {row.code: Confidence(row.finest_place) for row in istv_location_types()}
        homes = {row.code for row in istv_location_types() if row.bucket == "home"}
        kinds = columns["location_type"].to_pylist()
        typed = columns["location_text"].to_pylist()
        places = [
            self.gazetteer.find(text or "", finest=finest[kind])
            for text, kind in zip(typed, kinds, strict=True)
        ]
        kept = [_kept(text) for text in typed]
        other = [_kept(text) for text in columns["method_other"].to_pylist()]
        hidden = _changed(typed, kept) + _changed(columns["method_other"].to_pylist(), other)
        kept = [
            HOME if text and kind in homes else text for text, kind in zip(kept, kinds, strict=True)
        ]
        placed = {
            **columns,
            "location_text": pa.array(kept, pa.string()),
            "method_other": pa.array(other, pa.string()),
            "lsoa_code": pa.array([place.lsoa_code or None for place in places], pa.string()),
            "location_confidence": pa.array([str(place.confidence) for place in places]),
        }
        return placed, _warnings(supplied, hidden=hidden, has_places=bool(self.gazetteer.whole))


def is_istv_xml(supplied: Supplied) -> bool:
    """Whether an XML file has the root element of the standard."""
    if supplied.kind is not FileKind.XML:
        return False
    with supplied.path.open(encoding="utf-8") as handle:
        return ROOT in handle.read(HEAD)


def _warnings(supplied: Supplied, *, hidden: int, has_places: bool) -> tuple[str, ...]:
    found = []
    if hidden:
        found.append(
            f"{supplied.name}: [{hidden}] free texts held what could tell who a person is; it was "
            "masked. Ask the site to leave it out"
        )
    if not has_places:
        found.append(
            f"{supplied.name}: there is no gazetteer in the lake, so no location was matched. "
            "Load [places] and then this file again"
        )
    return tuple(found)


def _changed(before: Sequence[str | None], after: Sequence[str | None]) -> int:
    return sum(first != second for first, second in zip(before, after, strict=True))


def _kept(text: str | None) -> str | None:
    """Free text as it may be stored."""
    return masked(text)[:MOST_TEXT] if text else text


def _vocabulary(labels: Mapping[str, str]) -> Vocabulary:
    """From a code or its label, in any case, to the code."""
    meaning = {normal(word): code for code, label in labels.items() for word in (code, label)}
    return lambda text: meaning.get(normal(text))
