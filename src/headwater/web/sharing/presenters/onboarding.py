"""How datasets come to be supplied, as a table, a funnel and a file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from headwater.core import words
from headwater.core.papers import Grid
from headwater.web.design_system.parts import Cell, CellLike, Column, Entry, Row, Table
from headwater.web.sharing.links import address
from headwater.web.sharing.models import Move, Onboarding
from headwater.web.sharing.presenters.words import day, step_tag
from headwater.web.sharing.queries.onboarding import Pace, Paces, Way
from headwater.web.sharing.rules.onboarding import ON_THE_WAY, STUCK_AFTER, Step, Usual

CSV_COLUMNS = (
    "onboarding",
    "partner",
    "dataset",
    "step",
    "since",
    "days_at_step",
    "is_stuck",
    "waits_for",
    *(f"days_{step.value}" for step in Step),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of the funnel."""

    words: str
    many: int
    share: int
    """Of all, in per cent; how long the bar is."""


def funnel(reached: Mapping[Step, int], total: int) -> list[Bar]:
    """How many datasets came as far as each step."""
    return [
        Bar(step.words, many, round(100 * many / total) if total else 0)
        for step, many in reached.items()
    ]


def board(ways: Iterable[Way]) -> Table:
    """Where each dataset is, those stuck longest at a step first."""
    rows = sorted(ways, key=lambda each: (not each.is_stuck, -each.days))
    return Table(
        caption="Where each dataset is",
        columns=[
            Column("Dataset"),
            Column("Partner"),
            Column("Step"),
            Column("Days there", numeric=True),
            Column("Waits for"),
        ],
        rows=[_way(each) for each in rows],
        when_empty="No dataset is like this. Take away a filter to see more.",
        notes=[f"Stuck: more than {STUCK_AFTER} days at one step before files come regularly."],
    )


def _way(way: Way) -> list[CellLike]:
    waits = way.row.stuck_on or ("" if way.step is Step.REGULAR else way.step.means)
    return [
        Cell(way.row.dataset.title, href=address(way.row)),
        way.row.dataset.organisation.name,
        Cell(tag=step_tag(way.step), hint="Stuck" if way.is_stuck else ""),
        way.days,
        waits,
    ]


def usual(caption: str, heading: str, found: Mapping[str, Mapping[Step, Usual]]) -> Table:
    """Median days at each step with how many stays it is of, by partner or dataset."""
    steps = [step for step in Step if step not in (Step.REGULAR, Step.LAPSED)]
    return Table(
        caption=caption,
        columns=[Column(heading), *(Column(step.words, numeric=True) for step in steps)],
        rows=[
            [name, *(_usual(by_step[step]) for step in steps)]
            for name, by_step in sorted(found.items())
        ],
        is_dense=True,
        notes=["Median days of the stays that are over, and of how many: 34 (n 5)."],
        when_empty="No step is over yet.",
    )


def _usual(found: Usual) -> str:
    if found.days is None:
        return "No stay is over"
    return f"{words.number(found.days)} (n {found.stays})"


PACE_NOTE = (
    "Median days of the stays that are over, of how many stays, and how many datasets wait there "
    "now: 34 (n 5); 2 waiting."
)


def pace_by_partner(found: Paces) -> Table:
    """Days of each step for a page: all datasets together, then each partner's."""
    return _pace_table("Days per step of onboarding, by partner", "Partner", _partners(found))


def pace_by_dataset(found: Paces) -> Table:
    """Days of each step for a page, by dataset."""
    return _pace_table("Days per step of onboarding, by dataset", "Dataset", found.by_dataset)


def pace_grid(found: Paces) -> Grid:
    """Days of each step for a paper, all datasets together and by partner."""
    return Grid(
        caption="Days per step of onboarding, by partner",
        columns=("Partner", *(step.words for step in ON_THE_WAY)),
        rows=tuple((name, *_pace_cells(each)) for name, each in _partners(found).items()),
    )


def _partners(found: Paces) -> Mapping[str, Pace]:
    return {"All": found.all, **found.by_partner}


def _pace_table(caption: str, heading: str, found: Mapping[str, Pace]) -> Table:
    return Table(
        caption=caption,
        columns=[Column(heading), *(Column(step.words) for step in ON_THE_WAY)],
        rows=[[name, *_pace_cells(each)] for name, each in found.items()],
        is_dense=True,
        notes=[PACE_NOTE],
    )


def _pace_cells(found: Pace) -> list[str]:
    return [_pace_words(found.usual[step], found.waiting[step]) for step in ON_THE_WAY]


def _pace_words(taken: Usual, waiting: int) -> str:
    spent = "None over" if taken.days is None else _usual(taken)
    return f"{spent}; {waiting} waiting" if waiting else spent


def csv_rows(ways: Iterable[Way]) -> Iterator[Sequence[str]]:
    """Every dataset for a file."""
    for way in ways:
        at = [way.days_at(step) for step in Step]
        yield [
            way.row.reference,
            way.row.dataset.organisation.name,
            way.row.dataset.title,
            way.step.value,
            way.row.moved_on.isoformat(),
            str(way.days),
            "yes" if way.is_stuck else "no",
            way.row.stuck_on,
            *("" if each is None else str(each) for each in at),
        ]


def facts(way: Way) -> list[Row]:
    """What is known of one dataset on its way."""
    row = way.row
    at = [(step, way.days_at(step)) for step in Step]
    spent = [f"{step.words}: {words.counted(days, 'day')}" for step, days in at if days is not None]
    return [
        Row("Dataset", Cell(row.dataset.title, href=address(row.dataset))),
        Row("Partner", row.dataset.organisation.name),
        Row("At this step since", f"{day(row.moved_on)}, {words.counted(way.days, 'day')}"),
        Row("Waits for", row.stuck_on or way.step.means),
        Row("Days at each step", "\n".join(spent)),
    ]


def timeline(row: Onboarding, moves: Sequence[Move], names: Mapping[str, str]) -> list[Entry]:
    """Its moves, the latest first."""
    return [
        Entry(
            title=f"{Step(each.step).words}, on {day(each.on)}",
            at=each.at,
            by=names.get(each.by, each.by),
            text=each.why,
            tag=step_tag(Step(each.step)),
        )
        for each in reversed(moves)
    ]
