"""What people typed comes out as text: on pages, in feeds, drawings, data and spreadsheets."""

import csv
import io
import json
import logging
from collections.abc import Container, Iterator
from html.parser import HTMLParser
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree
from django.core.cache import caches
from django.test import Client
from openpyxl import load_workbook

from builders.addresses import parts_of, patterns
from builders.everything import Everything, body_of, build_everything, release_everything
from builders.web import client_of
from headwater.core.words import MARK_MEANINGS
from headwater.web.accounts.access import Anyone
from headwater.web.config.matrix import rows
from headwater.web.insights.data_in import folders
from headwater.web.insights.data_in.models import Upload
from headwater.web.insights.data_in.rules.workflow import Status as UploadStatus
from headwater.web.insights.gateway import data_in as gateway
from headwater.web.partnership.boards.models import Seat
from headwater.web.public_site.api.limits import PROBLEM

pytestmark = pytest.mark.django_db(databases=["default", "restricted"])
MARK = "hwx"
HOSTILE = (
    "'\"><hwx onhwx=1 href=javascript:hwx></title></script><script>hwx</script>"
    "<svg onload=hwx>]]> [x](javascript:hwx) {{ hwx }} -->"
)
FORMULAS = ("=cmd|'/C calc'!A0", "+1+cmd|'/C calc'!A0", "-2+3", "@SUM(1)", "\t=1+1", "\r=1+1")


@pytest.fixture(scope="module", autouse=True)
def _pages_are_made_anew() -> None:
    caches["pages"].clear()


def public_and_hostile(said: str) -> Everything:
    """One of everything, public, that says one thing everywhere."""
    held = build_everything(said=said)
    release_everything(held)
    caches["pages"].clear()
    return held


def answers(
    held: Everything, person: Client, *, but: Container[str] = ()
) -> Iterator[tuple[str, Any, bytes]]:
    """Everything there is to read, as somebody with every role sees it, and as anybody does."""
    for route in patterns():
        row = rows()[route]
        if row.look is Anyone.NOBODY or route == "account_logout" or route in but:
            continue
        client = Client() if row.look is Anyone.PUBLIC else person
        answer = client.get(held.address(route))
        yield route, answer, body_of(answer)


