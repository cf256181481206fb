"""Checked tables on their way to Parquet: one file a table, whole row groups."""

from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from headwater.lake.contracts import contract
from headwater.lake.journal import Part
from headwater.lake.publish import Stage
from headwater.sources.feeds import ARROW_TYPES

ROW_GROUP = 250_000


class PartWriter:
    """Gathers the rows of one table from file after file."""

    def __init__(self, folder: Path, source: str, table: str) -> None:
        self.table = table
        self.path = folder / f"{source}-{table}.parquet"
        self.rows = 0
        self._schema = pa.schema(
            [(column.name, ARROW_TYPES[column.type]) for column in contract(table).columns]
        )
        self._slices: dict[str, None] = {}
        self._waiting: list[Any] = []
        self._writer = parquet.ParquetWriter(
            self.path, self._schema, compression="zstd", store_schema=False
        )

    def add(self, rows: Any, *, slice_: str) -> None:
        """The rows of one slice. A slice without rows is noted, so that it replaces what was."""
        self._slices[slice_] = None
        whole = rows.append_column("slice", pa.repeat(pa.scalar(slice_), len(rows)))
        self._waiting.append(whole.select(self._schema.names).cast(self._schema))
        self.rows += len(rows)
        if sum(len(table) for table in self._waiting) >= ROW_GROUP:
            self._flush()

    def close(self, stage: Stage) -> Part:
        """Finish the file and describe it."""
        self._flush()
        self._writer.close()
        return stage.part(self.path, table=self.table, rows=self.rows, slices=tuple(self._slices))

    def _flush(self) -> None:
        if self._waiting:
            table = pa.concat_tables(self._waiting)
            self._waiting = []
            self._writer.write_table(table, row_group_size=ROW_GROUP)
