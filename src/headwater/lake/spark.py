"""The lake on Spark, for a nation's worth of rows: the same expressions, the same answers.

Needs the extra `scale` and Java. Give the engine to the store:

    with Store(lake, backend=spark_engine()) as store: ...
"""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from headwater.core.errors import LakeError
from headwater.lake.contracts import DataType, TableContract

SPARK_TYPES = {
    DataType.TEXT: "STRING",
    DataType.WHOLE: "INT",
    DataType.LONG: "BIGINT",
    DataType.DECIMAL: "DOUBLE",
    DataType.DATE: "DATE",
    DataType.TIMESTAMP: "TIMESTAMP_NTZ",
    DataType.YES_NO: "BOOLEAN",
    DataType.BYTES: "BINARY",
}
SETTINGS = {
    # One machine and no others: nothing listens beyond it, and nothing is shown.
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # The lake holds days and times without a zone; so must the engine.
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    # Group-bys of a county do not need the two hundred parts that a cluster's would.
    "spark.sql.shuffle.partitions": "4",
}


def spark_engine(*, threads: int = 2, memory: str = "1g", remote: str = "") -> Any:
    """Spark as an engine for the store: on this machine, or a Connect server's at `remote`.

    Raises `LakeError` where Spark or Java is missing.
    """
    try:
        import ibis
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise LakeError(
            "Spark is not installed. Install headwater[scale], or leave the engine out to use "
            "DuckDB."
        ) from error
    builder = SparkSession.builder.appName("headwater")
    if remote:
        builder = builder.remote(remote)
    else:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        # Its Python workers are this Python, with the same packages.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = builder.master(f"local[{threads}]").config("spark.driver.memory", memory)
        for key, value in SETTINGS.items():
            builder = builder.config(key, value)
    try:
        return ibis.pyspark.connect(builder.getOrCreate())
    except RuntimeError as error:
        raise LakeError(f"Spark did not start: [{error}]. It needs Java 17 or later.") from error


def create_spark_view(
    backend: Any, promise: TableContract, parts: Sequence[tuple[Path, Sequence[str]]]
) -> None:
    """Name the current files of a table. `parts` are files with the slices to leave out."""
    session = backend._session
    schema = ", ".join(f"`{column.name}` {SPARK_TYPES[column.type]}" for column in promise.columns)
    whole = [str(path.resolve()) for path, replaced in parts if not replaced]
    frame = session.createDataFrame([], schema)
    if whole:
        frame = session.read.schema(schema).parquet(*whole)
    for path, replaced in parts:
        if replaced:
            rest = session.read.schema(schema).parquet(str(path.resolve()))
            frame = frame.unionAll(rest.filter(~rest["slice"].isin(list(replaced))))
    frame.createOrReplaceTempView(promise.name)


def spark_answer(backend: Any, expression: ir.Table) -> pa.Table:
    """The rows of an expression. Not by way of pandas, which turns whole numbers with gaps into
    fractions.
    """
    answer: pa.Table = backend._session.sql(backend.compile(expression)).toArrow()
    return answer.cast(expression.schema().to_pyarrow())


def map_groups(
    backend: Any,
    rows: pa.Table,
    *,
    by: str,
    function: Callable[[pa.Table], pa.Table],
    schema: pa.Schema,
) -> pa.Table:
    """What a function makes of each group of some rows, put together in no certain order.

    Spark's workers run it, a group at a time. They import it by its name, so it must live in a
    module that they have; what it is bound to travels with it.
    """
    from pyspark.sql.pandas.types import from_arrow_schema

    frame = backend._session.createDataFrame(rows)
    made = frame.groupBy(by).applyInArrow(function, schema=from_arrow_schema(schema))
    answer: pa.Table = made.toArrow()
    return answer.cast(schema)
