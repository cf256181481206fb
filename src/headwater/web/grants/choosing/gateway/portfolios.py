"""The sets of a choice, found in the worker."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from decimal import Decimal
from enum import Enum
from typing import Any

from headwater.analysis.allocation import (
    Choice as Found,
)
from headwater.analysis.allocation import (
    Effort,
    Limit,
    Measure,
    Project,
    Question,
    Side,
)
from headwater.analysis.allocation.choosing import Progress
from headwater.analysis.allocation.choosing import choose as find
from headwater.analysis.allocation.harm import expected_harm
from headwater.core import clock
from headwater.pipelines.allocate import Asked, project_of
from headwater.pipelines.assess import DEFAULT_SEED
from headwater.web.editions.attempts import Attempt
from headwater.web.editions.gate import run_registered
from headwater.web.grants.choosing.changes import attempts
from headwater.web.grants.choosing.changes import choices as changes
from headwater.web.grants.choosing.models import Choice
from headwater.web.grants.choosing.rules.wishes import LEVELS, Wish
from headwater.web.grants.choosing.rules.working import OvertakenError

PORTFOLIO = "portfolio-choice"
"""What the register of algorithms calls it."""
EFFORT = Effort(seconds=20.0, again_seconds=2.0, draws=200)
USUAL_LEVEL = "secondary"
UNCLEAR = "unclear"
UNCLEAR_BANDS = frozenset({"band:no_clear_evidence", "band:not_read"})
NO_AMOUNT = "It names no amount."
NO_PEOPLE = "It does not say how many people it reaches."


def choose(reference: str) -> str:
    """Find the sets of a choice that was asked for, and say in a word how it ended.

    Run again after a worker died, it starts again; an earlier run that still lives changes nothing.
    """
    choice = attempts.begin(Choice, reference)
    with _attempt(choice) as attempt:
        result = run_registered(choice.workspace, PORTFOLIO, clock.today(), _find, choice)
        changes.keep_made(choice=choice, result=result, at=clock.now())
        attempt.ended = "made"
    return attempt.ended


def _attempt(choice: Choice) -> Attempt:
    def fail(sentence: str) -> None:
        changes.keep_failure(choice=choice, sentence=sentence, at=clock.now())

    return Attempt(fail=fail, overtaken=OvertakenError)


def _find(choice: Choice) -> dict[str, Any]:
    places = {str(each["code"]): str(each["name"]) for each in choice.round.places}
    projects, left_out = projects_of(choice)
    question = Question(
        projects=projects,
        limits=tuple(limits_of(choice.wish, projects, places)),
        exclusive=choice.wish.exclusive,
        together=choice.wish.together,
    )
    found = find(question, effort=EFFORT, seed=DEFAULT_SEED, progress=progress_of(choice))
    return {**as_data(found), "unreckoned": left_out, "harm": _reckoned(projects, choice)}


def progress_of(choice: Choice) -> Progress:
    """What the chooser tells its steps to."""

    def tell(step: str, done: int, total: int) -> None:
        attempts.tell(choice, step=step, done=done, total=total)

    return tell


def projects_of(choice: Choice) -> tuple[tuple[Project, ...], list[dict[str, str]]]:
    """The applications of a choice as projects, and those that cannot be one, with why."""
    wish, projects, left_out = choice.wish, [], []
    for each in choice.applications:
        why = NO_AMOUNT if not each["amount"] else "" if each["people"] else NO_PEOPLE
        if why:
            left_out.append({"project": each["reference"], "why": why})
        else:
            projects.append(_labelled(project_of(_asked(each, wish))))
    return tuple(projects), left_out


def _asked(each: dict[str, Any], wish: Wish) -> Asked:
    amount, people = float(each["amount"]), int(each["people"])
    amounts = [("whole", amount, people)]
    if wish.halves and people > 1:
        amounts.append(("half", round(amount / 2, 2), people // 2))
    is_small = each["income"] != "" and Decimal(each["income"]) < wish.small_income
    return Asked(
        id=each["reference"],
        title=each["title"],
        amounts=tuple(amounts),
        approach=each["approach"],
        level=each["level"] if each["level"] in LEVELS else USUAL_LEVEL,
        labels=frozenset(
            [*(f"district:{code}" for code in each["areas"]), *(["small"] if is_small else [])]
        ),
        overridden=each["overridden"],
        must=each["reference"] in wish.must,
    )


def _labelled(project: Project) -> Project:
    if project.labels.isdisjoint(UNCLEAR_BANDS):
        return project
    return Project(
        id=project.id,
        title=project.title,
        sizes=project.sizes,
        labels=project.labels | {UNCLEAR},
        approach=project.approach,
        is_harmful=project.is_harmful,
        overridden=project.overridden,
        must=project.must,
    )


def limits_of(wish: Wish, projects: tuple[Project, ...], places: dict[str, str]) -> Iterator[Limit]:
    """The limits of a wish. A floor for districts holds for those with an application."""
    yield Limit("budget", "Budget", Side.AT_MOST, Measure.POUNDS, float(wish.budget))
    share = _share(Side.AT_LEAST)
    if wish.district:
        labels = {label for each in projects for label in each.labels}
        for label in sorted(label for label in labels if label.startswith("district:")):
            code = label.removeprefix("district:")
            yield share(label, places.get(code, code), wish.district)
    for level in LEVELS:
        if getattr(wish, level):
            yield share(f"level:{level}", f"{level} prevention", getattr(wish, level))
    if wish.small:
        yield share("small", "small organisations", wish.small)
    if wish.unclear < 100:
        yield _share(Side.AT_MOST)(UNCLEAR, "approaches without clear evidence", wish.unclear)


def _share(side: Side) -> Callable[[str, str, int], Limit]:
    def limit(label: str, title: str, percent: int) -> Limit:
        return Limit(label, title, side, Measure.SHARE, percent / 100.0, label)

    return limit


def _reckoned(projects: tuple[Project, ...], choice: Choice) -> dict[str, Any]:
    """For each application, harm that it is expected to prevent and the steps of the working."""
    given = {each["reference"]: each for each in choice.applications}
    found = {}
    for project in projects:
        asked = given[project.id]
        level = asked["level"] if asked["level"] in LEVELS else USUAL_LEVEL
        working = expected_harm(int(asked["people"]), approach=asked["approach"], level=level)
        found[project.id] = plain(asdict(working))
    return found


def as_data(found: Found) -> dict[str, Any]:
    """What was found as a row keeps it."""
    kept: dict[str, Any] = plain(asdict(found))
    return kept


def plain(value: Any) -> Any:
    """A value as JSON knows it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    return value
