"""Whether an edition is whole: everything it names is there."""

from collections.abc import Iterator

from headwater.core.editions import BlockKind, Chart, Edition, Table
from headwater.core.errors import HeadwaterError, NotFoundError
from headwater.reporting import workings


class EditionBrokenError(HeadwaterError):
    """An edition names things it does not hold."""

    def __init__(self, *, edition: str, faults: tuple[str, ...]) -> None:
        self.faults = faults
        listed = "\n  ".join(faults[:20])
        more = f"\n  and [{len(faults) - 20}] more" if len(faults) > 20 else ""
        super().__init__(
            f"The edition [{edition}] cannot be written: it has [{len(faults)}] loose ends. "
            f"Mend what composed it.\n  {listed}{more}"
        )


def check_references(edition: Edition) -> None:
    """Raise one error that lists everything an edition names and does not hold."""
    faults = tuple(dict.fromkeys(_faults(edition)))
    if faults:
        raise EditionBrokenError(edition=edition.id, faults=faults)


def _faults(edition: Edition) -> Iterator[str]:
    yield from _blocks(edition)
    for chart in edition.charts.values():
        yield from _columns(edition, f"chart [{chart.id}]", chart.table, _chart_columns(chart))
    for each in edition.maps.values():
        yield from _columns(edition, f"map [{each.id}]", each.table, (each.area, each.value))
    for finding in edition.findings.values():
        for figure in finding.figures:
            try:
                workings.find(edition, figure)
            except NotFoundError:
                yield f"finding [{finding.id}] rests on a figure [{figure}] that is not there"
    for id, released in edition.tables.items():
        if id != released.value.id:
            yield f"table [{released.value.id}] is filed under [{id}]"
        yield from _table(edition, released.value)


def _blocks(edition: Edition) -> Iterator[str]:
    held: dict[BlockKind, frozenset[str]] = {
        BlockKind.FINDING: frozenset(edition.findings),
        BlockKind.TABLE: frozenset(edition.tables),
        BlockKind.CHART: frozenset(edition.charts),
        BlockKind.MAP: frozenset(edition.maps),
    }
    for chapter in edition.chapters:
        for block in chapter.blocks:
            if block.kind in held and block.ref not in held[block.kind]:
                yield f"chapter [{chapter.id}] shows a {block.kind} [{block.ref}] that is not there"


def _chart_columns(chart: Chart) -> tuple[str, ...]:
    named = (chart.x, chart.y, chart.series, chart.low, chart.high)
    return tuple(each for each in named if each)


def _columns(edition: Edition, who: str, table: str, columns: tuple[str, ...]) -> Iterator[str]:
    if table not in edition.tables:
        yield f"{who} draws a table [{table}] that is not there"
        return
    keys = {column.key for column in edition.tables[table].value.columns}
    for column in columns:
        if column not in keys:
            yield f"{who} draws a column [{column}] that table [{table}] does not have"


def _table(edition: Edition, table: Table) -> Iterator[str]:
    for row in table.rows:
        if len(row) != len(table.columns):
            yield f"table [{table.id}] has a row of [{len(row)}] cells for its columns"
            break
    row_keys = {table.row_key(row) for row in table.rows}
    if len(row_keys) != len(table.rows):
        yield f"table [{table.id}] has two rows with one key"
    for column in table.columns:
        made = column.provenance
        for each in made.expressions if made else ():
            if each not in edition.expressions:
                yield f"table [{table.id}] rests on an expression [{each}] that is not there"
        for each in made.loads if made else ():
            if each not in edition.loads:
                yield f"table [{table.id}] rests on a load [{each}] that is not there"
