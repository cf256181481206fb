"""Whether a supplied table keeps to its published schema, and if not, where and how to mend it.

One pass over the rows counts what breaks each rule. Only when something does is there a second
pass, which lists the rows. Rules become SQL over the file's texts, so both passes run in the
engine however long the file is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from headwater.core.errors import Fault
from headwater.core.periods import Month
from headwater.lake.workbench import Workbench, literal, name
from headwater.sources import mending
from headwater.sources.base import Supplied
from headwater.sources.reading import LISTED, Texts, match_header, read_texts
from headwater.sources.table_schema import Field, FieldType, TableSchema

Vocabulary = Callable[[str], str | None]
"""From a supplier's word to ours, or None where the word is not known."""

EXCEL_NUMBER = r"^-?\d(\.\d+)?E[+-]\d{2,3}$"
EXCEL_ERROR = r"^#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|#+)$"
FORMULA = r"^(=|@|\+|-.*[A-Za-z(])"
WHOLE = r"^[+-]?\d{1,18}$"
NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$"
FOUR_DIGIT_YEAR = r"^(\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4})([T ].*)?$"
MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing a value must keep to. `broken` is SQL that is true where it does not."""

    id: str
    broken: str


@dataclass(frozen=True, eq=False)
class Checked:
    """A file after its checks: typed columns by field name, and everything noticed."""

    table: Any
    rows: NDArray[np.int64]
    rows_in: int
    faults: tuple[Fault, ...] = ()
    fault_total: int = 0
    rejected: Mapping[str, int] | None = None
    warnings: tuple[str, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether anything was wrong enough to refuse the file."""
        return self.fault_total > 0


def check(
    supplied: Supplied,
    schema: TableSchema,
    *,
    month: Month | None = None,
    vocabularies: Mapping[str, Vocabulary] | None = None,
) -> Checked:
    """Check one CSV file against its schema. Every fault is gathered; nothing is raised.

    `month` is the month the file name promises. `vocabularies` give, by field, the words that a
    code list allows; their answers take the place of the supplied words.
    """
    header = match_header(supplied, schema)
    if header.faults:
        return _refused(0, header.faults, len(header.faults), header.warnings)
    texts = read_texts(supplied, header, schema)
    if texts.rows_in == 0:
        return _refused(0, (_no_rows(supplied),), 1, header.warnings)
    with Workbench() as bench:
        desk = _Desk(
            bench,
            texts,
            file=supplied.name,
            schema=schema,
            month=month,
            vocabularies=vocabularies or {},
        )
        faults, total = desk.faults()
        if total or texts.fault_total:
            listed = sorted((*texts.faults, *faults), key=lambda fault: (fault.row, fault.column))
            return _refused(
                texts.rows_in,
                tuple(listed[:LISTED]),
                total + texts.fault_total,
                (*header.warnings, *desk.warnings()),
            )
        repeats = desk.repeats()
        return Checked(
            desk.typed(),
            texts.rows,
            texts.rows_in,
            rejected={"exact repeat of an earlier row": repeats} if repeats else {},
            warnings=(*header.warnings, *desk.warnings()),
        )


