"""What a stored week says of its rules' alerts, row by row, and what was kept of it before."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from headwater.core.weeks import Week
from headwater.web.editions.figures import Value, key_of, position
from headwater.web.editions.models import Edition, Finding, Kind, Table
from headwater.web.editions.rules.workflow import READABLE
from headwater.web.insights.watch.models import Rule, Sighting

RULES = "rules"
"""The edition's table of the rules that ran, those without an alert too."""


@dataclass(frozen=True, slots=True)
class Place:
    """One area of an alert."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """One alert as a week's edition released it."""

    week: Week
    table: str
    key: str
    weeks: int
    areas: tuple[Place, ...]
    observed: float | None
    expected: float | None
    p_value: float | None
    sentence: str
    because: str


def slugs(edition: Edition) -> list[str]:
    """The rules that ran, by the name in their figures."""
    table = edition.tables.filter(slug=RULES).first()
    if table is None:
        return []
    at = position(table, "rule")
    return [str(row[at]) for row in table.rows]


def rows(edition: Edition, slug: str) -> Iterator[Row]:
    """A rule's alerts that nothing was kept of yet, in the order of the edition."""
    table = edition.tables.filter(slug=_alerts(slug)).first()
    if table is None:
        return
    kept = set(sightings(edition, slug).filter(edition=edition).values_list("row", flat=True))
    places = _places(edition, slug)
    told = {each.slug: each for each in edition.findings.filter(slug__startswith=f"watch.{slug}.")}
    for cells in table.rows:
        key = key_of(table, cells)
        if key not in kept:
            yield _row(edition, table, cells, places.get(key, ()), told.get(f"watch.{slug}.{key}"))


def _alerts(slug: str) -> str:
    return f"alerts-{slug}"


def _places(edition: Edition, slug: str) -> Mapping[str, Sequence[Place]]:
    table = edition.tables.filter(slug=f"places-{slug}").first()
    found: defaultdict[str, list[Place]] = defaultdict(list)
    if table is not None:
        at = [position(table, key) for key in ("alert", "area_code", "area_name")]
        for row in table.rows:
            alert, code, name = (str(row[each]) for each in at)
            found[alert].append(Place(code, name))
    return found


def _row(
    edition: Edition,
    table: Table,
    cells: Sequence[Value],
    areas: Sequence[Place],
    said: Finding | None,
) -> Row:
    def cell(key: str) -> Any:
        return cells[position(table, key)]

    return Row(
        week=Week.parse(edition.week),
        table=table.slug,
        key=key_of(table, cells),
        weeks=int(cell("weeks")),
        areas=tuple(areas),
        observed=_number(cell("observed")),
        expected=_number(cell("expected")),
        p_value=_number(cell("p_value")),
        sentence=said.sentence if said else "",
        because=said.because if said else "",
    )


def _number(value: Value) -> float | None:
    """The number that was released; None where a mark stands in its place."""
    return float(value) if isinstance(value, int | float) else None


def sightings(edition: Edition, slug: str) -> QuerySet[Sighting]:
    """Everything kept of a rule's alerts in the edition's workspace and area, by whichever run."""
    return Sighting.objects.filter(
        edition__workspace_id=edition.workspace_id,
        edition__area_code=edition.area_code,
        table=_alerts(slug),
    )


def run_that_counts(edition: Edition, slug: str) -> Edition | None:
    """The last run of the same week by a rule that was not put away; None where none is left."""
    made = Edition.objects.filter(
        workspace_id=edition.workspace_id,
        kind=Kind.EARLY_WARNING,
        area_code=edition.area_code,
        week=edition.week,
        status__in=READABLE,
    )
    return next((each for each in made.order_by("-made_at", "-pk") if slug in slugs(each)), None)


def sightings_of(rule: Rule) -> QuerySet[Sighting]:
    """Everything kept of one rule's alerts."""
    return Sighting.objects.filter(alert__rule=rule).select_related("alert")


def that_ran(held: Sequence[Rule], edition: Edition) -> Rule | None:
    """Of the rules of one name, the one that was on when a week was made; None where none was.

    Weeks kept from before the rule was switched on belong to the first that was.
    """
    since = {each.switched_on_at: each for each in held if each.switched_on_at is not None}
    assert edition.made_at is not None, "only weeks that were made are asked"
    before = [moment for moment in since if moment <= edition.made_at]
    if before:
        return since[max(before)]
    return since[min(since)] if since else None
