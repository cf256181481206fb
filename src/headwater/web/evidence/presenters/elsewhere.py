"""Authorities like ours and how rates moved, in words, tables and small charts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from headwater.core import words
from headwater.web.design_system.parts import Cell, CellLike, Colour, Column, Table, Tag
from headwater.web.editions.figures import Value, shown
from headwater.web.evidence.presenters.publications import list_address
from headwater.web.evidence.queries.elsewhere import OURS, Elsewhere, Line

COLOURS = {
    "better": Colour.GREEN,
    "worse": Colour.RED,
    "higher": Colour.BLUE,
    "lower": Colour.BLUE,
    "similar": Colour.GREY,
    "not compared": Colour.GREY,
}
BESIDE_NO_CHANGE = {
    "better": "It moved the good way, by more than chance explains.",
    "worse": "It moved the bad way, by more than chance explains.",
    "higher": "It rose by more than chance explains; neither way is good.",
    "lower": "It fell by more than chance explains; neither way is good.",
    "similar": "Chance alone could explain the change.",
    "not compared": "No interval can be given, or a value is hidden or missing.",
}
MARKS = {
    "[c]": "hidden by its publisher",
    "[x]": "not given by its publisher",
    "[z]": "does not apply, or no interval can be given",
}
APART = ("better", "worse", "higher", "lower")
WIDE, HIGH, EDGE = 200, 24, 6
"""Size of a small chart, and what stays free at its sides."""
MOST_DRAWN = 200.0
"""Changes above it are drawn at the edge: a rare event may treble."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One change with its interval, as places in a small chart."""

    zero: float
    middle: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class MovedRow:
    """One authority's change, in words and as a small chart."""

    name: str
    is_ours: bool
    before: Cell
    now: Cell
    change: Cell
    interval: str
    tag: Tag
    drawn: Drawn


def areas_table(found: Elsewhere, of: str, workspace: str, noted: Mapping[str, int]) -> Table:
    """One of ours and those most like it, with what they are alike in."""
    rows = [each for each in found.areas if each["of"] == of]
    return Table(
        caption="Authorities most like it, nearest first",
        caption_is_hidden=True,
        columns=[
            Column("Authority"),
            Column("Unlikeness", numeric=True),
            *(Column(_heading(each), numeric=True) for each in found.features),
            Column("Documents noted", numeric=True),
        ],
        rows=[_area_row(found, each, workspace, noted) for each in rows],
        standout=frozenset({0}),
        marks={"[z]": MARKS["[z]"]} if any("[z]" in each.values() for each in rows) else {},
        notes=[
            "Unlikeness is 1 where two authorities differ by one standard deviation in everything "
            "they are compared by; 0 is the same in all of it.",
            *found.notes[:2],
        ],
    )


def _heading(column: Mapping[str, object]) -> str:
    unit = str(column.get("unit") or "")
    return f"{column['label']}{f' ({unit})' if unit else ''}"


def _area_row(
    found: Elsewhere, line: Line, workspace: str, noted: Mapping[str, int]
) -> list[CellLike]:
    code, is_ours = str(line["area_code"]), line["place"] == OURS
    count = noted.get(code, 0)
    link = Cell(words.number(count), href=list_address(workspace, area=code)) if count else "0"
    features: list[CellLike] = [_number(line[str(each["key"])], each) for each in found.features]
    return [
        Cell(str(line["area_name"]), hint="Ours" if is_ours else _stays(line)),
        "" if is_ours else words.number(float(str(line["unlike"])), decimals=2),
        *features,
        "" if is_ours else link,
    ]


def _stays(line: Line) -> str:
    return f"Stays in {line['stays']} lists with one thing left out"


def _number(value: Value, column: Mapping[str, object]) -> Cell:
    if isinstance(value, str):
        return Cell(mark=value)
    return Cell(shown(value, column))


def chosen(found: Elsewhere, of: str, *, moved: str = "", words_in: str = "") -> list[Line]:
    """Measures of one of ours that were asked for; those that moved otherwise come first."""
    rows = [
        each
        for each in found.differences
        if each["of"] == of
        and words_in.strip().lower() in str(each["name"]).lower()
        and (moved != "apart" or each["compared"] in APART)
        and (moved != "compared" or each["compared"] != "not compared")
    ]
    return sorted(rows, key=lambda each: (_order(each), str(each["name"])))


def _order(line: Line) -> int:
    compared = str(line["compared"])
    return 0 if compared in APART else 2 if compared == "not compared" else 1


def measures_table(rows: Sequence[Line], workspace: str, asked: Mapping[str, str]) -> Table:
    """How each measure moved here and elsewhere."""
    return Table(
        caption="How measures moved here and in authorities like it",
        caption_is_hidden=True,
        columns=[
            Column("Measure"),
            Column("Change here", numeric=True),
            Column("Usual change there", numeric=True),
            Column("Difference", numeric=True),
            Column("Beside theirs"),
        ],
        rows=[
            [
                Cell(
                    str(each["name"]),
                    href=measure_address(workspace, asked, str(each["indicator"])),
                    hint=f"{each['first']} to {each['last']}",
                ),
                _change(each, "change"),
                Cell(_percent(each["usual"]), hint=_among(each)),
                _change(each, "difference"),
                Cell(tag=label_tag(each)),
            ]
            for each in rows
        ],
        marks=MARKS if any(mark in each.values() for each in rows for mark in MARKS) else {},
        notes=[
            "A difference of 10% means that the rate here is a tenth higher than if it had moved "
            "as it did there.",
            "About one measure in twenty differs by chance alone. A difference says where to ask "
            "what was done, not that anything worked.",
        ],
        when_empty="No measure is like that. Take a filter away to see more.",
    )


