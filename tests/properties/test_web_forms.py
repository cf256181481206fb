"""Whatever is typed into whichever form, the site answers with a page and never with a bug.

The forms are those of the pages themselves: each is opened, its questions are read off it, and then
answered with what people type, what programs send and what nobody should.
"""

import copy
import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote_from_bytes, urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders.addresses import patterns
from builders.documents import a_demonstration
from builders.everything import Everything, build_everything
from builders.releases import REASON
from builders.web import client_of
from headwater.core.plain_cells import inert
from headwater.web.accounts.access import Anyone
from headwater.web.config.matrix import rows
from headwater.web.design_system.views import START, own_page
from headwater.web.documents.names import clean_name

FIT = settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
LEFT_OUT = frozenset({"account_logout", "openid_connect_login", "openid_connect_callback"})


@dataclass
class Question:
    """A field of a form as it stands on a page."""

    name: str
    kind: str = "text"
    value: str = ""
    choices: list[str] = field(default_factory=list)


class Questions(HTMLParser):
    """Reads the questions off a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Question] = {}
        self._select = ""
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a field or one of its choices."""
        given_ = {name: value or "" for name, value in attrs}
        name = given_.get("name", "")
        if tag == "option" and self._select:
            self.found[self._select].choices.append(given_.get("value", ""))
        if not name or tag not in ("input", "select", "textarea"):
            return
        kind = given_.get("type", tag)
        question = self.found.setdefault(name, Question(name, kind))
        if kind in ("radio", "checkbox"):
            question.choices.append(given_.get("value", "on"))
        else:
            question.value = given_.get("value", "")
        self._select = name if tag == "select" else ""
        self._area = name if tag == "textarea" else ""

    def handle_endtag(self, tag: str) -> None:
        """The field is over."""
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        """What stands in a text box."""
        if self._area:
            self.found[self._area].value += data


def questions_on(page: str) -> dict[str, Question]:
    """Every question of a page's forms but for the token."""
    reader = Questions()
    reader.feed(page)
    reader.found.pop("csrfmiddlewaretoken", None)
    return reader.found


SENSIBLE = {"day": "1", "month": "4", "year": "2027", "reason": REASON, "name": "Ada Ferrier"}
HOSTILE = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "a\udfffb",
    "\ufffe\uffff",
    "\u202e\u0000\u200b",
    "0",
    "-1",
    "1e309",
    "NaN",
    "Infinity",
    str(2**31),
    str(2**63),
    "9" * 400,
    "٣",
    "31",
    "9999",
    "0001",
    "2027-02-30",
    "24:60",
    "on",
    "null",
    "[]",
    "{{ x }}",
    "%s%d%n",
    "'; DROP TABLE x; --",
    "<script>",
    "../../etc/passwd",
    "a@b.example",
    "x" * 5_000,
    "é" * 3_000,
    "line\r\nline\rline\n",
    "=cmd|' /C calc'!A0",
)


def answers_to(question: Question) -> st.SearchStrategy[str]:
    """What may come back for a question."""
    sensible = SENSIBLE.get(question.name.rpartition("_")[2], question.value or "Some words here")
    kept = [question.value or sensible, sensible, *question.choices]
    return st.one_of(
        st.sampled_from(kept),
        st.sampled_from(kept),
        st.sampled_from(HOSTILE),
        st.text(st.characters(exclude_categories=()), max_size=60),
    )


def body_of(answers: Mapping[str, list[str]]) -> str:
    """Answers as they go over the wire, half letters included."""
    return "&".join(
        f"{name}={quote_from_bytes(value.encode('utf-8', 'surrogatepass'))}"
        for name, values in answers.items()
        for value in values
    )


@pytest.fixture
def held(db: None) -> Iterator[Everything]:
    """One of everything, in a demonstration, where files need no scanner."""
    with a_demonstration():
        yield build_everything()


def forms_of(held: Everything, client: Client) -> dict[str, dict[str, Question]]:
    """Every route that may be acted on, with the questions of its page."""
    found: dict[str, dict[str, Question]] = {}
    for route in patterns():
        row = rows()[route]
        if row.act is Anyone.NOBODY or route in LEFT_OUT or ":api:" in route:
            continue
        page = client.get(held.address(route))
        text = page.content.decode() if page.status_code == 200 else ""
        found[route] = questions_on(text) or {"version": Question("version", value="1")}
    return found


def send(client: Client, address: str, body: str) -> int:
    """How a form is answered. Nothing of it stays, and whoever sent it is still signed in."""
    cookies = copy.deepcopy(client.cookies)
    try:
        with transaction.atomic():
            answer = client.generic(
                "POST", address, body, content_type="application/x-www-form-urlencoded"
            )
            transaction.set_rollback(True)
    finally:
        client.cookies = cookies
    return answer.status_code


def test_no_answer_to_any_form_is_a_bug(held: Everything) -> None:
    client = client_of(held.person)
    client.raise_request_exception = False
    forms = forms_of(held, client)
    assert len(forms) > 50
    assert sum(len(questions) for questions in forms.values()) > 150

    @FIT
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        route = data.draw(st.sampled_from(sorted(forms)))
        answers = {
            name: data.draw(st.lists(answers_to(question), min_size=1, max_size=2))
            for name, question in forms[route].items()
            if data.draw(st.integers(0, 9))
        }
        assert send(client, held.address(route), body_of(answers)) < 500, route

    holds()


