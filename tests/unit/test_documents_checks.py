"""A file is what its ending says and nothing else: the good pass, polyglots and traps do not."""

import doctest
import io
import struct
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.documents import (
    CSV,
    a_docx,
    a_jpg,
    a_pdf,
    a_png,
    an_odt,
    an_xlsx,
    part_of,
    png_chunk,
    with_parts,
    zipped,
)
from headwater.web.documents import names, presenters, rules
from headwater.web.documents.checks import check
from headwater.web.documents.errors import RefusedUploadError
from headwater.web.documents.kinds import DATA, PAPERS, Kind
from headwater.web.documents.names import clean_name

PAGE = b"<html><script>alert(1)</script></html>"
A_ZIP = zipped({"a.csv": CSV})
GOOD: dict[str, tuple[Kind, Callable[[], bytes]]] = {
    "a table": (Kind.CSV, lambda: CSV),
    "a table with a byte-order mark": (Kind.CSV, lambda: b"\xef\xbb\xbf" + CSV),
    "a table in Windows letters": (Kind.CSV, lambda: "café £5\n".encode("cp1252")),
    "a table with tabs": (Kind.TSV, lambda: b"a\tb\n1\t2\n"),
    "a table that quotes a page": (Kind.CSV, lambda: b"note\n<script>x</script>\n"),
    "a workbook": (Kind.XLSX, an_xlsx),
    "an archive": (Kind.ZIP, lambda: A_ZIP),
    "an archive with folders": (Kind.ZIP, lambda: zipped({"2026/": b"", "2026/a.csv": CSV})),
    "JSON": (Kind.JSON, lambda: b' {"a": [1, 2]} '),
    "a list in JSON": (Kind.JSON, lambda: b"[]"),
    "GeoJSON": (Kind.GEOJSON, lambda: b'{"type":"FeatureCollection","features":[]}'),
    "XML": (Kind.XML, lambda: b'<?xml version="1.0"?><returns><row/></returns>'),
    "a PDF": (Kind.PDF, a_pdf),
    "a PDF with packed objects": (Kind.PDF, lambda: a_pdf(compressed=True)),
    "a text document": (Kind.DOCX, a_docx),
    "an open text document": (Kind.ODT, an_odt),
    "a picture": (Kind.PNG, a_png),
    "a photograph": (Kind.JPG, a_jpg),
    "a photograph in passes": (Kind.JPG, lambda: a_jpg(progressive=True)),
}


@cache
def good(name: str) -> tuple[Kind, bytes]:
    """A good file, made once: pictures of noise differ each time."""
    kind, make = GOOD[name]
    return kind, make()


def rels(kind: str, target: str) -> bytes:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="http://x/{kind}" Target="{target}" TargetMode="External"/>'
        "</Relationships>"
    ).encode()


