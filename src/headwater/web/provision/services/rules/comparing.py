"""What one version of an entry says otherwise than another, and a file than the directory."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from headwater.sources.open_referral.words import EXTENSION
from headwater.web.provision.services.rules.payloads import Arrived
from headwater.web.provision.services.rules.record import FIELDS, LABELS, Record

OTHER_PARTS = "Other parts of the entry"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that two versions say otherwise."""

    label: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Held:
    """One service as the directory has it."""

    service_id: str
    record: Record
    json: Mapping[str, Any]
    """As it would be given out."""
    is_imported: bool
    is_open: bool
    version: int


@dataclass(frozen=True, slots=True)
class Changed:
    """One service that a file would change, and how."""

    arrived: Arrived
    version: int
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking in a file would do."""

    new: tuple[Arrived, ...]
    changed: tuple[Changed, ...]
    unchanged: int
    gone: tuple[Held, ...]
    """Came from a file once, are open, and are not in this one."""

    @property
    def does_something(self) -> bool:
        """Whether anything is new or changed."""
        return bool(self.new or self.changed)


def differences(before: Record, after: Record) -> tuple[Difference, ...]:
    """Field by field, what two records say otherwise."""
    pairs = ((LABELS[name], getattr(before, name), getattr(after, name)) for name in FIELDS)
    return tuple(Difference(*each) for each in pairs if each[1] != each[2])


def preview(arrived: tuple[Arrived, ...], held: Mapping[str, Held]) -> Preview:
    """A file laid beside the directory, by identifier."""
    new = tuple(each for each in arrived if each.service_id not in held)
    both = [(each, held[each.service_id]) for each in arrived if each.service_id in held]
    changed = tuple(
        Changed(each, now.version, _all_differences(each, now))
        for each, now in both
        if each.kept != now.json
    )
    there = {each.service_id for each in arrived}
    gone = tuple(
        each
        for each in held.values()
        if each.service_id not in there and each.is_imported and each.is_open
    )
    return Preview(new, changed, len(both) - len(changed), gone)


def _all_differences(arrived: Arrived, now: Held) -> tuple[Difference, ...]:
    """In the fields read here, and in parts that are only kept."""
    found = differences(now.record, arrived.record)
    names = {*now.json, *arrived.kept} - {EXTENSION}
    others = sorted(name for name in names if now.json.get(name) != arrived.kept.get(name))
    if found or not others:
        return found or (Difference(OTHER_PARTS, "", "changed"),)
    return (Difference(OTHER_PARTS, "", ", ".join(others)),)
