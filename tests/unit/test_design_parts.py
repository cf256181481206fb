"""Tables, timelines, pages of lists and the rest, as HTML."""

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory

from headwater.web.design_system import gallery
from headwater.web.design_system.chosen import chosen_links
from headwater.web.design_system.components import render
from headwater.web.design_system.parts import Cell, Colour, Column, Entry, Row, Table, Tag, Task


def shown(template: str, **words: object) -> str:
    return Template("{% load design %}" + template).render(Context(words))


def asked(template: str, address: str, **words: object) -> str:
    return shown(template, **words, request=RequestFactory().get(address))


def table_of(*cells: Cell | str | int | None) -> Table:
    columns = [Column("Area"), *[Column(f"Number {n}", numeric=True) for n, _ in enumerate(cells)]]
    return Table("Offences", columns, [("Ashmarsh", *cells)], marks={"[c]": "Hidden"})


def test_a_table_has_a_caption_scopes_and_numbers_to_the_right() -> None:
    html = shown("{% data_table table %}", table=table_of(1204))
    assert ">Offences</caption>" in html
    assert '<th scope="col" class="hw-number">Number 0</th>' in html
    assert '<th scope="row">Ashmarsh</th><td class="hw-number">1204</td>' in html


def test_a_table_that_scrolls_can_be_reached_and_is_named() -> None:
    html = shown("{% data_table table %}", table=table_of("1"))
    assert 'role="region" aria-labelledby="table-offences" tabindex="0"' in html
    assert 'id="table-offences"' in html


def test_a_mark_is_explained_below_the_table_and_to_those_who_hear_it() -> None:
    html = shown("{% data_table table %}", table=table_of(Cell(mark="[c]")))
    assert '<span class="govuk-visually-hidden">Hidden</span>' in html
    assert "<li><b>[c]</b> Hidden</li>" in html


def test_a_mark_that_is_not_used_is_not_explained() -> None:
    assert "[c]" not in shown("{% data_table table %}", table=table_of("1"))


def test_a_table_without_rows_says_what_to_do() -> None:
    empty = Table("Files", [Column("File")], [], when_empty="Load one to start.")
    html = shown("{% data_table table %}", table=empty)
    assert "Load one to start." in html
    assert "<table" not in html


@pytest.mark.parametrize(
    "cell",
    [
        "<i>",
        Cell("<i>"),
        Cell(tag=Tag("<i>", meaning='"<i>')),
        Cell("x", href='"><i>'),
        Cell(mark="<i>"),
        Cell(hint="<i>"),
    ],
)
def test_nothing_in_a_cell_becomes_markup(cell: Cell | str) -> None:
    assert "<i>" not in shown("{% data_table table %}", table=table_of(cell))


def test_components_escape_what_they_print() -> None:
    assert render("tag", {"text": "<new>"}).count("<") == 2


def test_a_list_on_one_page_has_no_links() -> None:
    html = asked('{% pager page "file" %}', "/", page=Paginator([1], 25).page(1))
    assert "1 file<" in html
    assert "<nav" not in html


def test_the_links_between_pages_keep_the_filters() -> None:
    page = Paginator(range(80), 25).page(2)
    html = asked("{% pager page %}", "/?status=late&page=2", page=page)
    assert "Showing 26 to 50 of 80 results" in html
    assert 'href="?status=late&amp;page=3"' in html
    assert 'aria-current="page"' in html


def test_each_filter_in_use_can_be_taken_away_alone() -> None:
    query = QueryDict("words=bus&district=ash&page=3")
    links = chosen_links(gallery.FilterForm(query), query)
    assert [(link.text, link.href) for link in links] == [
        ("Words: bus", "?district=ash"),
        ("District: Ashmarsh", "?words=bus"),
    ]


def test_a_timeline_says_who_and_when_on_a_clock_here() -> None:
    entry = Entry("Sent", datetime(2026, 7, 1, 13, 5, tzinfo=UTC), by="Sam Weir")
    html = shown("{% timeline entries %}", entries=[entry])
    assert "1 July 2026, 14:05</time>, Sam Weir" in html


def test_a_task_that_cannot_start_has_no_link() -> None:
    html = shown("{% task_list rows %}", rows=[Task("Check", Tag("Cannot start yet"))])
    assert "<a " not in html
    assert "Cannot start yet" in html


def test_a_link_to_change_an_answer_stands_alone() -> None:
    html = shown("{% summary_list rows %}", rows=[Row("Start date", "27 March", "/change")])
    assert 'Change<span class="govuk-visually-hidden"> start date</span>' in html


def test_tabs_hold_their_panels() -> None:
    html = shown('{% tabs %}{% tab "When" %}<p>Friday</p>{% endtab %}{% endtabs %}')
    assert 'href="#when"' in html
    assert '<div class="govuk-tabs__panel" id="when">' in html


def test_a_picture_has_words_numbers_and_files_beside_it() -> None:
    html = shown("{% figure figure %}", figure=gallery.show_figure())
    for piece in ("<figcaption>", "<img ", ' alt="Bars', "<table>", "Download the numbers"):
        assert piece in html


def test_progress_is_said_in_words_and_refreshes_only_when_asked() -> None:
    plain = shown('{% progress 5 8 "Chapter 5 of 8" %}')
    polled = shown('{% progress 5 8 "Chapter 5 of 8" poll_url="/progress" %}')
    assert '<progress id="progress-progress" max="8" value="5">' in plain
    assert 'data-poll-url="/progress"' in polled
    assert "data-poll-url" not in plain


class Headings(HTMLParser):
    styled: bool = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.styled |= tag == "style" or any(name == "style" for name, _ in attrs)


def test_no_part_brings_styles_of_its_own() -> None:
    page = Headings()
    page.feed(shown("{% figure figure %}", figure=gallery.show_figure()))
    page.feed(shown("{% status_tag tag %}", tag=Tag("Late", Colour.RED, "Past its day")))
    assert page.styled is False
