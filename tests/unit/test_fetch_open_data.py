"""Fetching by name: police.uk out of its archive, and the publishers' other datasets."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from builders.publisher_server import Page, PublisherServer, patient_visitor, publisher_server
from headwater.core.errors import FetchError
from headwater.core.periods import Period
from headwater.pipelines.fetch import DATASETS, Subject, address_of, fetch_subject
from headwater.pipelines.fetch_police import fetch_police
from headwater.rulebook.open_data import publisher

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
PERIOD = Period.parse("2025-07..2025-08")


@pytest.fixture
def server() -> Iterator[PublisherServer]:
    with publisher_server() as running:
        yield running


def archive(*names: str) -> Page:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as writing:
        for name in names:
            writing.writestr(name, f"Crime ID,Month\n{name}\n")
    return Page(out.getvalue(), kind="application/zip")


def months(*texts: str, force: str = "loamshire") -> list[str]:
    return [f"{m}/{m}-{force}-{kind}.csv" for m in texts for kind in ("street", "outcomes")]


def fetch(server: PublisherServer, into: Path, *, force: str = "loamshire") -> list[str]:
    found = fetch_police(force, PERIOD, into, visitor=patient_visitor(), mirror=server.address)
    return [file.path.name for file in found]


def test_only_the_wanted_force_and_months_are_taken_out(
    server: PublisherServer, tmp_path: Path
) -> None:
    server.pages["/data/archive/2025-08.zip"] = archive(
        *months("2025-06", "2025-07", "2025-08"),
        *months("2025-07", "2025-08", force="loamshire-west"),
        "../../2025-08/2025-08-loamshire-street.csv.exe",
    )
    names = fetch(server, tmp_path)
    assert names == [
        "2025-07-loamshire-outcomes.csv",
        "2025-07-loamshire-street.csv",
        "2025-08-loamshire-outcomes.csv",
        "2025-08-loamshire-street.csv",
    ]
    here = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())
    assert here == sorted(names)


def test_a_name_in_the_archive_never_decides_where_a_file_goes(
    server: PublisherServer, tmp_path: Path
) -> None:
    outside = [f"../../{name}" for name in months("2025-07", "2025-08")]
    server.pages["/data/archive/2025-08.zip"] = archive(*outside)
    fetch(server, tmp_path / "data")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_months_that_are_here_are_not_asked_for_again(
    server: PublisherServer, tmp_path: Path
) -> None:
    server.pages["/data/archive/2025-08.zip"] = archive(*months("2025-07", "2025-08"))
    fetch(server, tmp_path)
    assert fetch(server, tmp_path) == []
    assert len(server.asked) == 1


def test_a_long_period_takes_as_many_archives_as_it_needs(
    server: PublisherServer, tmp_path: Path
) -> None:
    period = Period.parse("2022-08..2025-08")
    texts = [str(month) for month in period]
    server.pages["/data/archive/2025-08.zip"] = archive(*months(*texts[1:]))
    server.pages["/data/archive/2022-08.zip"] = archive(*months(texts[0]))
    found = fetch_police(
        "loamshire", period, tmp_path, visitor=patient_visitor(), mirror=server.address
    )
    assert len(found) == 2 * 37


@pytest.mark.parametrize(
    ("force", "inside", "words"),
    [
        ("nowhere", months("2025-07", "2025-08"), r"no force \[nowhere\]. It has \[loamshire\]"),
        ("loamshire", months("2025-08"), r"no street file of \[loamshire\] for \[2025-07\]"),
    ],
)
def test_what_the_archive_lacks_is_said_and_the_archive_kept(
    server: PublisherServer, tmp_path: Path, force: str, inside: list[str], words: str
) -> None:
    server.pages["/data/archive/2025-08.zip"] = archive(*inside)
    with pytest.raises(FetchError, match=words):
        fetch(server, tmp_path, force=force)
    assert (tmp_path / "police_uk" / ".2025-08.zip").exists()


def test_a_damaged_archive_is_removed(server: PublisherServer, tmp_path: Path) -> None:
    whole = archive(*months("2025-07", "2025-08")).body
    server.pages["/data/archive/2025-08.zip"] = Page(whole[:-30], kind="application/zip")
    with pytest.raises(FetchError, match="not a whole zip file"):
        fetch(server, tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_month_not_published_yet_is_said(server: PublisherServer, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="not published it yet"):
        fetch(server, tmp_path)


def offset_in(path: str) -> int:
    return int(parse_qs(urlsplit(path).query).get("resultOffset", ["0"])[0])


def features_page(path: str, *, total: int, shapes: bool) -> Page:
    start = offset_in(path)
    rows = [{"LAD24CD": f"Z99D{i:05d}"} for i in range(start, min(start + 2, total))]
    features = (
        [{"type": "Feature", "properties": row, "geometry": None} for row in rows]
        if shapes
        else [{"attributes": row} for row in rows]
    )
    return Page(json.dumps({"features": features}).encode(), kind="application/json")


def answer(path: str) -> Page:
    if "resultOffset" in path:
        return features_page(path, total=5, shapes="f=geojson" in path)
    return Page(b'{"features": []}' if "geojson" in path else b"a,b\n1,2\n", kind="text/plain")


@pytest.mark.parametrize("subject", list(Subject))
def test_every_subject_brings_a_file_for_each_of_its_publishers(
    server: PublisherServer, tmp_path: Path, subject: Subject
) -> None:
    server.answer_any = answer
    found = fetch_subject(
        subject, tmp_path, visitor=patient_visitor(), mirror=f"{server.address}/copy"
    )
    assert [file.path.stem for file in found] == list(DATASETS[subject])
    assert all(file.path.parent == tmp_path / subject.value for file in found)
    assert all(asked.path.startswith("/copy/") for asked in server.asked)


def test_pages_are_put_together_in_order(server: PublisherServer, tmp_path: Path) -> None:
    server.answer_any = answer
    fetch_subject(Subject.LOOKUPS, tmp_path, visitor=patient_visitor(), mirror=server.address)
    text = (tmp_path / "lookups" / "lad_csp_pfa_lookup.csv").read_text()
    assert text.split() == ["LAD24CD", *(f"Z99D{i:05d}" for i in range(5))]


def test_shapes_stay_shapes(server: PublisherServer, tmp_path: Path) -> None:
    server.answer_any = answer
    fetch_subject(Subject.AREAS, tmp_path, visitor=patient_visitor(), mirror=server.address)
    found = json.loads((tmp_path / "areas" / "pfa24_boundaries.geojson").read_text())
    assert (found["type"], len(found["features"])) == ("FeatureCollection", 5)


def test_a_fetch_stopped_between_pages_asks_only_for_the_rest(
    server: PublisherServer, tmp_path: Path
) -> None:
    broken = Page(b'{"error": {"code": 500}}', kind="application/json")
    server.answer_any = lambda path: broken if offset_in(path) == 4 else answer(path)
    with pytest.raises(FetchError, match="did not answer with features"):
        fetch_subject(Subject.LOOKUPS, tmp_path, visitor=patient_visitor(), mirror=server.address)
    server.asked.clear()
    server.answer_any = answer
    fetch_subject(Subject.LOOKUPS, tmp_path, visitor=patient_visitor(), mirror=server.address)
    ward = [asked.path for asked in server.asked if "WD24" in asked.path]
    assert [offset_in(path) for path in ward] == [4, 5]


def test_every_address_in_the_rulebook_is_secure_and_can_be_filled_in() -> None:
    named = [row for rows in DATASETS.values() for row in rows] + ["police_uk_archive"]
    for row in map(publisher, named):
        fills = dict.fromkeys(row.fills, "0")
        assert address_of(row, **fills).startswith("https://")
        assert "{" not in address_of(row, **fills)
