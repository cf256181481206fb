"""A question as arrays: a column for each size of each project, a row for each thing to keep."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from headwater.analysis.allocation.questions import ALL, Limit, Measure, Question, Side
from headwater.analysis.allocation.solving import (
    BoolArray,
    FloatArray,
    IntArray,
    Programme,
    row_scale,
)


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """What the columns of a programme stand for: sizes first, then costs that are shared.

    `project` and `size` are positions in the question; `cost` covers every column.
    """

    project: IntArray
    size: IntArray
    cost: FloatArray
    low: FloatArray
    central: FloatArray
    high: FloatArray
    kind: IntArray

    @property
    def sizes(self) -> int:
        """How many columns are sizes of projects."""
        return len(self.project)


@dataclass(frozen=True, slots=True, eq=False)
class Built:
    """A programme, what its columns are, and the scale of the rows of limits (they come first)."""

    programme: Programme
    columns: Columns
    scale: FloatArray


def columns_of(question: Question) -> Columns:
    """The columns of a question, in the order of its projects and their sizes."""
    places = [
        (project, size)
        for project, each in enumerate(question.projects)
        for size in range(len(each.sizes))
    ]
    sizes = [question.projects[project].sizes[size] for project, size in places]
    shared = [each.cost_gbp for each in question.shared_costs]
    # A project without an approach varies on its own.
    names = [each.approach or f"only {each.id}" for each in question.projects]
    known = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return Columns(
        project=np.array([project for project, _ in places], dtype=np.int64),
        size=np.array([size for _, size in places], dtype=np.int64),
        cost=np.array([*(size.cost_gbp for size in sizes), *shared], dtype=np.float64),
        low=np.array([size.harm.low for size in sizes], dtype=np.float64),
        central=np.array([size.harm.central for size in sizes], dtype=np.float64),
        high=np.array([size.harm.high for size in sizes], dtype=np.float64),
        kind=np.array([known[name] for name in names], dtype=np.int64),
    )


def build(question: Question) -> Built:
    """The programme whose best answer is the best set of a question."""
    columns = columns_of(question)
    width = len(columns.cost)
    rows = [
        *(_limit_row(question, columns, limit) for limit in question.limits),
        *_project_rows(question, columns),
        *_pair_rows(question, columns),
        *_shared_rows(question, columns),
    ]
    matrix = np.array([row for row, _, _ in rows]).reshape(len(rows), width)
    programme = Programme.scaled(
        np.concatenate([columns.central, np.zeros(width - columns.sizes)]),
        matrix,
        low=np.array([low for _, low, _ in rows]),
        high=np.array([high for _, _, high in rows]),
    )
    upper = programme.upper.copy()
    left_out = np.array([each.is_left_out for each in question.projects])
    upper[: columns.sizes][left_out[columns.project]] = 0.0
    scale = row_scale(matrix)[: len(question.limits)]
    return Built(replace(programme, upper=upper), columns, scale)


def labelled(question: Question, columns: Columns, label: str) -> BoolArray:
    """Which sizes belong to projects with a label."""
    has = np.array([label == ALL or label in each.labels for each in question.projects])
    return np.asarray(has[columns.project], dtype=np.bool_)


def limit_coefficients(question: Question, columns: Columns, limit: Limit) -> FloatArray:
    """What each column adds to the side of a limit that is counted."""
    row = np.zeros(len(columns.cost))
    sizes = columns.sizes
    counted = labelled(question, columns, limit.label)
    if limit.measure is Measure.PROJECTS:
        row[:sizes] = counted
    elif limit.measure is Measure.POUNDS:
        row[:sizes] = counted * columns.cost[:sizes]
        if limit.label == ALL:
            row[sizes:] = columns.cost[sizes:]
    else:
        row[:sizes] = (counted - limit.value) * columns.cost[:sizes]
    return row


Row = tuple[FloatArray, float, float]


def _limit_row(question: Question, columns: Columns, limit: Limit) -> Row:
    bound = 0.0 if limit.measure is Measure.SHARE else limit.value
    row = limit_coefficients(question, columns, limit)
    return (row, bound, np.inf) if limit.side is Side.AT_LEAST else (row, -np.inf, bound)


def _project_rows(question: Question, columns: Columns) -> Iterable[Row]:
    """One size of a project at most; exactly one of a project that must be in."""
    for place, project in enumerate(question.projects):
        if len(project.sizes) > 1 or project.must:
            yield _membership(columns, place), 1.0 if project.must else 0.0, 1.0


def _pair_rows(question: Question, columns: Columns) -> Iterable[Row]:
    place = {each.id: number for number, each in enumerate(question.projects)}
    for one, other in question.exclusive:
        both = _membership(columns, place[one]) + _membership(columns, place[other])
        yield both, 0.0, 1.0
    for one, other in question.together:
        apart = _membership(columns, place[one]) - _membership(columns, place[other])
        yield apart, 0.0, 0.0


def _shared_rows(question: Question, columns: Columns) -> Iterable[Row]:
    """A size with the label can be had only where its shared cost is met."""
    for place, shared in enumerate(question.shared_costs):
        for column in np.flatnonzero(labelled(question, columns, shared.label)):
            row = np.zeros(len(columns.cost))
            row[column], row[columns.sizes + place] = 1.0, -1.0
            yield row, -np.inf, 0.0


def _membership(columns: Columns, place: int) -> FloatArray:
    row = np.zeros(len(columns.cost))
    row[: columns.sizes] = columns.project == place
    return row
