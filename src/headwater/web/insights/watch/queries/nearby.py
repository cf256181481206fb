"""Alerts of other rules in the same weeks and the same place, or one beside it."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from headwater.core.weeks import Week
from headwater.web.editions import files
from headwater.web.editions.models import Edition
from headwater.web.insights.watch.models import Alert, Sighting
from headwater.web.insights.watch.nearness import Shape, is_beside

LONGEST_SPAN = 8
"""Weeks up to the judged one that an alert may be about."""


@dataclass(frozen=True, slots=True)
class Span:
    """The weeks and areas that an alert is about, by all that counts of what was seen."""

    first: Week
    last: Week
    areas: Mapping[str, str]
    """Names by code."""

    @classmethod
    def of(cls, seen: Iterable[Sighting]) -> "Span":
        """The span of some sightings, of which there is at least one."""
        weeks = [(Week.parse(each.week), each.weeks) for each in seen]
        return cls(
            first=min(week.plus(1 - back) for week, back in weeks),
            last=max(week for week, _ in weeks),
            areas={area["code"]: area["name"] for each in seen for area in each.areas},
        )

    def meets(self, other: "Span") -> bool:
        """Whether both are about a same week."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Nearby:
    """Another alert that is near."""

    alert: Alert
    span: Span
    is_same_place: bool


def nearby(alert: Alert, seen: Collection[Sighting], edition: Edition) -> list[Nearby]:
    """Alerts of other rules about the same weeks in an area of this one or beside it.

    Outlines are those of the edition; where it has none, only the same areas are found.
    """
    mine = Span.of(seen)
    others = [(each, span) for each, span in _in_weeks(alert, mine) if span.meets(mine)]
    same = [Nearby(each, span, True) for each, span in others if span.areas.keys() & mine.areas]
    rest = [(each, span) for each, span in others if not span.areas.keys() & mine.areas]
    if not rest:
        return same
    codes = {*mine.areas, *(code for _, span in rest for code in span.areas)}
    shapes = _shapes(edition, codes)
    return [*same, *(Nearby(e, span, False) for e, span in rest if _beside(mine, span, shapes))]


def _in_weeks(alert: Alert, span: Span) -> list[tuple[Alert, Span]]:
    """Alerts of other rules that may be about the same weeks, by what was seen of each."""
    others: QuerySet[Alert] = (
        Alert.objects.filter(
            workspace_id=alert.workspace_id,
            last_week__gte=str(span.first),
            first_week__lte=str(span.last.plus(LONGEST_SPAN)),
        )
        .exclude(rule_id=alert.rule_id)
        .select_related("rule", "workspace")
        .prefetch_related("sightings")
        .order_by("-last_week", "pk")
    )
    found = []
    for each in others:
        counts = [seen for seen in each.sightings.all() if seen.is_current]
        if counts:
            found.append((each, Span.of(counts)))
    return found


def _beside(mine: Span, other: Span, shapes: Mapping[str, Shape]) -> bool:
    return any(
        is_beside(shapes[one], shapes[another])
        for one in mine.areas
        for another in other.areas
        if one in shapes and another in shapes
    )


def _shapes(edition: Edition, codes: Collection[str]) -> dict[str, Shape]:
    path = files.folder_of(edition) / files.OUTLINES
    if not edition.folder or not path.is_file():
        return {}
    read: dict[str, Any] = json.loads(path.read_bytes())
    return {
        each["id"]: Shape.of(polygon[0] for polygon in each["geometry"]["coordinates"])
        for each in read["features"]
        if each["id"] in codes
    }
