"""How good is what was supplied: complete, valid, on time, steady, without repeats, in its area.

Answers are sentences about supplies, worked out on the lake as it stands. Nothing is changed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from statistics import median

from headwater.core.errors import NotFoundError
from headwater.core.periods import Month, Period
from headwater.lake.contracts import contract
from headwater.lake.journal import Act, Journal, Load
from headwater.lake.store import Rows, Store
from headwater.pipelines import quality_tables as tables
from headwater.sources import catalogue

QUIET, LOUD = 0.6, 1.67
"""A month's volume is called odd outside these multiples of the median of the other months."""
FEW_MONTHS = 4
USUAL_SHARE = 0.01
"""A district with at least this share of a supplier's rows is part of its usual area."""
LATE_DAYS = 60
OVERDUE_MONTHS = 3
"""A supplier further behind the others than this has stopped, and is not called late."""
MONTHLY = re.compile(r"(?P<who>.+)/(?P<month>\d{4}-\d{2})")
CATEGORY = {
    "crimes": "crime_type",
    "crime_outcomes": "outcome_type",
    "stop_searches": "type",
    "recorded_crimes": "ho_code",
    "ed_assaults": "method",
    "ambulance_incidents": "incident_type",
    "fire_incidents": "incident_type",
}
IDENTIFIER = {
    "crimes": ("crime_id",),
    "recorded_crimes": ("offence_ref",),
    "ambulance_incidents": ("incident_ref",),
    "fire_incidents": ("incident_ref",),
    "services": ("service_id",),
    "ed_assaults": ("arrived_at", "assaulted_at", "method", "location_type", "location_text"),
    "stop_searches": ("searched_at", "lon", "lat", "gender", "age_range", "object_of_search"),
}
PLACED = frozenset(
    {
        "crimes",
        "crime_outcomes",
        "recorded_crimes",
        "ed_assaults",
        "ambulance_incidents",
        "fire_incidents",
    }
)


