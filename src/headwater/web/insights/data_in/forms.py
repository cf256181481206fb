"""Questions about files: what they are, which column is which, what is expected."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from headwater.core.errors import UsageError
from headwater.core.periods import Month
from headwater.sources.table_schema import TableSchema
from headwater.web.design_system.forms import Form, VersionedForm
from headwater.web.insights.data_in.changes.uploads import TABLES
from headwater.web.insights.data_in.rules import matching
from headwater.web.insights.data_in.rules.expecting import Every
from headwater.web.insights.data_in.rules.workflow import STATUS_WORDS
from headwater.web.insights.data_in.supplies import (
    is_monthly,
    is_supplier,
    sources,
    supplier_part,
    wanted,
)
from headwater.web.partners.models import Organisation

MONTH_HINT = "Year and month, such as 2024-09."
READ_FROM_NAME = "Leave it empty where the file's name says it."
LONGEST_REASON = 500
EARLIEST, LATEST = Month(1990, 1), Month(2099, 12)
CODE_WORDS = {
    "force": "Name of the force in file names",
    "site": "Code of the hospital site",
    "trust": "Name of the trust in file names",
    "service": "Name of the service in file names",
    "area": "Name of the area in file names",
}


class MonthField(forms.Field):
    """A month typed as 2024-09 or 09/2024."""

    widget = forms.TextInput

    def to_python(self, value: object) -> Month | None:
        """The month that was typed, or None where nothing was."""
        if value is None or isinstance(value, Month):
            return value
        text = str(value).strip()
        if not text:
            return None
        if turned := re.fullmatch(r"(\d{1,2})[/-](\d{4})", text):
            text = f"{turned[2]}-{int(turned[1]):02d}"
        try:
            month = Month.parse(text)
        except UsageError as error:
            raise forms.ValidationError(
                f"{self.label} must be a year and month, such as 2024-09"
            ) from error
        if not EARLIEST <= month <= LATEST:
            raise forms.ValidationError(
                f"{self.label} must be between {EARLIEST} and {LATEST}, such as 2024-09"
            )
        return month

    def prepare_value(self, value: object) -> object:
        """How it stands in the box."""
        return str(value) if isinstance(value, Month) else value


def _organisation() -> "forms.ModelChoiceField[Organisation]":
    """A choice among organisations; each form says for whom, as it is asked."""
    return forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Organisation that supplies it",
        to_field_name="reference",
        empty_label="Choose an organisation",
    )


class UploadForm(Form):
    """A file and what it is for."""

    organisation = _organisation()
    file = forms.FileField(label="File", max_length=200, help_text=TABLES.words)
    supplier = forms.CharField(max_length=40, required=False)
    month = MonthField(label="Month it is for", required=False)

    def __init__(
        self, *args: Any, schema: TableSchema, organisations: Any, **settings: Any
    ) -> None:
        super().__init__(*args, **settings)
        self.schema = schema
        _offer(self.fields["organisation"], organisations)
        self.fields["file"].widget.attrs["accept"] = TABLES.accept
        self.fields["month"].help_text = f"{MONTH_HINT} {READ_FROM_NAME}"
        self.fields["supplier"].help_text = READ_FROM_NAME
        _name_the_supplier(self.fields, schema)

    def clean_supplier(self) -> str:
        """A code that can stand in a file's name, or nothing."""
        return _clean_supplier(self.cleaned_data["supplier"], self.schema)


class SheetForm(VersionedForm):
    """Which sheet of a workbook the rows are on."""

    sheet = forms.TypedChoiceField(
        label="Which sheet are the rows on?", widget=forms.RadioSelect, coerce=int
    )

    def __init__(self, *args: Any, sheets: Sequence[Mapping[str, Any]], **settings: Any) -> None:
        super().__init__(*args, **settings)
        chooser = self.fields["sheet"]
        assert isinstance(chooser, forms.ChoiceField)
        chooser.choices = [
            (str(place), f"{each['name'] or 'The first sheet'} ({each['rows']:,} rows)")
            for place, each in enumerate(sheets)
        ]


