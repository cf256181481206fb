"""What the worker does for data in. Each task may be run again: it goes on where it stopped."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django_tasks import task

from headwater.core import clock
from headwater.core.errors import HeadwaterError, LakeBusyError
from headwater.web.insights.algorithms.rules import NotRegisteredError
from headwater.web.insights.data_in import queue
from headwater.web.insights.data_in.changes import work
from headwater.web.insights.data_in.models import Upload
from headwater.web.insights.data_in.rules.workflow import NoSuchMoveError, Status

DONE, NOTHING = "done", "nothing to do"
BUSY = "The lake is being written by somebody else. This is tried again in a moment."


@task()
def check(reference: str) -> str:
    """Check an upload that was handed in or answered for."""
    from headwater.web.insights.data_in import worker

    expects = frozenset({Status.UPLOADED, Status.CHECKING})
    return _run("check", reference, expects, worker.check)


@task()
def load(reference: str) -> str:
    """Load an upload that somebody confirmed."""
    from headwater.web.insights.data_in import worker

    expects = frozenset({Status.CONFIRMED, Status.LOADING})
    return _run("load", reference, expects, worker.load)


@task()
def undo(reference: str) -> str:
    """Take the load of an upload out of the lake."""
    from headwater.web.insights.data_in import worker

    return _run("undo", reference, frozenset({Status.UNDOING}), worker.undo)


@task()
def measure(source: str) -> str:
    """Measure what the lake holds of a source."""
    from headwater.web.insights.data_in import worker

    try:
        return f"{worker.measure(source, at=clock.now())} supplies"
    except NotRegisteredError as error:
        return str(error)


@task()
def make_blank_workbook(source: str) -> str:
    """Make the workbook that suppliers of a source fill in."""
    from headwater.web.insights.data_in import worker

    worker.make_blank_workbook(source)
    return DONE


class _Step:
    """One try at one upload, and how it ended."""

    def __init__(self, name: str, upload: Upload, *, at: datetime) -> None:
        self.name, self.upload, self.at = name, upload, at
        self.words = DONE


def _run(
    name: str,
    reference: str,
    expects: frozenset[Status],
    do: Callable[..., None],
) -> str:
    at = clock.now()
    upload = work.begin(reference, expects=expects, at=at)
    if upload is None:
        return NOTHING
    with _plainly(_Step(name, upload, at=at)) as step:
        do(upload, at=at)
    return step.words


@contextmanager
def _plainly(step: _Step) -> Iterator[_Step]:
    """Turn what a person can act on into words on the upload; leave bugs to be bugs."""
    try:
        yield step
    except LakeBusyError:
        work.wait(upload=step.upload, words=BUSY, at=step.at)
        queue.again_later(step.name, step.upload.reference, at=step.at)
        step.words = BUSY
    except NoSuchMoveError:
        # Another worker took the same step first.
        step.words = NOTHING
    except HeadwaterError as error:
        work.stop(upload=step.upload, words=str(error), at=step.at)
        step.words = "stopped"
