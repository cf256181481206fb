"""Whether a supplied table keeps to its published schema, and if not, where and how to mend it.

One pass over the rows counts what breaks each rule. Only when something does is there a second
pass, which lists the rows. Rules become SQL over the file's texts, so both passes run in the
engine however long the file is.
"""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

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
    desk = _Desk(
        _bench(),
        texts,
        file=supplied.name,
        schema=schema,
        month=month,
        vocabularies=vocabularies or {},
    )
    counts = desk.count()
    faults, total = desk.faults(counts)
    warnings = (*header.warnings, *desk.warnings(counts))
    if total or texts.fault_total:
        listed = sorted((*texts.faults, *faults), key=lambda fault: (fault.row, fault.column))
        return _refused(texts.rows_in, tuple(listed[:LISTED]), total + texts.fault_total, warnings)
    table = desk.typed(has_repeats=counts.repeats > 0)
    return Checked(
        table,
        texts.rows_in,
        rejected={"exact repeat of an earlier row": counts.repeats} if counts.repeats else {},
        warnings=warnings,
    )


_local = threading.local()


def _bench() -> Workbench:
    """This thread's engine. Starting one for each small file would take longer than the file."""
    if not hasattr(_local, "bench"):
        _local.bench = Workbench()
    bench: Workbench = _local.bench
    return bench


