"""Pupils cautioned or sentenced, and for serious violence (Department for Education and MoJ).

The ten tables of "Education, children's social care and offending: local authority level
dashboard" (March 2023). The cohort is pupils whose key stage 4 years were 2012/13 to 2017/18,
linked to offending to the end of 2020; so it looks back, and says where and who, not how many
now. Authorities are those of 2018, named and not coded; `indicator` says whether pupils are
counted where they live or where their school is. Percentages are whole numbers as published; an
empty one was suppressed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

import pyarrow as pa

from headwater.sources.base import Conformed, FileKind, Supplied
from headwater.sources.reference.arrow import pc
from headwater.sources.reference.authorities import codes_by_name, plain
from headwater.sources.reference.columns import is_filled, mapped, mask, repeats
from headwater.sources.reference.faults import Faults
from headwater.sources.reference.indicator_rows import accepted, kept, rows_of
from headwater.sources.reference.layouts import Layout
from headwater.sources.reference.marks import Flag, missing, values_and_flags, where
from headwater.sources.reference.texts import Texts, header_has, read_texts

PUBLISHER = "Department for Education and Ministry of Justice"
AUTHORITIES_OF = 2018
FIXED = {
    "period": "Key stage 4 in 2012/13 to 2017/18",
    "period_start": date(2012, 9, 1),
    "period_end": date(2018, 8, 31),
    "unit": "percent",
    "publisher": PUBLISHER,
}
COHORTS = {
    "All Pupils": ("all_pupils", "all pupils"),
    "Any Offence": ("any_offence", "children cautioned or sentenced for any offence"),
    "Serious Violence Offence": (
        "serious_violence",
        "children cautioned or sentenced for serious violence",
    ),
}
ETHNIC_GROUPS = {
    "AOEG": "other",
    "ASIA": "asian",
    "BLAC": "black",
    "CHIN": "chinese",
    "MIXD": "mixed",
    "UNCL": "unclassified",
    "WHIT": "white",
}
SHARES = {
    "offenders_perc": ("any_offence", "Pupils cautioned or sentenced for any offence", "all"),
    "sv_perc": ("serious_violence", "Pupils cautioned or sentenced for serious violence", "all"),
    "prev_perc": (
        "serious_violence_after_another",
        "Children cautioned or sentenced for serious violence who had offended before",
        "sv_perc",
    ),
}
_COUNT_AND_SHARE = re.compile(r"(\d+) \((\d+)%\)")


@dataclass(frozen=True, slots=True)
class Split:
    """One table of percentages: its split column and what each of its words stands for."""

    column: str
    measures: Mapping[str, tuple[str, str]]
    into: str = ""
    words: Mapping[str, str] | None = None


SPLITS = (
    Split(
        "CINCLA",
        {
            "Children in need": ("ever_in_need", "Ever a child in need"),
            "Children who are looked after": ("ever_looked_after", "Ever looked after"),
        },
    ),
    Split(
        "Absence",
        {
            "Persistent absence": ("ever_absent", "Ever persistently absent"),
            "Persistent absence (unauthorised other)": (
                "ever_absent_unauthorised",
                "Ever persistently absent without authority",
            ),
            "Suspended": ("ever_suspended", "Ever suspended"),
            "Permanently excluded": ("ever_excluded", "Ever permanently excluded"),
        },
    ),
    Split(
        "SEN_type",
        {
            "EHCP": ("ever_ehcp", "Ever with an education, health and care plan"),
            "SEN support": ("ever_sen_support", "Ever on SEN support"),
            "No identified SEN": ("never_sen", "No special educational need"),
        },
    ),
    Split(
        "Gender",
        dict.fromkeys(("Male", "Female"), ("sex", "Sex")),
        "sex",
        {"Male": "male", "Female": "female"},
    ),
    Split(
        "EthnicGroupMajor",
        dict.fromkeys(ETHNIC_GROUPS, ("ethnicity", "Ethnic group")),
        "stratum",
        ETHNIC_GROUPS,
    ),
    Split(
        "OffenceStartAge",
        dict.fromkeys(map(str, range(10, 19)), ("age_at_first_offence", "Age at first offence")),
        "age",
        {str(age): str(age) for age in range(10, 19)},
    ),
)
UNSPLIT = {
    "everap": ("ever_in_alternative_provision", "Ever in alternative provision"),
    "fsm": ("ever_free_school_meals", "Ever eligible for free school meals"),
}
"""Tables without a split column are told apart by the end of their file's name."""


