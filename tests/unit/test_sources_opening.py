"""Opening what was handed in: any reasonable file is read, and no hostile one is."""

import gzip
import hashlib
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from builders.suppliers import open_all, open_one
from headwater.core.errors import NotFoundError
from headwater.sources.base import FileKind, Supplied
from headwater.sources.offered import Limits, Offering, is_outside, offering
from headwater.sources.opening import Refused, Unknown, opened

SMALL = Limits(file_bytes=1 << 20, total_bytes=4 << 20, ratio=50, ratio_from=1 << 16)


def refusal(path: Path, tmp_path: Path, limits: Limits = SMALL) -> str:
    with opened([path], scratch=tmp_path / "scratch", limits=limits) as found:
        refused = [one for one in found if isinstance(one, Refused)]
    assert len(refused) == 1
    return refused[0].fault.sentence()


def listed(path: Path, limits: Limits = SMALL) -> Offering:
    with offering([path], limits=limits) as offer:
        return offer


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"name\ncaf\xc3\xa9\n", "UTF-8"),
        (b"\xef\xbb\xbfname\ncaf\xc3\xa9\n", "UTF-8 with a byte-order mark"),
        (b"name\ncaf\xe9\n", "Windows-1252"),
        (b"name\r\nThe \x91Anchor\x92\r\n", "Windows-1252"),
    ],
)
def test_text_is_decoded_and_the_encoding_said(tmp_path: Path, data: bytes, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    found = open_one(path)
    assert (found.encoding, found.header) == (encoding, ("name",))
    assert found.path.read_text(encoding="utf-8").splitlines()[1] in {"café", "The ‘Anchor’"}


def test_the_same_content_bare_zipped_and_gzipped_has_one_fingerprint(tmp_path: Path) -> None:
    data = b"a,b\n1,2\n"
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "x.csv").write_bytes(data)
    (tmp_path / "x.csv.gz").write_bytes(gzip.compress(data))
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.csv", data)
        archive.writestr("again/x.csv.gz", gzip.compress(data))
    found = open_all(tmp_path, tmp_path / ".scratch")
    assert {one.sha256 for one in found if isinstance(one, Supplied)} == {
        hashlib.sha256(data).hexdigest()
    }
    assert sorted(one.name for one in found) == ["again/x.csv", "bare/x.csv", "x.csv", "x.csv"]


def test_a_clean_file_is_read_where_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a\n1\n")
    assert open_one(path).path == path


