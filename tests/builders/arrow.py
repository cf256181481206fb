"""How a table contract's types are kept in Parquet, for tests that write tables themselves."""

import pyarrow as pa

from headwater.lake.contracts import DataType

ARROW = {
    DataType.TEXT: pa.string(),
    DataType.WHOLE: pa.int32(),
    DataType.LONG: pa.int64(),
    DataType.DECIMAL: pa.float64(),
    DataType.DATE: pa.date32(),
    DataType.TIMESTAMP: pa.timestamp("us"),
    DataType.YES_NO: pa.bool_(),
    DataType.BYTES: pa.binary(),
}
