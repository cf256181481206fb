"""What the lake holds of a source, supply by supply, and how good each supply is in numbers.

`quality` says it in words; this gives the numbers that a trend is drawn from.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median

from headwater.core.periods import Month
from headwater.lake.contracts import contract
from headwater.lake.journal import AcceptedFile, Act, Entry, Journal, Load
from headwater.lake.store import Store
from headwater.pipelines import quality_tables as tables
from headwater.pipelines.quality import FEW_MONTHS, MONTHLY
from headwater.sources import catalogue


@dataclass(frozen=True, slots=True)
class Supply:
    """One slice of one source as the lake holds it.

    `month` is empty where the source does not come by month. `completeness` is the share of the
    cells that may be empty and are filled, `validity` the share of the rows handed in that were
    kept, `days_after` the days from the end of the month to the load, `times_usual` the rows over
    the median of the supplier's other months. None where it cannot be said: of several months
    loaded at once only the latest tells how long a supplier takes, the others may be a backlog.
    """

    source: str
    slice: str
    supplier: str
    month: str
    load_id: str
    loaded_at: datetime
    loaded_by: str
    rows: int
    completeness: float | None
    validity: float | None
    days_after: int | None
    times_usual: float | None


def supplies(lake: Path, *, source: str) -> tuple[Supply, ...]:
    """Every supply of a feed that the lake reads today, in the order of its slices."""
    known = catalogue.source(source)
    journal = Journal(lake)
    table = known.tables[0]
    owners = {s: load for s, load in journal.current(table).items() if load.source == source}
    if not owners:
        return ()
    counts, filled = _counted(lake, table, owners)
    accepted = {e.load_id: e for e in journal.entries() if e.act is Act.ACCEPT}
    usual = _times_usual(counts)
    latest = _latest_of_loads(owners)
    return tuple(
        _supply(
            source,
            slice_,
            rows=counts.get(slice_, 0),
            filled=filled.get(slice_),
            times_usual=usual.get(slice_),
            is_latest=slice_ in latest,
            load=owners[slice_],
            entry=accepted[owners[slice_].id],
        )
        for slice_ in sorted(owners)
    )


def current_load(lake: Path, *, source: str, slice_: str) -> str:
    """The load a slice of a source is read from today; empty where nothing was loaded."""
    load = Journal(lake).current(catalogue.source(source).tables[0]).get(slice_)
    return load.id if load is not None else ""


def accepted(lake: Path) -> dict[str, dict[str, str]]:
    """When each load was accepted into the lake, and by whom; the last time counts."""
    return {
        entry.load_id: {"at": entry.at, "by": entry.by}
        for entry in Journal(lake).entries()
        if entry.act is Act.ACCEPT
    }


def _supply(  # noqa: PLR0913 - what is counted in three places comes together here
    source: str,
    slice_: str,
    *,
    rows: int,
    filled: float | None,
    times_usual: float | None,
    is_latest: bool,
    load: Load,
    entry: Entry,
) -> Supply:
    found = MONTHLY.fullmatch(slice_)
    at = datetime.fromisoformat(entry.at)
    file = next((file for file in load.files if file.slice == slice_), None)
    return Supply(
        source=source,
        slice=slice_,
        supplier=found["who"] if found else slice_,
        month=found["month"] if found else "",
        load_id=load.id,
        loaded_at=at,
        loaded_by=entry.by,
        rows=rows,
        completeness=filled,
        validity=_kept(file),
        days_after=_days_after(found["month"], at) if found and is_latest else None,
        times_usual=times_usual,
    )


def _days_after(month: str, at: datetime) -> int:
    return (at.date() - Month.parse(month).last_day).days


def _latest_of_loads(owners: Mapping[str, Load]) -> frozenset[str]:
    """Of each supplier, the slice of the latest month that each load brought."""
    latest: dict[tuple[str, str], str] = {}
    for slice_, load in sorted(owners.items()):
        if found := MONTHLY.fullmatch(slice_):
            latest[load.id, found["who"]] = slice_
    return frozenset(latest.values())


def _kept(file: AcceptedFile | None) -> float | None:
    return file.rows_accepted / file.rows_in if file is not None and file.rows_in else None


def _counted(
    lake: Path, table: str, owners: Mapping[str, Load]
) -> tuple[dict[str, int], dict[str, float]]:
    """Rows of each slice, and the share of its optional cells that are filled."""
    columns = [column.name for column in contract(table).columns if not column.required]
    with Store(lake) as store:
        mine = store.table(table)
        mine = mine.filter(mine.slice.isin(sorted(owners)))
        found = store.rows(tables.filled_by_slice(mine, columns), name="filled by supply")
    counts, filled = {}, {}
    for place, slice_ in enumerate(found["slice"]):
        rows = int(found["rows"][place])
        counts[str(slice_)] = rows
        if columns and rows:
            cells = sum(int(found[f"has_{column}"][place]) for column in columns)
            filled[str(slice_)] = cells / (rows * len(columns))
    return counts, filled


def _times_usual(counts: Mapping[str, int]) -> dict[str, float]:
    """Rows of each month over the median of the supplier's other months, where there are enough."""
    by_supplier: dict[str, list[str]] = {}
    for slice_ in counts:
        if found := MONTHLY.fullmatch(slice_):
            by_supplier.setdefault(found["who"], []).append(slice_)
    usual = {}
    for slices in by_supplier.values():
        if len(slices) < FEW_MONTHS:
            continue
        for slice_ in slices:
            others = median(counts[other] for other in slices if other != slice_)
            if others:
                usual[slice_] = counts[slice_] / others
    return usual
