"""What an application answers: read by its questions, part by part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from headwater.web.grants.applying.models import Answer, Application, Attachment
from headwater.web.grants.applying.rules import organisation
from headwater.web.grants.applying.rules.organisation import ASKED, SLUG, read_ours
from headwater.web.grants.rounds.queries import sections_of
from headwater.web.grants.rounds.rules.answers import answer_words, asked, faults_between
from headwater.web.grants.rounds.rules.kinds import Limits, Question, QuestionKind


@dataclass(frozen=True, slots=True)
class Answered:
    """One question that is asked of an application, and what it answers."""

    question: Question
    given: Any = None
    """As it was typed."""
    value: Any = None
    words: str = ""
    """As people read it; what was typed where nothing could be made of it."""
    faults: tuple[str, ...] = ()
    version: int = 0
    files: tuple[Attachment, ...] = ()

    @property
    def is_given(self) -> bool:
        """Whether anything was answered."""
        return bool(self.words or self.files)


@dataclass(frozen=True, slots=True)
class Part:
    """Questions that belong together: one task."""

    slug: str
    title: str
    help: str
    questions: tuple[Question, ...]
    """All of it, also what is not asked as things stand."""
    answered: tuple[Answered, ...] = ()
    """What is asked as things stand."""

    @property
    def is_begun(self) -> bool:
        """Whether anything in it was answered."""
        return any(each.is_given for each in self.answered)

    @property
    def is_done(self) -> bool:
        """Whether nothing in it is missing or wrong."""
        return not any(each.faults for each in self.answered)


@dataclass(frozen=True, slots=True)
class Written:
    """All that is written of one application."""

    application: Application
    limits: Limits
    parts: tuple[Part, ...]
    given: Mapping[str, Any] = field(default_factory=dict)
    """Every answer as it was typed, also to what is not asked any more."""
    values: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)

    @property
    def answered(self) -> tuple[Answered, ...]:
        """Everything that is asked, in order."""
        return tuple(each for part in self.parts for each in part.answered)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question of ours and of the round."""
        return tuple(each for part in self.parts for each in part.questions)

    @property
    def unfinished(self) -> tuple[Part, ...]:
        """Parts in which something is missing or wrong."""
        return tuple(part for part in self.parts if not part.is_done)


def answers_of(application: Application) -> tuple[Answered, ...]:
    """What an application answers to everything that is asked of it, in order."""
    return written_of(application).answered


def written_of(application: Application) -> Written:
    """All that is written of an application, in a few queries however long it is."""
    rows = {each.key: each for each in Answer.objects.filter(application=application)}
    files = _files(application)
    given: dict[str, Any] = {key: each.given for key, each in rows.items()}
    given |= {key: [each.document.reference for each in there] for key, there in files.items()}
    return read_written(
        application, given, versions={key: each.version for key, each in rows.items()}, files=files
    )


def read_written(
    application: Application,
    given: Mapping[str, Any],
    *,
    versions: Mapping[str, int],
    files: Mapping[str, tuple[Attachment, ...]],
) -> Written:
    """What answers make of an application, before or after they are kept."""
    limits = application.round.limits
    bare = _bare_parts(application)
    questions = [each for part in bare for each in part.questions]
    read = {each.key: read_ours(each, given.get(each.key), limits) for each in questions}
    values = {key: each.value for key, each in read.items()}
    small = _is_small(application, values)
    there = asked(questions, values, is_small=small)
    between = faults_between(there, values)
    keys = {each.key for each in there}

    def answered(question: Question) -> Answered:
        found, key = read[question.key], question.key
        faults = found.faults or ((between[key],) if key in between else ())
        typed = given.get(key)
        return Answered(
            question=question,
            given=typed,
            value=found.value,
            words=answer_words(question, found.value, limits) or _as_typed(typed),
            faults=faults,
            version=versions.get(key, 0),
            files=files.get(key, ()),
        )

    parts = tuple(
        Part(
            part.slug,
            part.title,
            part.help,
            part.questions,
            tuple(answered(each) for each in part.questions if each.key in keys),
        )
        for part in bare
    )
    return Written(application, limits, parts, given, values, versions)


def _bare_parts(application: Application) -> tuple[Part, ...]:
    ours = Part(SLUG, "Your organisation", "", ASKED)
    theirs = [
        Part(part.section.reference, part.section.title, part.section.help, tuple(part.questions))
        for part in sections_of(application.round)
        if part.questions
    ]
    return (ours, *theirs)


def _is_small(application: Application, values: Mapping[str, Any]) -> bool:
    settled = organisation.settled(values, small_income=application.round.small_income)
    return bool(settled["is_small"])


def _as_typed(given: Any) -> str:
    """Something typed of which nothing could be made, so that nobody thinks it was lost."""
    return given.strip() if isinstance(given, str) else ""


def _files(application: Application) -> dict[str, tuple[Attachment, ...]]:
    found: dict[str, tuple[Attachment, ...]] = {}
    rows = Attachment.objects.filter(application=application, removed_at=None)
    rows = rows.filter(document__disposed_at=None).select_related("document")
    for each in rows.order_by("added_at", "pk"):
        found[each.key] = (*found.get(each.key, ()), each)
    return found


def upload_question(written: Written, key: str) -> Question | None:
    """The question of an application that files answer; None for any other key."""
    there = (each for each in written.questions if each.kind == QuestionKind.UPLOAD)
    return next((each for each in there if each.key == key), None)
