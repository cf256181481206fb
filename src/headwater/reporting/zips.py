"""Office files are zips with times inside; these come out the same every time."""

import io
import zipfile
from datetime import datetime

EARLIEST_YEAR = 1980
"""The first year a zip can hold."""


def fixed(data: bytes, *, moment: datetime) -> bytes:
    """A zip with every entry's time set and nothing about the machine that made it."""
    out = io.BytesIO()
    stamp = (max(moment.year, EARLIEST_YEAR), moment.month, moment.day, 0, 0, 0)
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return out.getvalue()
