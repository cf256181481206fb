"""Grants from a file on the disk: JSON, CSV or an Excel workbook, compressed or not."""

import tempfile
from dataclasses import replace
from pathlib import Path

from headwater.core.errors import NotFoundError, SourceFormatError
from headwater.sources.giving_360.reading import GrantsFile, GrantsRefusedError, read_grants
from headwater.sources.opening import Refused, Unknown, opened


def grants_of(path: Path) -> GrantsFile:
    """The grants of a file with all its faults; of a workbook, those of its first sheet.

    Raises `NotFoundError`, or `GrantsRefusedError` and `SourceFormatError` where it is no file of
    grants at all.
    """
    if not path.is_file():
        raise NotFoundError(kind="file", name=path.name, hint="Check the name.")
    with (
        tempfile.TemporaryDirectory() as scratch,
        opened([path], scratch=Path(scratch)) as found,
    ):
        first = next(found, Unknown(path.name))
        if isinstance(first, Refused):
            raise SourceFormatError(source=path.name, faults=[first.fault])
        if isinstance(first, Unknown):
            raise GrantsRefusedError(
                f"[{path.name}] is not of a kind that holds grants. Send JSON, CSV or .xlsx."
            )
        return replace(
            read_grants(first.path.read_bytes(), name=path.name), encoding=first.encoding
        )
