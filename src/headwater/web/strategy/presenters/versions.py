"""Versions of the plan, what their public side leaves out, and promises, in words and tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as dated

from headwater.core import words
from headwater.web.design_system.parts import Cell, CellLike, Colour, Column, Entry, Row, Table, Tag
from headwater.web.strategy.links import action_address, plan_address
from headwater.web.strategy.models import Action, Plan, Review, Withheld
from headwater.web.strategy.presenters.actions import COLOURS
from headwater.web.strategy.rules.computing import Computed
from headwater.web.strategy.rules.lacking import incomplete
from headwater.web.strategy.rules.planning import Ground, Part, Standing
from headwater.web.strategy.rules.promises import how_it_goes, told_of, what_to_say
from headwater.web.thread.kinds import Bead

STANDING_COLOURS = {
    Standing.DRAFT: Colour.GREY,
    Standing.WITH_BOARD: Colour.YELLOW,
    Standing.ADOPTED: Colour.GREEN,
    Standing.REPLACED: Colour.GREY,
}
PROMISE_COLUMNS = ("action", "promise", "lead", "due_on", "state", "told_on")


def standing_tag(plan: Plan) -> Tag:
    """Where a version stands."""
    return Tag(plan.stands.words, STANDING_COLOURS[plan.stands], plan.stands.means)


def table(plans: Iterable[Plan]) -> Table:
    """Every version, the latest first."""
    return Table(
        caption="Versions of the plan",
        caption_is_hidden=True,
        columns=[
            Column("Version"),
            Column("Status"),
            Column("Covers"),
            Column("Adopted"),
            Column("Look at it again by"),
        ],
        rows=[
            [
                Cell(f"{each.title}, version {each.number}", href=plan_address(each)),
                Cell(tag=standing_tag(each)),
                f"{dated(each.first_day, 'j M Y')} to {dated(each.last_day, 'j M Y')}",
                _day(timezone.localdate(each.adopted_at) if each.adopted_at else None),
                _day(each.review_due_on if each.stands is Standing.ADOPTED else None),
            ]
            for each in plans
        ],
        when_empty="No version yet. Start one when the plan is ready for a board.",
    )


def _day(of: date | None) -> str:
    return dated(of, "j M Y") if of else "–"


def facts(plan: Plan, decision: Bead | None, names: Mapping[str, str]) -> list[Row]:
    """What became of a version so far."""
    covers = f"{dated(plan.first_day, 'j F Y')} to {dated(plan.last_day, 'j F Y')}"
    rows = [Row("Covers", covers), Row("Written", _by(plan.written_at, plan.written_by, names))]
    if plan.put_at:
        rows.append(Row("Put to the board", _by(plan.put_at, plan.put_by, names)))
    if plan.adopted_at:
        rows.append(Row("Marked adopted", _by(plan.adopted_at, plan.adopted_by, names)))
    if decision:
        rows.append(Row("Decision", Cell(decision.title, href=decision.address)))
    if plan.review_due_on and plan.stands is Standing.ADOPTED:
        rows.append(Row("Look at it again by", dated(plan.review_due_on, "j F Y")))
    return rows


def _by(at: datetime, who: str, names: Mapping[str, str]) -> str:
    return f"{dated(timezone.localdate(at), 'j F Y')} by {names.get(who, who)}"


def contents(internal: Mapping[str, Any]) -> Table:
    """What a version holds, in short."""
    rows = []
    for priority in internal["priorities"]:
        actions = [each for outcome in priority["outcomes"] for each in outcome["actions"]]
        known = [each["cost_gbp"] for each in actions if each["cost_gbp"] is not None]
        rows.append(
            [
                priority["title"],
                str(len(priority["outcomes"])),
                str(len(actions)),
                words.money(sum(known)) if known else "Not known yet",
            ]
        )
    return Table(
        caption="What this version holds",
        columns=[
            Column("Priority"),
            Column("Outcomes", numeric=True),
            Column("Actions", numeric=True),
            Column("Money known", numeric=True),
        ],
        rows=rows,
        when_empty="Nothing yet.",
    )


def lacking(workspace: str, internal: Mapping[str, Any]) -> Table:
    """What actions of a version do not say, for those who decide on it."""
    return Table(
        caption="What actions do not say yet",
        columns=[Column("Action"), Column("It does not say")],
        rows=[
            [
                Cell(each.title, href=reverse("strategy:action", args=[workspace, each.reference])),
                words.listed(each.lacks),
            ]
            for each in incomplete(internal)
        ],
        when_empty="Every action says what is asked of it.",
    )


def left_out(entries: Sequence[Mapping[str, Any]]) -> Table:
    """The redaction log of a version."""
    return Table(
        caption="Left out of the public version",
        columns=[Column("Action"), Column("What"), Column("Ground"), Column("Why")],
        rows=[
            [
                f"{each['title']} ({each['action']})",
                Part(each["part"]).words,
                Ground(each["ground"]).words,
                each["why"],
            ]
            for each in entries
        ],
        notes=["This log is never public. The public version says how much was left out and why."]
        if entries
        else [],
        when_empty="Nothing is left out: the public reads of every action.",
    )


def withheld(workspace: str, rows: Iterable[Withheld], *, may_change: bool) -> Table:
    """What of an action public versions leave out, and left out once."""
    return Table(
        caption="Left out of the public version",
        caption_is_hidden=True,
        columns=[Column("What"), Column("Ground"), Column("Why"), Column("Now")],
        rows=[_withheld(workspace, each, may_change=may_change) for each in rows],
        when_empty="Nothing. The public reads of it in the next version that is adopted.",
    )


def _withheld(workspace: str, row: Withheld, *, may_change: bool) -> list[CellLike]:
    where = reverse("strategy:disclose", args=[workspace, row.reference])
    now: CellLike = Cell(tag=Tag("Left out", Colour.RED))
    if row.ended_at:
        now = Cell(tag=Tag("Shown again", Colour.GREY))
    elif may_change:
        now = Cell("Show it again", href=where)
    return [Part(row.part).words, Ground(row.ground).words, row.why, now]


def reviews(rows: Iterable[Review], names: Mapping[str, str]) -> list[Entry]:
    """What was found when a version was looked at again."""
    return [
        Entry(
            title="Looked at again",
            at=each.at,
            by=names.get(each.by, each.by),
            text=f"{each.text}\nNext by {dated(each.next_on, 'j F Y')}.",
        )
        for each in rows
    ]


def promises(actions: Iterable[Action], found: Mapping[int, Computed]) -> Table:
    """What the public was promised, and how each goes."""
    return Table(
        caption="Promises to the public",
        caption_is_hidden=True,
        columns=[Column("Promise"), Column("By when"), Column("How it goes"), Column("Led by")],
        rows=[
            [
                Cell(each.public_wording, href=action_address(each)),
                dated(each.due_on, "j F Y"),
                _state(each, found[each.pk]),
                each.lead.name if each.lead else "Nobody yet",
            ]
            for each in actions
        ],
        when_empty="Nothing is promised yet. Change an action to make it a promise.",
    )


def _state(action: Action, found: Computed) -> Cell:
    said, reported = what_to_say(action.stands, found.status)
    return Cell(tag=Tag(said, COLOURS[told_of(action.stands, found.status)]), hint=reported)


def promise_rows(
    actions: Iterable[Action], found: Mapping[int, Computed]
) -> Iterator[Sequence[str]]:
    """Promises for a file."""
    for each in actions:
        yield [
            each.reference,
            each.public_wording,
            each.lead.name if each.lead else "",
            each.due_on.isoformat(),
            how_it_goes(each.stands, found[each.pk].status),
            timezone.localdate(each.told_at).isoformat() if each.told_at else "",
        ]
