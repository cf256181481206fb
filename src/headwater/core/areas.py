"""Area codes with their level and vintage, and how counts move from one vintage to another.

Codes follow the register of the Office for National Statistics: three characters say what kind
of area it is. Loamshire, the county that does not exist, uses codes that start `Z99`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from headwater.core.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Level(StrEnum):
    """How large an area is, smallest first."""

    LSOA = "lsoa"
    MSOA = "msoa"
    WARD = "ward"
    LAD = "lad"
    CSP = "csp"
    COUNTY = "county"
    PFA = "pfa"
    REGION = "region"
    COUNTRY = "country"

    @property
    def words(self) -> str:
        """The level as a reader knows it."""
        return LEVEL_WORDS[self]


LEVEL_WORDS = {
    Level.LSOA: "neighbourhood (LSOA)",
    Level.MSOA: "middle-layer area (MSOA)",
    Level.WARD: "ward",
    Level.LAD: "district",
    Level.CSP: "community safety partnership",
    Level.COUNTY: "county",
    Level.PFA: "police force area",
    Level.REGION: "region",
    Level.COUNTRY: "country",
}

LEVEL_OF_PREFIX = {
    "E01": Level.LSOA,
    "W01": Level.LSOA,
    "E02": Level.MSOA,
    "W02": Level.MSOA,
    "E05": Level.WARD,
    "W05": Level.WARD,
    "E06": Level.LAD,
    "E07": Level.LAD,
    "E08": Level.LAD,
    "E09": Level.LAD,
    "W06": Level.LAD,
    "E10": Level.COUNTY,
    "E12": Level.REGION,
    "E22": Level.CSP,
    "W14": Level.CSP,
    "E23": Level.PFA,
    "W15": Level.PFA,
    "E92": Level.COUNTRY,
    "W92": Level.COUNTRY,
    "K04": Level.COUNTRY,
}
LEVEL_OF_LOAMSHIRE_LETTER = {
    "L": Level.LSOA,
    "M": Level.MSOA,
    "W": Level.WARD,
    "D": Level.LAD,
    "C": Level.CSP,
    "P": Level.PFA,
    "R": Level.REGION,
    "K": Level.COUNTRY,
}
_CODE = re.compile(r"(?:[EWK]\d{8}|Z99[A-Z]\d{5})")


def level_of(code: str) -> Level:
    """What kind of area a code names.

    >>> level_of("E23000023")
    <Level.PFA: 'pfa'>
    """
    if not _CODE.fullmatch(code):
        raise UsageError(f"[{code}] is not an area code. Codes look like E23000023 or Z99P00001.")
    if code.startswith("Z99"):
        level = LEVEL_OF_LOAMSHIRE_LETTER.get(code[3])
    else:
        level = LEVEL_OF_PREFIX.get(code[:3])
    if level is None:
        raise UsageError(f"[{code}] is an area code of a kind headwater does not use.")
    return level


class Change(StrEnum):
    """What happened to an area between two vintages, in the letters of the ONS lookup."""

    UNCHANGED = "U"
    SPLIT = "S"
    MERGED = "M"
    IRREGULAR = "X"

    @property
    def is_exact(self) -> bool:
        """Whether a count can be carried over without an estimate."""
        return self in (Change.UNCHANGED, Change.MERGED)


@dataclass(frozen=True, slots=True)
class Link:
    """One line of a change register: part or all of an old area became part or all of a new."""

    old: str
    new: str
    change: Change


@dataclass(frozen=True, eq=False)
class Crosswalk:
    """Where counts on old codes go on new codes, and which of them are estimates.

    `shares[k]` of what was counted in old area `old[k]` goes to new area `new[k]`. The shares of
    each old area add up to one, so totals over whole old areas are kept.
    """

    old: tuple[str, ...]
    new: tuple[str, ...]
    shares: "NDArray[np.float64]"
    exact: "NDArray[np.bool_]"

    def carry(self, counts: Mapping[str, float]) -> tuple[dict[str, float], float]:
        """Counts on new codes, and how much of the total is an estimate.

        Raises `NotFoundError` for a code the register does not know.
        """
        known = set(self.old)
        for code in counts:
            if code not in known:
                raise NotFoundError(
                    kind="area of the earlier vintage",
                    name=code,
                    hint="Load the lookup between the two vintages that covers it.",
                )
        carried: dict[str, float] = {}
        estimated = 0.0
        for old, new, share, exact in zip(self.old, self.new, self.shares, self.exact, strict=True):
            part = counts.get(old, 0.0) * float(share)
            if part:
                carried[new] = carried.get(new, 0.0) + part
                estimated += 0.0 if exact else part
        return carried, estimated


def crosswalk(links: Iterable[Link], *, residents: Mapping[str, float]) -> Crosswalk:
    """How to carry counts from old areas to new.

    Unchanged and merged areas carry over exactly. Split and irregular areas are shared out by the
    residents of the new areas (best fit); with no residents known, equally.

    >>> walk = crosswalk([Link("a", "b", Change.SPLIT), Link("a", "c", Change.SPLIT)],
    ...                  residents={"b": 300, "c": 100})
    >>> walk.carry({"a": 8.0})
    ({'b': 6.0, 'c': 2.0}, 8.0)
    """
    # Web processes know levels of areas and never load what analyses.
    import numpy as np

    ordered = sorted(links, key=lambda link: (link.old, link.new))
    by_old: dict[str, list[Link]] = {}
    for link in ordered:
        by_old.setdefault(link.old, []).append(link)
    shares: list[float] = []
    exact: list[bool] = []
    for group in by_old.values():
        weights = [max(float(residents.get(link.new, 0.0)), 0.0) for link in group]
        total = sum(weights)
        shares += [w / total for w in weights] if total else [1 / len(group)] * len(group)
        exact += [len(group) == 1 and link.change.is_exact for link in group]
    return Crosswalk(
        old=tuple(link.old for link in ordered),
        new=tuple(link.new for link in ordered),
        shares=np.array(shares, dtype=np.float64),
        exact=np.array(exact, dtype=np.bool_),
    )