class MatchForm(VersionedForm):
    """Which column is which, and what the file is for."""

    supplier = forms.CharField(max_length=40)
    month = MonthField(label="Month it is for", help_text=MONTH_HINT)

    def __init__(
        self,
        *args: Any,
        schema: TableSchema,
        header: Sequence[str],
        guesses: Sequence[str],
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        self.schema, self.header = schema, header
        _name_the_supplier(self.fields, schema)
        choices = [("", "Leave this column out")] + [
            (field.name, f"{field.name} (needed)" if field.required else field.name)
            for field in schema.fields
        ]
        for place, heading in enumerate(header):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading.strip() or f"Column {place + 1}, without a heading",
                choices=choices,
                required=False,
                initial=guesses[place] if place < len(guesses) else "",
            )

    @property
    def columns(self) -> Iterable[forms.BoundField]:
        """The question of each column, in the order of the file."""
        return [self[f"column_{place}"] for place in range(len(self.header))]

    @property
    def chosen(self) -> list[str]:
        """The field of each column, in the order of the file."""
        return [self.cleaned_data[f"column_{place}"] for place in range(len(self.header))]

    def clean_supplier(self) -> str:
        """A code that can stand in a file's name."""
        return _clean_supplier(self.cleaned_data["supplier"], self.schema)

    def clean(self) -> dict[str, Any]:
        """Refuse a field chosen twice, and a needed one that no column fills."""
        given = super().clean() or self.cleaned_data
        if all(f"column_{place}" in given for place in range(len(self.header))):
            for sentence in matching.faults_of(self.chosen, wanted(self.schema)):
                self.add_error(None, sentence)
        return given


class ConfirmForm(VersionedForm):
    """Whether the warnings were read."""

    acknowledges = forms.BooleanField(
        label="I have read the warnings and want to load the file as it is", required=False
    )

    def __init__(self, *args: Any, has_warnings: bool, **settings: Any) -> None:
        super().__init__(*args, **settings)
        if has_warnings:
            self.fields["acknowledges"].required = True
        else:
            del self.fields["acknowledges"]


class UndoForm(VersionedForm):
    """Why a load is undone."""

    reason = forms.CharField(
        label="Why is it undone?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea,
        help_text="Do not name people.",
    )


class LeaveForm(VersionedForm):
    """Nothing but the version that was looked at."""


class UploadFilter(Form):
    """Which uploads are listed."""

    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Any"), *((s.value, words) for s, words in STATUS_WORDS.items())],
    )
    source = forms.ChoiceField(label="What it is", required=False)

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        chooser = self.fields["source"]
        assert isinstance(chooser, forms.ChoiceField)
        chooser.choices = [("", "Any"), *((each.name, each.title) for each in sources())]


class ExpectedForm(Form):
    """A file to be handed in again and again."""

    source = forms.ChoiceField(label="What it is")
    organisation = _organisation()
    supplier = forms.CharField(
        label="Name or code in file names",
        max_length=40,
        help_text="As it stands in the names of their files, such as loamshire or Z9901.",
    )
    every = forms.ChoiceField(
        label="How often it comes",
        choices=[(each.value, f"Every {each.value}") for each in Every],
        widget=forms.RadioSelect,
        initial=Every.MONTH.value,
    )
    due_days = forms.IntegerField(
        label="Days after the end of the period by which it is due",
        min_value=0,
        max_value=365,
        initial=20,
    )
    starts = MonthField(label="First month", help_text=MONTH_HINT)

    def __init__(self, *args: Any, organisations: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        chooser = self.fields["source"]
        assert isinstance(chooser, forms.ChoiceField)
        chooser.choices = [("", "Choose"), *((each.name, each.title) for each in sources())]
        _offer(self.fields["organisation"], organisations)

    def clean(self) -> dict[str, Any]:
        """Refuse a code that no file name of the source could have."""
        given = super().clean() or self.cleaned_data
        schema = next((each for each in sources() if each.name == given.get("source")), None)
        if schema is not None and given.get("supplier"):
            try:
                given["supplier"] = _clean_supplier(given["supplier"], schema)
            except forms.ValidationError as error:
                self.add_error("supplier", error)
        return given


class ExpectedChangeForm(VersionedForm):
    """Who hands a file in, how often and by when."""

    organisation = _organisation()
    every = ExpectedForm.base_fields["every"]
    due_days = ExpectedForm.base_fields["due_days"]
    starts = MonthField(label="First month", help_text=MONTH_HINT)
    ends = MonthField(
        label="Last month",
        help_text=f"{MONTH_HINT} Leave it empty while it is expected to go on.",
        required=False,
    )

    def __init__(self, *args: Any, organisations: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        _offer(self.fields["organisation"], organisations)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        given = super().clean() or self.cleaned_data
        starts, ends = given.get("starts"), given.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "Last month must be the first month or later")
        return given


def _offer(field: forms.Field, organisations: Any) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = organisations


def _name_the_supplier(fields: dict[str, forms.Field], schema: TableSchema) -> None:
    fields["supplier"].label = CODE_WORDS[supplier_part(schema)]
    if not is_monthly(schema):
        del fields["month"]


def _clean_supplier(text: str, schema: TableSchema) -> str:
    supplier = "-".join(text.lower().split())
    if supplier and not is_supplier(schema, supplier):
        label = CODE_WORDS[supplier_part(schema)]
        raise forms.ValidationError(
            f"{label} must have only letters, digits and hyphens, as in {schema.file_name}"
        )
    return supplier