class Running(HTMLParser):
    """Finds what a browser would run, or would take for an element of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        given = dict(attrs)
        # A browser runs no script that says it is data.
        self._inside = "" if "json" in (given.get("type") or "") else tag
        if tag in (MARK, "svg") and ("onload" in given or tag == MARK):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            is_code = (value or "").strip().lower().startswith(("javascript:", "data:text"))
            if name.startswith("on") or (
                is_code and name in ("href", "src", "action", "formaction", "xlink:href")
            ):
                self.found.append(f"{tag} {name}={value}")

    def handle_endtag(self, tag: str) -> None:
        """Outside again."""
        self._inside = ""

    def handle_data(self, data: str) -> None:
        """Words of a script or a style are not words for people."""
        if self._inside in ("script", "style") and MARK in data:
            self.found.append(f"in <{self._inside}>: {data[:60]}")


def runs(page: str) -> list[str]:
    """What of a page would run."""
    reader = Running()
    reader.feed(page)
    return reader.found


def drawn(text: bytes) -> list[str]:
    """Elements of a drawing that no drawing of ours has."""
    root: Element = ElementTree.fromstring(text)
    strange = {MARK, "script", "foreignObject", "iframe", "a"}
    return [
        each.tag
        for each in root.iter()
        if str(each.tag).rpartition("}")[2] in strange
        or any(name.startswith("on") for name in each.attrib)
    ]


@pytest.fixture
def hostile() -> Everything:
    """Markup and code wherever somebody can type."""
    return public_and_hostile(HOSTILE)


def test_what_people_typed_never_runs_on_any_page(hostile: Everything) -> None:
    told, said = [], 0
    for route, answer, body in answers(hostile, client_of(hostile.person)):
        kind = answer.get("Content-Type", "").partition(";")[0]
        assert answer.status_code < 500, route
        if kind == "text/html":
            page = body.decode()
            said += MARK in page
            told += [f"{route}: {each}" for each in runs(page)]
        elif kind == "image/svg+xml":
            told += [f"{route}: {each}" for each in drawn(body)]
    assert told == []
    assert said > 80


def test_feeds_and_maps_of_the_site_stay_well_formed(hostile: Everything) -> None:
    client = Client()
    for route in ("feed", "sitemap"):
        found = ElementTree.fromstring(client.get(hostile.address(f"public_site:{route}")).content)
        assert {str(each.tag).rpartition("}")[2] for each in found.iter()} & {
            MARK,
            "script",
        } == set()
    assert HOSTILE in client.get("/updates/feed.atom").content.decode().replace(
        "&lt;", "<"
    ).replace("&gt;", ">").replace("&amp;", "&").replace("&quot;", '"')


def test_data_stays_data(hostile: Everything) -> None:
    """JSON is sent as JSON, so that no browser takes it for a page."""
    told = []
    for route, answer, body in answers(hostile, client_of(hostile.person)):
        kind = answer.get("Content-Type", "").partition(";")[0]
        if "json" in kind or kind == PROBLEM:
            json.loads(body)
        if MARK.encode() in body and kind not in KINDS:
            told.append(f"{route}: {kind}")
        if answer.get("X-Content-Type-Options") != "nosniff":
            told.append(f"{route}: may be taken for something else")
    assert told == []


KINDS = {
    "text/html",
    "text/calendar",
    "text/csv",
    "application/json",
    "application/ld+json",
    "application/csvm+json",
    "application/geo+json",
    "application/problem+json",
    "application/atom+xml",
    "application/xml",
    "image/svg+xml",
}


def test_a_document_made_as_a_page_is_never_opened_as_one(hostile: Everything) -> None:
    """The assessment as one web page could hold what a supplier wrote: it is only ever saved."""
    client = client_of(hostile.person)
    for address in (
        hostile.address("insights:assessment_document").replace("/json/", "/html/"),
        "/assessments/needs-loamshire/1/documents/html",
    ):
        answer = client.get(address)
        body_of(answer)
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "name", ['a"b.csv', "a\r\nSet-Cookie: x=1.csv", "ä;x=y.csv", "\u202evsc.exe"]
)
def test_a_file_name_cannot_say_anything_but_a_name(name: str) -> None:
    held = build_everything()
    document = held.rows["document"]
    type(document).objects.filter(pk=document.pk).update(name=name)
    client = client_of(held.person)
    answer = client.get(held.address("documents:download"))
    body_of(answer)
    said = answer["Content-Disposition"]
    assert said.startswith("attachment")
    assert not set(said) & set("\r\n\u202e")
    assert "Set-Cookie" not in answer.headers
    assert "x" not in answer.cookies


# --- spreadsheets ---------------------------------------------------------------------------------


def cells(text: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))):
        yield from row


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def would_run(cell: object) -> bool:
    """Whether a spreadsheet would take a cell for a formula."""
    text = str(cell or "")
    return (
        text.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        and not is_number(text)
        and text not in MARK_MEANINGS
    )


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_file_for_a_spreadsheet_holds_a_formula(formula: str) -> None:
    held = public_and_hostile(formula)
    Upload.objects.update(status=UploadStatus.FAULTY)
    gateway.write_annotated(
        _supplied(formula),
        kind="csv",
        sheet="",
        reasons={0: formula, 2: formula},
        folder=folders.of_upload(held.rows["upload"]),
    )
    client = client_of(held.person)
    told, files = [], 0
    exports = [(route, client.post(held.address(route))) for route in EXPORTS]
    found = [(route, body_of(answer), answer) for route, answer in exports]
    walked = answers(held, client, but=NO_SPREADSHEETS)
    found += [(route, body, answer) for route, answer, body in walked]
    for route, body, answer in found:
        if answer.get("Content-Type", "").startswith("text/csv"):
            files += 1
            told += [f"{route}: {cell}" for cell in cells(body.decode()) if would_run(cell)]
        else:
            NO_SPREADSHEETS.add(route)
    assert told == []
    assert files >= 11
    answer = client.get(
        held.address("insights:upload_faults_file").replace("rows.csv", "rows.xlsx")
    )
    book = load_workbook(io.BytesIO(body_of(answer)))
    written = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in written if cell.data_type == "f"] == []
    assert any(str(cell.value).startswith(formula[0]) for cell in written)


NO_SPREADSHEETS: set[str] = set()
"""Routes that answered one formula with something else, so that the next need not open them."""
EXPORTS = ("partners:export_people", "audit:export")
"""Files that are only given when asked for by a button."""


def _supplied(formula: str) -> Path:
    path = Path(mkdtemp()) / "supplied"
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([[formula, "b"], [formula, "c"]])
    return path


# --- what is hidden -------------------------------------------------------------------------------

HIDDEN_AREA = "Z99D00002"


def test_no_file_or_answer_holds_a_number_behind_a_mark() -> None:
    """Where an area's figures are hidden on the page they are not in any format either."""
    held = public_and_hostile("Larkminster")
    client = Client()
    one = "/data/public-violence"
    for address in (f"{one}/values.json", f"{one}/values.csv", f"{one}/map.geojson",
                    "/api/v1/indicators/public-violence"):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 200, address
        text = answer.content.decode()
        assert HIDDEN_AREA in text, address
        for value in _values_beside(text, HIDDEN_AREA):
            assert value in (None, "", "[c]", 40_000, "40000"), (address, value)
    assert held.rows["release"].reference not in client.get("/api/v1/assessments").content.decode()


