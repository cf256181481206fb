"""A part of an application as a form that keeps whatever is typed, and shows it again."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from headwater.core.words import counted
from headwater.web.design_system.components import render
from headwater.web.design_system.dates import Typed as TypedDate
from headwater.web.grants.applying.changes.writing import Typed
from headwater.web.grants.applying.queries.answers import Part, Written
from headwater.web.grants.applying.rules.organisation import Asked
from headwater.web.grants.applying.rules.writing import Seen, mark_of
from headwater.web.grants.rounds.forms.answering import SPARE_LINES, AnswersForm
from headwater.web.grants.rounds.rules.kinds import Question, QuestionKind

SEEN = "seen-"
LONGEST_TEXT = 30_000
"""Characters of one answer that are kept."""
CONFLICT = (
    "A colleague changed this answer while you were writing. Theirs is saved and stands below. "
    "Yours is in the box and is not saved: put the two together and save again"
)


class SectionForm(AnswersForm):
    """Questions of one part. Nothing typed is refused: what is wrong is said, and kept."""

    def __init__(
        self, data: Any = None, *, written: Written, part: Part, theirs: Mapping[str, str]
    ) -> None:
        """`theirs` has by key what a colleague saved meanwhile, in words."""
        self.written, self.part, self.theirs = written, part, theirs
        self.given = written.given
        self.every = [self._told(each, part) for each in part.questions if self._may_hang(each)]
        super().__init__(
            data, questions=self.every, limits=written.limits, answers=written.values, is_draft=True
        )
        for question in self.every:
            self._show_given(question)

    @property
    def drawn(self) -> list[SafeString]:
        """Each question, what a colleague saved meanwhile, and which version of it is shown."""
        self.questions = self.every
        return [self._with_seen(question) for question in self.every]

    def typed(self) -> dict[str, Typed]:
        """What was typed in answer to each question, over what was seen."""
        return {
            each.key: Typed(self._raw(each), Seen.of(self.data.get(f"{SEEN}{each.key}", "")[:40]))
            for each in self.every
            if each.kind != QuestionKind.UPLOAD
        }

    def seen(self) -> dict[str, str]:
        """By key, the version of each answer that is shown and a mark of its text."""
        return {
            each.key: str(
                Seen(self.written.versions.get(each.key, 0), mark_of(self.given.get(each.key)))
            )
            for each in self.every
        }

    def say_faults(self, written: Written, conflicts: frozenset[str]) -> bool:
        """Say of what was saved what is missing or wrong. Whether anything is."""
        part = next(each for each in written.parts if each.slug == self.part.slug)
        for each in part.answered:
            key = each.question.key
            if key not in conflicts and each.faults:
                self._say(each.question, each.faults[0])
        for question in self.every:
            if question.key in conflicts:
                self._say(question, CONFLICT)
        return bool(self.errors)

    def clean(self) -> dict[str, Any]:
        """Nothing is refused here: `say_faults` says what is wrong once it is saved."""
        return self.cleaned_data

    def _say(self, question: Question, fault: str) -> None:
        name = None if question.kind == QuestionKind.UPLOAD else self._first_name(question)
        self.add_error(name, fault)

    def _may_hang(self, question: Question) -> bool:
        """Whether a question can be asked at all: not of those it spares, nor where it hangs on
        an answer of another page that is otherwise."""
        here = {each.key for each in self.part.questions}
        there = {each.question.key for each in self.written.answered}
        if question.key in there:
            return True
        is_spared = question.hidden_when_small and self.written.application.is_small
        return question.shown_if_key in here and not is_spared

    def _told(self, question: Question, part: Part) -> Question:
        """A question that hangs on another of the same page, with words that say so."""
        other = next((q for q in part.questions if q.key == question.shown_if_key), None)
        if other is None:
            return question
        said = f"Only if you answered “{question.shown_if_answer}” to “{other.words}”."
        more = getattr(question, "help", "")
        words = f"{said} {more}".strip()
        if isinstance(question, Asked):
            return replace(question, help=words)
        again: Any = copy(question)
        again.help = words
        return again  # type: ignore[no-any-return]

    def _show_given(self, question: Question) -> None:
        """Show an answer as it was typed, also where nothing could be made of it."""
        key, given = question.key, self.given.get(question.key)
        if question.kind == QuestionKind.UPLOAD:
            del self.fields[key]
        elif given is None or question.kind == QuestionKind.BUDGET:
            return
        elif question.kind == QuestionKind.AGES and isinstance(given, Mapping):
            for name in ("from", "to", "send"):
                self.fields[f"{key}-{name}"].initial = given.get(name)
        elif question.kind == QuestionKind.DATE and isinstance(given, list):
            self.fields[key].initial = TypedDate(*given)
        else:
            self.fields[key].initial = given

    def _lines(self, key: str, stored: Any) -> Sequence[Mapping[str, str]]:
        given = self.given.get(key)
        if self.is_bound or not isinstance(given, list):
            return super()._lines(key, stored)
        return [*given, *({} for _ in range(SPARE_LINES))]

    def _raw(self, question: Question) -> Any:
        return _within(super()._raw(question))

    def _drawn(self, question: Question) -> SafeString:
        if question.kind == QuestionKind.UPLOAD:
            return self._drawn_files(question)
        return super()._drawn(question)

    def _drawn_files(self, question: Question) -> SafeString:
        application = self.written.application
        address = reverse("applying:application_files", args=[application.reference, question.key])
        many = len(self.given.get(question.key) or [])
        kept = f"You have added {counted(many, 'file')}." if many else "No file yet."
        optional = "" if question.required else " (optional)"
        return format_html(
            '<div class="govuk-form-group" id="files-{}"><h2 class="govuk-heading-s">{}{}</h2>'
            '<p class="govuk-hint">{}</p><p class="govuk-body">{} '
            '<button type="submit" name="go" value="{}" class="hw-link-button">'
            'Save and add or remove files<span class="govuk-visually-hidden">: {}</span>'
            "</button></p></div>",
            question.key,
            question.words,
            optional,
            getattr(question, "help", ""),
            kept,
            address,
            question.words,
        )

    def _with_seen(self, question: Question) -> SafeString:
        key = question.key
        theirs = self.theirs.get(key, "")
        beside = (
            render(
                "inset-text",
                {"text": f"Your colleague’s answer: {theirs}", "classes": "hw-theirs"},
            )
            if theirs
            else ""
        )
        return format_html(
            '{}{}<input type="hidden" name="{}{}" value="{}">',
            self._drawn(question),
            beside,
            SEEN,
            key,
            self.seen()[key],
        )


def _within(raw: Any) -> Any:
    """What was typed, each text no longer than is kept, line ends as they are kept."""
    if isinstance(raw, str):
        return raw.replace("\r\n", "\n").replace("\x00", "")[:LONGEST_TEXT]
    if isinstance(raw, Mapping):
        return {key: _within(each) for key, each in raw.items()}
    if isinstance(raw, list):
        return [_within(each) for each in raw]
    return raw