class _Desk:
    """One file laid out in the engine: its texts, and beside mapped texts what they mean."""

    def __init__(
        self,
        bench: Workbench,
        texts: Texts,
        *,
        file: str,
        schema: TableSchema,
        month: Month | None,
        vocabularies: Mapping[str, Vocabulary],
    ) -> None:
        self.bench, self.texts = bench, texts
        self.file, self.schema, self.month = file, schema, month
        self.mapped = frozenset(vocabularies)
        self.rules = {f.name: rules_of(f, is_mapped=f.name in self.mapped) for f in schema.fields}
        self._lay_out(vocabularies)

    def _lay_out(self, vocabularies: Mapping[str, Vocabulary]) -> None:
        """Make the views that the passes read."""
        table = self.texts.table.append_column("_row", pa.array(self.texts.rows))
        self.bench.lay_out("supplied", table)
        trimmed = ", ".join(
            f"nullif(trim({name(f.name)}), '') AS {name(f.name)}" for f in self.schema.fields
        )
        self.bench.run(f"CREATE TEMP VIEW text AS SELECT _row, {trimmed} FROM supplied")
        joins, words = [], ["text.*"]
        for place, (field, vocabulary) in enumerate(vocabularies.items()):
            self._lay_out_words(place, field, vocabulary)
            joins.append(f"LEFT JOIN words{place} w{place} ON w{place}.said = text.{name(field)}")
            words.append(f"w{place}.meant AS {name(f'{field} meant')}")
        self.bench.run(
            f"CREATE TEMP VIEW checked AS SELECT {', '.join(words)} FROM text {' '.join(joins)}"
        )

    def _lay_out_words(self, place: int, field: str, vocabulary: Vocabulary) -> None:
        """The different words of a field and what each means."""
        column = name(field)
        said = self.bench.ask(
            f"SELECT DISTINCT {column} AS said FROM text WHERE {column} IS NOT NULL"
        )["said"].to_pylist()
        self.bench.lay_out(
            f"words{place}",
            pa.table(
                {
                    "said": pa.array(said, pa.string()),
                    "meant": pa.array([vocabulary(word) for word in said], pa.string()),
                }
            ),
        )

    def faults(self) -> tuple[list[Fault], int]:
        """What is wrong: the first of it listed, all of it counted."""
        counts = self._counts(lenient=False)
        found: list[Fault] = []
        total = 0
        for field, count in counts.items():
            total += count
            found += self._list(self.schema.field(field))
        for problem, remedy, column, broken in self._row_rules():
            listed, count = self._list_rows(broken, column=column, problem=problem, remedy=remedy)
            found += listed
            total += count
        if not total:
            listed, total = self._key_faults()
            found += listed
        return found, total

    def warnings(self) -> list[str]:
        """What is odd in columns where oddity is let through."""
        return [
            f"{self.file}: [{count}] rows have a [{field}] that is not "
            f"{self.schema.field(field).rule}; {_kept(self.schema.field(field))}"
            for field, count in self._counts(lenient=True).items()
        ]

    def typed(self) -> Any:
        """The rows in their types, exact repeats left out."""
        columns = ", ".join(
            f"{value_of(f, is_mapped=f.name in self.mapped)} AS {name(f.name)}"
            for f in self.schema.fields
        )
        keep = f" WHERE _row IN ({self._first_rows()})" if self.schema.key else ""
        return self.bench.ask(f"SELECT {columns} FROM checked{keep} ORDER BY _row")

    def repeats(self) -> int:
        """Rows that say exactly what an earlier row said, where rows have a key."""
        if not self.schema.key:
            return 0
        kept = self.bench.ask(f"SELECT count(*) AS n FROM ({self._first_rows()})")
        return len(self.texts.table) - int(kept["n"][0].as_py())

    def _first_rows(self) -> str:
        every = ", ".join(name(f.name) for f in self.schema.fields)
        return f"SELECT min(_row) FROM text GROUP BY {every}"

    def _counts(self, *, lenient: bool) -> dict[str, int]:
        """How many values of each field break one of its rules; fields with none are left out."""
        fields = [f for f in self.schema.fields if f.lenient is lenient and self.rules[f.name]]
        if not fields:
            return {}
        sums = ", ".join(
            f"count(*) FILTER (WHERE {_any(self.rules[f.name])}) AS {name(f.name)}" for f in fields
        )
        row = self.bench.ask(f"SELECT {sums} FROM checked").to_pylist()[0]
        return {field: int(count) for field, count in row.items() if count}

    def _list(self, field: Field) -> list[Fault]:
        """The first rows whose value breaks a rule of the field."""
        rules = self.rules[field.name]
        which = " ".join(f"WHEN {rule.broken} THEN {literal(rule.id)}" for rule in rules)
        rows = self.bench.ask(
            f"SELECT _row, {name(field.name)} AS value, CASE {which} END AS rule FROM checked "
            f"WHERE {_any(rules)} ORDER BY _row LIMIT {LISTED}"
        )
        return [
            mending.value_fault(
                self.file, row=row["_row"], field=field, value=row["value"], rule=row["rule"]
            )
            for row in rows.to_pylist()
        ]

    def _row_rules(self) -> list[tuple[str, str, str, str]]:
        """Rules between columns: order of times, and the month of the file name."""
        rules = []
        for early, late in self.schema.orders:
            first, last = self._value(early), self._value(late)
            if self.schema.field(late).type is FieldType.DATE:
                last = f"({last} + INTERVAL 1 DAY - INTERVAL 1 SECOND)"
            rules.append(
                (
                    f"it is earlier than [{early}]",
                    "Correct one of the two",
                    late,
                    f"{last} < {first}",
                )
            )
        if self.month is not None and self.schema.month_of:
            value = self._value(self.schema.month_of)
            first_day = literal(self.month.first_day.isoformat())
            after = literal(self.month.plus(1).first_day.isoformat())
            slack = self._slack()
            rules.append(
                (
                    f"it is not in [{self.month}], the month of the file name",
                    "Move the row to the file of its own month, or rename the file",
                    self.schema.month_of,
                    f"{value} < {first_day}::TIMESTAMP{slack[0]} "
                    f"OR {value} >= {after}::TIMESTAMP{slack[1]}",
                )
            )
        return rules

    def _slack(self) -> tuple[str, str]:
        """Files cut by local months but written in UTC start an hour early in summer."""
        formats = self.schema.field(self.schema.month_of).formats
        if any("%z" in form for form in formats):
            return " - INTERVAL 1 HOUR", ""
        return "", ""

    def _value(self, field: str) -> str:
        return value_of(self.schema.field(field), is_mapped=field in self.mapped)

    def _list_rows(
        self, broken: str, *, column: str, problem: str, remedy: str
    ) -> tuple[list[Fault], int]:
        """Rows that break a rule between columns."""
        count = int(
            self.bench.ask(f"SELECT count(*) AS n FROM checked WHERE {broken}")["n"][0].as_py()
        )
        if not count:
            return [], 0
        rows = self.bench.ask(
            f"SELECT _row, {name(column)} AS value FROM checked WHERE {broken} "
            f"ORDER BY _row LIMIT {LISTED}"
        )
        shown = not self.schema.field(column).personal
        return [
            Fault(
                self.file,
                row["_row"],
                column,
                mending.shown(row["value"]) if shown else "",
                problem,
                remedy,
            )
            for row in rows.to_pylist()
        ], count

    def _key_faults(self) -> tuple[list[Fault], int]:
        """Rows that share a key and say different things."""
        if not self.schema.key:
            return [], 0
        key = ", ".join(name(part) for part in self.schema.key)
        different = (
            f"SELECT _row FROM text WHERE _row IN ({self._first_rows()}) "
            f"QUALIFY count(*) OVER (PARTITION BY {key}) > 1"
        )
        return self._list_rows(
            f"_row IN ({different})",
            column=self.schema.key[0],
            problem="another row has the same value here and says something different",
            remedy="Supply one row for each, or tell them apart",
        )