def test_no_single_answer_to_any_form_is_a_bug(held: Everything) -> None:
    """Each hostile answer to each question in turn, every other question answered sensibly."""
    client = client_of(held.person)
    client.raise_request_exception = False
    told = []
    for route, questions in forms_of(held, client).items():
        sensible = {
            name: [
                question.choices[-1]
                if question.choices
                else SENSIBLE.get(name.rpartition("_")[2], question.value or "Some words here")
            ]
            for name, question in questions.items()
        }
        for at, name in enumerate(questions):
            for odd in (HOSTILE[(at * 7 + step) % len(HOSTILE)] for step in (1, 17)):
                status = send(client, held.address(route), body_of({**sensible, name: [odd]}))
                if status >= 500:
                    told.append(f"{route} {name} {odd[:20]!r}")
    assert told == []


LISTS = (
    "worklist:worklist",
    "audit:entries",
    "documents:documents",
    "partners:people",
    "partners:organisations",
    "releases:list",
    "insights:uploads",
    "insights:assessments",
    "insights:expected",
    "insights:areas",
    "notices:notices",
    "public_site:areas",
    "insights:assessment_table",
    "partners:change_owner",
    "partners:follow_organisation",
)


def test_no_question_to_a_list_is_a_bug(held: Everything) -> None:
    client = client_of(held.person)
    client.raise_request_exception = False
    filters = {
        route: questions_on(client.get(held.address(route)).content.decode()) for route in LISTS
    }

    @settings(FIT, max_examples=120)
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        route = data.draw(st.sampled_from(LISTS))
        asked = {
            name: [data.draw(answers_to(question))] for name, question in filters[route].items()
        }
        asked["page"] = [data.draw(st.sampled_from([*HOSTILE, "2"]))]
        answer = client.get(f"{held.address(route)}?{body_of(asked)}")
        assert answer.status_code < 500, route

    holds()


@pytest.mark.parametrize("route", ["insights:upload_new"])
def test_no_file_of_any_name_and_content_is_a_bug(route: str, held: Everything) -> None:
    client = client_of(held.person)
    client.raise_request_exception = False
    endings = (".csv", ".xlsx", ".CSV", ".exe", "", ".", "." + "x" * 300, ".csv\x00.exe", ".svg")
    contents = (b"", b"\x00", b"a,b\n1,2\n", b"PK\x03\x04", b"\xff\xfe", b"%PDF-1.4", b"<svg/>")
    stems = st.one_of(
        st.sampled_from(["a", "../a", "a" * 300, "a\r\nb", '"', "istv_z9901_2024-09", "\u202e"]),
        st.text(max_size=20),
    )

    @settings(FIT, max_examples=60)
    @given(
        stem=stems,
        ending=st.sampled_from(endings),
        content=st.one_of(st.sampled_from(contents), st.binary(max_size=200)),
    )
    def holds(stem: str, ending: str, content: bytes) -> None:
        name = (stem + ending).replace('"', "%22").encode("utf-8", "surrogatepass")
        body = (
            b'--x\r\nContent-Disposition: form-data; name="organisation"\r\n\r\n'
            + held.organisation.reference.encode()
            + b'\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="'
            + name.replace(b"\r", b"").replace(b"\n", b"")
            + b'"\r\nContent-Type: text/csv\r\n\r\n'
            + content
            + b"\r\n--x--\r\n"
        )
        with transaction.atomic():
            answer = client.generic(
                "POST", held.address(route), body, content_type="multipart/form-data; boundary=x"
            )
            transaction.set_rollback(True)
        assert answer.status_code < 500

    holds()


# --- what holds for any text ----------------------------------------------------------------------


@given(st.one_of(st.text(), st.text(alphabet="/\\\t\r\n:@.?#ae", max_size=12)))
def test_a_way_back_never_leaves_the_site(asked: str) -> None:
    page = own_page(asked)
    seen = re.sub(r"[\t\r\n]", "", page.strip()).replace("\\", "/")
    whole = urlsplit(urljoin("https://headwater.example/look/", seen))
    assert page == START or whole.netloc == "headwater.example"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), min_size=1))
def test_a_row_of_a_csv_file_stays_one_row_without_a_formula(texts: list[str]) -> None:
    for end in ("\n", "\r\n"):
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator=end).writerow([inert(text) for text in texts])
        found = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
        assert len(found) == 1 or texts == [""]
        for cell in found[0] if found else []:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(st.text())
def test_a_kept_name_is_one_name_in_one_folder(given_name: str) -> None:
    name = clean_name(given_name, ending="csv")
    assert name.endswith(".csv")
    assert 0 < len(name) <= 110
    assert not set(name) & set('/\\\x00\r\n":')
    assert not name.startswith(".")


def test_every_form_is_walked() -> None:
    acting = [route for route, row in rows().items() if row.act is not Anyone.NOBODY]
    assert len([route for route in acting if ":api:" not in route]) > 50
