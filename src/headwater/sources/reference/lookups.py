"""Official lookups: which area is part of which, which became which, and rural or urban.

Areas are named by their boundary file (see `areas`). A lookup names areas only of levels that
have no boundary file, and for each of those one lookup is the owner, so that every code of a
vintage is named once. The NHS lookup (`lookup_lsoa21_icb24`) is not read: health boards are no
level of area here.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from headwater.core.areas import Change, Level
from headwater.sources.base import Conformed, FileKind, Supplied
from headwater.sources.found_faults import is_code
from headwater.sources.reference.arrow import pc
from headwater.sources.reference.columns import (
    BoolArray,
    is_filled,
    lake_table,
    mapped,
    mask,
    repeats,
    stacked,
)
from headwater.sources.reference.layouts import Layout, ReferenceSource
from headwater.sources.reference.names import GeographyColumns, geography_columns
from headwater.sources.reference.texts import Texts, column_names, header_has, read_texts

CHANGE_COLUMNS = ("change_code", "CHGIND")
NAMED_HERE = {
    ("lsoa11", "msoa11"): ("msoa11",),
    ("lsoa11", "lad21"): ("lad21",),
    ("lad22", "lad23"): ("lad22", "lad23"),
    ("lsoa21", "ward24", "lad24"): ("ward24",),
    ("lad24", "csp24", "pfa24"): ("csp24", "pfa24"),
}
"""For each lookup by what it holds, the geographies it names."""

OVERLAPPING = (
    "[{}] rows set a district beside a community safety partnership that neither holds it nor "
    "lies within it. No link was made between the two; their force areas are linked."
)


@dataclass(frozen=True, eq=False)
class Pair:
    """Two geographies of one lookup side by side, with the rows that link them."""

    lower: GeographyColumns
    upper: GeographyColumns
    from_code: Any
    to_code: Any
    change: Any = None

    def links(self) -> Any:
        """The pair as `area_links` rows, each once."""
        again = repeats(self.from_code, self.to_code)
        kept = pa.array(~again & is_filled(self.from_code) & is_filled(self.to_code))
        change = None if self.change is None else self.change.filter(kept)
        return lake_table(
            "area_links",
            {
                "from_code": self.from_code.filter(kept),
                "to_code": self.to_code.filter(kept),
                "from_level": str(self.lower.geography.level),
                "to_level": str(self.upper.geography.level),
                "from_vintage": self.lower.geography.vintage,
                "to_vintage": self.upper.geography.vintage,
                "relation": "part_of" if change is None else "changed_to",
                "change": change,
            },
            rows=pc.sum(kept).as_py() or 0,
        )


def is_lookup(supplied: Supplied) -> bool:
    """Whether a file sets official codes of two or more geographies side by side."""
    names = column_names(supplied)
    return supplied.kind is FileKind.CSV and len(names) < 16 and len(geography_columns(names)) > 1


def is_rural_urban(supplied: Supplied) -> bool:
    """Whether a file gives each LSOA its rural-urban class."""
    return any(header_has(supplied, f"lsoa{y}_code", f"ruc{y}_code", "ruc") for y in ("11", "21"))


def conform_lookup(supplied: Supplied) -> Conformed:
    """Links between the geographies of one lookup, and the names it owns."""
    geographies = geography_columns(column_names(supplied))
    texts = read_texts(supplied, required=[g.code for g in geographies])
    faults = texts.faults
    abroad = _is_abroad(texts, geographies)
    for each in geographies:
        faults.where(
            ~_are_codes(texts[each.code]) & ~abroad,
            texts[each.code],
            column=each.code,
            problem="it is not an area code",
            remedy="Use the nine-character code of the Office for National Statistics",
        )
    change = _change_column(texts)
    if change is not None:
        faults.choices(faults.filled(change, name="change_code"), list(Change), name="change_code")
    if faults:
        return faults.refusal(len(texts))
    kept = _kept(texts, ~abroad)
    pairs, overlapping = _pairs(kept, geographies, _change_column(kept))
    tables = {"area_links": stacked("area_links", [pair.links() for pair in pairs])}
    if named := _named(kept, geographies):
        tables["areas"] = stacked("areas", named)
    outside = int(abroad.sum())
    return Conformed(
        tables,
        len(texts),
        rejected={"outside England and Wales": outside} if outside else {},
        warnings=(OVERLAPPING.format(overlapping),) if overlapping else (),
    )


def conform_rural_urban(supplied: Supplied) -> Conformed:
    """The rural-urban class of each LSOA."""
    year = "11" if header_has(supplied, "ruc11_code") else "21"
    area, code = f"lsoa{year}_code", f"ruc{year}_code"
    texts = read_texts(supplied, required=(area, code, "classification", "ruc"))
    faults = texts.faults
    faults.codes(texts[area], name=area, level=Level.LSOA)
    faults.unique(repeats(texts[area]), texts[area], column=area, what="code")
    faults.filled(texts[code], name=code)
    faults.filled(texts["classification"], name="classification")
    broad = mapped(texts["ruc"], str.lower)
    faults.choices(faults.filled(broad, name="ruc"), ("rural", "urban"), name="ruc")
    if faults:
        return faults.refusal(len(texts))
    columns = {
        "code": texts[area],
        "scheme": f"ruc{year}",
        "class_code": texts[code],
        "class_name": texts["classification"],
        "broad": broad,
    }
    return Conformed(
        {"area_classes": lake_table("area_classes", columns, rows=len(texts))}, len(texts)
    )


def _pairs(
    texts: Texts, geographies: tuple[GeographyColumns, ...], change: Any
) -> tuple[list[Pair], int]:
    """Every link a lookup states, and how many of its rows set overlapping areas side by side."""
    pairs: list[Pair] = []
    overlapping = 0
    for place, lower in enumerate(geographies):
        for upper in geographies[place + 1 :]:
            from_code, to_code = texts[lower.code], texts[upper.code]
            if lower.geography.level == upper.geography.level:
                became = _became(from_code, to_code) if change is None else change
                pairs.append(Pair(lower, upper, from_code, to_code, became))
            elif lower.geography.level is Level.LAD and upper.geography.level is Level.CSP:
                both, odd = _districts_and_partnerships(lower, upper, from_code, to_code)
                pairs += both
                overlapping += odd
            elif not _is_superseded(lower, geographies):
                pairs.append(Pair(lower, upper, from_code, to_code))
    return pairs, overlapping


def _is_superseded(lower: GeographyColumns, geographies: tuple[GeographyColumns, ...]) -> bool:
    """Whether a later vintage of the same level stands beside it.

    In the LSOA 2011 to 2021 lookup the district is that of the 2021 area.
    """
    return any(
        other.geography.level is lower.geography.level
        and other.geography.vintage > lower.geography.vintage
        for other in geographies
    )


def _districts_and_partnerships(
    district: GeographyColumns, partnership: GeographyColumns, districts: Any, partnerships: Any
) -> tuple[list[Pair], int]:
    """Which of a district and a community safety partnership is the part.

    Most partnerships are one or more whole districts. Where districts merged and kept their
    partnerships, the partnership is part of the district. A few overlap: no link holds.
    """
    many_partnerships = _comes_often(districts)
    many_districts = _comes_often(partnerships)
    up = pa.array(~many_partnerships)
    down = pa.array(many_partnerships & ~many_districts)
    pairs = [Pair(district, partnership, districts.filter(up), partnerships.filter(up))]
    if pc.any(down).as_py():
        pairs.append(Pair(partnership, district, partnerships.filter(down), districts.filter(down)))
    return pairs, int((many_partnerships & many_districts).sum())


def _comes_often(column: Any) -> BoolArray:
    """Rows whose value is on more than one row."""
    _, place, count = np.unique(
        np.asarray(column.to_pylist(), dtype=str), return_inverse=True, return_counts=True
    )
    return np.asarray(count[place] > 1)


def _became(old: Any, new: Any) -> Any:
    """Changes between two lists of districts: unchanged, merged, or split."""
    same = mask(pc.equal(old, new))
    letters = np.where(same, Change.UNCHANGED, Change.MERGED)
    letters[_comes_often(old)] = Change.SPLIT
    return pa.array(letters.tolist(), pa.string())


def _named(texts: Texts, geographies: tuple[GeographyColumns, ...]) -> list[Any]:
    """`areas` rows of the geographies this lookup is the one to name."""
    owned = NAMED_HERE.get(tuple(each.geography.label for each in geographies), ())
    tables = []
    for each in geographies:
        if each.geography.label not in owned or each.name is None:
            continue
        code, name = texts[each.code], texts[each.name]
        kept = pa.array(~repeats(code) & is_filled(name))
        tables.append(
            lake_table(
                "areas",
                {
                    "code": code.filter(kept),
                    "name": name.filter(kept),
                    "level": str(each.geography.level),
                    "vintage": each.geography.vintage,
                },
                rows=pc.sum(kept).as_py() or 0,
            )
        )
    return tables


def _change_column(texts: Texts) -> Any:
    """The column that says how areas changed, or None."""
    return next((texts[name] for name in CHANGE_COLUMNS if name in texts.columns), None)


def _are_codes(column: Any) -> BoolArray:
    return mask(mapped(column, is_code, pa.bool_()))


def _is_abroad(texts: Texts, geographies: tuple[GeographyColumns, ...]) -> BoolArray:
    """Rows of Scotland and Northern Ireland, which have no police and crime commissioners."""
    first = texts[geographies[0].code]
    return mask(pc.match_substring_regex(first, r"^[SN]\d{8}$"))


def _kept(texts: Texts, kept: BoolArray) -> Texts:
    """Some of the rows."""
    columns = {name: column.filter(pa.array(kept)) for name, column in texts.columns.items()}
    return Texts(columns, texts.lines[kept], texts.faults)


SOURCE = ReferenceSource(
    id="lookups",
    title="Lookups between areas",
    supplier="Office for National Statistics, Open Geography Portal",
    tables=("area_links", "areas", "area_classes"),
    layouts=(
        Layout("lookups/rural_urban", is_rural_urban, conform_rural_urban),
        Layout("lookups/links", is_lookup, conform_lookup),
    ),
)