def rules_of(field: Field, *, is_mapped: bool) -> tuple[Rule, ...]:
    """The rules of one field, the first that a value breaks being the one it is told of."""
    column = name(field.name)
    rules = []
    if field.required:
        rules.append(Rule("missing", f"{column} IS NULL"))
    if not field.free_text:
        rules += [
            Rule("excel_error", _matches(column, EXCEL_ERROR)),
            Rule("lines", f"(position(chr(10) IN {column}) > 0)"),
        ]
    if field.type is FieldType.STRING and not field.free_text:
        rules += [
            Rule("excel_number", _matches(column, EXCEL_NUMBER)),
            Rule("formula", _matches(column, FORMULA)),
        ]
    if is_mapped:
        meant = name(f"{field.name} meant")
        rules.append(Rule("word", f"({column} IS NOT NULL AND {meant} IS NULL)"))
    elif field.enum:
        allowed = ", ".join(literal(word) for word in field.enum)
        rules.append(Rule("choice", f"({column} NOT IN ({allowed}))"))
    elif field.type is not FieldType.STRING:
        value = value_of(field, is_mapped=False)
        rules.append(Rule("type", f"({column} IS NOT NULL AND {value} IS NULL)"))
        rules += _range_rules(field)
    if field.pattern:
        rules.append(
            Rule("pattern", f"(NOT regexp_full_match({column}, {literal(field.pattern)}))")
        )
    return tuple(rules)


