"""What commands say: answers on standard output, progress and trouble on standard error."""

import dataclasses
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import typer

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


def say(text: str = "") -> None:
    """One line of the answer."""
    typer.echo(text)


def note(text: str) -> None:
    """One line beside the answer, out of the way of machines."""
    typer.echo(text, err=True)


def say_json(answer: object) -> None:
    """The whole answer as one JSON document."""
    typer.echo(json.dumps(plain(answer), ensure_ascii=False, indent=2))


def plain(value: object) -> Any:
    """A value as JSON knows it: records as objects, choices and paths as text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [plain(item) for item in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def say_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Rows under headings, columns lined up with spaces by spaces, for any pager and any reader."""
    cells = [tuple(headings), *(tuple("" if c is None else str(c) for c in row) for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(headings))]
    for row in cells:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        say(line.rstrip())


def size(count: int) -> str:
    """A number of bytes for people.

    >>> size(1_700_000_000)
    '1.7 GB'
    """
    amount, unit = float(count), "bytes"
    for larger in ("kB", "MB", "GB", "TB"):
        if amount < 1000:
            break
        amount, unit = amount / 1000, larger
    return f"{amount:.0f} {unit}" if unit == "bytes" else f"{amount:.1f} {unit}"


class Bars:
    """A progress bar on standard error; silent where nobody is watching.

    Pipelines call it as `bars(step, done, total)`; a total of 0 means it is not known.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet or not sys.stderr.isatty()
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __call__(self, step: str, done: int, total: int) -> None:
        if self._quiet:
            return
        if self._progress is None or self._task is None:
            self._progress = _progress()
            self._task = self._progress.add_task(step)
            self._progress.start()
        self._progress.update(self._task, description=step, completed=done, total=total or None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._progress is not None:
            self._progress.stop()


def _progress() -> "Progress":
    """Bars as rich draws them, which takes a while to import."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )


def shown_path(path: Path) -> str:
    """A path as its reader would type it: from the working folder where it is inside it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
