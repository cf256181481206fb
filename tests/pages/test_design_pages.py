"""Text and colours, the gallery and the frame that every page wears."""

import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client

from headwater.web.design_system.look import COOKIE
from headwater.web.design_system.views import own_page

pytestmark = pytest.mark.django_db
CHOSEN = {"size": "larger", "contrast": "dark", "choices": ["easy", "still"], "next": "/design/"}
ERRORS = ("400", "403", "404", "422", "500", "503")


class Inline(HTMLParser):
    """What a strict content policy refuses."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        handlers = {name for name in names if name.startswith("on")}
        if tag == "style" or "style" in names or handlers or (tag == "script" and not names):
            self.found.append(f"{tag} {sorted(names)}")


def test_a_choice_is_kept_in_one_plain_cookie_and_leads_back(client: Client) -> None:
    response = client.post("/look/", CHOSEN)
    assert (response.status_code, response["Location"]) == (302, "/design/")
    assert list(response.cookies) == [COOKIE]
    cookie = response.cookies[COOKIE]
    assert cookie.value == "larger.dark.easy.still"
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_every_page_looks_as_it_was_asked_to(client: Client) -> None:
    client.post("/look/", CHOSEN)
    page = client.get("/design/").content.decode()
    assert 'class="govuk-template look-larger look-dark look-easy look-still"' in page


def test_what_was_chosen_is_shown_as_chosen(client: Client) -> None:
    client.post("/look/", CHOSEN)
    page = client.get("/look/").content.decode()
    assert re.findall(r'value="(\w+)" checked', page) == ["larger", "dark", "easy", "still"]


def test_without_a_choice_there_is_no_cookie(client: Client) -> None:
    response = client.get("/look/")
    assert not response.cookies
    client.post("/look/", {"size": "normal", "contrast": "default"})
    assert not client.cookies[COOKIE].value


def test_a_choice_can_be_forgotten(client: Client) -> None:
    client.post("/look/", CHOSEN)
    assert "Forget my choices" in client.get("/look/").content.decode()
    client.post("/look/", {"forget": "yes", "next": "/design/"})
    assert not client.cookies[COOKIE].value


def test_an_old_or_forged_cookie_changes_nothing_else(client: Client) -> None:
    client.cookies[COOKIE] = 'stripes.dark."><script>.high'
    page = client.get("/look/").content.decode()
    assert 'class="govuk-template look-high"' in page
    assert "stripes" not in page


def test_a_form_sent_from_another_site_is_refused(client: Client) -> None:
    response = client.post("/look/", CHOSEN, headers={"origin": "https://elsewhere.example"})
    assert response.status_code == 403
    assert not response.cookies


def test_a_form_sent_from_here_is_taken(client: Client) -> None:
    response = client.post("/look/", CHOSEN, headers={"origin": "http://testserver"})
    assert response.status_code == 302


@pytest.mark.parametrize(
    "asked",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:x",
        "elsewhere",
        "",
        "///elsewhere.example",
        "/\t/elsewhere.example",
        "http:/elsewhere.example",
    ],
)
def test_nobody_is_sent_to_another_site(client: Client, asked: str) -> None:
    assert own_page(asked) == "/"
    response = client.post("/look/", {**CHOSEN, "next": asked})
    assert response["Location"] == "/"


def test_a_path_of_this_site_keeps_its_question() -> None:
    assert own_page("/areas/?district=ash&page=2") == "/areas/?district=ash&page=2"


def test_a_choice_nobody_offers_is_refused_in_words(client: Client) -> None:
    response = client.post("/look/", {"size": "huge", "contrast": "dark"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: Text and colours" in page
    assert 'href="#id_size"' in page


@pytest.mark.parametrize("address", ["/design/", "/design/errors/", "/look/", "/no-such-page/"])
def test_no_page_carries_styles_or_scripts_inside(client: Client, address: str) -> None:
    assert Inline(client.get(address).content.decode()).found == []


def test_a_page_starts_with_a_way_past_its_navigation(client: Client) -> None:
    page = client.get("/design/").content.decode()
    body = page.partition("<body")[2]
    assert body.index('href="#main"') < body.index("<header")
    assert 'id="main"' in body


def test_the_title_says_when_a_form_has_errors(client: Client) -> None:
    assert "<title>Error: Apply for a grant" in client.get("/design/errors/").content.decode()
    assert "<title>Components" in client.get("/design/").content.decode()


def test_a_list_keeps_its_filter_over_its_pages(client: Client) -> None:
    page = client.get("/design/?district=ash&page=2").content.decode()
    assert 'href="?district=ash&amp;page=3"' in page
    assert "District: Ashmarsh" in page


@pytest.mark.parametrize("status", ERRORS)
def test_a_page_of_what_went_wrong_needs_nothing_to_be_drawn(status: str) -> None:
    page = render_to_string(f"design_system/errors/{status}.html", {"words": "Choose a file"})
    assert page.count("<h1") == 1
    assert 'lang="en-GB"' in page


def test_a_demonstration_looks_different_on_every_page() -> None:
    page = render_to_string("design_system/errors/404.html", {"site": {"is_demo": True}})
    assert "hw-is-demo" in page
    assert "made up" in page
    assert "hw-is-demo" not in render_to_string("design_system/errors/404.html", {"site": {}})


def test_what_the_build_made_is_what_its_manifest_says() -> None:
    manifest = finders.find("design_system/manifest.json")
    assert manifest is not None
    folder = Path(manifest).parent
    entries = json.loads(Path(manifest).read_text(encoding="utf-8"))["files"]
    made = {each["file"]: each["sha256"] for each in entries}
    kept = [path for path in folder.iterdir() if path.name != "manifest.json"]
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in kept} == made
