"""Early warning: registering a rule with its false alarms, and running all rules for a week."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from headwater import __version__
from headwater.analysis.needs.drafting import Draft
from headwater.analysis.needs.holdings import holdings
from headwater.analysis.needs.outlines import outlines_of
from headwater.analysis.needs.scope import Scope, scope_of
from headwater.analysis.watch.alerts import by_place
from headwater.analysis.watch.chapters import WeekOf, compose
from headwater.analysis.watch.counting import WeeklyCounts, weekly_counts
from headwater.analysis.watch.fairness import fairness_of, homes_of
from headwater.analysis.watch.judging import judge, touching
from headwater.analysis.watch.nearby import places_of
from headwater.analysis.watch.registering import expected_alarms, looking_back
from headwater.analysis.watch.releasing import released
from headwater.analysis.watch.rules import (
    RegisteredRule,
    WatchRule,
    as_text,
    registered_from,
    rule_from,
    seal_of,
)
from headwater.analysis.watch.watched import Watched
from headwater.core import words
from headwater.core.editions import EARLY_WARNING, Edition
from headwater.core.errors import NotFoundError, UsageError
from headwater.core.periods import Month, Period
from headwater.core.weeks import Week
from headwater.lake.store import Store
from headwater.pipelines.assess import (
    DEFAULT_SEED,
    MEMORY_LIMIT,
    Progress,
    check_stored,
    edition_id,
    used_loads,
)
from headwater.pipelines.warming import Beside, compiling_beside, family_of
from headwater.rulebook import (
    attributions,
    glossary,
    watch_measure,
)

ENDING = ".json"
WRITING = "Writing documents"


@dataclass(frozen=True, slots=True)
class WatchSummary:
    """What running the rules of a week made."""

    edition_id: str
    folder: Path
    area_name: str
    week: str
    rules: int
    alerts: int
    files: tuple[Path, ...]
    compiled_s: float
    """Seconds spent compiling, here and beside, which only an installation's first run does."""


def read_rule(path: Path) -> WatchRule:
    """A rule from a file that somebody wrote."""
    if not path.is_file():
        raise NotFoundError(
            kind="rule", name=path.name, hint="Write one first; docs/how-to/watch.md shows how."
        )
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UsageError(f"[{path.name}] is not JSON: {error}.") from error
    if not isinstance(data, dict):
        raise UsageError(f"[{path.name}] is not one rule. It holds one object with its fields.")
    return rule_from(data)


def register(
    lake: Path,
    rule: WatchRule,
    *,
    register_folder: Path,
    on: date,
    by: str,
    seed: int = DEFAULT_SEED,
) -> RegisteredRule:
    """Work out what is to be expected of a rule and keep both, sealed, in the register.

    A rule of the same id is replaced; the week's edition says which one ran.
    """
    made = with_expected_alarms(lake, rule, on=on, by=by, seed=seed)
    register_folder.mkdir(parents=True, exist_ok=True)
    # A file of this writer's own, so that two who register at once cannot mix theirs.
    with tempfile.NamedTemporaryFile(
        "w", dir=register_folder, suffix=".part", delete=False, encoding="utf-8"
    ) as beside:
        beside.write(as_text(made))
    Path(beside.name).replace(register_folder / f"{rule.id}{ENDING}")
    return made


def with_expected_alarms(
    lake: Path, rule: WatchRule, *, on: date, by: str, seed: int = DEFAULT_SEED
) -> RegisteredRule:
    """A rule with the false alarms to be expected of it, worked out on its own history.

    With it goes who lives where it would have spoken in the last year of that history.
    """
    with Store(lake, memory_limit=MEMORY_LIMIT) as store:
        scope = scope_of(store, area=rule.area, period=Period(Month.of(on), Month.of(on)))
        held = weekly_counts(store, scope, watch_measure(rule.measure), level=rule.level)
        before = looking_back(rule, held, scope=scope)
        expected = expected_alarms(rule, held, scope=scope, seed=seed, before=before)
        fairness = fairness_of(before, homes_of(store, scope))
    seal = seal_of(rule, expected, fairness)
    return RegisteredRule(rule, expected, on, by, held.rows.loads, seal, fairness)


def registered_rules(register_folder: Path) -> tuple[RegisteredRule, ...]:
    """Every rule in a register, by id."""
    paths = sorted(register_folder.glob(f"*{ENDING}")) if register_folder.is_dir() else []
    return tuple(
        registered_from(path.read_text(encoding="utf-8"), name=path.name) for path in paths
    )


def watch(  # noqa: PLR0913 - a command's worth of choices
    lake: Path,
    *,
    area: str,
    week: Week,
    register_folder: Path,
    out: Path,
    on: date,
    seed: int = DEFAULT_SEED,
) -> WatchSummary:
    """Run every registered rule of an area for a week and write its alerts as an edition.

    The same lake, rules, week and seed give the same bytes, so running it twice changes nothing.
    Raises `RuleError` where a rule may not run, and then writes nothing.
    """
    rules = [each for each in registered_rules(register_folder) if each.rule.area == area]
    if not rules:
        raise NotFoundError(
            kind="registered rule for",
            name=area,
            hint="Register one first (headwater rule).",
        )
    return watch_with(lake, rules, area=area, week=week, out=out, on=on, seed=seed)


