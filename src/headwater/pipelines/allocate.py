"""Which projects to pay for: read what is asked for and the limits, choose, and write it down."""

import csv
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from headwater.analysis.allocation import (
    USUAL,
    Choice,
    ChosenSet,
    Effect,
    Effort,
    Limit,
    Measure,
    Project,
    Question,
    SharedCost,
    Side,
    Size,
    choose,
)
from headwater.analysis.allocation.choosing import Progress
from headwater.analysis.allocation.harm import LEVELS, expected_harm
from headwater.core.errors import Fault, SourceFormatError, UsageError
from headwater.rulebook import Impact, evidence_toolkit

PROJECT_COLUMNS = (
    "project", "title", "size", "cost_gbp", "people", "approach", "level", "labels",
    "harm_low", "harm_central", "harm_high", "must", "override",
)  # fmt: skip
LIMIT_COLUMNS = ("id", "title", "side", "measure", "value", "label", "step")
NEEDED = {"project", "cost_gbp"}
SEPARATOR = "|"
YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": False}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """One project as somebody asks for it: amounts, how many it reaches, and by what approach.

    `approach` is an id of the toolkit, or empty where none fits.
    """

    id: str
    title: str
    amounts: tuple[tuple[str, float, int], ...]
    """Name, pounds and people of each size."""
    approach: str
    level: str
    labels: frozenset[str] = frozenset()
    overridden: bool = False
    must: bool = False


@dataclass(frozen=True, slots=True)
class Within:
    """What a set must keep to."""

    limits: tuple[Limit, ...]
    exclusive: tuple[tuple[str, str], ...] = ()
    together: tuple[tuple[str, str], ...] = ()
    shared_costs: tuple[SharedCost, ...] = ()


@dataclass(frozen=True, slots=True)
class AllocationSummary:
    """What choosing made."""

    choice: Choice
    titles: Mapping[str, str]
    files: tuple[Path, ...]


def project_of(asked: Asked) -> Project:
    """A project with the harm it is expected to prevent, reckoned from what is asked for.

    It carries the labels `level:…` and `band:…` beside its own.
    """
    band = _band(asked.approach)
    return Project(
        id=asked.id,
        title=asked.title,
        sizes=tuple(
            Size(
                name,
                pounds,
                expected_harm(people, approach=asked.approach, level=asked.level).effect,
            )
            for name, pounds, people in asked.amounts
        ),
        labels=asked.labels | {f"level:{asked.level}", f"band:{band.value}"},
        approach=asked.approach,
        is_harmful=band is Impact.HARMFUL,
        overridden=asked.overridden,
        must=asked.must,
    )


def allocate(
    projects: Path,
    limits: Path,
    *,
    out: Path | None = None,
    effort: Effort = USUAL,
    seed: int,
    progress: Progress | None = None,
) -> AllocationSummary:
    """Choose between the projects of a file within the limits of another.

    With `out`, the sets, prices and stays are written there as CSV, and everything as JSON.
    """
    asked, within = read_projects(projects), read_limits(limits)
    question = Question(
        asked, within.limits, within.exclusive, within.together, within.shared_costs
    )
    choice = choose(question, effort=effort, seed=seed, progress=progress)
    titles = {each.id: each.title for each in asked}
    files = () if out is None else write_choice(choice, titles, out)
    return AllocationSummary(choice, titles, files)


def read_projects(path: Path) -> tuple[Project, ...]:
    """Projects of a CSV; rows with one name are its sizes. All faults at once."""
    rows = _rows(path, known=PROJECT_COLUMNS, needed=NEEDED)
    faults: list[Fault] = []
    read = [_size_of(path, number, row, faults) for number, row in rows]
    if faults:
        raise SourceFormatError(source="projects", faults=faults)
    grouped: dict[str, list[_Row]] = {}
    for each in read:
        grouped.setdefault(each.project, []).append(each)
    return tuple(_project(each) for each in grouped.values())


def read_limits(path: Path) -> Within:
    """Limits of a CSV, or of a TOML file that may also name pairs and shared costs."""
    if path.suffix.lower() == ".csv":
        faults: list[Fault] = []
        found = [
            _limit(path, number, row, faults)
            for number, row in _rows(path, known=LIMIT_COLUMNS, needed=set(LIMIT_COLUMNS[2:5]))
        ]
        if faults:
            raise SourceFormatError(source="limits", faults=faults)
        return Within(tuple(each for each in found if each is not None))
    try:
        read = tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise _refused(path, f"is not TOML ({error})", "Mend the file, or give a CSV") from error
    return _from_toml(path, read)


def write_choice(choice: Choice, titles: Mapping[str, str], out: Path) -> tuple[Path, ...]:
    """The choice as four files in a folder."""
    out.mkdir(parents=True, exist_ok=True)
    sets = (choice.best, *choice.others)
    tables: dict[str, Sequence[Mapping[str, object]]] = {
        "sets.csv": [_set_row(number, each) for number, each in enumerate(sets, start=1)],
        "projects.csv": list(_project_rows(choice, titles)),
        "limits.csv": [_price_row(choice, number) for number in range(len(choice.prices))],
    }
    files = []
    for name, rows in tables.items():
        with (out / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]) if rows else ["nothing"])
            writer.writeheader()
            writer.writerows(rows)
        files.append(out / name)
    plain = json.dumps(asdict(choice), default=_plain, ensure_ascii=False, indent=2)
    (out / "choice.json").write_text(plain + "\n", encoding="utf-8")
    return (*files, out / "choice.json")


def _set_row(number: int, each: ChosenSet) -> dict[str, object]:
    return {
        "set": number,
        "projects": SEPARATOR.join(sorted(each.projects)),
        "cost_gbp": round(each.cost_gbp, 2),
        "harm": each.harm,
        "harm_low": each.low,
        "harm_high": each.high,
        "level": each.level,
        "proof": each.proof.value,
        "gap": each.gap,
    }


def _project_rows(choice: Choice, titles: Mapping[str, str]) -> Iterator[dict[str, object]]:
    sizes = [
        {picked.project: picked for picked in each.picked} for each in (choice.best, *choice.others)
    ]
    left_out = {each.project: each.why for each in choice.left_out}
    for stay in choice.stays:
        picked = sizes[0].get(stay.project)
        yield {
            "project": stay.project,
            "title": titles[stay.project],
            "in_best": "yes" if stay.in_best else "no",
            "size": picked.size if picked else "",
            "cost_gbp": picked.cost_gbp if picked else "",
            "harm": picked.harm if picked else "",
            "sets": SEPARATOR.join(
                str(number) for number, each in enumerate(sizes, 1) if stay.project in each
            ),
            "stays_share": stay.share,
            "stays_error": stay.error,
            "left_out_because": left_out.get(stay.project, ""),
        }


def _price_row(choice: Choice, number: int) -> dict[str, object]:
    price = choice.prices[number]
    return {
        "limit": price.limit.id,
        "title": price.limit.title,
        "side": price.limit.side.value,
        "measure": price.limit.measure.value,
        "value": price.limit.value,
        "used": price.used,
        "step": price.step,
        "gain": price.gain,
        "gain_low": price.gain_low,
        "gain_high": price.gain_high,
        "gain_per_unit": price.per_unit,
        "linear_price_per_unit": price.slope,
        "gain_without": "" if price.without is None else price.without,
    }


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    return sorted(value) if isinstance(value, frozenset) else str(value)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the file of projects, read."""

    project: str
    title: str
    size: str
    cost_gbp: float
    people: int
    approach: str
    level: str
    labels: frozenset[str]
    harm: Effect | None
    must: bool
    overridden: bool


