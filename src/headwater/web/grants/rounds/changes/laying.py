"""The parts a new round starts with: those of the library, or of an earlier round."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import models

from headwater import rulebook
from headwater.rulebook import LibraryQuestion, LibraryRule
from headwater.web.grants.rounds.models import (
    Attachment,
    Criterion,
    EligibilityRule,
    Question,
    Round,
    Section,
)
from headwater.web.grants.rounds.rules.templates import ages_words

P = TypeVar("P", bound=models.Model)
NEVER_COPIED = frozenset({"id", "round", "section", "reference", "version"})


def lay_library(round: Round) -> None:
    """Every rule, question and criterion that a small grants round starts with."""
    lay_rules(round, rulebook.round_eligibility())
    chosen = [each for each in rulebook.round_questions() if each.in_starter]
    for number, title in enumerate(dict.fromkeys(each.section for each in chosen), start=1):
        section = Section.objects.create(round=round, position=number, title=title)
        Question.objects.bulk_create(
            laid_question(section, each, position)
            for position, each in enumerate(
                (each for each in chosen if each.section == title), start=1
            )
        )
    lay_criteria(round)


def lay_rules(round: Round, rules: Iterable[LibraryRule]) -> None:
    """Rules of the library, with the round's own area and ages in their words."""
    EligibilityRule.objects.bulk_create(
        EligibilityRule(
            round=round,
            position=position,
            key=each.id,
            question=_worded(each.question, round),
            help=each.help,
            kind=each.kind,
            choices=list(each.choices),
            passing=list(each.passing),
            least=each.least,
            most=each.most,
            sentence=_worded(each.sentence, round),
        )
        for position, each in enumerate(rules, start=1)
    )


def lay_criteria(round: Round) -> None:
    """The criteria of the library with their weights and anchors."""
    Criterion.objects.bulk_create(
        Criterion(
            round=round,
            position=position,
            key=each.id,
            name=each.name,
            weight=each.weight,
            guidance=each.guidance,
            anchors=list(each.anchors),
            no_zero=each.no_zero,
        )
        for position, each in enumerate(rulebook.round_criteria(), start=1)
    )


def laid_question(section: Section, row: LibraryQuestion, position: int) -> Question:
    """A question of the library in a section, not saved yet."""
    return Question(
        round_id=section.round_id,
        section=section,
        position=position,
        key=row.id,
        kind=row.kind,
        words=row.words,
        help=row.help,
        required=row.required,
        word_limit=row.word_limit,
        choices=list(row.choices),
        hidden_when_small=row.hidden_when_small,
        shown_if_key=row.shown_if,
        shown_if_answer=row.shown_if_answer,
        fills=row.fills,
        library_id=row.id,
    )


def lay_copy(round: Round, earlier: Round) -> None:
    """Every part of an earlier round that was not removed there."""
    EligibilityRule.objects.bulk_create(_copies(round, EligibilityRule, earlier))
    Criterion.objects.bulk_create(_copies(round, Criterion, earlier))
    Attachment.objects.bulk_create(_copies(round, Attachment, earlier))
    for section in Section.objects.filter(round=earlier, is_removed=False):
        (new,) = _copies(round, Section, earlier, pk=section.pk)
        new.save(force_insert=True)
        questions = _copies(round, Question, earlier, section=section)
        for each in questions:
            each.section = new
        Question.objects.bulk_create(questions)


def _copies(round: Round, kind: type[P], earlier: Round, **of: object) -> list[P]:
    rows = kind._default_manager.filter(round=earlier, is_removed=False, **of)
    names = [field.name for field in kind._meta.fields if field.name not in NEVER_COPIED]
    return [kind(round=round, **{name: getattr(row, name) for name in names}) for row in rows]


def _worded(text: str, round: Round) -> str:
    ages = ages_words(round.youngest, round.oldest, round.oldest_with_send)
    return text.replace("{area}", round.workspace.area_name).replace("{ages}", ages)
