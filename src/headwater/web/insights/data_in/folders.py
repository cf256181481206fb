"""Where the worker keeps what it makes of an upload: all of it can be made again."""

import shutil
from pathlib import Path

from django.conf import settings

from headwater.web.insights.data_in.models import Upload
from headwater.web.insights.data_in.supplies import source

FAULTS = {"csv": "faults.csv", "xlsx": "faults.xlsx"}


def of_upload(upload: Upload) -> Path:
    """The folder of one upload."""
    return Path(settings.HOME) / "data-in" / upload.reference


def fault_file(upload: Upload, kind: str) -> Path:
    """The rows to mend, as a supplier downloads them."""
    return of_upload(upload) / FAULTS[kind]


def blank_workbook(source_id: str) -> Path:
    """The workbook a supplier fills in, for the schema of today."""
    name = f"blank-{source_id}-{source(source_id).version}.xlsx"
    return Path(settings.HOME) / "data-in" / "blank" / name


def forget(upload: Upload) -> None:
    """Remove what was made of an upload."""
    shutil.rmtree(of_upload(upload), ignore_errors=True)