def macro_xlsx() -> bytes:
    types = part_of(an_xlsx(), "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    return with_parts(an_xlsx(), {"[Content_Types].xml": types})


def bomb() -> bytes:
    return zipped({"a.csv": b"0," * 20_000_000})


def lying_zip() -> bytes:
    """An archive that says its member is small: the size in both headers is changed."""
    made = bytearray(zipped({"a.csv": b"1,2\n" * 400_000}))
    size, small = struct.pack("<I", 1_600_000), struct.pack("<I", 10)
    return bytes(made).replace(size, small)


def linked() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        link = zipfile.ZipInfo("a.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return made.getvalue()


def locked() -> bytes:
    made = bytearray(A_ZIP)
    made[6] |= 1
    made[made.index(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def hidden_script() -> bytes:
    """A script between the words of a stream that a comment only pretends to open."""
    pdf = a_pdf()
    trap = b"%>>stream\n9 0 obj<</S/J#61vaScript/JS(x)>>endobj\n%endstream\n"
    return pdf.replace(b"%%EOF", trap + b"%%EOF")


BAD: dict[str, tuple[Kind, Callable[[], bytes]]] = {
    "a page as a table": (Kind.CSV, lambda: PAGE),
    "a page after blanks and a mark": (Kind.CSV, lambda: b"\xef\xbb\xbf \r\n" + PAGE),
    "a drawing as a table": (Kind.CSV, lambda: b"<svg onload=alert(1)>"),
    "a script as a table": (Kind.CSV, lambda: b"#!/bin/sh\nrm -rf /\n"),
    "PHP as a table": (Kind.TSV, lambda: b"<?php echo 1;"),
    "a program as a table": (Kind.CSV, lambda: b"MZ\x90\x00\x03"),
    "an archive as a table": (Kind.CSV, lambda: A_ZIP),
    "a table with an archive behind it": (Kind.CSV, lambda: CSV + A_ZIP),
    "a PDF as a table": (Kind.CSV, lambda: b"%PDF-1.4\n1,2\n"),
    "a table with zero bytes": (Kind.CSV, lambda: b"a,b\n1,\x00\n"),
    "a word as JSON": (Kind.JSON, lambda: b'"text"'),
    "JSON that breaks off": (Kind.JSON, lambda: b'{"a": [1,'),
    "a page as GeoJSON": (Kind.GEOJSON, lambda: PAGE),
    "XML with a document type": (Kind.XML, lambda: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    "XML that fetches": (Kind.XML, lambda: b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'),
    "XML that is a page": (Kind.XML, lambda: b'<html xmlns="http://www.w3.org/1999/xhtml"/>'),
    "XML that holds a drawing": (
        Kind.XML,
        lambda: b'<a><s:svg xmlns:s="http://www.w3.org/2000/svg"/></a>',
    ),
    "XML with a style sheet": (Kind.XML, lambda: b'<?xml-stylesheet href="x.xsl"?><a/>'),
    "XML in wide letters with a document type": (
        Kind.XML,
        lambda: "<!DOCTYPE a><a/>".encode("utf-16"),
    ),
    "XML that breaks off": (Kind.XML, lambda: b"<a><b></a>"),
    "a PDF with an archive behind it": (Kind.PDF, lambda: a_pdf() + A_ZIP),
    "a PDF with an archive inside": (
        Kind.PDF,
        lambda: a_pdf().replace(b"%%EOF", b"9 0 obj<<>>stream\n" + A_ZIP + b"endstream\n%%EOF"),
    ),
    "a PDF with a page behind it": (Kind.PDF, lambda: a_pdf() + PAGE),
    "a PDF that begins as a page": (Kind.PDF, lambda: PAGE + a_pdf()),
    "a PDF with a page inside": (Kind.PDF, lambda: a_pdf().replace(b"%%EOF", PAGE + b"%%EOF")),
    "a PDF with a script": (Kind.PDF, lambda: a_pdf(script="app.alert(1)")),
    "a PDF with a packed script": (
        Kind.PDF,
        lambda: a_pdf(script="app.alert(1)", compressed=True),
    ),
    "a PDF with a hidden script": (Kind.PDF, hidden_script),
    "a PDF with a password": (Kind.PDF, lambda: a_pdf(password="secret")),
    "a PDF with its end cut off": (Kind.PDF, lambda: a_pdf()[:-8]),
    "a picture as a PDF": (Kind.PDF, a_png),
    "a picture with an archive behind it": (Kind.PNG, lambda: a_png() + A_ZIP),
    "a picture with one byte behind it": (Kind.PNG, lambda: a_png() + b"\x00"),
    "a picture with a page in its notes": (
        Kind.PNG,
        lambda: a_png()[:33] + png_chunk(b"tEXt", b"Comment\x00" + PAGE) + a_png()[33:],
    ),
    "a picture that breaks off": (Kind.PNG, lambda: a_png()[:-12]),
    "a picture with a wrong checksum": (
        Kind.PNG,
        lambda: a_png()[:30] + b"\x00\x00" + a_png()[32:],
    ),
    "a photograph that is an applet too (GIFAR)": (Kind.JPG, lambda: a_jpg() + A_ZIP),
    "an animation that is an applet too (GIFAR)": (Kind.JPG, lambda: b"GIF89a" + A_ZIP),
    "a photograph with a second end": (Kind.JPG, lambda: a_jpg() + A_ZIP + b"\xff\xd9"),
    "a photograph with a page in its notes": (
        Kind.JPG,
        lambda: a_jpg()[:2] + b"\xff\xfe" + struct.pack(">H", len(PAGE) + 2) + PAGE + a_jpg()[2:],
    ),
    "a photograph that breaks off": (Kind.JPG, lambda: a_jpg()[:-40]),
    "a page as a photograph": (Kind.JPG, lambda: PAGE),
    "a workbook with macros": (
        Kind.XLSX,
        lambda: with_parts(an_xlsx(), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
    ),
    "a workbook that is called free of macros": (Kind.XLSX, macro_xlsx),
    "a workbook with old macro sheets": (
        Kind.XLSX,
        lambda: with_parts(an_xlsx(), {"xl/macrosheets/sheet1.xml": b"<a/>"}),
    ),
    "a workbook that links to another": (
        Kind.XLSX,
        lambda: with_parts(an_xlsx(), {"xl/externalLinks/externalLink1.xml": b"<a/>"}),
    ),
    "a workbook with a file in it": (
        Kind.XLSX,
        lambda: with_parts(an_xlsx(), {"xl/embeddings/oleObject1.bin": b"x"}),
    ),
    "a workbook that asks a database": (
        Kind.XLSX,
        lambda: with_parts(an_xlsx(), {"xl/connections.xml": b"<a/>"}),
    ),
    "a workbook with a document type": (
        Kind.XLSX,
        lambda: with_parts(an_xlsx(), {"xl/extra.xml": b"<!DOCTYPE a><a/>"}),
    ),
    "a workbook with something behind it": (Kind.XLSX, lambda: an_xlsx() + PAGE),
    "a workbook with something before it": (Kind.XLSX, lambda: PAGE + an_xlsx()),
    "a plain archive as a workbook": (Kind.XLSX, lambda: A_ZIP),
    "a text document as a workbook": (Kind.XLSX, a_docx),
    "a text document that fetches its template": (
        Kind.DOCX,
        lambda: with_parts(
            a_docx(), {"word/_rels/settings.xml.rels": rels("attachedTemplate", "http://x/t.dotm")}
        ),
    ),
    "a text document with a control": (
        Kind.DOCX,
        lambda: with_parts(a_docx(), {"word/activeX/activeX1.bin": b"x"}),
    ),
    "an open text document with a program": (
        Kind.ODT,
        lambda: with_parts(an_odt(), {"Basic/Standard/Module1.xml": b"<a/>"}),
    ),
    "an archive with a program": (Kind.ZIP, lambda: zipped({"a.csv": CSV, "b.exe": b"MZ"})),
    "an archive in an archive": (Kind.ZIP, lambda: zipped({"a.zip": A_ZIP})),
    "an archive that climbs out": (Kind.ZIP, lambda: zipped({"../../a.csv": CSV})),
    "an archive from the root": (Kind.ZIP, lambda: zipped({"/etc/a.csv": CSV})),
    "an archive from a drive": (Kind.ZIP, lambda: zipped({"C:/a.csv": CSV})),
    "an archive with back strokes": (Kind.ZIP, lambda: zipped({"..\\a.csv": CSV})),
    "an archive with a link": (Kind.ZIP, linked),
    "an archive with a password": (Kind.ZIP, locked),
    "an archive with a page as a table": (Kind.ZIP, lambda: zipped({"a.csv": PAGE})),
    "an archive with nothing in it": (Kind.ZIP, lambda: zipped({})),
    "an archive that grows without end": (Kind.ZIP, bomb),
    "an archive that lies about its size": (Kind.ZIP, lying_zip),
    "an archive with a picture before it": (Kind.ZIP, lambda: a_png() + A_ZIP),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_is_what_it_says_is_taken(tmp_path: Path, name: str) -> None:
    kind, make = GOOD[name]
    path = tmp_path / "file"
    path.write_bytes(make())
    check(path, kind)


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_something_else_is_refused_with_a_sentence(
    tmp_path: Path, name: str
) -> None:
    kind, make = BAD[name]
    path = tmp_path / "file"
    path.write_bytes(make())
    with pytest.raises(RefusedUploadError, match=r"Nothing was kept\. .+\.$"):
        check(path, kind)


def test_a_link_that_a_reader_clicks_is_no_reason_to_refuse(tmp_path: Path) -> None:
    path = tmp_path / "file"
    link = rels("hyperlink", "https://www.example.org/")
    path.write_bytes(with_parts(a_docx(), {"word/_rels/footer9.xml.rels": link}))
    check(path, Kind.DOCX)


@given(content=st.binary(max_size=3_000), kind=st.sampled_from(Kind))
def test_any_bytes_are_taken_or_refused_and_never_a_bug(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, kind: Kind
) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(content or b"x")
    try:
        check(path, kind)
    except RefusedUploadError as refusal:
        assert str(refusal).startswith("The ")  # noqa: PT017 - either outcome is right


@given(name=st.sampled_from(sorted(GOOD)), data=st.data())
def test_a_good_file_with_a_byte_changed_is_taken_or_refused_and_never_a_bug(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    kind, made = good(name)
    content = bytearray(made)
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    path = tmp_path_factory.getbasetemp() / "changed"
    path.write_bytes(content)
    try:
        check(path, kind)
    except RefusedUploadError as refusal:
        assert str(refusal).startswith("The ")  # noqa: PT017 - either outcome is right


@given(given_name=st.text(max_size=200))
def test_a_cleaned_name_is_one_harmless_part_of_a_path(given_name: str) -> None:
    name = clean_name(given_name, ending="csv")
    assert name.endswith(".csv")
    assert len(name) <= 104
    assert not set(name) & set('/\\:*?"<>|\r\n\x00\u202e')
    assert not name.startswith(".")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.csv", Kind.CSV),
        ("A.CSV", Kind.CSV),
        ("a.pdf.csv", Kind.CSV),
        ("a.svg", None),
        ("a.html", None),
        ("a.xlsm", None),
        ("a.csv.exe", None),
        ("csv", None),
        ("a.pdf", None),
        ("", None),
    ],
)
def test_only_listed_endings_are_data(name: str, kind: Kind | None) -> None:
    assert DATA.kind_of(name) is kind


def test_drawings_and_pages_are_taken_nowhere() -> None:
    assert not {"svg", "html", "htm", "js", "docm", "xlsm"} & {kind.value for kind in Kind}
    assert PAPERS.kind_of("a.jpeg") is Kind.JPG


@pytest.mark.parametrize("module", [names, presenters, rules])
def test_every_example_in_a_docstring_is_true(module: object) -> None:
    outcome = doctest.testmod(module)  # type: ignore[arg-type]
    assert outcome.attempted > 0
    assert outcome.failed == 0
