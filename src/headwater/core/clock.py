"""The one place that knows what time it is.

Set `SOURCE_DATE_EPOCH` (whole seconds since 1970) to fix the clock, as reproducible builds do.
"""

import os
from datetime import UTC, date, datetime


def now() -> datetime:
    """The present moment, in UTC, to the second."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    if fixed:
        return datetime.fromtimestamp(int(fixed), tz=UTC)
    return datetime.now(tz=UTC).replace(microsecond=0)


def today() -> date:
    """Today's date, in UTC."""
    return now().date()