def watch_with(  # noqa: PLR0913 - a command's worth of choices
    lake: Path,
    rules: Sequence[RegisteredRule],
    *,
    area: str,
    week: Week,
    out: Path,
    on: date,
    seed: int = DEFAULT_SEED,
    progress: Progress | None = None,
) -> WatchSummary:
    """Run these rules of an area for a week and write their alerts as an edition."""
    from headwater.core.compiled import compile_seconds
    from headwater.reporting.documents import write_documents

    for each in rules:
        each.check_may_run(on=on)
    check_stored(lake)
    with compiling_beside(each.rule.method for each in rules) as beside:
        edition, alerts = build_watch(
            lake, rules, area=area, week=week, seed=seed, progress=progress, beside=beside
        )
    _tell(progress, WRITING, len(rules), len(rules))
    files = write_documents(edition, out)
    return WatchSummary(
        edition_id=edition.id,
        folder=out,
        area_name=edition.area_name,
        week=str(week),
        rules=len(rules),
        alerts=alerts,
        files=tuple(files),
        compiled_s=round(compile_seconds() + (beside.seconds if beside else 0.0), 1),
    )


def build_watch(  # noqa: PLR0913 - as `watch_with`
    lake: Path,
    rules: Sequence[RegisteredRule],
    *,
    area: str,
    week: Week,
    seed: int,
    progress: Progress | None = None,
    beside: Beside | None = None,
) -> tuple[Edition, int]:
    """The edition of a week as data, and how many alerts there are in it."""
    with Store(lake, memory_limit=MEMORY_LIMIT) as store:
        months = Period(Month.of(week.monday), Month.of(week.sunday))
        scope = scope_of(store, area=area, period=months)
        held = [_counted(store, scope, each.rule) for each in rules]
        found: dict[int, Watched] = {}
        for at in _those_beside_last(rules, beside):
            _tell(progress, f"Judging: {rules[at].rule.title}", len(found), len(rules))
            if beside is not None and family_of(rules[at].rule.method) is beside.family:
                beside.wait()
            found[at] = _watched(held[at], scope, rules[at], week, seed)
        watched = [found[at] for at in range(len(rules))]
        draft = Draft()
        week_of = WeekOf(
            watched=tuple(watched),
            cubes=released(watched),
            places=places_of(watched, pairs=touching(scope, scope.lsoa)[0]),
            has_outlines=bool(scope.shapes.outlines),
        )
        chapters = compose(week_of, draft)
        loads = {load.id: load for load in holdings(store).loads}
        unnamed = Edition(
            id="",
            title="Early warning of serious violence",
            area_code=scope.area,
            area_name=scope.name,
            area_level=scope.level.words,
            period=str(week),
            period_words=week.words,
            definitions=tuple(sorted({each.counted.definition for each in watched} - {""})),
            summary=_summary(week_of, week),
            chapters=chapters,
            findings=draft.findings,
            tables=draft.tables,
            charts=draft.charts,
            maps=draft.maps,
            outlines=outlines_of(scope) if draft.maps else (),
            expressions=store.expressions,
            loads={key: loads[key] for key in sorted(used_loads(draft)) if key in loads},
            glossary=tuple((term.term, term.meaning) for term in glossary()),
            attribution=tuple(each.text for each in attributions()),
            code_version=__version__,
            seed=seed,
            synthetic=scope.is_synthetic,
            name=EARLY_WARNING,
            publisher="headwater demonstration" if scope.is_synthetic else "",
            keywords=("serious violence", "early warning", scope.name),
        )
    alerts = sum(len(each.verdict.alerts) for each in watched)
    return replace(unnamed, id=edition_id(unnamed)), alerts


def _counted(store: Store, scope: Scope, rule: WatchRule) -> WeeklyCounts:
    return weekly_counts(store, scope, watch_measure(rule.measure), level=rule.level)


def _those_beside_last(rules: Sequence[RegisteredRule], beside: Beside | None) -> list[int]:
    """Positions of the rules, those at the end whose method is being compiled beside."""
    if beside is None:
        return list(range(len(rules)))
    return sorted(
        range(len(rules)), key=lambda at: family_of(rules[at].rule.method) is beside.family
    )


def _watched(
    held: WeeklyCounts, scope: Scope, registered: RegisteredRule, week: Week, seed: int
) -> Watched:
    rule = registered.rule
    found = judge(rule, held, week, scope=scope, seed=seed)
    verdict = replace(found, alerts=by_place(found.alerts))
    return Watched(registered, verdict, held, scope.lsoa)


def _summary(week_of: WeekOf, week: Week) -> str:
    watched, places = week_of.watched, week_of.places.count
    alerts = sum(len(each.verdict.alerts) for each in watched)
    expected = sum(each.registered.expected.a_year for each in watched)
    where = f", in {words.counted(places, 'place')}," if alerts > 1 else ""
    return (
        f"{words.counted(alerts, 'alert')} from {words.counted(len(watched), 'rule')}{where} in "
        f"the {week.words}. When nothing is going on, these rules together raise about "
        f"{words.number(expected, decimals=1)} alerts a year."
    )


def _tell(progress: Progress | None, step: str, done: int, rules: int) -> None:
    """One step a rule, and one for the documents."""
    if progress is not None:
        progress(step, done, rules + 1)


def described(summary: WatchSummary) -> str:
    """What was made, as one sentence."""
    return (
        f"{summary.area_name}, {summary.week}: {words.counted(summary.alerts, 'alert')} from "
        f"{words.counted(summary.rules, 'rule')}."
    )
