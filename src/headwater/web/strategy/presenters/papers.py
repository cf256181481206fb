"""A version of the plan as a paper, for the partners and for the public."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dateformat import format as dated

from headwater.core import words
from headwater.core.papers import Bullets, Facts, Grid, Heading, Note, Paper, Paragraph, Part
from headwater.web.strategy.models import Plan
from headwater.web.strategy.rules import planning
from headwater.web.strategy.rules.lacking import incomplete
from headwater.web.strategy.rules.planning import Ground, Standing
from headwater.web.strategy.rules.redacting import left_out_words

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who answers for a paper, and when it was made."""

    publisher: str
    made_on: date
    is_fictional: bool


def internal_paper(plan: Plan, said: Plain, log: list[Any], imprint: Imprint) -> Paper:
    """The whole plan, for those who carry it out."""
    return _paper(
        plan,
        f"Version {plan.number}, for the partners",
        [*_front(said), *_priorities(said, _internal_action), *_lacking(said), *_log(log)],
        imprint,
        marking=f"{_marking(plan)}Official: for the partners only",
    )


def public_paper(plan: Plan, said: Plain, imprint: Imprint) -> Paper:
    """What the public reads of it."""
    return _paper(
        plan,
        f"Version {plan.number}",
        [*_front(said), *_priorities(said, _public_action), *_left_out(said["left_out"])],
        imprint,
        marking=_marking(plan).removesuffix(". "),
    )


def _marking(plan: Plan) -> str:
    return "" if plan.stands in (Standing.ADOPTED, Standing.REPLACED) else "Draft. "


def _paper(
    plan: Plan, subtitle: str, parts: list[Part], imprint: Imprint, *, marking: str
) -> Paper:
    return Paper(
        title=plan.title,
        subtitle=subtitle,
        publisher=imprint.publisher,
        made_on=imprint.made_on,
        parts=tuple(parts),
        marking=marking,
        is_fictional=imprint.is_fictional,
    )


def _front(said: Plain) -> Iterator[Part]:
    yield Facts((("Covers", f"{_day(said['first_day'])} to {_day(said['last_day'])}"),))
    for paragraph in _paragraphs(said["foreword"]):
        yield Paragraph(paragraph)


def _paragraphs(text: str) -> list[str]:
    return [each.strip() for each in text.split("\n") if each.strip()]


def _priorities(said: Plain, action: Any) -> Iterator[Part]:
    for number, priority in enumerate(said["priorities"], start=1):
        yield Heading(f"Priority {number}: {priority['title']}")
        for paragraph in _paragraphs(priority["why"]):
            yield Paragraph(paragraph)
        if priority.get("answers"):
            yield Paragraph("What it answers:")
            yield Bullets(tuple(priority["answers"]))
        for outcome in priority["outcomes"]:
            yield Heading(outcome["title"], 2)
            for paragraph in _paragraphs(outcome["measure"]):
                yield Paragraph(paragraph, strong="How anybody can tell.")
            yield Grid(
                f"Actions for: {outcome['title']}",
                ("Action", "Who", "When", "Money"),
                tuple(action(each) for each in outcome["actions"]),
                empty="No action yet.",
            )


def _internal_action(action: Plain) -> tuple[str, ...]:
    lead = ", ".join(each for each in (action["lead"], action["lead_role"]) if each)
    steps = [_step(each) for each in action["milestones"]]
    said = [
        action["title"],
        action["detail"],
        f"Prevention: {action['prevention'].lower()}." if action["prevention"] else "",
        f"Answers: {'; '.join(action['answers'])}" if action["answers"] else "",
        f"Milestones: {'; '.join(steps)}." if steps else "",
        f"Status: {action['status'].lower()}. {action['reference']}",
    ]
    return ("\n".join(each for each in said if each), *_who_when_money({**action, "lead": lead}))


def _step(step: Plain) -> str:
    # Versions put to a board before milestones had one say nothing of who sees to it.
    who = f", {step['who']}" if step.get("who") else ""
    return f"{step['title']} by {_day(step['due_on'])}{who}"


def _public_action(action: Plain) -> tuple[str, ...]:
    said = [
        action["title"],
        f"Prevention: {action['prevention'].lower()}." if action["prevention"] else "",
        "A promise to the public." if action["is_promise"] else "",
    ]
    return ("\n".join(each for each in said if each), *_who_when_money(action))


def _who_when_money(action: Plain) -> tuple[str, str, str]:
    gone = set(action.get("left_out", ()))
    helped = words.listed(action["partners"])
    who = action["lead"] or "Nobody yet"
    when = ""
    if action["due_on"]:
        when = f"{_day(action['starts_on'])} to {_day(action['due_on'])}"
    cost = action["cost_gbp"]
    known = "Not known yet" if cost is None else words.money(cost)
    paid_by = f", from {action['paid_by']}" if action["paid_by"] else ""
    return (
        _unless_gone(planning.Part.WHO, gone, f"{who}\nWith {helped}" if helped else who),
        _unless_gone(planning.Part.DATES, gone, when),
        _unless_gone(planning.Part.MONEY, gone, f"{known}{paid_by}"),
    )


def _unless_gone(part: planning.Part, gone: set[str], said: str) -> str:
    return "Left out" if part.words in gone else said


def _left_out(counts: Plain) -> Iterator[Part]:
    said = left_out_words(counts)
    if said:
        yield Note("What this version leaves out", said)


def _lacking(said: Plain) -> Iterator[Part]:
    yield Heading("What actions do not say yet")
    yield Grid(
        "Actions that do not say everything",
        ("Action", "It does not say"),
        tuple((f"{e.title} ({e.reference})", words.listed(e.lacks)) for e in incomplete(said)),
        empty="Every action says what is asked of it.",
    )


def _log(entries: list[Any]) -> Iterator[Part]:
    yield Heading("What the public version leaves out")
    yield Grid(
        "Redaction log",
        ("Action", "What", "Ground", "Why"),
        tuple(
            (
                f"{each['title']} ({each['action']})",
                planning.Part(each["part"]).words,
                Ground(each["ground"]).words,
                each["why"],
            )
            for each in entries
        ),
        empty="Nothing is left out.",
    )


def _day(text: str) -> str:
    return dated(date.fromisoformat(text), "j F Y") if text else ""
