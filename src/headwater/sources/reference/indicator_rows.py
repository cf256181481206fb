"""`indicators` rows from the columns of one publisher's file."""

from collections.abc import Iterable, Mapping
from typing import Any

from headwater.sources.base import Conformed
from headwater.sources.reference.columns import lake_table, stacked

UNSPLIT = {"sex": "persons", "age": "all", "stratum": "all"}


def rows_of(columns: Mapping[str, Any], *, rows: int) -> Any:
    """Rows that are not split by sex, age or anything else unless they say so."""
    return lake_table("indicators", {**UNSPLIT, **columns}, rows=rows)


def accepted(
    tables: Iterable[Any],
    rows_in: int,
    *,
    rejected: Mapping[str, int] | None = None,
    warnings: Iterable[str] = (),
) -> Conformed:
    """An accepted file of indicators. Reasons that left nothing out are not mentioned."""
    return Conformed(
        {"indicators": stacked("indicators", list(tables))},
        rows_in,
        rejected={why: count for why, count in (rejected or {}).items() if count},
        warnings=tuple(warnings),
    )


def kept(columns: Mapping[str, Any], condition: Any) -> dict[str, Any]:
    """Columns with only some rows; constants stay as they are."""
    return {
        name: values.filter(condition) if hasattr(values, "filter") else values
        for name, values in columns.items()
    }
