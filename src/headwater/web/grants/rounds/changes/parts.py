"""The parts of a draft: added, changed, moved, removed and put back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Max, QuerySet
from django.utils.text import slugify

from headwater import rulebook
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited
from headwater.web.grants.rounds.changes.holding import held_draft, say
from headwater.web.grants.rounds.changes.laying import laid_question
from headwater.web.grants.rounds.events import Event
from headwater.web.grants.rounds.models import (
    Attachment,
    Criterion,
    EligibilityRule,
    Part,
    Question,
    Round,
    Section,
)
from headwater.web.grants.rounds.rules import describing
from headwater.web.grants.rounds.rules.describing import (
    CriterionSaid,
    QuestionSaid,
    RoundError,
    RuleSaid,
    SectionSaid,
)
from headwater.web.grants.rounds.rules.kinds import WITH_BOUNDS, WITH_CHOICES

P = TypeVar("P", EligibilityRule, Section, Question, Criterion)
LONGEST_KEY = 32
NOUNS = {
    EligibilityRule: "rule",
    Section: "section",
    Question: "question",
    Criterion: "criterion",
    Attachment: "document",
}


@audited
def add_rule(*, round: Round, said: RuleSaid, actor: Actor, at: datetime) -> EligibilityRule:
    """Ask one more thing before anybody applies."""
    row = held_draft(round, actor)
    describing.check_rule(said)
    made = EligibilityRule(
        round=row,
        key=_free_key(EligibilityRule.objects.filter(round=row), said.question),
        position=_last(EligibilityRule.objects.filter(round=row)) + 1,
        **_plain_rule(said),
    )
    return _added(row, made, actor=actor, at=at)


@audited
def change_rule(
    *, rule: EligibilityRule, said: RuleSaid, version: int, actor: Actor, at: datetime
) -> EligibilityRule:
    """Say a rule otherwise."""
    row = held_draft(rule.round, actor)
    describing.check_rule(said)
    return _changed(row, rule, _plain_rule(said), version, actor=actor, at=at)


@audited
def add_section(*, round: Round, said: SectionSaid, actor: Actor, at: datetime) -> Section:
    """Begin a section of questions."""
    row = held_draft(round, actor)
    last = _last(Section.objects.filter(round=row))
    made = Section(round=row, position=last + 1, title=said.title.strip(), help=said.help.strip())
    return _added(row, made, actor=actor, at=at)


@audited
def change_section(
    *, section: Section, said: SectionSaid, version: int, actor: Actor, at: datetime
) -> Section:
    """Call a section otherwise."""
    row = held_draft(section.round, actor)
    values = {"title": said.title.strip(), "help": said.help.strip()}
    return _changed(row, section, values, version, actor=actor, at=at)


@audited
def add_question(*, section: Section, said: QuestionSaid, actor: Actor, at: datetime) -> Question:
    """Ask a question of one's own, at the end of a section."""
    row = held_draft(section.round, actor)
    describing.check_question(said)
    _check_settles_alone(row, said.fills)
    made = Question(
        round=row,
        section=section,
        position=_last(Question.objects.filter(section=section)) + 1,
        key=_free_key(Question.objects.filter(round=row), said.words),
        **_plain_question(said),
    )
    return _added(row, made, actor=actor, at=at)


@audited
def take_from_library(
    *, section: Section, ids: Iterable[str], actor: Actor, at: datetime
) -> list[Question]:
    """Ask questions of the library, at the end of a section and in the library's order.

    A question that hangs on another brings it along, and one that is there already stays as it is.
    """
    row = held_draft(section.round, actor)
    there = Question.objects.filter(round=row, is_removed=False)
    taken = set(there.values_list("key", flat=True))
    settled = set(there.exclude(fills="").values_list("fills", flat=True))
    wanted = set(ids)
    wanted |= {rulebook.round_question(each).shown_if for each in wanted}
    last = _last(Question.objects.filter(section=section))
    new = [
        each
        for each in rulebook.round_questions()
        if each.id in wanted and each.id not in taken and each.fills not in (settled - {""})
    ]
    if not new:
        raise RoundError("Select questions that are not in the round yet.")
    made = [laid_question(section, each, last + n) for n, each in enumerate(new, start=1)]
    for each in made:
        _added(row, each, actor=actor, at=at)
    return made


@audited
def change_question(
    *,
    question: Question,
    section: Section,
    said: QuestionSaid,
    version: int,
    actor: Actor,
    at: datetime,
) -> Question:
    """Ask a question otherwise, or in another section."""
    row = held_draft(question.round, actor)
    describing.check_question(said)
    if said.shown_if_key == question.key:
        raise RoundError("A question cannot hang on its own answer.")
    _check_settles_alone(row, said.fills, but=question.pk)
    values = _plain_question(said)
    if section.pk != question.section_id:
        values["section"] = section
        values["position"] = _last(Question.objects.filter(section=section)) + 1
    return _changed(row, question, values, version, actor=actor, at=at)


@audited
def add_criterion(*, round: Round, said: CriterionSaid, actor: Actor, at: datetime) -> Criterion:
    """Judge by one more thing."""
    row = held_draft(round, actor)
    describing.check_criterion(said)
    made = Criterion(
        round=row,
        position=_last(Criterion.objects.filter(round=row)) + 1,
        key=_free_key(Criterion.objects.filter(round=row), said.name),
        **_plain_criterion(said),
    )
    return _added(row, made, actor=actor, at=at)


