"""Things that are tied, and kinds of things that exist only in tests."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from headwater.core import clock
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.editions.models import Edition
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.thread import changes, kinds
from headwater.web.thread.kinds import Bead, Kind
from headwater.web.thread.rules.relations import Relation


@dataclass
class Shelf:
    """Things of one kind. What is `hidden` from everybody is there and cannot be seen."""

    code: str
    hidden: set[str] = field(default_factory=set)
    asked: int = 0

    def bead(self, reference: str) -> Bead:
        """One of them, as those see it who may."""
        return Bead(
            kind=self.code,
            reference=reference,
            title=f"{self.code.title()} {reference}",
            address=f"/{self.code}/{reference}/",
            state="On track",
            on=date(2026, 3, 3),
        )

    def find(self, _: Actor, __: str, references: Collection[str]) -> Mapping[str, Bead]:
        """Those that are not hidden. Every reference is there but `missing`."""
        self.asked += 1
        return {
            each: self.bead(each)
            for each in references
            if each not in self.hidden and each != "missing"
        }

    def offer(self, _: Actor, __: str, words: str) -> Sequence[Bead]:
        """Two of them, and only where the words fit."""
        return [self.bead(each) for each in ("one", "two") if words in each]


@contextmanager
def shelves(*codes: str) -> Iterator[dict[str, Shelf]]:
    """Kinds that are known while a test runs."""
    made = {code: Shelf(code) for code in codes}
    for code, shelf in made.items():
        kinds.register(Kind(code, code, f"{code}s", shelf.find, shelf.offer))
    try:
        yield made
    finally:
        for code in codes:
            kinds._KINDS.pop(code)


def build_thread(
    workspace: Workspace, organisation: Organisation, edition: Edition
) -> dict[str, Any]:
    """A partner tied to an assessment."""
    tied = changes.tie(
        workspace=workspace,
        first=("partner", organisation.reference),
        relation=Relation.EVIDENCE,
        second=("edition", edition.reference),
        actor=HEADWATER,
        at=clock.now(),
    )
    return {"tie": tied}


def thread_parts(rows: Mapping[str, Any]) -> tuple[tuple[str, Mapping[str, object]], ...]:
    """What fills the addresses of the thread."""
    tied = rows["tie"]
    return (
        ("thread:untie", {"reference": tied.reference}),
        ("thread:", {"kind": tied.from_kind, "reference": tied.from_reference}),
    )
