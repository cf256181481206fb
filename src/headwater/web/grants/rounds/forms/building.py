"""What staff are asked about a round and its parts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from headwater.rulebook import LibraryQuestion
from headwater.web.design_system.amounts import AmountField
from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.documents.kinds import PAPERS
from headwater.web.grants.money.models import Fund, Pot
from headwater.web.grants.rounds.models import (
    FILLS,
    QUESTION_KINDS,
    RULE_KINDS,
    Criterion,
    EligibilityRule,
    Question,
    Round,
    RoundState,
    Section,
)
from headwater.web.grants.rounds.rules.describing import (
    LONDON,
    SCORES,
    About,
    CriterionSaid,
    Dates,
    QuestionSaid,
    RoundError,
    RuleSaid,
    SectionSaid,
    Terms,
)
from headwater.web.grants.rounds.rules.eligibility import RuleKind
from headwater.web.grants.rounds.rules.kinds import QuestionKind
from headwater.web.grants.rounds.rules.templates import Start

LONGEST = 4_000
LONGEST_LINE = 250
LONGEST_HELP = 600
MOST_WORDS = 2_000
TIMES = ("%H:%M", "%H:%M:%S")
NARROW = {"class": "govuk-input--width-5"}
THREE = {"class": "govuk-input--width-3"}


def _text(label: str, rows: int = 4, most: int = LONGEST, **given: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, widget=widget, **given)


class RoundFilter(Form):
    """Which rounds a list shows."""

    text = forms.CharField(label="Words of the title, or a reference", required=False)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Every state"), *RoundState.choices]
    )


class PublicFilter(Form):
    """Which rounds the public list shows."""

    text = forms.CharField(label="Words", required=False, max_length=100)


class OpeningForm(Form):
    """When a round opens and closes, by the clocks of London."""

    opens_on = DateField(label="Opens on")
    opens_time = forms.TimeField(
        label="Opens at",
        help_text="By the clock in London, such as 09:00.",
        input_formats=TIMES,
        widget=forms.TextInput(attrs=NARROW),
    )
    closes_on = DateField(label="Closes on")
    closes_time = forms.TimeField(
        label="Closes at",
        help_text="From this second on no application is taken. Noon is kinder than midnight.",
        input_formats=TIMES,
        widget=forms.TextInput(attrs=NARROW),
    )

    def opens_at(self) -> datetime:
        """The first moment, of a form that is valid."""
        return self._moment("opens")

    def closes_at(self) -> datetime:
        """The first moment at which it is over, of a form that is valid."""
        return self._moment("closes")

    def _moment(self, name: str) -> datetime:
        given = self.cleaned_data
        return datetime.combine(given[f"{name}_on"], given[f"{name}_time"], tzinfo=LONDON)


def opening_answers(opens_at: datetime, closes_at: datetime) -> dict[str, Any]:
    """Moments as answers of the form."""
    opens, closes = timezone.localtime(opens_at), timezone.localtime(closes_at)
    return {
        "opens_on": opens.date(),
        "opens_time": _clock(opens),
        "closes_on": closes.date(),
        "closes_time": _clock(closes),
    }


def _clock(at: datetime) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


class BeginForm(OpeningForm):
    """What a new round starts from."""

    title = forms.CharField(
        label="Title",
        help_text="As the public reads it, such as Youth Fund small grants.",
        max_length=160,
    )
    fund = forms.ChoiceField(label="Fund", widget=forms.RadioSelect)
    start = forms.ChoiceField(
        label="Start from",
        choices=[(each.value, each.words) for each in Start],
        widget=forms.RadioSelect,
    )
    earlier = forms.ChoiceField(label="Which round?", required=False)

    field_order = ("title", "fund", "start", "earlier")
    nouns: ClassVar[dict[str, str]] = {"title": "a title", "fund": "a fund"}
    choice_hints: ClassVar[dict[str, dict[str, str]]] = {
        "start": {each.value: each.meaning for each in Start if each.meaning}
    }
    reveals: ClassVar[dict[str, dict[str, str]]] = {"start": {Start.COPY.value: "earlier"}}

    def __init__(
        self, *args: Any, funds: Iterable[Fund], earlier: Iterable[Round], **settings: Any
    ) -> None:
        super().__init__(*args, **settings)
        _offer(self, "fund", [(each.reference, each.name) for each in funds])
        rounds = [(each.reference, f"{each.title} ({each.opens_at:%Y})") for each in earlier]
        _offer(self, "earlier", [("", "Choose one"), *rounds])

    def clean(self) -> dict[str, Any]:
        """An earlier round goes with starting from one."""
        given = super().clean() or {}
        if given.get("start") == Start.COPY and not given.get("earlier"):
            self.add_error("earlier", "Select the round to start from")
        return given


def _offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class AboutForm(VersionedForm):
    """What a round is for."""

    title = forms.CharField(label="Title", max_length=160)
    summary = _text("The round in one sentence", 2, 300)
    purpose = _text("What is the money for?", required=False)
    who_can_apply = _text("Who can apply?", required=False)
    minutes = forms.IntegerField(
        label="How many minutes does it take to apply?",
        help_text="Say honestly. People plan by it.",
        min_value=5,
        max_value=6_000,
        required=False,
        widget=forms.NumberInput(attrs=THREE),
    )
    contact = forms.EmailField(
        label="Where can people ask for help?",
        help_text="An e-mail address of the office, not of a person.",
        required=False,
    )
    how_decided = _text("How are applications decided?", required=False)
    data_use = _text("How do you use what people tell you?", 5, required=False)

    nouns: ClassVar[dict[str, str]] = {"title": "a title", "summary": "one sentence"}

    def said(self) -> About:
        """What was answered, of a form that is valid."""
        return About(**{name: self.cleaned_data[name] for name in About.__dataclass_fields__})


class DatesForm(OpeningForm, VersionedForm):
    """When a round opens and closes, and what follows."""

    decisions_by = DateField(label="Everybody is told the decision by", required=False)
    projects_from = DateField(label="Projects may start on", required=False)
    projects_until = DateField(label="Projects end by", required=False)

    def said(self) -> Dates:
        """What was answered, of a form that is valid."""
        later = ("decisions_by", "projects_from", "projects_until")
        return Dates(
            self.opens_at(), self.closes_at(), **{name: self.cleaned_data[name] for name in later}
        )


class TermsForm(VersionedForm):
    """How much, for whom and where."""

    total = AmountField(label="How much is there in all?")
    largest_award = AmountField(label="Largest award")
    smallest_award = AmountField(label="Smallest award", least=Decimal(0))
    pots = forms.MultipleChoiceField(
        label="Which pots pay for it?", required=False, widget=forms.CheckboxSelectMultiple
    )
    youngest = forms.IntegerField(
        label="Youngest age", required=False, min_value=0, max_value=99,
        widget=forms.NumberInput(attrs=THREE),
    )  # fmt: skip
    oldest = forms.IntegerField(
        label="Oldest age", required=False, min_value=0, max_value=99,
        widget=forms.NumberInput(attrs=THREE),
    )  # fmt: skip
    oldest_with_send = forms.IntegerField(
        label="Oldest age with special educational needs or disabilities (SEND)",
        required=False,
        min_value=0,
        max_value=99,
        widget=forms.NumberInput(attrs=THREE),
    )
    places = _text(
        "Districts where projects may be",
        6,
        help_text="One on each line: its code and its name, such as Z99D00001 Larkminster.",
        required=False,
    )
    small_income = AmountField(
        label="Organisations with a yearly income below this answer fewer questions",
        help_text="Leave empty if everybody is to answer all.",
        required=False,
    )

    def __init__(self, *args: Any, pots: Iterable[Pot], **settings: Any) -> None:
        super().__init__(*args, **settings)
        _offer(self, "pots", [(each.reference, str(each)) for each in pots])

    def clean_places(self) -> list[tuple[str, str]]:
        """Codes and names, in the order they were given."""
        found: dict[str, str] = {}
        for line in self.cleaned_data["places"].splitlines():
            code, _, name = line.strip().partition(" ")
            if code and not name.strip():
                raise forms.ValidationError(f"Enter a code, a space and a name instead of “{code}”")
            if code:
                found[code[:12]] = name.strip()[:80]
        return list(found.items())

    def said(self) -> Terms:
        """What was answered, of a form that is valid."""
        given = {name: self.cleaned_data[name] for name in Terms.__dataclass_fields__}
        return Terms(
            **{**given, "places": tuple(given["places"]), "pots": tuple(given["pots"])},
        )


def about_answers(round: Round) -> dict[str, Any]:
    """What a round says of itself, as answers of its form."""
    return {name: getattr(round, name) for name in (*About.__dataclass_fields__, "version")}


def dates_answers(round: Round) -> dict[str, Any]:
    """The dates of a round as answers of their form."""
    names = ("decisions_by", "projects_from", "projects_until", "version")
    return {
        **opening_answers(round.opens_at, round.closes_at),
        **{name: getattr(round, name) for name in names},
    }


def terms_answers(round: Round) -> dict[str, Any]:
    """The terms of a round as answers of their form."""
    names = (
        *("total", "largest_award", "smallest_award", "youngest", "oldest", "oldest_with_send"),
        *("small_income", "version"),
    )
    return {
        **{name: getattr(round, name) for name in names},
        "places": "\n".join(f"{each['code']} {each['name']}" for each in round.places),
        "pots": [each.reference for each in round.pots.all()],
    }


class _Choices(Form):
    """Choices as lines, and what comes of them."""

    choices = _text(
        "Choices",
        5,
        2_000,
        help_text="One on each line. Only for questions with choices.",
        required=False,
    )

    def clean_choices(self) -> tuple[str, ...]:
        """Each once, in order."""
        lines = [each.strip() for each in self.cleaned_data["choices"].splitlines()]
        return tuple(dict.fromkeys(each[:120] for each in lines if each))


class RuleForm(_Choices):
    """One question on which it hangs whether an organisation may apply."""

    question = forms.CharField(
        label="Question",
        help_text="In plain words, to whoever wants to apply.",
        max_length=LONGEST_LINE,
    )
    help = _text("Help", 2, LONGEST_HELP, required=False)
    kind = forms.ChoiceField(
        label="How is it answered?", choices=RULE_KINDS, widget=forms.RadioSelect
    )
    passing = _text(
        "Which answers pass?",
        3,
        2_000,
        help_text="One on each line: yes or no, or some of the choices. Not needed for numbers.",
        required=False,
    )
    least = forms.IntegerField(
        label="Smallest number that passes",
        required=False,
        min_value=0,
        widget=forms.NumberInput(attrs=NARROW),
    )
    most = forms.IntegerField(
        label="Largest number that passes",
        required=False,
        min_value=0,
        widget=forms.NumberInput(attrs=NARROW),
    )
    sentence = _text(
        "What does somebody read whose answer does not pass?",
        3,
        LONGEST_HELP,
        help_text="Say why, kindly, and where else to turn.",
    )

    field_order = (
        *("question", "help", "kind", "choices", "passing", "least", "most", "sentence"),
    )

    def said(self) -> RuleSaid:
        """What was answered, of a form that is valid."""
        given = self.cleaned_data
        lines = [each.strip() for each in given["passing"].splitlines() if each.strip()]
        kind = RuleKind(given["kind"])
        passing = [each.lower() for each in lines] if kind is RuleKind.YES_NO else lines
        return RuleSaid(
            question=given["question"],
            kind=kind,
            sentence=given["sentence"],
            help=given["help"],
            choices=given["choices"],
            passing=tuple(passing),
            least=given["least"],
            most=given["most"],
        )


class RuleChangeForm(RuleForm, VersionedForm):
    """The same of a rule that is there."""


class SectionForm(Form):
    """What a section is called."""

    title = forms.CharField(label="Title of the section", max_length=120)
    help = _text("Help above its questions", 2, LONGEST_HELP, required=False)

    def said(self) -> SectionSaid:
        """What was answered, of a form that is valid."""
        return SectionSaid(self.cleaned_data["title"], self.cleaned_data["help"])


class SectionChangeForm(SectionForm, VersionedForm):
    """The same of a section that is there."""


class QuestionForm(_Choices):
    """One question."""

    section = forms.ChoiceField(label="Section")
    words = forms.CharField(label="Question", max_length=LONGEST_LINE)
    help = _text("Help", 2, LONGEST_HELP, required=False)
    kind = forms.ChoiceField(label="How is it answered?", choices=QUESTION_KINDS)
    required = forms.BooleanField(label="It must be answered", required=False, initial=True)
    word_limit = forms.IntegerField(
        label="Most words",
        help_text="Only for text.",
        required=False,
        min_value=1,
        max_value=MOST_WORDS,
        widget=forms.NumberInput(attrs=NARROW),
    )
    least = forms.DecimalField(
        label="Smallest answer",
        help_text="Only for numbers and money.",
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        widget=forms.NumberInput(attrs=NARROW),
    )
    most = forms.DecimalField(
        label="Largest answer",
        help_text="Only for numbers and money.",
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        widget=forms.NumberInput(attrs=NARROW),
    )
    hidden_when_small = forms.BooleanField(
        label="Small organisations are spared it", required=False
    )
    shown_if_key = forms.ChoiceField(label="It is asked only after an answer to", required=False)
    shown_if_answer = forms.CharField(
        label="The answer after which it is asked",
        help_text="Exactly as it is offered, such as yes.",
        required=False,
        max_length=120,
    )
    fills = forms.ChoiceField(
        label="What of the application does it settle?",
        help_text="Assessors, totals and publication use it.",
        required=False,
        choices=[("", "Nothing: it is an answer like any other"), *FILLS],
    )

    field_order = (
        *("section", "words", "help", "kind", "choices", "word_limit", "least", "most"),
        *("required", "hidden_when_small", "shown_if_key", "shown_if_answer", "fills"),
    )
    nouns: ClassVar[dict[str, str]] = {"words": "the question"}

    def __init__(
        self,
        *args: Any,
        sections: Iterable[Section],
        others: Iterable[Question],
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        self.sections = {each.reference: each for each in sections}
        _offer(self, "section", [(key, each.title) for key, each in self.sections.items()])
        hangs = [(each.key, each.words) for each in others]
        _offer(self, "shown_if_key", [("", "No other: it is always asked"), *hangs])

    @property
    def chosen_section(self) -> Section:
        """The section, of a form that is valid."""
        return self.sections[self.cleaned_data["section"]]

    def said(self) -> QuestionSaid:
        """What was answered, of a form that is valid."""
        given = {name: self.cleaned_data[name] for name in QuestionSaid.__dataclass_fields__}
        answer = given["shown_if_answer"].strip()
        said = answer.lower() if answer.lower() in ("yes", "no") else answer
        return QuestionSaid(
            **{**given, "kind": QuestionKind(given["kind"]), "shown_if_answer": said}
        )


class QuestionChangeForm(QuestionForm, VersionedForm):
    """The same of a question that is there."""


class LibraryForm(Form):
    """Questions of the library to take over, and where they go."""

    section = forms.ChoiceField(label="Put them at the end of this section")
    ids = forms.MultipleChoiceField(
        label="Questions",
        help_text="A question that hangs on another brings it along.",
        widget=forms.CheckboxSelectMultiple,
    )

    nouns: ClassVar[dict[str, str]] = {"ids": "questions"}

    def __init__(
        self,
        *args: Any,
        sections: Iterable[Section],
        library: Sequence[LibraryQuestion],
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        self.sections = {each.reference: each for each in sections}
        _offer(self, "section", [(key, each.title) for key, each in self.sections.items()])
        field = self.fields["ids"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(each.id, f"{each.words} ({each.section})") for each in library]


class CriterionForm(Form):
    """One thing applications are judged by."""

    name = forms.CharField(label="Criterion", max_length=120)
    weight = forms.IntegerField(
        label="Weight",
        help_text="All of them come to 100.",
        min_value=1,
        max_value=100,
        widget=forms.NumberInput(attrs=THREE),
    )
    guidance = _text("Guidance for assessors", 3, 1_000, required=False)
    no_zero = forms.BooleanField(
        label="A nought on it means that the application is not funded", required=False
    )

    nouns: ClassVar[dict[str, str]] = {"name": "what the criterion is called"}

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        for score in SCORES:
            field = _text(f"What {score} means", 2, 400, required=False)
            self.fields[f"anchor_{score}"] = field

    def said(self) -> CriterionSaid:
        """What was answered, of a form that is valid."""
        given = self.cleaned_data
        return CriterionSaid(
            name=given["name"],
            weight=given["weight"],
            guidance=given["guidance"],
            anchors=tuple(given[f"anchor_{score}"] for score in SCORES),
            no_zero=given["no_zero"],
        )


class CriterionChangeForm(CriterionForm, VersionedForm):
    """The same of a criterion that is there."""


class ThresholdForm(VersionedForm):
    """From which score an application can be funded."""

    threshold = forms.IntegerField(
        label="An application can be funded from this score of 100",
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs=THREE),
    )


class AttachForm(Form):
    """A document that people read before they apply."""

    title = forms.CharField(
        label="What is it?",
        help_text="As the public reads it, such as Guidance for those who apply.",
        max_length=120,
    )
    file = forms.FileField(label="File", help_text=PAPERS.words, max_length=200)

    nouns: ClassVar[dict[str, str]] = {"title": "what it is", "file": "the document"}


class MoveForm(VersionedForm):
    """A step of a round that takes no answer."""


class ExtendForm(VersionedForm):
    """Until when a published round is open now, and why."""

    closes_on = DateField(label="Closes on")
    closes_time = forms.TimeField(
        label="Closes at", input_formats=TIMES, widget=forms.TextInput(attrs=NARROW)
    )
    decisions_by = DateField(label="Everybody is told the decision by", required=False)
    reason = _text("Why?", 3, 500, help_text="The public reads it. Name no person.")

    nouns: ClassVar[dict[str, str]] = {"reason": "why it closes later"}

    def closes_at(self) -> datetime:
        """The new moment, of a form that is valid."""
        given = self.cleaned_data
        return datetime.combine(given["closes_on"], given["closes_time"], tzinfo=LONDON)


class WithdrawForm(VersionedForm):
    """Why a round is withdrawn."""

    reason = _text("Why?", 3, 500, help_text="The public reads it. Name no person.")

    nouns: ClassVar[dict[str, str]] = {"reason": "why it is withdrawn"}


def rule_answers(rule: EligibilityRule) -> dict[str, Any]:
    """A rule as answers of its form."""
    names = ("question", "help", "kind", "least", "most", "sentence", "version")
    return {
        **{name: getattr(rule, name) for name in names},
        "choices": "\n".join(rule.choices),
        "passing": "\n".join(rule.passing),
    }


def section_answers(section: Section) -> dict[str, Any]:
    """A section as answers of its form."""
    return {"title": section.title, "help": section.help, "version": section.version}


def question_answers(question: Question) -> dict[str, Any]:
    """A question as answers of its form."""
    names = (*QuestionSaid.__dataclass_fields__, "version")
    return {
        **{name: getattr(question, name) for name in names},
        "choices": "\n".join(question.choices),
        "section": question.section.reference,
    }


def criterion_answers(criterion: Criterion) -> dict[str, Any]:
    """A criterion as answers of its form."""
    names = ("name", "weight", "guidance", "no_zero", "version")
    anchors = {f"anchor_{score}": text for score, text in enumerate(criterion.anchors)}
    return {**{name: getattr(criterion, name) for name in names}, **anchors}


def check_there_is(sections: Sequence[Section]) -> None:
    """Raises where there is no section yet that a question could be in."""
    if not sections:
        raise RoundError("Add a section first. Questions are asked section by section.")
