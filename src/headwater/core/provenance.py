"""What a number rests on: the question, the expression that answered it, the loads it read."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expression:
    """A query as it was run. `sql` names lake tables, never paths or people."""

    id: str
    name: str
    sql: str
    tables: tuple[str, ...]

    @classmethod
    def of(cls, *, name: str, sql: str, tables: Iterable[str]) -> "Expression":
        """An expression whose id is a fingerprint of its text."""
        digest = hashlib.sha256(sql.encode()).hexdigest()[:12]
        return cls(f"x-{digest}", name, sql, tuple(sorted(tables)))


@dataclass(frozen=True, slots=True)
class Provenance:
    """How one number, or one column of numbers, came to be.

    `method` is a sentence that names the formula and its source. `definition` is the rulebook
    entry and version that decided what was counted. `expressions` and `loads` are identifiers
    that an edition spells out. `seed` is set where chance was used.
    """

    method: str
    definition: str = ""
    expressions: tuple[str, ...] = ()
    loads: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    seed: int | None = None

    def joined(self, other: "Provenance", *, method: str) -> "Provenance":
        """What a number computed from two others rests on."""
        return Provenance(
            method=method,
            definition=self.definition or other.definition,
            expressions=_union(self.expressions, other.expressions),
            loads=_union(self.loads, other.loads),
            cautions=_union(self.cautions, other.cautions),
            seed=self.seed if self.seed is not None else other.seed,
        )

    def restated(self, *, method: str, cautions: tuple[str, ...] = ()) -> "Provenance":
        """The same foundations under another formula."""
        return self.joined(Provenance(method, cautions=cautions), method=method)


def _union(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Both, each once, in the order first met."""
    return tuple(dict.fromkeys((*first, *second)))