def is_info_table(supplied: Supplied) -> bool:
    """Whether a file is the table of counts."""
    return header_has(supplied, "LA", "indicator", "all", *SHARES)


def is_split_table(supplied: Supplied) -> bool:
    """Whether a file is a table of percentages with a split column."""
    return supplied.kind is FileKind.CSV and _split(supplied) is not None


def is_unsplit_table(supplied: Supplied) -> bool:
    """Whether a file is a table of percentages without a split column."""
    return (
        header_has(supplied, "LA", "indicator", "group", "perc")
        and set(supplied.header) == {"LA", "indicator", "group", "perc"}
        and _unsplit(supplied) is not None
    )


def conform_info_table(supplied: Supplied) -> Conformed:
    """Rows for any offence, serious violence, and serious violence after another offence."""
    texts = read_texts(supplied, required=("LA", "indicator", "all", *SHARES))
    faults = texts.faults
    places = _places(texts, faults)
    faults.unique(
        repeats(texts["LA"], texts["indicator"]), texts["LA"], column="LA", what="authority"
    )
    counts = {"all": faults.wholes(texts["all"], name="all", least=0)}
    for column in SHARES:
        faults.where(
            ~is_filled(mapped(texts[column], _count, pa.float64())) & is_filled(texts[column]),
            texts[column],
            column=column,
            problem="it is not a count with its percentage",
            remedy="Write it as 277 (2%)",
        )
        counts[column] = mapped(texts[column], _count, pa.float64())
    if faults:
        return faults.refusal(len(texts))
    known = pa.array(is_filled(places["area_code"]))
    tables = []
    for column, (short, name, of) in SHARES.items():
        share = mapped(texts[column], _share, pa.float64())
        tables.append(
            {
                **places,
                "indicator": f"dfe_sv_{short}",
                "name": name,
                "value": share,
                "numerator": counts[column],
                "denominator": counts[of],
                "polarity": "high_is_bad",
                "flag": _flags(share),
            }
        )
    return _accepted(tables, known, len(texts))


def conform_split_table(supplied: Supplied) -> Conformed:
    """A table of percentages, one row for each authority, cohort and word of its split."""
    split = _split(supplied)
    assert split is not None
    texts = read_texts(supplied, required=("LA", "indicator", "group", "perc", split.column))
    faults, word = texts.faults, texts[split.column]
    faults.choices(faults.filled(word, name=split.column), split.measures, name=split.column)
    columns = _percentages(texts, split.column)
    if faults:
        return faults.refusal(len(texts))
    columns |= _titles(texts, mapped(word, {w: m[0] for w, m in split.measures.items()}), split)
    if split.into and split.words:
        meaning = mapped(word, split.words)
        if split.into == "stratum":
            meaning = pc.binary_join_element_wise(columns["stratum"], meaning, ": ")
        columns[split.into] = meaning
    return _accepted([columns], pa.array(is_filled(columns["area_code"])), len(texts))


def conform_unsplit_table(supplied: Supplied) -> Conformed:
    """A table of percentages that is of one thing."""
    measure = _unsplit(supplied)
    assert measure is not None
    texts = read_texts(supplied, required=("LA", "indicator", "group", "perc"))
    columns = _percentages(texts, "")
    if texts.faults:
        return texts.faults.refusal(len(texts))
    short = pa.repeat(pa.scalar(measure[0]), len(texts))
    columns |= _titles(texts, short, Split("", {"": measure}))
    return _accepted([columns], pa.array(is_filled(columns["area_code"])), len(texts))


