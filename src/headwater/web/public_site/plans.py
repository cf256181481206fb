"""Released plans in words and tables, with what was promised and how each promise goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.dateformat import format as dated

from headwater.core import words
from headwater.web.design_system.parts import CellLike, Column, Table
from headwater.web.releases.models import Release

Plain = Mapping[str, Any]
PROMISE_COLUMNS = ("promise", "led_by", "due_on", "state")
LEFT_OUT = "Left out"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What will be different, and what is done for it."""

    title: str
    measure: str
    actions: Table


@dataclass(frozen=True, slots=True)
class Priority:
    """What is to change first, and why."""

    title: str
    why: str
    outcomes: Sequence[Outcome]


def context(release: Release) -> dict[str, Any]:
    """What the page of a released plan shows."""
    said = release.snapshot
    return {
        "release": release,
        "said": said,
        "foreword": _paragraphs(said["foreword"]),
        "covers": f"{_day(said['first_day'])} to {_day(said['last_day'])}",
        "adopted_on": _day(said["adopted_on"]),
        "as_of": _day(said["as_of"]),
        "promises": _promises(said["promises"]),
        "priorities": [_priority(each) for each in said["priorities"]],
        "left_out": said["left_out_words"],
        "csv": reverse("public_site:plan_promises", args=[release.slug, release.number]),
    }


def _day(text: str) -> str:
    return dated(date.fromisoformat(text), "j F Y") if text else ""


def _paragraphs(text: str) -> list[str]:
    return [each.strip() for each in text.split("\n") if each.strip()]


def _promises(promises: Sequence[Plain]) -> Table:
    return Table(
        caption="What was promised, and how it goes",
        columns=[Column("Promise"), Column("By when"), Column("How it goes"), Column("Led by")],
        rows=[
            [each["promise"], _day(each["due_on"]) or LEFT_OUT, each["state"], each["led_by"]]
            for each in promises
        ],
        when_empty="Nothing was promised in so many words.",
    )


def _priority(priority: Plain) -> Priority:
    outcomes = [
        Outcome(each["title"], each["measure"], _actions(each["title"], each["actions"]))
        for each in priority["outcomes"]
    ]
    return Priority(priority["title"], priority["why"], outcomes)


def _actions(title: str, actions: Sequence[Plain]) -> Table:
    return Table(
        caption=f"What is done: {title}",
        caption_is_hidden=True,
        columns=[Column("Action"), Column("Who"), Column("When"), Column("Money")],
        rows=[_action(each) for each in actions],
    )


def _action(action: Plain) -> list[CellLike]:
    helped = words.listed(action["partners"])
    who = f"{action['lead']}, with {helped}" if helped else action["lead"]
    when = f"{_day(action['starts_on'])} to {_day(action['due_on'])}" if action["due_on"] else ""
    return [action["title"], who or LEFT_OUT, when or LEFT_OUT, _money(action)]


def _money(action: Plain) -> str:
    if action["money_left_out"]:
        return LEFT_OUT
    cost = action["cost_gbp"]
    return "Not known yet" if cost is None else words.money(cost)


def promise_rows(release: Release) -> list[list[str]]:
    """What was promised for a file."""
    return [
        [each["promise"], each["led_by"], each["due_on"], each["state"]]
        for each in release.snapshot["promises"]
    ]