def value_of(field: Field, *, is_mapped: bool) -> str:
    """SQL for the field's value in its type; empty where the text is not of that type."""
    column = name(field.name)
    if is_mapped:
        return name(f"{field.name} meant")
    if field.free_text:
        # A spreadsheet runs text that starts like a formula; without its first signs it cannot.
        return f"nullif(regexp_replace({column}, '^[=@+\\-\\t\\s]+', ''), '')"
    plain = _typed(field, column)
    if field.lenient and (field.minimum or field.maximum):
        return f"CASE WHEN NOT {_any(_range_rules(field))} THEN {plain} END"
    return plain


def _typed(field: Field, column: str) -> str:
    """SQL for a text read as the field's type."""
    answers = {
        FieldType.STRING: lambda: column,
        FieldType.INTEGER: lambda: (
            f"CASE WHEN {_matches(column, WHOLE)} THEN try_cast({column} AS BIGINT) END"
        ),
        FieldType.NUMBER: lambda: (
            f"CASE WHEN {_matches(column, NUMBER)} THEN try_cast({column} AS DOUBLE) END"
        ),
        FieldType.BOOLEAN: lambda: (
            f"CASE WHEN {column} IN ({_texts(field.true_values)}) THEN true "
            f"WHEN {column} IN ({_texts(field.false_values)}) THEN false END"
        ),
        FieldType.DATE: lambda: f"{_moment(field, column)}::DATE",
        FieldType.DATETIME: lambda: _moment(field, column),
        FieldType.YEARMONTH: lambda: (
            f"CASE WHEN {_matches(column, MONTH)} THEN try_cast({column} || '-01' AS DATE) END"
        ),
    }
    return answers[field.type]()


def _moment(field: Field, column: str) -> str:
    """SQL for a date or a time in any of the field's formats, in UTC where an offset is given."""
    if any("%z" in form for form in field.formats):
        parsed = f"(try_cast({column} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')"
    else:
        parsed = f"try_strptime({column}, [{_texts(field.formats)}])"
    return f"(CASE WHEN {_matches(column, FOUR_DIGIT_YEAR)} THEN {parsed} END)"


def _range_rules(field: Field) -> list[Rule]:
    plain = _typed(field, name(field.name))
    quote = field.type in {FieldType.DATE, FieldType.DATETIME}
    kind = "::TIMESTAMP" if quote else ""
    rules = []
    if field.minimum:
        low = literal(field.minimum) if quote else field.minimum
        rules.append(Rule("low", f"coalesce({plain} < {low}{kind}, false)"))
    if field.maximum:
        high = literal(field.maximum) if quote else field.maximum
        rules.append(Rule("high", f"coalesce({plain} > {high}{kind}, false)"))
    return rules


def _any(rules: tuple[Rule, ...] | list[Rule]) -> str:
    return "(" + " OR ".join(f"coalesce({rule.broken}, false)" for rule in rules) + ")"


def _matches(column: str, pattern: str) -> str:
    return f"regexp_matches({column}, {literal(pattern)})"


def _texts(words: tuple[str, ...]) -> str:
    return ", ".join(literal(word) for word in words)


def _kept(field: Field) -> str:
    if field.type is FieldType.STRING:
        return "they are kept as supplied"
    return "the value is left empty"


def _no_rows(supplied: Supplied) -> Fault:
    return Fault(
        supplied.name,
        0,
        "",
        "",
        "it has a header and no rows",
        "Send it again with its rows; if there was nothing to report, leave the file out and say "
        "so to the people you supply",
    )


def _refused(
    rows_in: int, faults: tuple[Fault, ...], total: int, warnings: tuple[str, ...]
) -> Checked:
    return Checked(
        pa.table({}),
        np.empty(0, dtype=np.int64),
        rows_in,
        faults=faults,
        fault_total=total,
        warnings=warnings,
    )
