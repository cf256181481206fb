"""Arrow's compute functions, untyped.

The published stubs do not know that a plain number or text may stand beside a column, which is
how almost every call here reads.
"""

from typing import Any

import pyarrow.compute

pc: Any = pyarrow.compute
