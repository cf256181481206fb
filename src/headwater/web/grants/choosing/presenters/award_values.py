"""What one award gave for its money: each figure with how sure it is and what it does not say."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from headwater.core import money, words
from headwater.web.design_system.parts import Cell, CellLike, Column, Row, Table
from headwater.web.grants.choosing.models import Reckoning
from headwater.web.grants.choosing.presenters.values import (
    HIDDEN,
    MARKS,
    NOT_KNOWN,
    STARTED,
    count_of,
    pounds,
    range_of,
    rank,
)
from headwater.web.grants.delivering.rules.lists import AGE_BANDS

Kept = Mapping[str, Any]
SAYS = (
    (
        "Each who started",
        "All the money by everybody who began, those who left among them. It says what a place "
        "costs, and nothing of whether it helped.",
    ),
    (
        "Each who finished as planned",
        "All the money by those who finished. What was spent on those who left is in it.",
    ),
    (
        "Each with an outcome",
        "All the money by those of whom it is told. Some would have had it without the project, "
        "so it is not what it costs to bring one about.",
    ),
    (
        "Anything else",
        "All the money by how much was done. It says nothing of what came of it.",
    ),
)
ALWAYS = (
    (("start", "participant"), STARTED, ()),
    (("completer",), "Young person who finished as planned", ("finished",)),
    (("outcome",), "Young person with an outcome", ("improved", "goals")),
)
"""Figures that stand on every page, known or not: what is counted, words, kinds of target."""
NO_RETURN = "No return was accepted yet, or nothing was spent."
NO_TARGET = "No target of the agreement counts it."
NOT_TOLD = "What is counted may not be told yet: too few, or it would give a few away."


def of_award(row: Reckoning, reference: str) -> Kept | None:
    """An award as a reckoning kept it; None where it was not there yet."""
    return next((each for each in row.awards if each["reference"] == reference), None)


def facts(award: Kept) -> list[Row]:
    """What the figures rest on."""
    spent, until = Decimal(award["spent"]), award["until"]
    told = "Spent, by accepted returns" if spent else "Paid: no accepted return tells of spending"
    return [
        Row("Grant", money.pounds(Decimal(award["amount"]))),
        Row("Money counted", Cell(money.pounds(spent or Decimal(award["paid"])), hint=told)),
        Row("Returns accepted until", words.day(date.fromisoformat(until)) if until else "None"),
    ]


def costs(row: Reckoning, award: Kept) -> Table:
    """Cost for each start, each who finished, each outcome and each unit, apart."""
    return Table(
        caption="What it cost for each",
        columns=[
            Column("For each"),
            Column("How many", numeric=True),
            Column("Cost", numeric=True),
            Column("Between"),
        ],
        rows=[*_always(row, award), *_units(row, award)],
        marks={NOT_KNOWN: "not available, for the reason beside it"},
        notes=(
            "The interval is what the same project might come to if it ran again, at 95%. Costs "
            "for each are of the same money: they do not add up.",
        ),
    )


def _always(row: Reckoning, award: Kept) -> Iterator[list[CellLike]]:
    kept = row.result["costs"][award["reference"]]
    for counted, title, kinds in ALWAYS:
        known = [each for each in kept if each["counted"] in counted]
        yield from (_known(each) for each in known)
        if not known:
            yield [title, "", Cell(mark=NOT_KNOWN), _why_not(award, kinds)]


def _units(row: Reckoning, award: Kept) -> Iterator[list[CellLike]]:
    for each in row.result["costs"][award["reference"]]:
        if each["counted"] == "unit":
            yield _known(each)


def _known(each: Kept) -> list[CellLike]:
    return [
        each["words"],
        count_of(each),
        pounds(each["value"]),
        Cell(range_of(each["low"], each["high"]), hint=each["how"]),
    ]


def _why_not(award: Kept, kinds: tuple[str, ...]) -> str:
    if not award["until"] or not (Decimal(award["spent"]) or Decimal(award["paid"])):
        return NO_RETURN
    is_asked = not kinds or any(each["kind"] in kinds for each in award["outcomes"])
    return NOT_TOLD if is_asked else NO_TARGET


def says() -> list[Row]:
    """What each cost says, and what it does not."""
    return [Row(*each) for each in SAYS]


def took_part(award: Kept) -> Table:
    """Ages of those who started, as far as they may be told."""
    return Table(
        caption="Who took part",
        columns=[Column("Age"), Column("Young people", numeric=True)],
        rows=[
            [AGE_BANDS.get(age, age), Cell(mark=HIDDEN) if count is None else count]
            for age, count in award["ages"].items()
        ],
        marks={HIDDEN: MARKS[HIDDEN]},
        when_empty="Ages are told once twenty have started, or the last return is accepted.",
    )


def mix(row: Reckoning, award: Kept) -> Table:
    """Outcomes beside those that are usual for the same ages."""
    return Table(
        caption="Outcomes beside what is usual for the same ages",
        columns=[
            Column("Outcome"),
            Column("Had it", numeric=True),
            Column("Expected", numeric=True),
            Column("Had it for each expected", numeric=True),
            Column("Between"),
        ],
        rows=[
            [
                Cell(each["words"], hint=f"{each['awards']} projects of the round count it"),
                each["observed"],
                words.number(each["expected"], decimals=1),
                _ratio(each["ratio"]),
                _between(each),
            ]
            for each in kept_mix(row, award)
        ],
        marks={NOT_KNOWN: "not available: nobody was expected to have it"},
        notes=(
            "Expected is how many would have had it, had those of each age fared as that age does "
            "over all projects of the round that count it. Above 1 is more than that, below 1 "
            "fewer; where the interval holds 1, chance alone may explain it.",
        ),
        when_empty="Fewer than three projects of the round tell of the same outcome, or nobody "
        "has had it yet, so nothing is known to be usual.",
    )


def kept_mix(row: Reckoning, award: Kept) -> list[Kept]:
    """What was found of an award's outcomes. Reckonings of earlier versions kept none."""
    return list(row.result.get("mix", {}).get(award["reference"], []))


