"""One edition written as a folder of documents."""

import shutil
import tempfile
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path

from headwater.core.editions import Edition
from headwater.core.errors import UsageError
from headwater.reporting import csv_files, edition_json, manifest
from headwater.reporting.assembly import Assembly, assemble, file_name
from headwater.reporting.chart_specs.specifications import FONT
from headwater.reporting.references import check_references


class Format(StrEnum):
    """Kinds of document. The edition itself and the manifest are always written."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"


EVERY_FORMAT = tuple(Format)


def write_documents(
    edition: Edition,
    folder: Path,
    *,
    formats: Iterable[Format] = EVERY_FORMAT,
    progress: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write an edition's documents, whole or not at all, and give their paths.

    They are made in a folder beside and put in place at the end, so that a killed process leaves
    the folder as it was. A folder that holds an earlier edition is replaced; one that holds
    anything else is refused. `progress` is told each step in a few words.
    """
    folder = folder.absolute()
    _check_replaceable(folder)
    check_references(edition)
    folder.parent.mkdir(parents=True, exist_ok=True)
    say = progress or (lambda _: None)
    making = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        _write_all(edition, making, formats=frozenset(formats), say=say)
        names = sorted(path.relative_to(making) for path in making.rglob("*") if path.is_file())
        _put_in_place(making, folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return [folder / name for name in names]


def _write_all(
    edition: Edition, folder: Path, *, formats: frozenset[Format], say: Callable[[str], None]
) -> None:
    say("writing edition")
    (folder / edition_json.FILE).write_bytes(edition_json.edition_bytes(edition))
    if Format.CSV in formats:
        say("writing tables")
        _write_tables(edition, folder / "tables")
    if formats - {Format.CSV}:
        whole = assemble(edition, progress=say)
        for each in Format:
            if each in formats and each in WRITERS:
                say(f"writing {each}")
                WRITERS[each](whole, folder, formats)
    say("writing manifest")
    data = manifest.manifest_bytes(folder, edition=edition.id, code_version=edition.code_version)
    (folder / manifest.FILE).write_bytes(data)


def _write_tables(edition: Edition, folder: Path) -> None:
    folder.mkdir()
    for released in edition.tables.values():
        table = released.value
        name = file_name(table.id)
        (folder / f"{name}.csv").write_bytes(csv_files.csv_bytes(table))
        metadata = csv_files.metadata_bytes(edition, table)
        (folder / f"{name}.csv-metadata.json").write_bytes(metadata)


def _write_html(whole: Assembly, folder: Path, formats: frozenset[Format]) -> None:
    from headwater.reporting.html_page import html_page

    page = html_page(whole, has_files=Format.CSV in formats)
    (folder / f"{whole.edition.name}.html").write_text(page, encoding="utf-8", newline="\n")
    for picture in whole.pictures.values():
        _write_drawing(picture.standalone_svg, folder / picture.file)
        if picture.narrow_file:
            _write_drawing(picture.narrow_svg, folder / picture.narrow_file)


def _write_drawing(svg: str, path: Path) -> None:
    """A picture as a file. Shown by itself it has no typeface of ours, so it names others too."""
    path.parent.mkdir(exist_ok=True)
    plain = svg.replace(f'font-family="{FONT}"', f'font-family="{FONT}, Arial, sans-serif"')
    path.write_text(plain, encoding="utf-8", newline="\n")


def _write_pdf(whole: Assembly, folder: Path, formats: frozenset[Format]) -> None:
    from headwater.reporting.pdf import pdf_bytes

    (folder / f"{whole.edition.name}.pdf").write_bytes(pdf_bytes(whole))


def _write_docx(whole: Assembly, folder: Path, formats: frozenset[Format]) -> None:
    from headwater.reporting.word_document import word_bytes

    (folder / f"{whole.edition.name}.docx").write_bytes(word_bytes(whole))


def _write_xlsx(whole: Assembly, folder: Path, formats: frozenset[Format]) -> None:
    from headwater.reporting.workbook import workbook_bytes

    (folder / f"{whole.edition.name}.xlsx").write_bytes(workbook_bytes(whole))


WRITERS: dict[Format, Callable[[Assembly, Path, frozenset[Format]], None]] = {
    Format.HTML: _write_html,
    Format.PDF: _write_pdf,
    Format.DOCX: _write_docx,
    Format.XLSX: _write_xlsx,
}


def _check_replaceable(folder: Path) -> None:
    if folder.is_file():
        raise UsageError(f"[{folder.name}] is a file. Name a folder for the documents.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / edition_json.FILE).is_file():
        raise UsageError(
            f"The folder [{folder.name}] holds files that are not an edition. Nothing was "
            "written. Name an empty or new folder."
        )


def _put_in_place(made: Path, folder: Path) -> None:
    """Swap the new folder in. An earlier edition is moved aside first and deleted last."""
    # mkdtemp makes a folder for its owner only; documents are for whoever may read the place.
    made.chmod(0o755)
    if not folder.exists():
        made.rename(folder)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.old.", dir=folder.parent))
    try:
        folder.rename(aside / folder.name)
        try:
            made.rename(folder)
        except OSError:
            (aside / folder.name).rename(folder)
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
