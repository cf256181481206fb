"""police.uk by force and month, out of the archive that holds every force.

One archive holds the 36 months up to its own, so a period needs one or a few. Only the wanted
files are taken out, each checked against the archive's own checksum.
"""

import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

from headwater.core.errors import FetchError
from headwater.core.periods import Month, Period
from headwater.lake.journal import sha256_of
from headwater.pipelines.downloads import Progress, download, full_disk_is_plain
from headwater.pipelines.fetch import Fetched, address_of
from headwater.pipelines.visitor import Visitor
from headwater.rulebook.open_data import publisher

ARCHIVE_MONTHS = 36
LARGEST_FILE = 500_000_000
STREET = "street"
_MEMBER = re.compile(
    r"(?:.*/)?(?P<month>\d{4}-\d{2})/(?P=month)-(?P<force>[a-z0-9-]+?)-"
    r"(?P<kind>street|outcomes|stop-and-search)\.csv"
)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One file of the archive that was asked for."""

    info: zipfile.ZipInfo
    month: Month
    kind: str


def fetch_police(
    force: str,
    period: Period,
    into: Path,
    *,
    visitor: Visitor,
    mirror: str = "",
    progress: Progress | None = None,
) -> tuple[Fetched, ...]:
    """Bring a force's months into `into/police_uk/YYYY-MM/`, as police.uk lays them out.

    Months that are here already are not asked for. The archive is removed once it was emptied of
    what was wanted; until then another try goes on from it. Raises `FetchError` for a force or a
    month the archive does not hold.
    """
    folder = into / "police_uk"
    missing = [month for month in period if not _is_here(folder, force, month)]
    fetched: list[Fetched] = []
    while missing:
        newest = missing[-1]
        address = address_of(publisher("police_uk_archive"), mirror=mirror, month=newest)
        archive = folder / f".{newest}.zip"
        download(visitor, address, archive, progress=progress)
        inside = [month for month in missing if month > newest.plus(-ARCHIVE_MONTHS)]
        fetched += _take_out(archive, address, force=force, months=inside, folder=folder)
        archive.unlink()
        missing = [month for month in missing if month not in inside]
    return tuple(sorted(fetched, key=lambda found: found.path))


def _is_here(folder: Path, force: str, month: Month) -> bool:
    """Whether the month's street file was fetched before. It is always written last."""
    return (folder / str(month) / f"{month}-{force}-street.csv").exists()


def _take_out(
    archive: Path, address: str, *, force: str, months: list[Month], folder: Path
) -> list[Fetched]:
    """Write the wanted files of an archive, each under a name made here and not by the archive."""
    try:
        with zipfile.ZipFile(archive) as opened:
            wanted = _wanted(opened, force=force, months=months)
            return [
                _write(opened, item, name=f"{item.month}-{force}-{item.kind}.csv", folder=folder)
                for item in wanted
            ]
    except zipfile.BadZipFile as error:
        archive.unlink()
        raise FetchError(
            f"[{address}] is not a whole zip file ({error}). It was removed. Run the same "
            "command again; if it happens twice, tell the publisher."
        ) from error


def _wanted(opened: zipfile.ZipFile, *, force: str, months: list[Month]) -> list[_Wanted]:
    """The files to take, street files last; refuses a force or month that is not there."""
    found: list[_Wanted] = []
    forces: set[str] = set()
    for info in opened.infolist():
        if match := _MEMBER.fullmatch(info.filename):
            forces.add(match["force"])
            month = Month.parse(match["month"])
            if match["force"] == force and month in months:
                found.append(_Wanted(info, month, match["kind"]))
    if force not in forces:
        raise FetchError(
            f"The archive has no force [{force}]. It has [{', '.join(sorted(forces))}]."
        )
    have = {item.month for item in found if item.kind == STREET}
    if absent := [str(month) for month in months if month not in have]:
        raise FetchError(
            f"The archive has no street file of [{force}] for [{', '.join(absent)}]. Ask for the "
            "months it has; some forces stopped sending for a while."
        )
    return sorted(found, key=lambda item: (item.month, item.kind == STREET, item.kind))


def _write(opened: zipfile.ZipFile, item: _Wanted, *, name: str, folder: Path) -> Fetched:
    """Copy one file out in full or not at all; the zip reader checks its checksum on the way."""
    target = folder / str(item.month) / name
    target.parent.mkdir(parents=True, exist_ok=True)
    waiting = target.with_name(target.name + ".part")
    if item.info.file_size > LARGEST_FILE:
        raise FetchError(
            f"[{item.info.filename}] says it holds [{item.info.file_size}] bytes, which no force's "
            "month does. Nothing was taken out. Tell the publisher."
        )
    with full_disk_is_plain(target), opened.open(item.info) as inside, waiting.open("wb") as out:
        shutil.copyfileobj(inside, out)
    waiting.replace(target)
    return Fetched(target, item.info.filename, item.info.file_size, sha256_of(target), fresh=True)