def _project(rows: Sequence[_Row]) -> Project:
    first = rows[0]
    asked = Asked(
        id=first.project,
        title=first.title or first.project,
        amounts=tuple((row.size, row.cost_gbp, row.people) for row in rows),
        approach=first.approach,
        level=first.level,
        labels=first.labels,
        overridden=first.overridden,
        must=first.must,
    )
    if first.harm is None:
        return project_of(asked)
    sizes = tuple(Size(row.size, row.cost_gbp, row.harm) for row in rows if row.harm)
    return Project(
        id=asked.id,
        title=asked.title,
        sizes=sizes,
        labels=asked.labels | {f"level:{asked.level}", f"band:{_band(asked.approach).value}"},
        approach=asked.approach,
        is_harmful=_band(asked.approach) is Impact.HARMFUL,
        overridden=asked.overridden,
        must=asked.must,
    )


def _band(approach: str) -> Impact:
    for row in evidence_toolkit():
        if row.id == approach:
            return row.impact
    return Impact.NO_CLEAR_EVIDENCE


def _size_of(path: Path, number: int, row: Mapping[str, str], faults: list[Fault]) -> _Row:
    def read(column: str, kind: Callable[[str], T], otherwise: T, wanted: str) -> T:
        text = row.get(column, "").strip()
        try:
            return kind(text) if text else otherwise
        except (KeyError, ValueError):
            faults.append(Fault(path.name, number, column, text, "cannot be read", wanted))
            return otherwise

    known = {each.id for each in evidence_toolkit()}
    approach, level = row.get("approach", "").strip(), row.get("level", "").strip() or "secondary"
    if approach and approach not in known:
        faults.append(
            Fault(path.name, number, "approach", approach, "is not in the toolkit",
                  "Give one of its ids, or leave it empty where none fits")
        )  # fmt: skip
    if level not in LEVELS:
        faults.append(
            Fault(path.name, number, "level", level, "is no level", f"Give one of {LEVELS}")
        )
    ends = [read(f"harm_{end}", float, None, "Give a number") for end in ("low", "central", "high")]
    central = ends[1]
    low, high = (central if end is None else end for end in (ends[0], ends[2]))
    harm = None
    if central is not None and low is not None and high is not None:
        harm = Effect(low, central, high)
    people = read("people", int, 0, "Give a whole number")
    if harm is None and not people:
        faults.append(
            Fault(path.name, number, "people", "", "is empty, and so is harm_central",
                  "Give how many people are reached, or the harm that is prevented")
        )  # fmt: skip
    return _Row(
        project=row.get("project", "").strip() or f"row {number}",
        title=row.get("title", "").strip(),
        size=row.get("size", "").strip(),
        cost_gbp=read("cost_gbp", float, 0.0, "Give pounds as a number, without commas"),
        people=people,
        approach=approach,
        level=level,
        labels=frozenset(
            label.strip() for label in row.get("labels", "").split(SEPARATOR) if label.strip()
        ),
        harm=harm,
        must=read("must", lambda text: YES[text.lower()], False, "Give yes or no"),
        overridden=read("override", lambda text: YES[text.lower()], False, "Give yes or no"),
    )


