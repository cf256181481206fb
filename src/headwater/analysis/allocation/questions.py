"""What is to be chosen from, within which limits: plain records, checked before solving."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from headwater.core.errors import AnalysisError

ALL = "all"
"""The label that every project carries."""


class QuestionError(AnalysisError):
    """Projects or limits contradict themselves. Everything that is wrong, at once."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("Nothing was chosen. " + " ".join(self.problems))


class Side(StrEnum):
    """Which way a limit holds."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"

    @property
    def words(self) -> str:
        """As read in a sentence."""
        return self.value.replace("_", " ")


class Measure(StrEnum):
    """What a limit counts."""

    POUNDS = "pounds"
    SHARE = "share"
    PROJECTS = "projects"


STEPS = {Measure.POUNDS: 0.05, Measure.SHARE: 0.05, Measure.PROJECTS: 1.0}
"""How far a limit gives way to be priced: 5 % of its pounds, five points, one project."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Harm a project is expected to prevent, and the ends it may lie between.

    `central` is the mean. The unit is the caller's: pounds of harm, or days of it.
    """

    low: float
    central: float
    high: float

    @classmethod
    def sure(cls, value: float) -> "Effect":
        """One that does not vary."""
        return cls(value, value, value)

    @property
    def is_sure(self) -> bool:
        """Whether it does not vary."""
        return self.low == self.high

    @property
    def is_ordered(self) -> bool:
        """Whether the mean lies between the ends, or all three are one."""
        return self.low < self.central < self.high or self.low == self.central == self.high


@dataclass(frozen=True, slots=True)
class Size:
    """One amount at which a project can be had."""

    id: str
    cost_gbp: float
    harm: Effect


@dataclass(frozen=True, slots=True)
class Project:
    """Something that can be paid for at one of its sizes, or not at all.

    `labels` are what limits name. Effects of projects of one `approach` vary together. A project
    whose approach is known to do harm is left out unless `overridden` says that a board wants it.
    """

    id: str
    title: str
    sizes: tuple[Size, ...]
    labels: frozenset[str] = frozenset()
    approach: str = ""
    is_harmful: bool = False
    overridden: bool = False
    must: bool = False

    @property
    def is_left_out(self) -> bool:
        """Whether it may not be chosen."""
        return self.is_harmful and not self.overridden


@dataclass(frozen=True, slots=True)
class Limit:
    """At least or at most so much for the projects that carry a label.

    A share is of all money given to projects, from 0 to 1. `step` is how far the limit is relaxed
    to price it; 0 stands for the usual step of its measure.
    """

    id: str
    title: str
    side: Side
    measure: Measure
    value: float
    label: str = ALL
    step: float = 0.0

    @property
    def is_budget(self) -> bool:
        """Whether it caps all the money."""
        return (self.label, self.side, self.measure) == (ALL, Side.AT_MOST, Measure.POUNDS)

    @property
    def priced_step(self) -> float:
        """How far it is relaxed to price it, in its own unit."""
        if self.step:
            return self.step
        usual = STEPS[self.measure]
        return max(usual * self.value, 1.0) if self.measure is Measure.POUNDS else usual

    def relaxed(self, by: float) -> float:
        """Its value when it gives way by so much; it never passes what it could mean."""
        if self.side is Side.AT_LEAST:
            return max(self.value - by, 0.0)
        return min(self.value + by, 1.0) if self.measure is Measure.SHARE else self.value + by


@dataclass(frozen=True, slots=True)
class SharedCost:
    """Money spent once if any project with the label is chosen, such as one training for all."""

    label: str
    cost_gbp: float


@dataclass(frozen=True, slots=True)
class Question:
    """Projects to choose from, and everything a set has to keep to.

    Of two projects that are `exclusive` at most one is chosen; two that go `together` are chosen
    both or neither.
    """

    projects: tuple[Project, ...]
    limits: tuple[Limit, ...]
    exclusive: tuple[tuple[str, str], ...] = ()
    together: tuple[tuple[str, str], ...] = ()
    shared_costs: tuple[SharedCost, ...] = field(default=())


def check(question: Question) -> None:
    """Raise `QuestionError` with everything that is wrong with a question."""
    problems = [
        *_unlike_ids(question),
        *(problem for each in question.projects for problem in _project_problems(each)),
        *(problem for each in question.limits for problem in _limit_problems(each)),
        *_unknown_names(question),
    ]
    if not question.projects:
        problems.append("There is no project to choose from.")
    if not any(limit.is_budget for limit in question.limits):
        problems.append("There is no budget: give a limit of at most so many pounds for all.")
    if problems:
        raise QuestionError(problems)


def _unlike_ids(question: Question) -> Iterator[str]:
    for kind, ids in (
        ("project", [each.id for each in question.projects]),
        ("limit", [each.id for each in question.limits]),
    ):
        for name, times in Counter(ids).items():
            if times > 1:
                yield f"The {kind} [{name}] is given [{times}] times."


def _project_problems(project: Project) -> Iterator[str]:
    if not project.sizes:
        yield f"The project [{project.id}] has no amount."
    for name, times in Counter(size.id for size in project.sizes).items():
        if times > 1:
            yield f"The project [{project.id}] has the size [{name}] [{times}] times."
    for size in project.sizes:
        if not 0.0 < size.cost_gbp < float("inf"):
            yield f"The project [{project.id}] costs [{size.cost_gbp}], not an amount above 0."
        if not size.harm.is_ordered:
            yield (
                f"The harm that project [{project.id}] prevents has [{size.harm.low}] as its low, "
                f"[{size.harm.central}] as its central and [{size.harm.high}] as its high value; "
                "the central one must lie between, or all three be the same."
            )


def _limit_problems(limit: Limit) -> Iterator[str]:
    top = 1.0 if limit.measure is Measure.SHARE else float("inf")
    if not 0.0 <= limit.value <= top or limit.value == float("inf"):
        yield f"The limit [{limit.id}] has the value [{limit.value}], which it cannot have."
    if limit.measure is Measure.SHARE and limit.label == ALL:
        yield f"The limit [{limit.id}] is a share of all money for all projects: name a label."


def _unknown_names(question: Question) -> Iterator[str]:
    ids = {each.id for each in question.projects}
    for pair in (*question.exclusive, *question.together):
        for name in pair:
            if name not in ids:
                yield f"The pair [{pair[0]}, {pair[1]}] names the unknown project [{name}]."
        if pair[0] == pair[1]:
            yield f"The pair [{pair[0]}, {pair[1]}] names one project twice."
    for project in question.projects:
        if project.must and project.is_left_out:
            yield (
                f"The project [{project.id}] must be in, and its approach is known to do harm: "
                "record an override first."
            )