class Aspect(StrEnum):
    """What is looked at, in the order it is told."""

    COMPLETENESS = "completeness"
    VALIDITY = "validity"
    TIMELINESS = "timeliness"
    CONSISTENCY = "consistency"
    DUPLICATES = "duplicates"
    OUT_OF_AREA = "out of area"
    VINTAGE = "vintage of area codes"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing seen. `value` is a share or a count; `subject` a column, supplier or month."""

    aspect: Aspect
    subject: str
    value: float
    words: str
    is_concern: bool = False


@dataclass(frozen=True, slots=True)
class TableQuality:
    """What was seen of one table from one source."""

    source: str
    title: str
    table: str
    rows: int
    supplies: int
    loads: tuple[str, ...]
    findings: tuple[Finding, ...]

    def of(self, aspect: Aspect) -> tuple[Finding, ...]:
        """The findings about one aspect."""
        return tuple(finding for finding in self.findings if finding.aspect is aspect)


@dataclass(frozen=True, slots=True)
class QualityReport:
    """The quality of everything in the lake, source by source."""

    tables: tuple[TableQuality, ...]

    def __str__(self) -> str:
        blocks = []
        for each in self.tables:
            lines = [f"{each.title} ({each.table}): {each.rows:,} rows, {each.supplies} supplies"]
            for finding in each.findings:
                mark = "!" if finding.is_concern else " "
                lines.append(f" {mark} {finding.aspect}: {finding.words}")
            blocks.append("\n".join(lines))
        return "\n\n".join(blocks) if blocks else "The lake is empty: there is nothing to judge."


def quality(lake: Path, *, source: str | None = None) -> QualityReport:
    """Judge every source in the lake, or one. Raises `NotFoundError` for one that is not there."""
    journal = Journal(lake)
    accepted = _accepted_at(journal)
    found: list[TableQuality] = []
    with Store(lake) as store:
        for known in catalogue.sources():
            if source in (None, known.id):
                for table in known.tables:
                    owners = {
                        slice_: load
                        for slice_, load in journal.current(table).items()
                        if load.source == known.id
                    }
                    if owners:
                        found.append(
                            _Judge(store, known.id, known.title, table, owners).judge(accepted)
                        )
    if source is not None and not found:
        raise NotFoundError(
            kind="source in the lake", name=source, hint="Load it with: headwater ingest"
        )
    return QualityReport(tuple(found))


def _accepted_at(journal: Journal) -> dict[str, datetime]:
    """When each load was accepted, the last time it was."""
    return {
        entry.load_id: datetime.fromisoformat(entry.at)
        for entry in journal.entries()
        if entry.act is Act.ACCEPT
    }


class _Judge:
    """One table of one source."""

    def __init__(
        self, store: Store, source: str, title: str, table: str, owners: Mapping[str, Load]
    ) -> None:
        self.store, self.source, self.title = store, source, title
        self.name, self.owners = table, owners
        whole = store.table(table)
        self.table = whole.filter(whole.slice.isin(sorted(owners)))
        counted = self._rows(tables.rows_by_slice(self.table), "rows by supply")
        self.counts = {
            str(s): int(n) for s, n in zip(counted["slice"], counted["rows"], strict=True)
        }

    def _rows(self, expression: object, what: str) -> Rows:
        return self.store.rows(expression, name=f"quality: {what}")

    def judge(self, accepted: Mapping[str, datetime]) -> TableQuality:
        """Every aspect that can be judged for this table."""
        findings = [
            *self.completeness(),
            *self.validity(),
            *self.timeliness(accepted),
            *self.volumes(),
            *self.categories(),
            *self.duplicates(),
            *self.places(),
        ]
        return TableQuality(
            source=self.source,
            title=self.title,
            table=self.name,
            rows=sum(self.counts.values()),
            supplies=len(self.owners),
            loads=tuple(sorted({load.id for load in self.owners.values()})),
            findings=tuple(findings),
        )

    def completeness(self) -> Iterable[Finding]:
        """Share of each field that is filled, where it is not all."""
        columns = [c.name for c in contract(self.name).columns if not c.required]
        if not columns or not sum(self.counts.values()):
            return
        row = self._rows(tables.filled_by_column(self.table, columns), "filled")
        total = int(row["rows"][0])
        for column in columns:
            share = int(row[f"has_{column}"][0]) / total
            if share < 1:
                yield Finding(
                    Aspect.COMPLETENESS,
                    column,
                    share,
                    f"[{column}] is filled on {_percent(share)} of rows",
                )

    def validity(self) -> Iterable[Finding]:
        """Rows left out, and warnings that came with the loads."""
        loads = {load.id: load for load in self.owners.values()}.values()
        files = [f for load in loads for f in load.files if f.slice in self.owners]
        total = sum(file.rows_in for file in files)
        left_out: dict[str, int] = {}
        for file in files:
            for reason, count in file.rejected.items():
                left_out[reason] = left_out.get(reason, 0) + count
        for reason, count in left_out.items():
            share = count / total if total else 0.0
            words = f"{count:,} of {total:,} rows left out: {reason}"
            yield Finding(Aspect.VALIDITY, reason, share, words)
        warnings = sum(len(load.warnings) for load in loads)
        if warnings:
            noun = "warning was" if warnings == 1 else "warnings were"
            words = f"{warnings:,} {noun} given when it was loaded"
            yield Finding(Aspect.VALIDITY, "warnings", warnings, words)

    def timeliness(self, accepted: Mapping[str, datetime]) -> Iterable[Finding]:
        """Days from the end of the latest month to its load, and months that are missing.

        Only the latest month tells how long a supplier takes: the others may be a backlog.
        """
        suppliers = _by_supplier(self.counts)
        latest = max((max(months) for months in suppliers.values()), default=None)
        for who, months in suppliers.items():
            last = max(months)
            at = accepted.get(self.owners[months[last]].id)
            if at is not None and at.date() >= last.last_day:
                days = (at.date() - last.last_day).days
                words = f"[{who}] {last}, its latest month, was loaded {days:,} days after it ended"
                yield Finding(Aspect.TIMELINESS, who, days, words, is_concern=days > LATE_DAYS)
            if latest is not None and 0 < latest.index - last.index <= OVERDUE_MONTHS:
                words = f"[{who}] has nothing after {last}; others have come up to {latest}"
                yield Finding(
                    Aspect.TIMELINESS, who, latest.index - last.index, words, is_concern=True
                )
            missing = [month for month in Period(min(months), last) if month not in months]
            if missing:
                noun = "month" if len(missing) == 1 else "months"
                words = (
                    f"[{who}] lacks {len(missing)} {noun} between {min(months)} and {last}: "
                    f"{_runs(missing)}"
                )
                yield Finding(Aspect.TIMELINESS, who, len(missing), words, is_concern=True)

    def volumes(self) -> Iterable[Finding]:
        """Months far below or above the median of the supplier's other months."""
        for who, months in _by_supplier(self.counts).items():
            if len(months) < FEW_MONTHS:
                continue
            for month, slice_ in months.items():
                others = median(self.counts[s] for m, s in months.items() if m != month)
                ratio = self.counts[slice_] / others if others else 1.0
                if not QUIET <= ratio <= LOUD:
                    words = (
                        f"[{who}] {month} has {self.counts[slice_]:,} rows, {ratio:.2f} times the "
                        "median of its other months"
                    )
                    yield Finding(
                        Aspect.CONSISTENCY, f"{who}/{month}", ratio, words, is_concern=True
                    )

    def categories(self) -> Iterable[Finding]:
        """Categories that used to come every month and stopped, or came from nowhere."""
        column = CATEGORY.get(self.name)
        if column is None:
            return
        rows = self._rows(tables.categories_by_slice(self.table, column), "categories")
        seen: dict[tuple[str, str], set[Month]] = {}
        for slice_, category in zip(rows["slice"], rows["category"], strict=True):
            if found := MONTHLY.fullmatch(str(slice_)):
                month = Month.parse(found["month"])
                seen.setdefault((found["who"], str(category)), set()).add(month)
        for (who, category), months in sorted(seen.items()):
            every = sorted(_by_supplier(self.counts)[who])
            change = _change(every, months)
            if change:
                words = f"[{who}] {column} [{category}] {change}"
                yield Finding(Aspect.CONSISTENCY, category, len(months), words, is_concern=True)

    def duplicates(self) -> Iterable[Finding]:
        """Identifiers, or whole rows where there is none, that come more than once in a supply."""
        columns = IDENTIFIER.get(self.name)
        if columns is None:
            return
        row = self._rows(tables.repeated(self.table, columns), "repeats")
        extra = row["extra"][0]
        count = 0 if extra is None or extra != extra else int(extra)  # noqa: PLR0124  (NaN)
        if count:
            total = sum(self.counts.values())
            what = f"the {columns[0]} of another" if len(columns) == 1 else WHOLE
            words = f"{count:,} rows repeat {what} ({_percent(count / total)})"
            yield Finding(Aspect.DUPLICATES, what, count, words)

    def places(self) -> Iterable[Finding]:
        """Rows outside the supplier's usual districts, and the vintage of the codes."""
        if self.name not in PLACED:
            return
        if self.store.has("area_links"):
            yield from self._out_of_area()
        if self.store.has("areas"):
            yield from self._vintages()

    def _out_of_area(self) -> Iterable[Finding]:
        links = self.store.table("area_links")
        rows = self._rows(tables.codes_by_slice_and_district(self.table, links), "districts")
        by_who: dict[str, dict[str, int]] = {}
        for slice_, district, n in zip(rows["slice"], rows["district"], rows["rows"], strict=True):
            found = by_who.setdefault(_who(str(slice_)), {})
            found[str(district)] = found.get(str(district), 0) + int(n)
        for who, districts in sorted(by_who.items()):
            total = sum(districts.values())
            usual = {d for d, n in districts.items() if d and n >= USUAL_SHARE * total}
            outside = sum(n for d, n in districts.items() if d not in usual)
            if outside and usual:
                words = (
                    f"[{who}] has {outside:,} rows ({_percent(outside / total)}) outside the "
                    f"{len(usual)} districts it usually reports from"
                )
                yield Finding(Aspect.OUT_OF_AREA, who, outside / total, words)

    def _vintages(self) -> Iterable[Finding]:
        areas = self.store.table("areas")
        rows = self._rows(tables.vintages_by_slice(self.table, areas), "vintages")
        by_kind: dict[tuple[str, str], list[str]] = {}
        shares: dict[tuple[str, str], list[tuple[float, float]]] = {}
        columns = ("slice", "rows", "in_2011", "in_2021", "in_neither")
        for slice_, total, old, new, neither in zip(*(rows[c] for c in columns), strict=True):
            known = int(total) - int(neither)
            if not known:
                continue
            first, second = int(old) / int(total), int(new) / int(total)
            kind = "2011" if old == known else "2021" if new == known else "mixed"
            if old == new == known:
                kind = "either"
            key = (_who(str(slice_)), kind)
            by_kind.setdefault(key, []).append(str(slice_))
            shares.setdefault(key, []).append((first, second))
        for (who, kind), slices in sorted(by_kind.items()):
            low_old, high_old = _range(pair[0] for pair in shares[who, kind])
            low_new, high_new = _range(pair[1] for pair in shares[who, kind])
            months = [Month.parse(f["month"]) for s in slices if (f := MONTHLY.fullmatch(s))]
            when = f" in {_runs(months)}" if months else ""
            words = (
                f"[{who}] carries {KIND_WORDS[kind]}{when}: {_span(low_old, high_old)} of rows "
                f"match the 2011 list and {_span(low_new, high_new)} the 2021 list"
            )
            yield Finding(Aspect.VINTAGE, who, low_new, words, is_concern=kind == "mixed")