@audited
def change_criterion(
    *, criterion: Criterion, said: CriterionSaid, version: int, actor: Actor, at: datetime
) -> Criterion:
    """Say a criterion otherwise, or weigh it otherwise."""
    row = held_draft(criterion.round, actor)
    describing.check_criterion(said)
    return _changed(row, criterion, _plain_criterion(said), version, actor=actor, at=at)


@audited
def move_part(*, part: Part, up: bool, actor: Actor, at: datetime) -> Part:
    """Let a part change places with the one before it, or after it. At the end it stays."""
    row = held_draft(part.round, actor)
    siblings = list(_siblings(part).filter(is_removed=False))
    place = next(n for n, each in enumerate(siblings) if each.pk == part.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(siblings):
        siblings[place], siblings[other] = siblings[other], siblings[place]
    for position, each in enumerate(siblings, start=1):
        if each.position != position:
            each.position = position
            each.save(update_fields=["position"])
    say(Event.PART_MOVED, row, actor=actor, at=at, **_facts(part), up=up)
    return part


@audited
def remove_part(*, part: Part, actor: Actor, at: datetime) -> Part:
    """Take a part out of the round. It can be put back until the round is published."""
    row = held_draft(part.round, actor)
    if isinstance(part, Section) and part.questions.filter(is_removed=False).exists():
        raise RoundError("The section still has questions. Move or remove them first.")
    if isinstance(part, Question):
        hanging = Question.objects.filter(round=row, is_removed=False, shown_if_key=part.key)
        if hanging.exists():
            raise RoundError("Another question hangs on its answer. Change that one first.")
    part.is_removed = True
    part.save(update_fields=["is_removed"])
    say(Event.PART_REMOVED, row, actor=actor, at=at, **_facts(part))
    return part


@audited
def put_back_part(*, part: Part, actor: Actor, at: datetime) -> Part:
    """Put a part back that was taken out, at the end."""
    row = held_draft(part.round, actor)
    if isinstance(part, Question):
        _check_settles_alone(row, part.fills)
        if part.section.is_removed:
            raise RoundError("Its section was removed too. Put that back first.")
    if isinstance(part, Question | EligibilityRule | Criterion):
        same = _siblings_of_kind(part).filter(is_removed=False, key=part.key)
        if same.exists():
            raise RoundError("There is one like it in the round already.")
    part.is_removed = False
    part.position = _last(_siblings(part)) + 1
    part.save(update_fields=["is_removed", "position"])
    say(Event.PART_PUT_BACK, row, actor=actor, at=at, **_facts(part))
    return part


def _added(round: Round, made: P, *, actor: Actor, at: datetime) -> P:
    made.save(force_insert=True)
    say(Event.PART_ADDED, round, actor=actor, at=at, **_facts(made))
    return made


def _changed(
    round: Round, part: P, values: dict[str, Any], version: int, *, actor: Actor, at: datetime
) -> P:
    row = type(part)._default_manager.get(pk=part.pk)
    if row.version != version:
        raise ChangedMeanwhileError(what=NOUNS[type(part)])
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])
    say(Event.PART_CHANGED, round, actor=actor, at=at, **_facts(row))
    return row


def _facts(part: Part) -> dict[str, str]:
    return {"part": NOUNS[type(part)], "part_reference": part.reference}


def _siblings(part: Part) -> QuerySet[Any]:
    if isinstance(part, Question):
        return Question.objects.filter(section=part.section_id).order_by("position", "pk")
    return _siblings_of_kind(part)


def _siblings_of_kind(part: Part) -> QuerySet[Any]:
    return type(part)._default_manager.filter(round=part.round_id)


def _last(rows: QuerySet[Any]) -> int:
    found: int | None = rows.aggregate(last=Max("position"))["last"]
    return found or 0


def _free_key(rows: QuerySet[Any], words: str) -> str:
    """A name of its own among these, from its words."""
    start = slugify(words)[:LONGEST_KEY].strip("-") or "one"
    taken = set(rows.values_list("key", flat=True))
    numbered = (f"{start}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (start, *numbered) if each not in taken)


def _check_settles_alone(round: Round, fills: str, *, but: int | None = None) -> None:
    if not fills:
        return
    others = Question.objects.filter(round=round, is_removed=False, fills=fills)
    if but is not None:
        others = others.exclude(pk=but)
    if others.exists():
        raise RoundError("Another question of the round settles the same thing. Change that one.")


def _plain_rule(said: RuleSaid) -> dict[str, Any]:
    is_number = said.kind.value == "number"
    return {
        "question": said.question.strip(),
        "help": said.help.strip(),
        "kind": said.kind.value,
        "choices": list(said.choices) if said.kind.value == "choice" else [],
        "passing": [] if is_number else list(said.passing),
        "least": said.least if is_number else None,
        "most": said.most if is_number else None,
        "sentence": said.sentence.strip(),
    }


def _plain_question(said: QuestionSaid) -> dict[str, Any]:
    names = ("required", "hidden_when_small", "shown_if_key", "shown_if_answer", "fills")
    return {
        **{name: getattr(said, name) for name in names},
        "words": said.words.strip(),
        "help": said.help.strip(),
        "kind": said.kind.value,
        "word_limit": said.word_limit if said.kind.value == "long" else None,
        "choices": list(said.choices) if said.kind in WITH_CHOICES else [],
        "least": said.least if said.kind in WITH_BOUNDS else None,
        "most": said.most if said.kind in WITH_BOUNDS else None,
    }


def _plain_criterion(said: CriterionSaid) -> dict[str, Any]:
    return {
        "name": said.name.strip(),
        "weight": said.weight,
        "guidance": said.guidance.strip(),
        "anchors": [each.strip() for each in said.anchors],
        "no_zero": said.no_zero,
    }