def measure_address(workspace: str, asked: Mapping[str, str], indicator: str) -> str:
    """The page with one measure opened."""
    query = urlencode({**{k: v for k, v in asked.items() if v}, "measure": indicator})
    return f"{reverse('evidence:elsewhere', args=[workspace])}?{query}#measure"


def _among(line: Line) -> str:
    others = line["others"]
    return words.counted(int(others), "authority", "authorities") if isinstance(others, int) else ""


def _change(line: Line, key: str) -> Cell:
    value = line[key]
    if isinstance(value, str):
        return Cell(mark=value)
    return Cell(_percent(value), hint=_limits(line, key))


def _percent(value: Value) -> str:
    if isinstance(value, str) or value is None:
        return str(value or "[z]")
    return f"{'+' if round(value) > 0 else ''}{words.number(value)}%"


def _limits(line: Line, key: str) -> str:
    low, high = line[f"{key}_low"], line[f"{key}_high"]
    if isinstance(low, str) or isinstance(high, str):
        return "no interval"
    return f"{_percent(low)} to {_percent(high)}"


def label_tag(line: Line) -> Tag:
    """Better, worse, similar or not compared."""
    label = str(line["compared"])
    meaning = BESIDE_NO_CHANGE.get(label, "")
    return Tag(label.capitalize(), COLOURS.get(label, Colour.GREY), meaning)


def moved_rows(found: Elsewhere, of: str, indicator: str) -> list[MovedRow]:
    """One measure in one of ours and in each authority like it."""
    rows = [each for each in found.changes if (each["of"], each["indicator"]) == (of, indicator)]
    top = max((abs(x) for each in rows for x in _ends(each)), default=10.0)
    return [_moved_row(each, min(max(top, 10.0), MOST_DRAWN)) for each in rows]


def _ends(line: Line) -> list[float]:
    values = [line[key] for key in ("change", "change_low", "change_high")]
    return [float(each) for each in values if isinstance(each, int | float)]


def _moved_row(line: Line, top: float) -> MovedRow:
    is_ours = line["area_code"] == line["of"]
    return MovedRow(
        name=str(line["area_name"]),
        is_ours=is_ours,
        before=_value(line, "before"),
        now=_value(line, "now"),
        change=Cell(mark=str(line["change"]))
        if isinstance(line["change"], str)
        else Cell(_percent(line["change"])),
        interval="" if isinstance(line["change"], str) else _limits(line, "change"),
        tag=label_tag(line),
        drawn=_drawn(line, top),
    )


def _value(line: Line, key: str) -> Cell:
    value = line[key]
    if isinstance(value, str) or value is None:
        return Cell(mark=str(value or "[x]"))
    unit = str(line["unit"])
    number = words.number(float(value), decimals=1)
    return Cell(f"{number}%" if unit == "%" else number, hint="" if unit == "%" else unit)


def _drawn(line: Line, top: float) -> Drawn:
    def place(key: str) -> float | None:
        value = line[key]
        if not isinstance(value, int | float):
            return None
        return _at(min(max(float(value), -top), top), top)

    return Drawn(_at(0.0, top), place("change"), place("change_low"), place("change_high"))


def _at(value: float, top: float) -> float:
    return round(EDGE + (value + top) / (2 * top) * (WIDE - 2 * EDGE), 1)


def summary_of(rows: Sequence[Line], name: str) -> str:
    """How many measures moved otherwise, in a sentence."""
    tested = [each for each in rows if each["compared"] != "not compared"]
    if not tested:
        return f"No measure of {name} has the counts that a comparison needs."
    told = [
        f"{count} {label}"
        for label in APART
        if (count := sum(each["compared"] == label for each in tested))
    ]
    apart = f": {words.listed(told)}" if told else ""
    number = sum(each["compared"] in APART for each in tested)
    return (
        f"{number} of {words.counted(len(tested), 'measure')} that can be compared moved "
        f"otherwise in {name} than in authorities like it{apart}. Chance alone would give about "
        f"{words.number(len(tested) / 20, decimals=1)}."
    )


def nearest_words(found: Elsewhere, of: str) -> str:
    """What moved clearly in the authority most like one of ours, in a sentence."""
    near = next((x for x in found.areas if x["of"] == of and x["place"] == "1"), None)
    if near is None:
        return ""
    code, name = near["area_code"], str(near["area_name"])
    moved = [x for x in found.changes if (x["of"], x["area_code"]) == (of, code)]
    clear = [each for each in moved if each["compared"] in ("better", "worse")]
    if not clear:
        return f"In {name}, the most like it, no measure clearly got better or worse."
    told = [
        f"{label} in {words.listed(these)}"
        for label in ("better", "worse")
        if (these := [_named(each) for each in clear if each["compared"] == label])
    ]
    return f"{name}, the most like it, did clearly {words.listed(told)}."


def _named(line: Line) -> str:
    return f"{line['name']} ({_percent(line['change'])})"


def csv_rows(found: Elsewhere, of: str) -> Iterator[Sequence[str]]:
    """Every change of one of ours and of those like it, for a file."""
    for each in found.changes:
        if each["of"] == of:
            yield ["" if value is None else str(value) for value in each.values()]