def _limit(path: Path, number: int, row: Mapping[str, Any], faults: list[Fault]) -> Limit | None:
    try:
        limit = Limit(
            id=str(row.get("id") or f"limit {number}"),
            title=str(row.get("title") or row.get("id") or f"limit {number}"),
            side=Side(str(row["side"]).strip()),
            measure=Measure(str(row["measure"]).strip()),
            value=float(row["value"]),
            label=str(row.get("label") or "all"),
            step=float(row.get("step") or 0.0),
        )
    except (KeyError, ValueError) as error:
        faults.append(
            Fault(path.name, number, "", "", f"is no limit ({error})",
                  "Give side (at_least, at_most), measure (pounds, share, projects) and a value")
        )  # fmt: skip
        return None
    return limit


def _from_toml(path: Path, read: Mapping[str, Any]) -> Within:
    faults: list[Fault] = []
    unknown = sorted(set(read) - {"limit", "exclusive", "together", "shared_cost"})
    faults += [
        Fault(path.name, 0, name, "", "is not known", "Use limit, exclusive, together, shared_cost")
        for name in unknown
    ]
    limits = [
        _limit(path, number, row, faults) for number, row in enumerate(read.get("limit", []), 1)
    ]
    pairs: dict[str, tuple[tuple[str, str], ...]] = {}
    for name in ("exclusive", "together"):
        given = read.get(name, [])
        if any(not isinstance(pair, list) or len(pair) != 2 for pair in given):
            faults.append(
                Fault(path.name, 0, name, "", "is no list of pairs", 'Write [["one", "other"]]')
            )
            given = []
        pairs[name] = tuple((str(one), str(other)) for one, other in given)
    shared = []
    for number, row in enumerate(read.get("shared_cost", []), 1):
        try:
            shared.append(SharedCost(str(row["label"]), float(row["cost_gbp"])))
        except (KeyError, ValueError):
            faults.append(
                Fault(path.name, number, "shared_cost", "", "is not complete",
                      "Give label and cost_gbp")
            )  # fmt: skip
    if faults:
        raise SourceFormatError(source="limits", faults=faults)
    return Within(
        tuple(each for each in limits if each is not None),
        pairs["exclusive"],
        pairs["together"],
        tuple(shared),
    )


def _rows(
    path: Path, *, known: Sequence[str], needed: set[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a CSV by line; raises where its columns are not those it should have."""
    reader = csv.DictReader(_text(path).splitlines())
    columns = [name.strip() for name in reader.fieldnames or []]
    missing, unknown = sorted(needed - set(columns)), sorted(set(columns) - set(known))
    if missing:
        raise _refused(path, f"lacks the columns {missing}", f"Its columns are {list(known)}")
    if unknown:
        raise _refused(path, f"has the columns {unknown}", f"Its columns are {list(known)}")
    reader.fieldnames = columns
    return ((number, {k: v or "" for k, v in row.items() if k}) for number, row in
            enumerate(reader, start=2))  # fmt: skip


def _text(path: Path) -> str:
    if not path.is_file():
        raise UsageError(f"There is no file [{path}]. Name a file that is there.")
    return path.read_text("utf-8-sig")


def _refused(path: Path, problem: str, remedy: str) -> SourceFormatError:
    return SourceFormatError(
        source=path.stem, faults=[Fault(path.name, 0, "", "", problem, remedy)]
    )