def _ratio(value: float | None) -> CellLike:
    return Cell(mark=NOT_KNOWN) if value is None else words.number(value, decimals=2)


def _between(each: Kept) -> str:
    if each["low"] is None:
        return ""
    low, high = (words.number(each[end], decimals=2) for end in ("low", "high"))
    return f"{low} to {high}"


def usual(row: Reckoning, award: Kept) -> Table:
    """How often young people of each age have the outcomes that the award counts."""
    asked = {(each["kind"], each.get("tool", "")): each["words"] for each in award["outcomes"]}
    rows: list[list[CellLike]] = []
    for each in row.result.get("usual", []):
        title = asked.get((each["kind"], each["tool"]))
        if title is None:
            continue
        rows += [
            [
                title,
                AGE_BANDS.get(age["age_band"], age["age_band"]),
                age["had"],
                age["of"],
                age["grants"],
            ]
            for age in each["ages"]
        ]
        rows.append([title, "All ages", each["had"], each["of"], each["awards"]])
    return Table(
        caption="What is usual in the round",
        columns=[
            Column("Outcome"),
            Column("Age"),
            Column("Had it", numeric=True),
            Column("Of", numeric=True),
            Column("Projects", numeric=True),
        ],
        rows=rows,
        notes=(
            "An age is told of where at least three projects with twenty young people do, and how "
            "many had it is to the nearest five. Everybody else counts at the share of all ages.",
        ),
        when_empty="Nothing is known to be usual yet.",
    )


def beside(row: Reckoning, award: Kept) -> list[Row]:
    """The cost for each who started beside the other projects of the round."""
    fair = row.result["fair"]
    for each in fair["rows"]:
        if each["project"] == award["reference"] and each["moved"] is not None:
            moved = Cell(words.money(each["moved"]), hint=range_of(each["low"], each["high"]))
            return [
                Row("As it was", words.money(each["value"])),
                Row("Moved to the mean of the round", moved),
                Row("Rank", rank(each, fair["least_participants"])),
            ]
    return []
