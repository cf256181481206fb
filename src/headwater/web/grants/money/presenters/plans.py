"""Plans, forecasts and bank statements in words and tables."""

from collections.abc import Sequence

from django.urls import reverse

from headwater.core.money import NOTHING, pounds
from headwater.web.design_system.moments import day, moment
from headwater.web.design_system.parts import Cell, Colour, Column, Table, Tag
from headwater.web.grants.money.forms.plans import QUARTER_NAMES
from headwater.web.grants.money.links import payment_address, statement_address
from headwater.web.grants.money.models import Outcome, Pot, Statement, StatementLine
from headwater.web.grants.money.rules.forecasting import QUARTERS, Month, Quarters, Spent
from headwater.web.grants.money.rules.years import months

OUTCOMES = {
    Outcome.PAID: Colour.GREEN,
    Outcome.RETURNED: Colour.RED,
    Outcome.UNKNOWN: Colour.YELLOW,
    Outcome.EXPLAINED: Colour.GREY,
}


def months_table(pot: Pot, rows: Sequence[Month], *, may_keep: bool) -> Table:
    """Forecast and actual month by month, and the difference from April on."""
    return Table(
        caption="Month by month",
        columns=[
            Column("Month"),
            Column("Forecast", numeric=True),
            Column("Paid", numeric=True),
            Column("Paid less forecast, from April on", numeric=True),
            Column("Why"),
        ],
        rows=[
            [
                f"{each.first_day:%B %Y}",
                pounds(each.forecast),
                pounds(each.actual),
                pounds(each.variance) if each.is_over else "–",
                _why(pot, each, may_keep=may_keep),
            ]
            for each in rows
        ],
        notes=["A reason is needed where the difference is over a tenth and over £500."],
    )


def _why(pot: Pot, month: Month, *, may_keep: bool) -> Cell:
    tag = Tag("Needs a reason", Colour.ORANGE) if month.needs_reason else None
    if not may_keep or not month.is_over or pot.locked_at is not None:
        return Cell(month.reason, tag=tag)
    words = "Say why" if not month.reason else "Say more"
    slug, key = pot.fund.workspace.slug, f"{month.first_day:%Y-%m}"
    href = reverse("money:pot_explain", args=[slug, pot.reference, key])
    name = f"{words}: {month.first_day:%B}"
    return Cell(name, href=href, hint=month.reason, tag=tag)


def quarters_table(pot: Pot, planned: Quarters, spent: Spent) -> Table:
    """What is planned for each quarter and what was paid, labour and other costs apart."""
    days = months(pot.year)
    rows: list[list[Cell | str]] = []
    for quarter in QUARTERS:
        three = days[(quarter - 1) * 3 : quarter * 3]
        row: list[Cell | str] = [QUARTER_NAMES[quarter]]
        for cost in ("labour", "non_labour"):
            paid = sum((spent.get((each, cost), NOTHING) for each in three), start=NOTHING)
            row += [pounds(planned.get((quarter, cost), NOTHING)), pounds(paid)]
        rows.append(row)
    return Table(
        caption="By quarter",
        columns=[
            Column("Quarter"),
            Column("Labour planned", numeric=True),
            Column("Labour paid", numeric=True),
            Column("Other planned", numeric=True),
            Column("Other paid", numeric=True),
        ],
        rows=rows,
    )


def statements_table(statements: Sequence[Statement]) -> Table:
    """Statements, the latest first."""
    return Table(
        caption="Bank statements",
        columns=[
            Column("File"),
            Column("Taken in"),
            Column("Lines", numeric=True),
            Column("Not known", numeric=True),
        ],
        rows=[
            [
                Cell(each.name, href=statement_address(each), hint=each.reference),
                moment(each.at),
                int(getattr(each, "found", 0)),
                int(getattr(each, "unknown", 0)),
            ]
            for each in statements
        ],
        when_empty="No bank statement was taken in yet.",
    )


def lines_table(lines: Sequence[StatementLine], statement: Statement, *, may_keep: bool) -> Table:
    """Lines of a statement and what each is taken for."""
    return Table(
        caption="Lines",
        columns=[
            Column("Day"),
            Column("What the bank says"),
            Column("Amount", numeric=True),
            Column("Taken for"),
            Column("What to do"),
        ],
        rows=[
            [
                Cell(day(each.on), hint=f"Line {each.number}"),
                Cell(
                    each.words,
                    href=payment_address(each.payment) if each.payment else "",
                ),
                pounds(each.amount),
                Cell(tag=_outcome(each), hint=each.problem or each.explanation),
                _what_to_do(each, statement) if may_keep else "",
            ]
            for each in lines
        ],
        when_empty="No line is here.",
    )


def _outcome(line: StatementLine) -> Tag:
    outcome = Outcome(line.outcome)
    return Tag(str(outcome.label), OUTCOMES[outcome])


def _what_to_do(line: StatementLine, statement: Statement) -> Cell | str:
    if line.outcome != Outcome.UNKNOWN:
        return ""
    parts = [statement.workspace.slug, statement.reference, line.number]
    return Cell(f"Explain line {line.number}", href=reverse("money:line_explain", args=parts))
