"""Work in the worker: whatever ends an attempt is said on the page of what it is about."""

import json
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from django.db.utils import InterfaceError, OperationalError

from headwater.core import clock
from headwater.core.errors import HeadwaterError
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
    """Whatever ends an attempt is said on its page; only a bug goes on to the log.

    `fail` keeps the sentence that says why. Errors of `overtaken` say that another attempt counts.
    """

    def __init__(
        self, *, fail: Callable[[str], object], overtaken: type[HeadwaterError] = TakenOverError
    ) -> None:
        self.fail = fail
        self.overtaken = overtaken
        self.ended = "failed"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if isinstance(error, self.overtaken):
            self.ended = "taken over"
        elif isinstance(error, HeadwaterError):
            self._say(str(error))
        elif isinstance(error, OperationalError | InterfaceError):
            # The database is away, and with it the page that could say so: the task is done again.
            return False
        elif isinstance(error, Exception):
            self._say(BROKE)
        return isinstance(error, HeadwaterError)

    def _say(self, sentence: str) -> None:
        try:
            self.fail(sentence)
        except self.overtaken:
            self.ended = "taken over"


def of_edition(edition: Edition, fail: Callable[..., object] = changes.fail) -> Attempt:
    """An attempt at an edition."""
    return Attempt(fail=lambda sentence: fail(edition=edition, sentence=sentence, at=clock.now()))


def read_edition(folder: Path) -> dict[str, Any]:
    """The edition as its file says, once the file is found to be the one that was written."""
    manifest.check_file(folder, FILE)
    read: dict[str, Any] = json.loads((folder / FILE).read_bytes())
    return read


def progress_of(edition: Edition) -> Callable[[str, int, int], None]:
    """What a pipeline tells its steps to. Raises where another attempt took over."""

    def tell(step: str, done: int, total: int) -> None:
        changes.progress(edition=edition, step=step, done=done, total=total)

    return tell