def _values_beside(text: str, area: str) -> Iterator[object]:
    """Every number of the rows about an area, whatever the format."""
    if text.lstrip().startswith("{"):
        yield from _in_json(json.loads(text), area)
        return
    header, *lines = csv.reader(io.StringIO(text))
    wanted = [at for at, name in enumerate(header) if name in NUMBERS]
    for line in lines:
        if area in line:
            yield from (line[at] for at in wanted)


NUMBERS = {"value", "low", "high", "lower", "upper", "count", "numerator", "rate"}


def _in_json(value: object, area: str) -> Iterator[object]:
    if isinstance(value, list):
        for each in value:
            yield from _in_json(each, area)
    elif isinstance(value, dict):
        if area in [each for each in value.values() if isinstance(each, str)]:
            yield from (each for name, each in value.items() if name in NUMBERS)
        for each in value.values():
            yield from _in_json(each, area)


def test_no_public_answer_names_a_person_or_says_a_reference_of_one() -> None:
    held = public_and_hostile("Larkminster")
    person = held.person
    person.name = "Quillian Ferrowhite"
    person.save(update_fields=["name"])
    told = []
    for route in patterns():
        if rows()[route].look is not Anyone.PUBLIC or route == "worklist:feed":
            continue
        body = body_of(Client().get(held.address(route)))
        told += [
            f"{route}: {secret}"
            for secret in (person.name, person.reference, person.email, "P-2222", "@every.example")
            if secret.encode() in body
        ]
    assert told == []


def test_a_calendar_says_of_work_days_and_references_only() -> None:
    held = public_and_hostile("Quillian Ferrowhite")
    # Meetings stand there by name, and somebody who sits on no board by name has none.
    Seat.objects.update(user=None, deputy=None)
    body = body_of(Client().get(held.address("worklist:feed"))).decode()
    assert held.rows["item"].reference in body
    assert "Quillian" not in body
    assert held.person.email not in body


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the site writes to its log meanwhile, as it is formatted there."""
    handler = next(each for each in logging.root.handlers if each.name == "stderr")
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def test_logs_say_nothing_that_was_typed(log: io.StringIO, settings: Any) -> None:
    """Neither what people type nor where they are, whether all is well or something breaks."""
    held = public_and_hostile("Larkminster")
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.AXES_ENABLED = True
    client = client_of(held.person)
    client.raise_request_exception = False
    typed = "quillian.ferrowhite@loamshire.example"
    for _ in range(6):
        Client(REMOTE_ADDR="192.0.2.77").post(
            "/account/sign-in/", {"login": typed, "password": "typed-password"}
        )
    Client().post("/account/password/forgotten/", {"email": typed})
    Client().post("/report-a-problem/", {"doing": typed, "wrong": typed, "page": f"/{typed}"})
    client.get(f"/work/loamshire/partners/people/?words={typed}")
    client.get(f"/work/loamshire/releases/{typed}/")
    client.post("/account/profile/", {"name": typed, "digest": typed})
    Client(raise_request_exception=False).get("/", headers={"host": "typed-host.example"})
    Client().get(f"/nowhere/{typed}", headers={"referer": f"https://typed-host.example/{typed}"})
    settings.ROOT_URLCONF = "builders.broken_urls"
    client.get(f"/broken/{typed}/?{typed}")
    written = log.getvalue()
    assert '"event": "bug"' in written
    for secret in ("quillian", "typed-password", "typed-host", "192.0.2.77", held.person.reference):
        assert secret not in written


def test_nothing_in_this_file_was_left_out() -> None:
    """A route with parts must have something at its end, or nothing was looked at."""
    held = public_and_hostile("Larkminster")
    client = client_of(held.person)
    missing = {
        route
        for route, answer, _ in answers(held, client)
        if answer.status_code == 404 and parts_of(route)
    }
    assert missing == EMPTY


EMPTY = {
    # Only of an upload with faults; a test of its own looks at it.
    "insights:upload_faults_file",
    # The number they explain comes after the question mark.
    "insights:assessment_number",
    "public_site:explain",
    "public_site:warning_explain",
}
