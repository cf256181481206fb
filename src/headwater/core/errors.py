"""Everything a person can act on is a `HeadwaterError`; everything else is a bug.

Each error knows the exit code its command ends with. Sentences bracket values so that empty
ones show, say what to do, and never carry personal data.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """What the shell sees. Documented in the command-line reference."""

    DONE = 0
    BUG = 1
    USAGE = 2
    SOURCE_FAULTS = 3
    LAKE = 4
    NOT_FOUND = 5
    ANALYSIS = 6
    DISCLOSURE = 7
    FETCH = 8
    TAMPERED = 9
    INTERRUPTED = 130


class HeadwaterError(Exception):
    """Something a person can act on. The message is the whole story; no traceback is shown."""

    exit_code: ClassVar[ExitCode] = ExitCode.USAGE


class UsageError(HeadwaterError):
    """The request does not make sense as put."""


class LakeError(HeadwaterError):
    """The lake could not be read or written."""

    exit_code = ExitCode.LAKE


class LakeBusyError(LakeError):
    """Somebody else is publishing to the lake."""

    def __init__(self, *, lake: str, holder: str) -> None:
        super().__init__(
            f"The lake [{lake}] is being written by [{holder}]. Nothing was changed. "
            "Wait for it to finish and try again."
        )


class LakeFullError(LakeError):
    """The disk filled up while publishing."""

    def __init__(self, *, lake: str, needs: str = "") -> None:
        more = f" About [{needs}] more is needed." if needs else ""
        super().__init__(
            f"The disk under the lake [{lake}] is full. The lake is as it was before.{more} "
            "Free some space and try again."
        )


class TamperedError(HeadwaterError):
    """Stored bytes are not the bytes that were stored."""

    exit_code = ExitCode.TAMPERED

    def __init__(self, *, what: str, expected: str, found: str) -> None:
        super().__init__(
            f"[{what}] has changed since it was stored: expected sha256 [{expected}], found "
            f"[{found}]. Restore it from a backup, or undo its load and ingest the files again."
        )


class NotFoundError(HeadwaterError):
    """A thing that was asked for by name is not there."""

    exit_code = ExitCode.NOT_FOUND

    def __init__(self, *, kind: str, name: str, hint: str = "") -> None:
        more = f" {hint}" if hint else ""
        super().__init__(f"There is no {kind} [{name}].{more}")


class AnalysisError(HeadwaterError):
    """A method cannot answer the question put to it."""

    exit_code = ExitCode.ANALYSIS


class NotEnoughDataError(AnalysisError):
    """Too few observations for the method."""

    def __init__(self, *, of: str, have: int, need: int) -> None:
        super().__init__(f"Needs at least [{need}] {of} and has [{have}].")


class ParameterError(AnalysisError):
    """An argument is outside what the method allows."""

    @classmethod
    def below(cls, name: str, *, value: float, least: float) -> "ParameterError":
        """The value is smaller than the smallest allowed."""
        return cls(f"[{name}] is [{value}] and must be at least [{least}].")

    @classmethod
    def outside(cls, name: str, *, value: float, low: float, high: float) -> "ParameterError":
        """The value is not between the limits."""
        return cls(f"[{name}] is [{value}] and must lie between [{low}] and [{high}].")


class DisclosureError(HeadwaterError):
    """A number would have left without disclosure control, or could be worked out."""

    exit_code = ExitCode.DISCLOSURE


class FetchError(HeadwaterError):
    """A publisher's file could not be fetched or is not what it says."""

    exit_code = ExitCode.FETCH


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a supplied file, in words its supplier can act on.

    `row` counts lines of the file from 1 with the header as line 1; 0 means the whole file.
    `value` is shown only for columns that cannot hold personal data.
    """

    file: str
    row: int
    column: str
    value: str
    problem: str
    remedy: str

    def sentence(self) -> str:
        """The fault as one line for a person."""
        place = f"row {self.row}" if self.row else "whole file"
        column = f", column [{self.column}]" if self.column else ""
        value = f" has [{self.value}]" if self.value else ""
        return f"{self.file}: {place}{column}{value}: {self.problem}. {self.remedy}."


class SourceFormatError(HeadwaterError):
    """A supplied file was refused. All its faults at once; nothing was written."""

    exit_code = ExitCode.SOURCE_FAULTS
    shown: ClassVar[int] = 20

    def __init__(self, *, source: str, faults: Sequence[Fault], total: int | None = None) -> None:
        self.source = source
        self.faults = tuple(faults)
        self.total = len(self.faults) if total is None else total
        lines = [fault.sentence() for fault in self.faults[: self.shown]]
        hidden = self.total - len(lines)
        if hidden > 0:
            lines.append(f"and [{hidden}] more")
        noun = "fault" if self.total == 1 else "faults"
        super().__init__(
            f"[{source}] has [{self.total}] {noun}. Nothing was loaded.\n  " + "\n  ".join(lines)
        )