WHOLE = "another in every field that could tell them apart"
KIND_WORDS = {
    "2011": "2011 codes",
    "2021": "2021 codes",
    "mixed": "a mixture of 2011 and 2021 codes",
    "either": "codes that both lists have",
}


def _who(slice_: str) -> str:
    found = MONTHLY.fullmatch(slice_)
    return found["who"] if found else slice_


def _by_supplier(slices: Iterable[str]) -> dict[str, dict[Month, str]]:
    """Monthly supplies by who supplied them."""
    found: dict[str, dict[Month, str]] = {}
    for slice_ in sorted(slices):
        if match := MONTHLY.fullmatch(slice_):
            found.setdefault(match["who"], {})[Month.parse(match["month"])] = slice_
    return found


def _change(every: Sequence[Month], months: set[Month]) -> str:
    """How a category came or went: three months or more there, three or more not."""
    flags = [month in months for month in every]
    first, last = flags.index(True), len(flags) - 1 - flags[::-1].index(True)
    if not all(flags[first : last + 1]) or last - first < 2:
        return ""
    if len(flags) - 1 - last >= 3:
        return f"stops after {every[last]}"
    if first >= 3:
        return f"starts in {every[first]}"
    return ""


def _runs(months: Sequence[Month]) -> str:
    """Months in words, neighbours joined: 2024-01 to 2024-03, 2024-07."""
    words: list[str] = []
    ordered = sorted(months)
    start = 0
    for at in range(1, len(ordered) + 1):
        if at == len(ordered) or ordered[at].index != ordered[at - 1].index + 1:
            first, last = ordered[start], ordered[at - 1]
            words.append(str(first) if first == last else f"{first} to {last}")
            start = at
    return ", ".join(words)


def _range(values: Iterable[float]) -> tuple[float, float]:
    found = list(values)
    return min(found), max(found)


def _span(low: float, high: float) -> str:
    return (
        _percent(low) if _percent(low) == _percent(high) else f"{_percent(low)} to {_percent(high)}"
    )


def _percent(share: float) -> str:
    """One decimal, without rounding a gap away."""
    shown = f"{100 * share:.1f} %"
    if shown == "100.0 %" and share < 1:
        return "just under 100 %"
    return "less than 0.1 %" if shown == "0.0 %" and share > 0 else shown
