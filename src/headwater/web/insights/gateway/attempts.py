"""Making an edition in the worker: whatever ends the attempt is said on the edition's page."""

import json
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from django.db.utils import InterfaceError, OperationalError

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.lake.journal import Act, Journal
from headwater.reporting import manifest
from headwater.reporting.edition_json import FILE
from headwater.web.editions import changes
from headwater.web.editions.errors import TakenOverError
from headwater.web.editions.models import Edition

BROKE = (
    "headwater itself went wrong while making this. The people who run it find the reason in "
    "their log under the reference on this page. You can try again."
)


class Attempt:
    """Whatever ends an attempt is said on its page; only a bug goes on to the log."""

    def __init__(self, edition: Edition, *, fail: Callable[..., object] = changes.fail) -> None:
        self.edition = edition
        self.fail = fail
        self.ended = "failed"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if isinstance(error, TakenOverError):
            self.ended = "taken over"
        elif isinstance(error, HeadwaterError):
            self.fail(edition=self.edition, sentence=str(error), at=clock.now())
        elif isinstance(error, OperationalError | InterfaceError):
            # The database is away, and with it the page that could say so: the task is done again.
            return False
        elif isinstance(error, Exception):
            self.fail(edition=self.edition, sentence=BROKE, at=clock.now())
        return isinstance(error, HeadwaterError)


def read_edition(folder: Path) -> dict[str, Any]:
    """The edition as its file says, once the file is found to be the one that was written."""
    manifest.check_file(folder, FILE)
    read: dict[str, Any] = json.loads((folder / FILE).read_bytes())
    return read


def accepted(lake: Path) -> dict[str, dict[str, str]]:
    """When each load was accepted into the lake, and by whom; the last time counts."""
    return {
        entry.load_id: {"at": entry.at, "by": entry.by}
        for entry in Journal(lake).entries()
        if entry.act is Act.ACCEPT
    }


def progress_of(edition: Edition) -> Callable[[str, int, int], None]:
    """What a pipeline tells its steps to. Raises where another attempt took over."""

    def tell(step: str, done: int, total: int) -> None:
        changes.progress(edition=edition, step=step, done=done, total=total)

    return tell
