"""The questions of a round as a form: drawn for whoever applies, read by `rules.answers`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from headwater.core.words import counted
from headwater.web.design_system import fields
from headwater.web.design_system.dates import DayMonthYear, Typed
from headwater.web.design_system.fields import OPTIONAL
from headwater.web.design_system.forms import Form
from headwater.web.documents.kinds import PAPERS
from headwater.web.grants.rounds.rules import answers as rules
from headwater.web.grants.rounds.rules.kinds import NO_APPROACH, Limits, Question, QuestionKind

LEAST_LINES, SPARE_LINES = 4, 2
"""Lines of a budget on an empty page, and empty ones after those that are filled."""
COST_CHOICES = [("", "Choose"), *rules.COST_KINDS.items()]
YES_NO = [(rules.YES, "Yes"), (rules.NO, "No")]
LONG_ROWS, LONGEST_ROWS = 5, 12
WORDS_A_ROW = 25


class AnswersForm(Form):
    """Questions of a round as whoever applies meets them.

    After `is_valid()`, `values` has what can be stored of every answer by key, good or not; a form
    with faults keeps what was typed. Files are in `uploads` by key; whoever shows the form keeps
    them and adds their references to the value. `answers` are the values stored before.
    """

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        questions: Iterable[Question],
        limits: Limits,
        answers: Mapping[str, Any] | None = None,
        is_draft: bool = False,
        **settings: Any,
    ) -> None:
        """`is_draft` lets questions go unanswered that must be answered before sending."""
        super().__init__(data, files, **settings)
        self.questions, self.limits = list(questions), limits
        self.answers = dict(answers or {})
        self.is_draft = is_draft
        self.values: dict[str, Any] = {}
        self.uploads: dict[str, Any] = {}
        for question in self.questions:
            for name, field in self._fields_of(question).items():
                self.fields[name] = field

    @property
    def drawn(self) -> list[SafeString]:
        """Each question with everything that is asked in it, in order."""
        return [self._drawn(question) for question in self.questions]

    @property
    def takes_files(self) -> bool:
        """Whether the page must send files."""
        return any(each.kind == QuestionKind.UPLOAD for each in self.questions)

    def clean(self) -> dict[str, Any]:
        """Read every answer by its question, and say what is wrong where it is asked."""
        for question in self.questions:
            raw = self._raw(question)
            found = rules.read(question, raw, self.limits)
            new_file = self.files.get(question.key) if self.files else None
            if new_file is not None:
                self.uploads[question.key] = new_file
            self.values[question.key] = found.value
            if found.value is None and (self.is_draft or new_file) and not _is_given(raw):
                continue
            for fault in found.faults:
                self.add_error(self._first_name(question), fault)
        between = rules.faults_between(self.questions, {**self.answers, **self.values})
        for question in self.questions:
            name = self._first_name(question)
            if question.key in between and name not in self.errors:
                self.add_error(name, between[question.key])
        return self.cleaned_data

    def _fields_of(self, question: Question) -> dict[str, forms.Field]:
        kind, stored = QuestionKind(question.kind), self.answers.get(question.key)
        if kind is QuestionKind.AGES:
            return _age_fields(question.key, stored or {})
        if kind is QuestionKind.BUDGET:
            return _budget_fields(question.key, self._lines(question.key, stored))
        field = _field(question, kind, self.limits)
        field.label = f"{question.words}{'' if question.required else OPTIONAL}"
        field.help_text = _help(question, kind, stored)
        field.required = False
        if stored is not None and kind is not QuestionKind.UPLOAD:
            field.initial = _typed(stored) if kind is QuestionKind.DATE else stored
        return {question.key: field}

    def _lines(self, key: str, stored: Any) -> Sequence[Mapping[str, str]]:
        """The lines of a budget as they were stored, with empty ones after them.

        Where a form was sent there are as many as were on that page.
        """
        kept = list((stored or {}).get("lines", []))
        if self.is_bound:
            sent = range(rules.MOST_LINES + SPARE_LINES)
            on_page = [n for n in sent if f"{key}-{n}-item" in self.data]
            many = max(on_page, default=-1) + 1
        else:
            many = max(LEAST_LINES, len(kept) + SPARE_LINES)
        return [kept[n] if n < len(kept) else {} for n in range(many)]

    def _raw(self, question: Question) -> Any:
        key, kind = question.key, QuestionKind(question.kind)
        given = self.cleaned_data
        if kind is QuestionKind.UPLOAD:
            return self.answers.get(key)
        if kind is QuestionKind.AGES:
            return {part: given.get(f"{key}-{part}") for part in ("from", "to", "send")}
        if kind is QuestionKind.BUDGET:
            many = sum(1 for name in self.fields if name.startswith(f"{key}-")) // 3
            return [
                {part: given.get(f"{key}-{n}-{part}") or "" for part in ("item", "kind", "cost")}
                for n in range(many)
            ]
        return given.get(key)

    def _first_name(self, question: Question) -> str:
        if question.kind == QuestionKind.AGES:
            return f"{question.key}-from"
        return f"{question.key}-0-item" if question.kind == QuestionKind.BUDGET else question.key

    def _drawn(self, question: Question) -> SafeString:
        if question.kind == QuestionKind.AGES:
            return self._drawn_ages(question)
        if question.kind == QuestionKind.BUDGET:
            return self._drawn_budget(question)
        prefix = "£" if question.kind == QuestionKind.MONEY else ""
        width: int | str = 10 if question.kind in (QuestionKind.MONEY, QuestionKind.NUMBER) else ""
        wishes = fields.Wishes(size="s", prefix=prefix, width=width, says_optional=False)
        return fields.html(self[question.key], wishes)

    def _drawn_ages(self, question: Question) -> SafeString:
        key = question.key
        plain = fields.Wishes(width=2, says_optional=False)
        inside = [
            fields.html(self[f"{key}-from"], plain),
            fields.html(self[f"{key}-to"], plain),
            fields.html(self[f"{key}-send"], fields.Wishes(says_optional=False)),
        ]
        return _fieldset(question, [*inside])

    def _drawn_budget(self, question: Question) -> SafeString:
        key = question.key
        many = sum(1 for name in self.fields if name.startswith(f"{key}-")) // 3
        return _fieldset(question, [self._drawn_line(key, n) for n in range(many)])

    def _drawn_line(self, key: str, number: int) -> SafeString:
        plain = fields.Wishes(says_optional=False)
        in_pounds = fields.Wishes(prefix="£", width=10, says_optional=False)
        return format_html(
            '<div class="hw-pair">{}{}{}</div>',
            fields.html(self[f"{key}-{number}-item"], plain),
            fields.html(self[f"{key}-{number}-cost"], in_pounds),
            fields.html(self[f"{key}-{number}-kind"], plain),
        )


def _is_given(raw: Any) -> bool:
    if isinstance(raw, Mapping):
        return any(bool(each) for each in raw.values())
    if isinstance(raw, list):
        return any(_is_given(each) for each in raw)
    return bool(raw)


def _typed(stored: str) -> Typed:
    year, month, day = stored.split("-")
    return Typed(day.lstrip("0"), month.lstrip("0"), year)


def _help(question: Question, kind: QuestionKind, stored: Any) -> str:
    said = getattr(question, "help", "")
    if kind is QuestionKind.UPLOAD:
        kept = f"You have sent {counted(len(stored), 'file')}." if stored else ""
        return " ".join(each for each in (said, PAPERS.words, kept) if each)
    if kind is QuestionKind.DATE:
        return said or "For example, 27 3 2027."
    return said


class _TypedDate(forms.Field):
    """A date as it was typed. The rules say whether it is one."""

    widget = DayMonthYear

    def to_python(self, value: Any) -> list[str]:
        typed = Typed.of(value)
        return [typed.day, typed.month, typed.year]


def _field(question: Question, kind: QuestionKind, limits: Limits) -> forms.Field:
    if kind is QuestionKind.LONG:
        return _long_field(question)
    if kind is QuestionKind.DATE:
        return _TypedDate()
    if kind is QuestionKind.UPLOAD:
        return forms.FileField(widget=forms.FileInput(attrs={"accept": PAPERS.accept}))
    if kind in (QuestionKind.NUMBER, QuestionKind.MONEY):
        mode = "numeric" if kind is QuestionKind.NUMBER else "decimal"
        return forms.CharField(widget=forms.TextInput(attrs={"inputmode": mode}))
    if kind is QuestionKind.SHORT:
        return forms.CharField()
    return _choosing(question, kind, limits)


def _long_field(question: Question) -> forms.Field:
    limit = question.word_limit
    rows = min(max(LONG_ROWS, (limit or 0) // WORDS_A_ROW), LONGEST_ROWS)
    attrs = {"rows": rows, **({"maxwords": limit} if limit else {})}
    return forms.CharField(widget=forms.Textarea(attrs=attrs))


def _choosing(question: Question, kind: QuestionKind, limits: Limits) -> forms.Field:
    choices: dict[QuestionKind, list[tuple[str, str]]] = {
        QuestionKind.YES_NO: YES_NO,
        QuestionKind.DISTRICTS: list(limits.districts.items()),
        QuestionKind.APPROACH: [*limits.approaches.items(), (NO_APPROACH, "None of these")],
    }
    offered = choices.get(kind, [(each, each) for each in question.choices])
    if kind in (QuestionKind.CHOICES, QuestionKind.DISTRICTS):
        return _Several(widget=forms.CheckboxSelectMultiple(choices=offered))
    if kind is QuestionKind.APPROACH:
        return forms.CharField(widget=forms.Select(choices=[("", "Choose one"), *offered]))
    return forms.CharField(widget=forms.RadioSelect(choices=offered))


class _Several(forms.Field):
    """Several choices as they were ticked. The rules say whether they were offered."""

    def to_python(self, value: Any) -> list[str]:
        return [str(each) for each in value] if isinstance(value, list) else []


def _age_fields(key: str, stored: Mapping[str, Any]) -> dict[str, forms.Field]:
    numeric = {"inputmode": "numeric"}
    return {
        f"{key}-from": forms.CharField(
            label="Youngest, in years",
            required=False,
            initial=stored.get("from"),
            widget=forms.TextInput(attrs=numeric),
        ),
        f"{key}-to": forms.CharField(
            label="Oldest, in years",
            required=False,
            initial=stored.get("to"),
            widget=forms.TextInput(attrs=numeric),
        ),
        f"{key}-send": forms.BooleanField(
            label="Some of them have special educational needs or disabilities (SEND)",
            required=False,
            initial=stored.get("send", False),
        ),
    }


def _budget_fields(key: str, lines: Sequence[Mapping[str, str]]) -> dict[str, forms.Field]:
    made: dict[str, forms.Field] = {}
    for number, line in enumerate(lines):
        start = f"{key}-{number}"
        shown = number + 1
        made[f"{start}-item"] = forms.CharField(
            label=f"Line {shown}: what it buys", required=False, initial=line.get("item")
        )
        made[f"{start}-kind"] = forms.CharField(
            label=f"Line {shown}: pays for",
            required=False,
            initial=line.get("kind"),
            widget=forms.Select(choices=COST_CHOICES),
        )
        made[f"{start}-cost"] = forms.CharField(
            label=f"Line {shown}: cost",
            required=False,
            initial=line.get("cost"),
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        )
    return made


def _fieldset(question: Question, inside: Sequence[SafeString]) -> SafeString:
    words = f"{question.words}{'' if question.required else OPTIONAL}"
    said = getattr(question, "help", "")
    hint = format_html('<div class="govuk-hint">{}</div>', said) if said else ""
    return format_html(
        '<div class="govuk-form-group"><fieldset class="govuk-fieldset">'
        '<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{}</legend>{}{}'
        "</fieldset></div>",
        words,
        hint,
        format_html_join("\n", "{}", [(each,) for each in inside]),
    )
