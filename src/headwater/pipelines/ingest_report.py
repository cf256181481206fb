"""What became of files that were handed in, for a person and for a program."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from headwater.core.errors import ExitCode, Fault, HeadwaterError, SourceFormatError

SHOWN_WARNINGS = 20


@dataclass(frozen=True, slots=True)
class Replaced:
    """A slice that was supplied again: how its rows changed."""

    table: str
    slice: str
    added: int
    removed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Taken:
    """One load: what one source brought. Without a `load_id` nothing was written."""

    source: str
    title: str
    load_id: str
    files: int
    rows: int
    rejected: dict[str, int]
    warnings: tuple[str, ...] = ()
    replaced: tuple[Replaced, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """One source's files, refused whole: all that is wrong with them."""

    source: str
    faults: tuple[Fault, ...]
    total: int

    def sentence(self) -> str:
        """The faults as a person reads them."""
        return str(SourceFormatError(source=self.source, faults=self.faults, total=self.total))


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of everything handed in.

    `unchanged` files hold what the lake already has; `unknown` files were not recognised and not
    read; `empty` ones had a header and no rows where that is usual. `dry_run` changed nothing.
    """

    taken: tuple[Taken, ...]
    unchanged: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = field(default=())
    dry_run: bool = False

    @property
    def warnings(self) -> tuple[str, ...]:
        """Everything to acknowledge, in the order of the loads."""
        return tuple(warning for taken in self.taken for warning in taken.warnings)

    def __str__(self) -> str:
        lines = [_taken(taken, dry_run=self.dry_run) for taken in self.taken]
        lines += [_replaced(change) for taken in self.taken for change in taken.replaced]
        if self.unchanged:
            lines.append(f"{_files(len(self.unchanged))} already in the lake; nothing changed.")
        if self.empty:
            lines.append(f"{_files(len(self.empty))} without rows left out: {_few(self.empty)}.")
        if self.unknown:
            lines.append(f"{_files(len(self.unknown))} not recognised: {_few(self.unknown)}.")
        lines += _warnings(self.warnings)
        if self.dry_run:
            lines.append("This was a rehearsal: the lake is as it was.")
        return "\n".join(lines) if lines else "There was nothing to take in."


class SuppliesRefusedError(SourceFormatError):
    """Some sources were refused. `report` says what became of the others."""

    def __init__(self, report: IngestReport) -> None:
        self.report = report
        first = report.refused[0]
        super().__init__(
            source=first.source,
            faults=[fault for refused in report.refused for fault in refused.faults],
            total=sum(refused.total for refused in report.refused),
        )
        sentences = [refused.sentence() for refused in report.refused]
        if any(taken.load_id for taken in report.taken):
            others = ", ".join(taken.source for taken in report.taken if taken.load_id)
            sentences.append(f"Other sources were loaded: [{others}].")
        self.args = ("\n".join(sentences),)


class UnacknowledgedWarningsError(HeadwaterError):
    """A supply has warnings and the caller wants to see them first."""

    exit_code = ExitCode.SOURCE_FAULTS

    def __init__(self, *, source: str, warnings: Sequence[str]) -> None:
        self.warnings = tuple(warnings)
        shown = "\n  ".join(warnings[:SHOWN_WARNINGS])
        super().__init__(
            f"[{source}] has [{len(warnings)}] warnings to acknowledge. Nothing was loaded. Load "
            f"it again accepting them, or mend the files.\n  {shown}"
        )


def _taken(taken: Taken, *, dry_run: bool) -> str:
    verb = "would load" if dry_run else f"load {taken.load_id}:"
    left_out = "".join(f"; [{n:,}] left out ({why})" for why, n in taken.rejected.items())
    return f"{taken.title}: {verb} {taken.rows:,} rows from {_files(taken.files)}{left_out}."


def _replaced(change: Replaced) -> str:
    return (
        f"  {change.slice} was there before: {change.added:,} rows new, {change.removed:,} gone, "
        f"{change.unchanged:,} as they were ({change.table})."
    )


def _warnings(warnings: Sequence[str]) -> list[str]:
    if not warnings:
        return []
    shown = [f"  {warning.removesuffix('.')}." for warning in warnings[:SHOWN_WARNINGS]]
    hidden = len(warnings) - len(shown)
    return [
        f"{len(warnings):,} {'warning' if len(warnings) == 1 else 'warnings'}:",
        *shown,
        *([f"  and {hidden:,} more."] if hidden else []),
    ]


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - 3:,} more" if len(names) > 3 else ""
    return ", ".join(f"[{name}]" for name in names[:3]) + more
