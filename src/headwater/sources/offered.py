"""What was handed in: files, folders and archives, listed before a byte of them is trusted.

`offering` lists files by name without decompressing anything. Reading one is guarded: a small
archive that unfolds into a huge file is refused before it fills the memory or the disk.
"""

import gzip
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from stat import S_ISLNK
from typing import IO, cast

from headwater.core.errors import Fault, NotFoundError

MEBI = 1 << 20
GIBI = 1 << 30
CHUNK = MEBI


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a supply may unfold into. Far above any partner's file, far below a bomb.

    `ratio` is looked at only past `ratio_from` bytes, because small files pack tightly by right.
    """

    file_bytes: int = 8 * GIBI
    total_bytes: int = 64 * GIBI
    ratio: int = 250
    ratio_from: int = 32 * MEBI
    members: int = 200_000


LIMITS = Limits()
COMPRESSED = ".gz"
ARCHIVE = ".zip"
NESTED = frozenset({".zip", ".tar", ".tgz", ".7z", ".rar", ".bz2", ".xz"})
CLUTTER = frozenset({"thumbs.db", "desktop.ini"})


class UnreadableError(Exception):
    """A file cannot be read. Never leaves `sources`: it becomes a fault of the file."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.sentence())


@dataclass(frozen=True, eq=False)
class Offered:
    """One file handed in. `name` is relative and without archive and compression endings."""

    name: str
    path: Path
    packed_bytes: int
    gzipped: bool = False
    member: zipfile.ZipInfo | None = None
    archive: zipfile.ZipFile | None = None
    limits: Limits = LIMITS

    @property
    def is_bare(self) -> bool:
        """Whether the file lies on the disk as it is."""
        return not self.gzipped and self.member is None

    @property
    def likely_bytes(self) -> int:
        """Size once unfolded, as far as can be told without unfolding."""
        if self.gzipped:
            return self.packed_bytes * 8
        return self.member.file_size if self.member else self.packed_bytes

    def chunks(self) -> Iterator[bytes]:
        """The file's bytes, unfolded. Raises `UnreadableError` at the first sign of a bomb."""
        seen = 0
        with ExitStack() as stack:
            try:
                stream = stack.enter_context(self._packed())
                if self.gzipped:
                    stream = stack.enter_context(cast("IO[bytes]", gzip.GzipFile(fileobj=stream)))
                while chunk := stream.read(CHUNK):
                    seen += len(chunk)
                    self._check(seen)
                    yield chunk
            except (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError) as error:
                raise UnreadableError(_damaged(self.name)) from error
            except (RuntimeError, NotImplementedError) as error:
                # zipfile's words for a password and for a method it does not know.
                raise UnreadableError(_locked(self.name)) from error

    def read(self) -> bytes:
        """All the bytes, unfolded."""
        if self.archive and self.member and not self.gzipped:
            return self._member_bytes(self.archive, self.member)
        if self.is_bare:
            return self.path.read_bytes()
        return b"".join(self.chunks())

    def _packed(self) -> IO[bytes]:
        """The file as it lies on the disk or in its archive."""
        if self.archive and self.member:
            return self.archive.open(self.member)
        return self.path.open("rb")

    def _member_bytes(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
        """A whole member in one step; its declared size was checked when it was listed."""
        try:
            return archive.read(member)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise UnreadableError(_damaged(self.name)) from error
        except (RuntimeError, NotImplementedError) as error:
            raise UnreadableError(_locked(self.name)) from error

    def _check(self, seen: int) -> None:
        too_dense = seen > self.limits.ratio_from and seen > self.limits.ratio * self.packed_bytes
        if not self.is_bare and (seen > self.limits.file_bytes or too_dense):
            raise UnreadableError(_bomb(self.name, self.limits))


@dataclass(frozen=True, eq=False)
class Offering:
    """Everything handed in: what can be read, and what cannot be and why."""

    files: tuple[Offered, ...]
    faults: tuple[Fault, ...] = ()


@dataclass(slots=True)
class _Listing:
    """Files and faults as they are met."""

    limits: Limits
    stack: ExitStack
    files: list[Offered] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def take(self, path: Path, *, name: str) -> None:
        """List a file, or the members of an archive."""
        if _is_clutter(name):
            return
        if path.suffix.lower() == ARCHIVE:
            self.take_archive(path, name=name)
        elif path.suffix.lower() in NESTED:
            self.faults.append(_nested(name))
        else:
            gzipped = path.suffix.lower() == COMPRESSED
            bare = name[: -len(COMPRESSED)] if gzipped else name
            self.files.append(Offered(bare, path, path.stat().st_size, gzipped, limits=self.limits))

    def take_archive(self, path: Path, *, name: str) -> None:
        """List the members of an archive, refusing those that reach outside it."""
        try:
            archive = self.stack.enter_context(zipfile.ZipFile(path))
        except zipfile.BadZipFile:
            self.faults.append(_damaged(name))
            return
        members = [member for member in archive.infolist() if not member.is_dir()]
        total = sum(member.file_size for member in members)
        if len(members) > self.limits.members or total > self.limits.total_bytes:
            self.faults.append(_bomb(name, self.limits))
            return
        for member in members:
            self.take_member(path, archive, member, within=name)

    def take_member(
        self, path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, within: str
    ) -> None:
        """List one member of an archive."""
        name, suffix = member.filename, PurePosixPath(member.filename).suffix.lower()
        shown = f"{within}/{name}"
        if is_outside(name) or S_ISLNK(member.external_attr >> 16):
            self.faults.append(_outside(shown))
        elif suffix in NESTED:
            self.faults.append(_nested(shown))
        elif _is_dense(member, self.limits):
            self.faults.append(_bomb(shown, self.limits))
        elif not _is_clutter(name):
            gzipped = suffix == COMPRESSED
            bare = name[: -len(COMPRESSED)] if gzipped else name
            size = member.compress_size if not gzipped else member.file_size
            self.files.append(Offered(bare, path, size, gzipped, member, archive, self.limits))


@contextmanager
def offering(paths: Sequence[Path], *, limits: Limits = LIMITS) -> Iterator[Offering]:
    """Everything in files, folder trees and archives, in the order of their names.

    Archives stay open inside the `with`. Raises `NotFoundError` for a path that is not there.
    """
    with ExitStack() as stack:
        listing = _Listing(limits, stack)
        for path in paths:
            for found, name in _walk(path):
                listing.take(found, name=name)
        files = sorted(listing.files, key=lambda offered: offered.name)
        yield Offering(tuple(files), tuple(listing.faults))


def is_outside(name: str) -> bool:
    """Whether a path in an archive would land outside the folder it is unpacked in.

    >>> [is_outside(n) for n in ("2024-09/a.csv", "../a.csv", "/etc/a.csv", "C:\\\\a.csv")]
    [False, True, True, True]
    """
    plain = name.replace("\\", "/")
    return plain.startswith("/") or ":" in plain or ".." in plain.split("/")


def _walk(path: Path) -> Iterable[tuple[Path, str]]:
    """Every file under a path with its name relative to what was handed in."""
    if path.is_file():
        yield path, path.name
        return
    if not path.is_dir():
        raise NotFoundError(kind="file or folder", name=str(path), hint="Check the path.")
    for folder, folders, names in os.walk(path, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            found = Path(folder) / name
            yield found, found.relative_to(path).as_posix()


def _is_clutter(name: str) -> bool:
    """Whether a file is an operating system's own."""
    parts = PurePosixPath(name).parts
    last = parts[-1].lower() if parts else ""
    return last in CLUTTER or any(part.startswith((".", "__MACOSX")) for part in parts)


def _is_dense(member: zipfile.ZipInfo, limits: Limits) -> bool:
    if member.file_size > limits.file_bytes:
        return True
    packed = max(member.compress_size, 1)
    return member.file_size > limits.ratio_from and member.file_size > limits.ratio * packed


def _fault(name: str, problem: str, remedy: str) -> Fault:
    return Fault(file=name, row=0, column="", value="", problem=problem, remedy=remedy)


def _damaged(name: str) -> Fault:
    return _fault(
        name, "the compressed file is damaged or cut short", "Compress it again and send it again"
    )


def _locked(name: str) -> Fault:
    return _fault(
        name,
        "the archive has a password or a compression that cannot be read",
        "Send a plain zip without a password over a secure channel",
    )


def _bomb(name: str, limits: Limits) -> Fault:
    return _fault(
        name,
        f"it unfolds to more than [{limits.ratio}] times its size or past the limit of "
        f"[{limits.file_bytes // GIBI}] GiB a file, as an attack would",
        "Send the file uncompressed if it is genuine",
    )


def _outside(name: str) -> Fault:
    return _fault(
        name,
        "the archive has a path that leads outside it, or a link",
        "Make the archive again from the folder itself",
    )


def _nested(name: str) -> Fault:
    return _fault(
        name, "it is an archive of a kind that is not opened here", "Send its files, or one zip"
    )
