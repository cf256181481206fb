"""Value for money in words and tables. Avoided harm is never told as money saved."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from headwater.core import words
from headwater.web.design_system.parts import Cell, CellLike, Column, Row, Table
from headwater.web.grants.choosing.models import Reckoning
from headwater.web.grants.choosing.presenters.choices import written
from headwater.web.grants.delivering.rules.lists import AGE_BANDS

Kept = Mapping[str, Any]
STARTED = "Young person who started"
STARTS = frozenset({"start", "participant"})
"""What those who started are called in what was kept, now and earlier."""
NOT_KNOWN = "[x]"
HIDDEN = "[c]"
MARKS = {
    NOT_KNOWN: "not available: no return was accepted, or nothing was spent",
    HIDDEN: "hidden to protect people, because the number is small or would reveal one",
}
CSV_COLUMNS = (
    "award", "title", "counted", "cost_gbp", "count", "of", "cost_for_each_gbp", "low_gbp",
    "high_gbp", "interval", "moved_to_the_mean_gbp", "rank_low", "rank_high", "expected",
    "observed_over_expected", "ratio_low", "ratio_high",
)  # fmt: skip


def rounds(workspace: str, found: Iterable[Any]) -> Table:
    """Rounds with awards, each leading to its page."""
    return Table(
        caption="Rounds with awards",
        caption_is_hidden=True,
        columns=[Column("Round"), Column("Awards", numeric=True)],
        rows=[
            [
                Cell(
                    each.title,
                    href=reverse("choosing:value", args=[workspace, each.reference]),
                    hint=each.reference,
                ),
                each.awards,
            ]
            for each in found
        ],
        when_empty="Nothing has been awarded in any round yet.",
    )


def pounds(value: float | None) -> CellLike:
    """Pounds rounded to what an interval of this width can carry."""
    return Cell(mark=NOT_KNOWN) if value is None else words.money(value)


def range_of(low: float | None, high: float | None) -> str:
    """An interval of pounds in words."""
    if low is None:
        return ""
    return (
        f"{words.money(low)} or more"
        if high is None
        else (f"{words.money(low)} to {words.money(high)}")
    )


def costs(row: Reckoning) -> Table:
    """Cost for each start and outcome of each award, with intervals and who took part.

    The name of an award leads to its page.
    """
    rows: list[list[CellLike]] = []
    here = (row.workspace.slug, row.round.reference)
    for award in row.awards:
        found = row.result["costs"][award["reference"]]
        address = reverse("choosing:award_value", args=[*here, award["reference"]])
        name = Cell(award["title"], href=address, hint=award["reference"])
        if not found:
            rows.append([name, STARTED, "", Cell(mark=NOT_KNOWN), "", case_mix(award)])
        for place, each in enumerate(found):
            rows.append(
                [
                    name if place == 0 else Cell(award["title"]),
                    each["words"],
                    count_of(each),
                    pounds(each["value"]),
                    Cell(range_of(each["low"], each["high"]), hint=each["how"]),
                    case_mix(award) if place == 0 else "",
                ]
            )
    return Table(
        caption="What it cost for each",
        columns=[
            Column("Award"),
            Column("For each"),
            Column("How many", numeric=True),
            Column("Cost", numeric=True),
            Column("Between"),
            Column("Who took part"),
        ],
        rows=rows,
        marks=MARKS,
        notes=(
            "Money that accepted returns say was spent, or that was paid where none says so, by "
            "what accepted returns count. The interval is what the same project might come to if "
            "it ran again, at 95%.",
        ),
    )


def count_of(each: Kept) -> str:
    """How many, and of how many where only they could have become one."""
    return str(each["count"]) if each["of"] is None else f"{each['count']} of {each['of']}"


def case_mix(award: Kept) -> str:
    """Ages of those who took part, as far as they may be told."""
    ages = award["ages"]
    if not ages:
        return "Not known"
    told = [f"{AGE_BANDS.get(age, age)}: {HIDDEN if n is None else n}" for age, n in ages.items()]
    return "; ".join(told)


def comparison(row: Reckoning) -> Table:
    """Awards beside each other as fairly as counts allow, in the order of their names."""
    titles = {each["reference"]: each["title"] for each in row.awards}
    fair = row.result["fair"]
    return Table(
        caption="Cost for each young person who started, compared fairly",
        columns=[
            Column("Award"),
            Column("Started", numeric=True),
            Column("As it was", numeric=True),
            Column("Moved to the mean", numeric=True),
            Column("Between"),
            Column("Rank"),
        ],
        rows=[
            [
                titles[each["project"]],
                each["participants"],
                pounds(each["value"]),
                pounds(each["moved"]),
                range_of(each["low"], each["high"]),
                rank(each, fair["least_participants"]),
            ]
            for each in fair["rows"]
        ],
        marks=MARKS,
        notes=(
            "A cost that rests on few people is moved towards the mean of the round. Nothing with "
            f"fewer than {fair['least_participants']} participants is ranked, and a rank is the "
            "range that chance leaves open, 1 the lowest cost. Projects that work with those who "
            "need most cost more for each person: look at who took part.",
        ),
        when_empty="No award has an accepted return that counts who started.",
    )


def rank(each: Kept, least: int) -> str:
    """Between which ranks a project lies, or why it has none."""
    if each["rank_low"] is None:
        few = each["participants"] < least
        return f"Not ranked: fewer than {least}" if few else "Not ranked: nothing to rank beside"
    if each["rank_low"] == each["rank_high"]:
        return str(each["rank_low"])
    return f"{each['rank_low']} to {each['rank_high']}"


def group(row: Reckoning) -> str:
    """The round as a whole, in a sentence."""
    each = row.result["group"]
    if not each:
        return "Fewer than three awards tell how many took part, so nothing is said of the round."
    between = range_of(each["low"], each["high"])
    bounds = f", between {between}" if each["high"] is not None else ""
    return (
        f"Over all awards that tell, {words.money(each['value'])} for each of "
        f"{words.number(each['count'])} young people who started{bounds}."
    )


def worth(row: Reckoning) -> list[Row]:
    """Benefits beside costs."""
    kept = row.result["worth"]
    if not kept:
        return []
    gains = kept["benefits_gbp"]
    return [
        Row("Costs, raised for optimism", words.money(kept["cost_gbp"])),
        Row("Fiscal benefits", "Not split off: the cost of crime report gives too little"),
        Row("Economic benefits", "Not split off"),
        Row("Benefits to society, lowered for optimism", words.money(gains["social"])),
        Row(
            "Benefits for each pound",
            Cell(
                words.number(kept["ratio"], decimals=2),
                hint=f"{words.number(kept['ratio_low'], decimals=2)} to "
                f"{words.number(kept['ratio_high'], decimals=2)} in 95 of 100 draws; "
                f"{words.number(kept['uncorrected_ratio'], decimals=2)} without the correction "
                "for optimism",
            ),
        ),
        Row("Prices of", kept["price_year"].replace("-", "/")),
        Row("Awards in it", kept["awards"]),
    ]


def swings(row: Reckoning) -> Table:
    """How benefits for each pound move as one thing alone moves."""
    kept = row.result["worth"] or {"swings": []}
    return Table(
        caption="What the answer hangs on most",
        columns=[
            Column("If this alone moves"),
            Column("At its low end", numeric=True),
            Column("At its high end", numeric=True),
        ],
        rows=[
            [
                each["title"],
                words.number(each["at_low"], decimals=2),
                words.number(each["at_high"], decimals=2),
            ]
            for each in kept["swings"][:10]
        ],
        notes=("Benefits for each pound, the rest as expected; what moves it most comes first.",),
    )


def csv_rows(row: Reckoning) -> list[list[str]]:
    """Every cost as a line of a file."""
    fair = {each["project"]: each for each in row.result["fair"]["rows"]}
    rows = []
    for award in row.awards:
        compared = fair.get(award["reference"], {})
        kept = row.result.get("mix", {}).get(award["reference"], [])
        mix = {each["words"]: each for each in kept}
        for each in row.result["costs"][award["reference"]]:
            beside = compared if each["counted"] in STARTS else {}
            usual = mix.get(each["words"], {})
            rows.append(
                [
                    award["reference"],
                    award["title"],
                    each["words"],
                    str(each["cost_gbp"]),
                    str(each["count"]),
                    "" if each["of"] is None else str(each["of"]),
                    *(written(each[name]) for name in ("value", "low", "high")),
                    each["how"],
                    *(written(beside.get(name)) for name in ("moved", "rank_low", "rank_high")),
                    *(written(usual.get(name)) for name in ("expected", "ratio", "low", "high")),
                ]
            )
    return rows
