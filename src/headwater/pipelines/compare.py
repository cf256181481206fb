"""What changed between two editions: numbers, findings, definitions, loads."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from headwater.core.editions import Column, ColumnKind, Edition, Value


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that both editions have, with different values.

    `leads` marks counts and rates: the figures a reader compares. Limits, shares and changes
    follow from them.
    """

    figure: str
    label: str
    before: Value
    after: Value
    leads: bool = False

    @property
    def percent(self) -> float | None:
        """The change in per cent; None where either is not a number or the first is nought."""
        if isinstance(self.before, int | float) and isinstance(self.after, int | float):
            return (self.after / self.before - 1) * 100 if self.before else None
        return None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between two editions."""

    before: str
    after: str
    same_area: bool
    figures_compared: int
    differences: tuple[Difference, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    findings: tuple[Difference, ...]
    definitions: tuple[tuple[str, ...], tuple[str, ...]]
    loads_added: tuple[str, ...]
    loads_removed: tuple[str, ...]

    @property
    def cautions(self) -> tuple[str, ...]:
        """What makes the two hard to compare."""
        said = []
        if not self.same_area:
            said.append("The editions are about different areas.")
        if self.definitions[0] != self.definitions[1]:
            said.append("The definitions differ, so counts differ even where nothing changed.")
        if self.only_before or self.only_after:
            said.append(
                f"{len(self.only_before)} figures are only in the first and "
                f"{len(self.only_after)} only in the second."
            )
        return tuple(said)


def compare(before: Path, after: Path) -> Comparison:
    """Set two edition folders side by side, the earlier first."""
    from headwater.reporting.edition_json import read_edition

    return compare_editions(read_edition(before), read_edition(after))


def compare_editions(before: Edition, after: Edition) -> Comparison:
    """Set two editions side by side, the earlier first."""
    old, new = dict(_figures(before)), dict(_figures(after))
    shared = [figure for figure in old if figure in new]
    return Comparison(
        before=before.id,
        after=after.id,
        same_area=before.area_code == after.area_code,
        figures_compared=len(shared),
        differences=tuple(
            Difference(figure, old[figure][0], old[figure][1], new[figure][1], old[figure][2])
            for figure in shared
            if old[figure][1] != new[figure][1]
        ),
        only_before=tuple(figure for figure in old if figure not in new),
        only_after=tuple(figure for figure in new if figure not in old),
        findings=_findings(before, after),
        definitions=(before.definitions, after.definitions),
        loads_added=tuple(sorted(set(after.loads) - set(before.loads))),
        loads_removed=tuple(sorted(set(before.loads) - set(after.loads))),
    )


def _figures(edition: Edition) -> Iterator[tuple[str, tuple[str, Value, bool]]]:
    """Every number of an edition: identifier, what it is, value, whether it leads."""
    for table_id in sorted(edition.tables):
        table = edition.tables[table_id].value
        for row in table.rows:
            for column, value in zip(table.columns, row, strict=True):
                if column.kind.is_number:
                    name = " ".join(str(cell) for cell in row[: table.key_columns + 1])
                    label = f"{name}: {column.label}"
                    yield table.figure_id(row, column.key), (label, value, _leads(column))


def _leads(column: Column) -> bool:
    """Whether a column holds counts or rates themselves, not their limits."""
    is_limit = column.key.endswith(("low", "high"))
    return column.kind in (ColumnKind.COUNT, ColumnKind.RATE) and not is_limit


def _findings(before: Edition, after: Edition) -> tuple[Difference, ...]:
    """Findings that are new, gone or say something else."""
    every = sorted(set(before.findings) | set(after.findings))
    said = [
        (
            key,
            before.findings[key].sentence if key in before.findings else None,
            after.findings[key].sentence if key in after.findings else None,
        )
        for key in every
    ]
    return tuple(Difference(key, "finding", old, new) for key, old, new in said if old != new)