@dataclass(frozen=True, slots=True)
class RowRule:
    """A rule between columns. `broken` is SQL that is true of a row that breaks it."""

    column: str
    problem: str
    remedy: str
    broken: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of a file breaks which rule. `keyed` rows share a key with another."""

    fields: Mapping[str, int]
    row_rules: tuple[int, ...]
    keyed: int
    repeats: int


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
        self.row_rules = self._rules_between()
        self._lay_out(vocabularies)

    def _lay_out(self, vocabularies: Mapping[str, Vocabulary]) -> None:
        """Name the file's texts and the meanings of its words for the passes to read."""
        table = self.texts.table.append_column("_row", pa.array(self.texts.rows))
        self.bench.lay_out("supplied", table)
        trimmed = ", ".join(
            f"nullif(trim({name(f.name)}), '') AS {name(f.name)}" for f in self.schema.fields
        )
        joins, words = [], ["text.*"]
        for place, (field, vocabulary) in enumerate(vocabularies.items()):
            self.bench.lay_out(f"words{place}", _meanings(self.texts.table[field], vocabulary))
            joins.append(f"LEFT JOIN words{place} w{place} ON w{place}.said = text.{name(field)}")
            words.append(f"w{place}.meant AS {name(f'{field} meant')}")
        self.given = (
            f"WITH text AS (SELECT _row, {trimmed} FROM supplied), "
            f"checked AS (SELECT {', '.join(words)} FROM text {' '.join(joins)}) "
        )

    def _ask(self, sql: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.bench.ask(self.given + sql).to_pylist()
        return found

    def count(self) -> Counts:
        """The first pass: how many rows break each rule."""
        ruled = [f for f in self.schema.fields if self.rules[f.name]]
        sums = [f"count(*) FILTER (WHERE {_any(self.rules[f.name])})" for f in ruled]
        sums += [f"count(*) FILTER (WHERE {rule.broken})" for rule in self.row_rules]
        if self.schema.key:
            sums.append(f"count(DISTINCT {_together(self.schema.key)})")
        row = self._ask(
            f"SELECT {', '.join(f'{s} AS n{k}' for k, s in enumerate(sums))} FROM checked"
        )
        found = [int(row[0][f"n{place}"]) for place in range(len(sums))]
        rows = len(self.texts.table)
        keys = found[-1] if self.schema.key else rows
        different = rows if keys == rows else self._different()
        return Counts(
            fields={f.name: n for f, n in zip(ruled, found, strict=False) if n},
            row_rules=tuple(found[len(ruled) : len(ruled) + len(self.row_rules)]),
            keyed=different - keys,
            repeats=rows - different,
        )

    def _different(self) -> int:
        """How many rows there are when repeats count once. Dear: asked only where keys repeat."""
        every = _together(f.name for f in self.schema.fields)
        return int(self._ask(f"SELECT count(DISTINCT {every}) AS n FROM text")[0]["n"])

    def faults(self, counts: Counts) -> tuple[list[Fault], int]:
        """The second pass, where the first found something: what is wrong, row by row."""
        found: list[Fault] = []
        total = 0
        for field, count in counts.fields.items():
            if not self.schema.field(field).lenient:
                found += self._list(self.schema.field(field))
                total += count
        for rule, count in zip(self.row_rules, counts.row_rules, strict=True):
            found += self._list_rows(rule) if count else []
            total += count
        if not total and counts.keyed:
            keyed = self._list_rows(self._key_rule())
            return keyed, len(keyed)
        return found, total

    def warnings(self, counts: Counts) -> list[str]:
        """What is odd in columns where oddity is let through."""
        return [
            f"{self.file}: [{count}] rows have a [{field}] that is not "
            f"{self.schema.field(field).rule}; {_kept(self.schema.field(field))}"
            for field, count in counts.fields.items()
            if self.schema.field(field).lenient
        ]

    def typed(self, *, has_repeats: bool) -> Any:
        """The rows in their types, exact repeats left out."""
        columns = ", ".join(
            f"{value_of(f, is_mapped=f.name in self.mapped)} AS {name(f.name)}"
            for f in self.schema.fields
        )
        keep = f" WHERE _row IN ({self._first_rows()})" if has_repeats else ""
        # A plain scan keeps the file's order; a join may not, and the same file must give the same
        # bytes.
        order = " ORDER BY _row" if has_repeats or self.mapped else ""
        return self.bench.ask(f"{self.given}SELECT {columns} FROM checked{keep}{order}")

    def _first_rows(self) -> str:
        every = ", ".join(name(f.name) for f in self.schema.fields)
        return f"SELECT min(_row) FROM text GROUP BY {every}"

    def _list(self, field: Field) -> list[Fault]:
        """The first rows whose value breaks a rule of the field."""
        rules = self.rules[field.name]
        which = " ".join(f"WHEN {rule.broken} THEN {literal(rule.id)}" for rule in rules)
        rows = self._ask(
            f"SELECT _row, {name(field.name)} AS value, CASE {which} END AS rule FROM checked "
            f"WHERE {_any(rules)} ORDER BY _row LIMIT {LISTED}"
        )
        return [
            mending.value_fault(
                self.file, row=row["_row"], field=field, value=row["value"], rule=row["rule"]
            )
            for row in rows
        ]

    def _list_rows(self, rule: RowRule) -> list[Fault]:
        """The first rows that break a rule between columns."""
        rows = self._ask(
            f"SELECT _row, {name(rule.column)} AS value FROM checked WHERE {rule.broken} "
            f"ORDER BY _row LIMIT {LISTED}"
        )
        is_shown = not self.schema.field(rule.column).personal
        return [
            Fault(
                self.file,
                row["_row"],
                rule.column,
                mending.shown(row["value"]) if is_shown else "",
                rule.problem,
                rule.remedy,
            )
            for row in rows
        ]

    def _rules_between(self) -> list[RowRule]:
        """Order of times, and the month of the file name."""
        rules = []
        for early, late in self.schema.orders:
            first, last = self._value(early), self._value(late)
            if self.schema.field(late).type is FieldType.DATE:
                last = f"({last} + INTERVAL 1 DAY - INTERVAL 1 SECOND)"
            rules.append(
                RowRule(
                    late,
                    f"it is earlier than [{early}]",
                    "Correct one of the two",
                    f"{last} < {first}",
                )
            )
        if self.month is not None and self.schema.month_of:
            rules.append(self._month_rule(self.month))
        return rules

    def _month_rule(self, month: Month) -> RowRule:
        """Rows belong to the month of the file name.

        Files cut by local months but written in UTC start an hour early in summer.
        """
        field = self.schema.field(self.schema.month_of)
        slack = " - INTERVAL 1 HOUR" if any("%z" in form for form in field.formats) else ""
        first, after = month.first_day.isoformat(), month.plus(1).first_day.isoformat()
        value = self._value(field.name)
        return RowRule(
            field.name,
            f"it is not in [{month}], the month of the file name",
            "Move the row to the file of its own month, or rename the file",
            f"({value} < TIMESTAMP {literal(first)}{slack} "
            f"OR {value} >= TIMESTAMP {literal(after)})",
        )

    def _key_rule(self) -> RowRule:
        """Rows that share a key and say different things."""
        key = ", ".join(name(part) for part in self.schema.key)
        different = (
            f"SELECT _row FROM text WHERE _row IN ({self._first_rows()}) "
            f"QUALIFY count(*) OVER (PARTITION BY {key}) > 1"
        )
        return RowRule(
            self.schema.key[0],
            "another row has the same value here and says something different",
            "Supply one row for each, or tell them apart",
            f"_row IN ({different})",
        )

    def _value(self, field: str) -> str:
        return value_of(self.schema.field(field), is_mapped=field in self.mapped)


def _meanings(column: Any, vocabulary: Vocabulary) -> Any:
    """The different words of a column and what each means."""
    said = sorted({word.strip(" ") for word in column.unique().to_pylist() if word is not None})
    return pa.table(
        {
            "said": pa.array(said, pa.string()),
            "meant": pa.array([vocabulary(word) for word in said], pa.string()),
        }
    )


def _together(names: Iterable[str]) -> str:
    """SQL for several columns as one value; as a plain list, one empty would empty the whole."""
    columns = [name(each) for each in names]
    return columns[0] if len(columns) == 1 else f"row({', '.join(columns)})"


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
        rows_in,
        faults=faults,
        fault_total=total,
        warnings=warnings,
    )
