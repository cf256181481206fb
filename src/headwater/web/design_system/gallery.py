"""What the gallery shows: Loamshire, which does not exist, as the county might look on a page."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.paginator import Paginator
from django.templatetags.static import static

from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.design_system.parts import (
    Cell,
    Colour,
    Column,
    Entry,
    Figure,
    Link,
    Row,
    Table,
    Tag,
    Task,
)

DONE = Tag("Submitted", Colour.GREEN, "Sent, and with whoever decides")
WAITING = Tag("Awaiting sign-off", Colour.YELLOW, "Somebody else has to agree")
STATUSES = (
    Tag("Not started", Colour.GREY, "Nobody has opened it yet"),
    Tag("In progress", Colour.BLUE, "Somebody is working on it"),
    Tag("Ready to submit", Colour.TEAL, "Everything is answered"),
    WAITING,
    DONE,
    Tag("Changes requested", Colour.ORANGE, "It came back with questions"),
    Tag("Late", Colour.RED, "The day it was due has passed"),
    Tag("Restricted", Colour.PURPLE, "Only people with a reason may read it"),
    Tag("Paused", Colour.MAGENTA, "Nothing happens until somebody says so"),
)
DISTRICTS = [("ash", "Ashmarsh"), ("elm", "Elmbridge Vale"), ("oak", "Oakhollow")]


class ShowForm(VersionedForm):
    """One question of each kind."""

    name = forms.CharField(label="Name of the project", max_length=60)
    email = forms.EmailField(
        label="E-mail address",
        help_text="We only write about this application.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    cost = forms.DecimalField(label="Cost in the first year", max_digits=9, decimal_places=2)
    starts_on = DateField(label="Start date", help_text="For example, 27 3 2026")
    district = forms.ChoiceField(label="District", choices=[("", "Choose one"), *DISTRICTS])
    kind = forms.ChoiceField(
        label="What kind of support is it?",
        choices=[
            ("group", "Work with groups"),
            ("one", "Work with one person"),
            ("other", "Other"),
        ],
        widget=forms.RadioSelect,
    )
    other_kind = forms.CharField(label="What other kind?", required=False)
    ages = forms.MultipleChoiceField(
        label="Who is it for?",
        help_text="Tick all that apply.",
        choices=[("10-13", "10 to 13"), ("14-17", "14 to 17"), ("18-24", "18 to 24")],
        widget=forms.CheckboxSelectMultiple,
    )
    summary = forms.CharField(
        label="What will you do, and how will you know it worked?",
        help_text="Write as you would to a neighbour.",
        max_length=400,
        widget=forms.Textarea,
    )
    file = forms.FileField(
        label="Budget", help_text="A spreadsheet (XLSX or CSV), 10 MB at most.", required=False
    )
    password = forms.CharField(
        label="Password",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    agreed = forms.BooleanField(label="I have read how the money may be spent")

    nouns: ClassVar[dict[str, str]] = {
        "name": "the name of the project",
        "email": "an e-mail address",
        "cost": "the cost in the first year",
        "starts_on": "the start date",
        "district": "a district",
    }
    choice_hints: ClassVar[dict[str, dict[str, str]]] = {
        "kind": {"group": "Boxing, music, detached youth work", "one": "Mentoring, therapy"}
    }
    reveals: ClassVar[dict[str, dict[str, str]]] = {"kind": {"other": "other_kind"}}


class FilterForm(Form):
    """A panel of filters."""

    words = forms.CharField(label="Words", required=False)
    district = forms.ChoiceField(
        label="District", choices=[("", "All districts"), *DISTRICTS], required=False
    )
    status = forms.ChoiceField(
        label="Status",
        choices=[("", "Any status"), ("late", "Late"), ("done", "Submitted")],
        required=False,
    )


def bad_answers() -> ShowForm:
    """The form as it comes back when it was filled in badly."""
    return ShowForm(
        {
            "version": "1",
            "name": "",
            "email": "someone at home",
            "cost": "about £9,000",
            "starts_on_day": "31",
            "starts_on_month": "",
            "starts_on_year": "2026",
            "district": "",
            "summary": "First line.\nSecond line, with <b>angle brackets</b>. " + "More. " * 70,
        },
        initial={"version": 1},
    )


def violence_table() -> Table:
    """Rates by district with the county below, one number hidden."""
    return Table(
        caption="Violence with injury per 1,000 residents, year to September 2025",
        columns=(
            Column("District"),
            Column("Offences", numeric=True),
            Column("Residents", numeric=True),
            Column("Rate", numeric=True),
            Column("95% interval", numeric=True),
            Column("Against a year before"),
        ),
        rows=(
            ("Ashmarsh", "1,205", "98,410", "12.2", "11.6 to 12.9", _tag("Higher", Colour.ORANGE)),
            ("Elmbridge Vale", "610", "104,900", "5.8", "5.4 to 6.3", _tag("Lower", Colour.GREEN)),
            (
                "Oakhollow",
                "700",
                "81,230",
                "8.6",
                "8.0 to 9.3",
                _tag("No clear change", Colour.GREY),
            ),
            ("Thornley Cross", Cell(mark="[c]"), "2,140", Cell(mark="[c]"), Cell(mark="[z]"), None),
            (
                "Loamshire",
                "2,520",
                "286,680",
                "8.8",
                "8.4 to 9.1",
                _tag("No clear change", Colour.GREY),
            ),
        ),
        marks={
            "[c]": "Hidden to protect people: fewer than five",
            "[z]": "Cannot be worked out",
        },
        notes=(
            "Counts are rounded to the nearest five.",
            "Source: Loamshire Police, loaded 4 October 2025.",
        ),
        standout=frozenset({4}),
    )


def _tag(words: str, colour: Colour) -> Cell:
    return Cell(tag=Tag(words, colour))


def show_figure() -> Figure:
    """A figure with its table and files."""
    return Figure(
        title="Ashmarsh has twice the violence of Elmbridge Vale for its size",
        summary=(
            "In the year to September 2025 there were 12.2 offences with injury for every 1,000 "
            "residents of Ashmarsh, against 5.8 in Elmbridge Vale and 8.8 in the county. The "
            "difference is larger than chance would make it."
        ),
        image=static("design_system/sample-chart.svg"),
        alt="Bars with intervals: Ashmarsh is above the county's line, Elmbridge Vale below it.",
        width=820,
        height=236,
        table=violence_table(),
        downloads=(
            Link("Download the numbers (CSV, 4 kB)", "#"),
            Link("Download the picture (SVG, 21 kB)", "#"),
            Link("Explain this number", "#"),
        ),
        basis=(
            "Recorded crime, October 2024 to September 2025. n = 2,520 offences. "
            "Intervals by Byar's method."
        ),
    )


def tasks() -> list[Task]:
    """A task list half way."""
    return [
        Task("About your organisation", DONE, "#"),
        Task("What you will do", STATUSES[1], "#", "About 20 minutes"),
        Task("What it will cost", STATUSES[0], "#"),
        Task("Check and send", Tag("Cannot start yet", Colour.GREY), hint="Answer the rest first"),
    ]


def events(at: datetime) -> list[Entry]:
    """What happened, newest first."""
    return [
        Entry("Changes requested", at, "Priya Marsh, Loamshire OPCC", tag=STATUSES[5],
              text="Say how many young people you expect in the first term."),
        Entry("Submitted", at - timedelta(days=3), "Sam Weir, Ashmarsh Boxing Club", tag=DONE),
        Entry("Started", at - timedelta(days=9), "Sam Weir, Ashmarsh Boxing Club"),
    ]  # fmt: skip


def answers() -> list[Row]:
    """Answers to be checked."""
    return [
        Row("Name of the project", "Ashmarsh Friday Nights", "#"),
        Row("Cost in the first year", "£14,050", "#"),
        Row("Start date", "27 March 2026", "#"),
        Row("Who it is for", "10 to 13\n14 to 17", "#"),
        Row("Status", Cell(tag=WAITING)),
    ]


def chapters() -> list[Link]:
    """Chapters of an assessment."""
    names = ("Summary", "Who is harmed", "Where and when", "What stands behind it", "Gaps")
    return [Link(name, "#", current=name == "Where and when") for name in names]


def everything(*, at: datetime, page: str | None) -> dict[str, Any]:
    """All the content of the gallery."""
    form = ShowForm(initial={"version": 1, "starts_on": date(2026, 3, 27), "kind": "group"})
    return {
        "show": form,
        "table": violence_table(),
        "empty_table": Table("Files waiting", (Column("File"),), (),
                             when_empty="No file is waiting. Load one to start."),
        "figure": show_figure(),
        "statuses": STATUSES,
        "tasks": tasks(),
        "events": events(at),
        "answers": answers(),
        "chapters": chapters(),
        "page": Paginator(range(312), 25).get_page(page),
        "crumb_links": [Link("Loamshire", "#"), Link("Assessments", "#")],
        "accordion": [
            {"heading": {"text": "How the number is made"},
             "content": {"text": "Offences divided by residents, times a thousand."}},
            {"heading": {"text": "What it leaves out"},
             "content": {"text": "Violence that nobody told the police about."}},
        ],
    }  # fmt: skip
