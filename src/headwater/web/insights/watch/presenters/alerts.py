"""Alerts in words, tags and tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as dated

from headwater.core import words
from headwater.core.weeks import Week
from headwater.rulebook import add_working_days, watch_measure
from headwater.web.accounts.actor import HEADWATER
from headwater.web.design_system.parts import (
    Cell,
    CellLike,
    Colour,
    Column,
    Entry,
    Link,
    Row,
    Table,
    Tag,
)
from headwater.web.editions.models import Edition
from headwater.web.editions.rules.workflow import READABLE
from headwater.web.insights.assessments.links import address, number_address
from headwater.web.insights.watch.links import alert_address
from headwater.web.insights.watch.models import Alert, Note, Rule, Sighting
from headwater.web.insights.watch.queries.nearby import Nearby, Span
from headwater.web.insights.watch.rules.answering import (
    DAYS_TO_JUDGE,
    Said,
    Status,
    Verdict,
)
from headwater.web.insights.watch.rules.describing import METHOD_WORDS, Method, chance_of
from headwater.web.insights.watch.rules.scoring import latest_day
from headwater.web.partners.models import Organisation

HIDDEN = "[c]"
NO_LONGER_FOUND = "A later run of its weeks no longer raises it."
LEAST_CHANCE = 0.0001
"""The least chance that weeks publish: it stands for that or less."""
PUT_AWAY = "Numbers of a run that was put away lead nowhere; all others to how they were made."
AREAS_NAMED = 3
READING = "reading"
"""The chapter of every week that says how to read an alert."""
COLOURS = {
    Status.NEW: Colour.RED,
    Status.ACKNOWLEDGED: Colour.YELLOW,
    Status.JUDGED: Colour.GREY,
}
VERDICT_COLOURS = {
    Verdict.TRUE: Colour.GREEN,
    Verdict.FALSE: Colour.GREY,
    Verdict.UNKNOWN: Colour.BLUE,
}
SAID_WORDS = {
    Said.ACKNOWLEDGED: "Somebody looks into it",
    Said.DONE: "Done or found",
    Said.JUDGED: "Verdict",
}
CSV_COLUMNS = (
    "alert",
    "rule",
    "title",
    "areas",
    "area_codes",
    "first_week",
    "last_week",
    "weeks",
    "observed",
    "expected",
    "p_value",
    "still_found",
    "status",
    "verdict",
    "raised_at",
    "acknowledged_at",
    "judged_at",
)


def status_tag(alert: Alert) -> Tag:
    """Where an alert stands; once judged, how."""
    if alert.verdict:
        return verdict_tag(Verdict(alert.verdict))
    return Tag(alert.stands.words, COLOURS[alert.stands])


def verdict_tag(verdict: Verdict) -> Tag:
    """How an alert was judged."""
    return Tag(f"Judged {verdict.words.lower()}", VERDICT_COLOURS[verdict], verdict.means)


def waits(alert: Alert, *, today: date) -> str:
    """What an alert waits for, and until when; nothing where it was judged."""
    if alert.stands is Status.JUDGED:
        return ""
    if alert.acknowledged_at is None:
        what, due = "Acknowledge it", latest_day(timezone.localdate(alert.raised_at))
    else:
        acknowledged = timezone.localdate(alert.acknowledged_at)
        what, due = "Judge it", add_working_days(acknowledged, DAYS_TO_JUDGE)
    by = dated(due, "j F Y")
    return f"{what} now: it was due by {by}" if due < today else f"{what} by {by}"


def places(seen: Iterable[Sighting]) -> str:
    """The areas of what was seen, in the order of the edition."""
    return named(area["name"] for each in seen for area in each.areas)


def named(areas: Iterable[str]) -> str:
    """The first areas by name, each once, and how many more there are.

    >>> named(["Alderwick", "Brackmere", "Alderwick"]), named(["A", "B", "C", "D"])
    ('Alderwick and Brackmere', 'A, B, C and 1 more area')
    """
    names = list(dict.fromkeys(areas))
    more = len(names) - AREAS_NAMED
    if more <= 0:
        return words.listed(names)
    return f"{', '.join(names[:AREAS_NAMED])} and {words.counted(more, 'more area')}"


def weeks_words(alert: Alert) -> str:
    """The weeks an alert was raised in.

    In one, it is that week; in several, from the first to the last.
    """
    first, last = Week.parse(alert.first_week), Week.parse(alert.last_week)
    if first == last:
        return f"{first.words[:1].upper()}{first.words[1:]}"
    return f"{words.counted(last.since(first) + 1, 'week')}, the last the {last.words}"


def chance(p_value: float) -> str:
    """A chance as people say it, to two figures as it was published.

    >>> chance(0.012), chance(0.0004), chance(0.0001)
    ('1 in 83', '1 in 2,500', '1 in 10,000 or less')
    """
    once = float(f"{1 / max(p_value, LEAST_CHANCE):.2g}")
    return f"1 in {words.number(once)}{' or less' if p_value <= LEAST_CHANCE else ''}"


def times(observed: float, expected: float) -> str:
    """How many times the expected number were seen, where that can be said.

    >>> times(31, 14.2), times(3, 0.0)
    ('2.2 times what was to be expected', 'none was to be expected')
    """
    if expected <= 0:
        return "none was to be expected"
    ratio = words.number(observed / expected, decimals=1).removesuffix(".0")
    return f"{ratio} times what was to be expected"


def inbox_table(
    alerts: Sequence[Alert], seen: Mapping[int, Sequence[Sighting]], *, today: date
) -> Table:
    """Alerts, in the order they are given."""
    return Table(
        caption="Alerts",
        caption_is_hidden=True,
        columns=[
            Column("Where"),
            Column("Status"),
            Column("What rose"),
            Column("Seen", numeric=True),
            Column("Expected", numeric=True),
            Column("Weeks"),
        ],
        rows=[_inbox_row(each, seen[each.pk], today=today) for each in alerts],
        marks=words.MARK_MEANINGS,
        when_empty="No alert is of this kind. Take away a filter to see more.",
    )


def _inbox_row(alert: Alert, seen: Sequence[Sighting], *, today: date) -> list[CellLike]:
    first = seen[0]
    return [
        Cell(places(seen), href=alert_address(alert)),
        Cell(tag=status_tag(alert), hint=_status_hint(alert, first, today=today)),
        Cell(watch_measure(alert.rule.measure).title, hint=f"Rule: {alert.rule.title}"),
        _shown(first.observed, decimals=0),
        _shown(first.expected, decimals=1),
        weeks_words(alert),
    ]


def _status_hint(alert: Alert, seen: Sighting, *, today: date) -> str:
    waiting = waits(alert, today=today)
    return waiting if seen.is_current else f"{NO_LONGER_FOUND} {waiting}".strip()


def _shown(value: float | None, *, decimals: int, href: str = "") -> Cell:
    """A released number, or the mark that it is hidden. A whole number has no decimals."""
    if value is None:
        return Cell(mark=HIDDEN)
    return Cell(words.number(value, decimals=decimals).removesuffix(".0"), href=href)


def csv_rows(
    alerts: Iterable[Alert], seen: Mapping[int, Sequence[Sighting]]
) -> Iterator[Sequence[str]]:
    """Alerts for a file. What is hidden stays hidden."""
    for alert in alerts:
        first = seen[alert.pk][0]
        areas = {area["code"]: area["name"] for each in seen[alert.pk] for area in each.areas}
        yield [
            alert.reference,
            alert.rule.slug,
            alert.rule.title,
            "; ".join(areas.values()),
            "; ".join(areas),
            alert.first_week,
            alert.last_week,
            str(Week.parse(alert.last_week).since(Week.parse(alert.first_week)) + 1),
            *(HIDDEN if v is None else f"{v:g}" for v in (first.observed, first.expected)),
            HIDDEN if first.p_value is None else f"{first.p_value:g}",
            "yes" if first.is_current else "no",
            alert.status,
            alert.verdict,
            *(_stamp(at) for at in (alert.raised_at, alert.acknowledged_at, alert.judged_at)),
        ]


def _stamp(at: datetime | None) -> str:
    return timezone.localtime(at).isoformat(timespec="minutes") if at else ""


def numbers(seen: Sighting, rule: Rule) -> list[Row]:
    """What was seen, what was to be expected and how surprising that is. Nothing where hidden."""
    if seen.observed is None or seen.expected is None or seen.p_value is None:
        return []
    above = words.number(seen.observed - seen.expected, decimals=1).removesuffix(".0")
    method = Method(rule.method)
    return [
        Row("Seen", _shown(seen.observed, decimals=0, href=_explained(seen, "observed"))),
        Row("Expected", _shown(seen.expected, decimals=1, href=_explained(seen, "expected"))),
        Row("Rise", f"{above} more: {times(seen.observed, seen.expected)}"),
        Row(
            "Chance of so many",
            Cell(
                chance(seen.p_value),
                href=_explained(seen, "p_value"),
                hint=f"{chance_of(method)}, by {METHOD_WORDS[method]}",
            ),
        ),
    ]


def _explained(seen: Sighting, column: str) -> str:
    """The page that explains a number; nothing where its week was put away."""
    if seen.edition.stands not in READABLE:
        return ""
    return number_address(seen.edition, f"{seen.table}:{seen.row}:{column}")


def week_table(seen: Sequence[Sighting]) -> Table:
    """Week by week what the run that counts saw, each number leading to how it was made."""
    shown = [each for each in seen if each.observed is not None]
    put_away = any(each.edition.stands not in READABLE for each in shown)
    led = [PUT_AWAY if put_away else "Each number leads to how it was made."]
    return Table(
        caption="Week by week",
        columns=[
            Column("Week"),
            Column("Where"),
            Column("Seen", numeric=True),
            Column("Expected", numeric=True),
            Column("Chance of so many"),
        ],
        rows=[_week_row(each) for each in seen],
        marks=words.MARK_MEANINGS,
        notes=led if shown else [],
        when_empty="No run of these weeks raises this alert any more.",
    )


def _week_row(seen: Sighting) -> list[CellLike]:
    week = Week.parse(seen.week)
    readable = seen.edition.stands in READABLE
    about = f"About {seen.weeks} weeks up to it" if seen.weeks > 1 else ""
    return [
        Cell(
            f"{week.words[:1].upper()}{week.words[1:]}",
            href=address(seen.edition, "") if readable else "",
            hint=about,
        ),
        places([seen]),
        _shown(seen.observed, decimals=0, href=_explained(seen, "observed")),
        _shown(seen.expected, decimals=1, href=_explained(seen, "expected")),
        Cell(mark=HIDDEN)
        if seen.p_value is None
        else Cell(chance(seen.p_value), href=_explained(seen, "p_value")),
    ]


def sureness(rule: Rule, record: Mapping[str, int]) -> list[Row]:
    """How far the rule can be believed: what was to be expected of it, and what became of it."""
    expected = rule.expected
    amount = words.interval(expected["a_year"], expected["low"], expected["high"])
    scorecard = reverse("insights:watch_scorecard", args=[rule.workspace.slug, rule.reference])
    return [
        Row("Rule", rule.title),
        Row("False alerts", f"About {amount} a year when nothing is going on"),
        Row("Its record", Cell(record_words(record), href=scorecard)),
    ]


def record_words(record: Mapping[str, int]) -> str:
    """How a rule's alerts were judged so far.

    >>> record_words({"true": 5, "false": 2, "": 1})
    '8 alerts: 5 true, 2 false, 0 unknown, 1 not judged yet'
    """
    judged = [f"{record.get(each.value, 0)} {each.words.lower()}" for each in Verdict]
    every = words.counted(sum(record.values()), "alert")
    return f"{every}: {', '.join(judged)}, {record.get('', 0)} not judged yet"


def who_to_ask(rule: Rule, partners: Iterable[Organisation]) -> list[Row]:
    """Who answers for the rule, and whose people may know what counts cannot say."""
    names = words.listed([each.name for each in partners])
    return [
        Row("Answers for the rule", rule.owner),
        Row("May know more", names or "No such partner is here yet"),
    ]


def area_names(span: Span) -> list[str]:
    """Every area with its code."""
    return [f"{name} ({code})" for code, name in span.areas.items()]


def since(span: Span) -> str:
    """From when on, as a sentence."""
    if span.first == span.last:
        return f"In the {span.last.words}."
    return (
        f"Since the {span.first.words}, {words.counted(span.last.since(span.first) + 1, 'week')} "
        f"up to the {span.last.words}."
    )


def nearby_table(found: Iterable[Nearby]) -> Table:
    """Other alerts that are near, those in the same place first."""
    return Table(
        caption="Alerts of other rules near it",
        caption_is_hidden=True,
        columns=[Column("Where"), Column("What rose"), Column("How near"), Column("Status")],
        rows=[
            [
                Cell(named(each.span.areas.values()), href=alert_address(each.alert)),
                Cell(watch_measure(each.alert.rule.measure).title, hint=each.alert.rule.title),
                "The same place" if each.is_same_place else "Beside it, in it or around it",
                Cell(tag=status_tag(each.alert), hint=weeks_words(each.alert)),
            ]
            for each in found
        ],
        when_empty="No other rule raised an alert here, or beside it, in these weeks.",
    )


def timeline(alert: Alert, notes: Iterable[Note], names: Mapping[str, str]) -> list[Entry]:
    """What became of an alert, the earliest first."""
    raised = Entry(title="Raised", at=alert.raised_at, by=HEADWATER.name)
    return [raised, *entries(notes, names)]


def entries(notes: Iterable[Note], names: Mapping[str, str]) -> list[Entry]:
    """What people said."""
    return [
        Entry(
            title=SAID_WORDS[Said(each.kind)],
            at=each.at,
            by=names.get(each.by, each.by),
            text=each.text,
            tag=verdict_tag(Verdict(each.verdict)) if each.verdict else None,
        )
        for each in notes
    ]


def reading_link(edition: Edition) -> Link | None:
    """What an alert means and what to ask before acting, in the words of its week."""
    if edition.stands not in READABLE:
        return None
    return Link("How to read an alert", address(edition, "chapter", READING))


def summary(counts: Mapping[Status, int]) -> str:
    """How many alerts wait for what, in a sentence."""
    new, acknowledged, judged = (counts[each] for each in Status)
    if not new and not acknowledged:
        return f"Nothing waits. {words.counted(judged, 'alert')} judged so far."
    return f"{new} new, {acknowledged} being looked into, {judged} judged."
