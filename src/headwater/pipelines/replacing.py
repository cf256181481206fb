"""What a slice supplied again changes: rows that are new, gone, and as they were."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from headwater.lake.contracts import contract
from headwater.lake.journal import Load, Part
from headwater.lake.publish import Stage
from headwater.lake.workbench import Workbench, literal, name
from headwater.pipelines.ingest_report import Replaced


def differences(
    stage: Stage, *, table: str, parts: Sequence[Part], owners: Mapping[str, Load]
) -> tuple[Replaced, ...]:
    """For each slice of a table that the lake already has, how its rows will change.

    `parts` are still in the stage; `owners` say which load each slice is read from now. Equal
    rows are paired off one to one, so a row that comes twice counts twice.
    """
    again = sorted({slice_ for part in parts for slice_ in part.slices if slice_ in owners})
    if not again:
        return ()
    columns = ", ".join(name(column.name) for column in contract(table).columns)
    new = _union([(stage.folder / part.path, again) for part in parts], columns)
    old = _union(_old_files(stage.lake, table, again, owners), columns)
    with Workbench(scratch=stage.folder) as bench:
        kept = _counts(bench, f"({old}) INTERSECT ALL ({new})")
        before, after = _counts(bench, old), _counts(bench, new)
    return tuple(
        Replaced(
            table=table,
            slice=slice_,
            added=after.get(slice_, 0) - kept.get(slice_, 0),
            removed=before.get(slice_, 0) - kept.get(slice_, 0),
            unchanged=kept.get(slice_, 0),
        )
        for slice_ in again
    )


def _old_files(
    lake: Path, table: str, again: Sequence[str], owners: Mapping[str, Load]
) -> list[tuple[Path, list[str]]]:
    """The files that hold what is there now, each with the slices that are read from it."""
    files = []
    for load in {owners[slice_].id: owners[slice_] for slice_ in again}.values():
        for part in load.parts:
            mine = [s for s in again if s in part.slices and owners[s].id == load.id]
            if part.table == table and mine:
                files.append((lake / part.path, mine))
    return files


def _union(files: Sequence[tuple[Path, Sequence[str]]], columns: str) -> str:
    return " UNION ALL ".join(
        f"SELECT {columns} FROM read_parquet({literal(str(path))}) "
        f"WHERE slice IN ({', '.join(literal(slice_) for slice_ in slices)})"
        for path, slices in files
    )


def _counts(bench: Workbench, rows: str) -> dict[str, int]:
    answer: Any = bench.ask(f"SELECT slice, count(*) AS n FROM ({rows}) GROUP BY slice")
    return {row["slice"]: int(row["n"]) for row in answer.to_pylist()}