def test_files_of_the_system_are_passed_over(tmp_path: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "__MACOSX/._a.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert listed(tmp_path).files == ()


def test_a_file_of_another_kind_is_named_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(b"x")
    assert open_all(tmp_path, tmp_path / ".s") == [Unknown("letter.docx")]


def test_a_path_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="nowhere"):
        listed(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b"\n \n", "the file is empty"),
        ("a.csv", b"a,b\n1,2\n3,\x004\n", "row 3: there is a NUL byte"),
        ("a.csv", "a,b\n1,2\n".encode("utf-16"), "neither UTF-8 nor Windows-1252"),
        ("a.csv", b"a\n\x81\n", "neither UTF-8 nor Windows-1252"),
        ("a.csv", b"\xef\xbb\xbfa\n\xe9\n", "neither UTF-8 nor Windows-1252"),
        ("a.csv", b"PK\x03\x04rest", "an Excel workbook or a zip under another ending"),
        ("a.csv", gzip.compress(b"a\n1\n", mtime=0), "compressed under another ending"),
        ("a.csv.gz", gzip.compress(b"a\n" * 999, mtime=0)[:-12], "damaged or cut short"),
        ("a.csv.gz", b"not gzip", "damaged or cut short"),
        ("a.xlsx", b"not a workbook", "the workbook cannot be opened"),
        ("a.xlsm", b"x", "macros"),
        ("a.xls", b"x", "of a kind that is not opened"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(
    tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(data)
    assert says in refusal(tmp_path / name, tmp_path)


def test_a_gzip_bomb_is_refused_before_it_unfolds(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"a" * (8 << 20)))
    assert "as an attack would" in refusal(tmp_path / "a.csv.gz", tmp_path)
    assert sum(p.stat().st_size for p in (tmp_path / "scratch").rglob("*") if p.is_file()) < 3 << 20


def test_a_zip_bomb_is_refused_by_its_own_list(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"a" * (900 << 10))
    assert "as an attack would" in listed(tmp_path / "a.zip").faults[0].problem


def test_an_archive_of_too_much_in_all_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(6):
            archive.writestr(f"{number}.csv", b"a" * (1 << 20))
    offer = listed(tmp_path / "a.zip")
    assert (len(offer.files), len(offer.faults)) == (0, 1)


def test_a_gzip_bomb_inside_a_zip_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv.gz", gzip.compress(b"a" * (8 << 20)))
    assert "as an attack would" in refusal(tmp_path / "a.zip", tmp_path)


@pytest.mark.parametrize("name", ["../a.csv", "/etc/a.csv", "x/../../a.csv", "C:\\a.csv"])
def test_a_zip_with_paths_outside_is_refused(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"a\n1\n")
    assert "leads outside it" in listed(tmp_path / "a.zip").faults[0].problem


def test_a_zip_with_a_link_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "a link" in listed(tmp_path / "a.zip").faults[0].problem


@pytest.mark.parametrize("name", ["inner.zip", "inner.tar", "inner.7z"])
def test_an_archive_in_an_archive_is_refused(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(name, b"x")
    assert "a kind that is not opened here" in listed(tmp_path / "a.zip").faults[0].problem


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04nothing")
    assert "damaged" in listed(tmp_path / "a.zip").faults[0].problem


def test_a_zip_with_a_damaged_member_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.csv", b"a,b\n1,2\n")
    data = bytearray((tmp_path / "a.zip").read_bytes())
    data[data.index(b"1,2")] ^= 1
    (tmp_path / "a.zip").write_bytes(bytes(data))
    assert "damaged" in refusal(tmp_path / "a.zip", tmp_path)


@pytest.mark.parametrize("name", ["a.csv", "2024-09/b.csv", "..a.csv"])
def test_ordinary_paths_are_inside(name: str) -> None:
    assert not is_outside(name)


def write_book(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["code", "when", "n"])
    sheet.append(["8N", None, 3.0])
    sheet["C3"] = "=1+1"
    sheet["A3"] = "café"
    sheet["A9"] = None
    from datetime import datetime

    sheet["B2"] = datetime(2024, 9, 1, 21, 45)  # noqa: DTZ001  (a cell has no time zone)
    notes = book.create_sheet("Notes")
    notes.append(["read me"])
    book.save(path)


def test_each_sheet_of_a_workbook_is_a_table(tmp_path: Path) -> None:
    write_book(tmp_path / "a.xlsx")
    found = open_all(tmp_path / "a.xlsx", tmp_path / ".s")
    first, second = (one for one in found if isinstance(one, Supplied))
    assert (first.name, first.kind, first.header) == ("a.xlsx", FileKind.CSV, ("code", "when", "n"))
    assert second.name == "a.xlsx#Notes"
    assert first.path.read_text(encoding="utf-8").splitlines() == [
        "code,when,n",
        "8N,2024-09-01T21:45:00,3",
        "café,,=1+1",
    ]


def test_a_workbook_with_macros_is_refused(tmp_path: Path) -> None:
    write_book(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx", "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert "macros" in refusal(tmp_path / "a.xlsx", tmp_path)


def test_a_workbook_that_unfolds_too_far_is_refused(tmp_path: Path) -> None:
    write_book(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b"a" * (16 << 20))
    assert "attack" in refusal(tmp_path / "a.xlsx", tmp_path)