def _places(texts: Texts, faults: Faults) -> dict[str, Any]:
    """Code, name and way of counting of each row. A name without a code has no code."""
    codes = codes_by_name(year=AUTHORITIES_OF)
    faults.filled(texts["LA"], name="LA")
    way = mapped(texts["indicator"], str.lower)
    faults.choices(faults.filled(way, name="indicator"), ("home", "school"), name="indicator")
    return {
        "area_code": mapped(texts["LA"], lambda name: codes.get(plain(name))),
        "area_name": texts["LA"],
        "stratum": way,
    }


def _percentages(texts: Texts, split: str) -> dict[str, Any]:
    """Places, values and flags of a table of percentages, checked."""
    faults = texts.faults
    places = _places(texts, faults)
    faults.choices(faults.filled(texts["group"], name="group"), COHORTS, name="group")
    values, flags = values_and_flags(texts["perc"], faults, name="perc", empty=Flag.SUPPRESSED)
    faults.where(
        mask(pc.or_(pc.less(values, 0), pc.greater(values, 100))),
        texts["perc"],
        column="perc",
        problem="a percentage lies between 0 and 100",
        remedy="Correct it",
    )
    key = [texts[name] for name in ("LA", "indicator", "group", split) if name]
    faults.unique(repeats(*key), texts["LA"], column="LA", what="authority and group")
    return {**places, "value": values, "flag": where(~missing(values), Flag.ROUNDED, flags)}


def _titles(texts: Texts, short: Any, split: Split) -> dict[str, Any]:
    """Identifier, name and polarity of each row."""
    titles = dict(split.measures.values())
    cohort = mapped(texts["group"], {group: words[0] for group, words in COHORTS.items()})
    people = mapped(texts["group"], {group: words[1] for group, words in COHORTS.items()})
    measure = mapped(short, titles)
    return {
        "indicator": pc.binary_join_element_wise("dfe_sv", short, cohort, "_"),
        "name": pc.binary_join_element_wise(measure, people, ": share of "),
        "polarity": "neutral",
    }


def _accepted(tables: list[dict[str, Any]], known: Any, rows_in: int) -> Conformed:
    """Rows of places with a code."""
    rows = pc.sum(known).as_py() or 0
    return accepted(
        [rows_of({**FIXED, **kept(columns, known)}, rows=rows) for columns in tables],
        rows_in,
        rejected={"authority without an area code": rows_in - rows},
    )


def _flags(share: Any) -> Any:
    """Published percentages are rounded; an empty cell was suppressed."""
    nothing = pa.nulls(len(share), pa.string())
    return where(missing(share), Flag.SUPPRESSED, where(~missing(share), Flag.ROUNDED, nothing))


def _count(text: str) -> float | None:
    """The count in `277 (2%)`."""
    match = _COUNT_AND_SHARE.fullmatch(text)
    return float(match[1]) if match else None


def _share(text: str) -> float | None:
    """The percentage in `277 (2%)`."""
    match = _COUNT_AND_SHARE.fullmatch(text)
    return float(match[2]) if match else None


def _split(supplied: Supplied) -> Split | None:
    return next(
        (
            split
            for split in SPLITS
            if header_has(supplied, "LA", "indicator", "group", "perc", split.column)
        ),
        None,
    )


def _unsplit(supplied: Supplied) -> tuple[str, str] | None:
    stem = PurePosixPath(supplied.name).stem.lower()
    return next((measure for end, measure in UNSPLIT.items() if stem.endswith(end)), None)


LAYOUTS = (
    Layout("indicators/dfe_serious_violence", is_info_table, conform_info_table),
    Layout("indicators/dfe_serious_violence", is_split_table, conform_split_table),
    Layout("indicators/dfe_serious_violence", is_unsplit_table, conform_unsplit_table),
)
