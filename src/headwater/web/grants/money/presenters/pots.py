"""Funds and pots in words and tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from headwater.core.money import NOTHING, plain_pounds, pounds, short_pounds
from headwater.core.words import counted
from headwater.web.design_system.moments import day
from headwater.web.design_system.parts import Cell, Colour, Column, Row, Table, Tag
from headwater.web.grants.money.links import fund_address, movement_address, pot_address
from headwater.web.grants.money.models import Entry, Fund, Pot
from headwater.web.grants.money.queries.awards import Promise
from headwater.web.grants.money.queries.balances import Position
from headwater.web.grants.money.queries.movements import Moved
from headwater.web.grants.money.rules.sources import CountsFrom, counts_from
from headwater.web.grants.money.rules.years import year_words
from headwater.web.thread.kinds import Bead

OPEN, CLOSED = Tag("Open", Colour.GREEN), Tag("Closed", Colour.GREY, "nothing moves in it any more")
POT_COLUMNS = (
    "reference",
    "fund",
    "pot",
    "year",
    "source",
    "pays_for",
    "budget",
    "received",
    "expected",
    "available",
    "promised",
    "paid",
    "owed_back",
    "closed_on",
)
LEDGER_COLUMNS = (
    "movement",
    "on",
    "kind",
    "account",
    "pot",
    "award",
    "debit",
    "credit",
    "reason",
    "reverses",
)
AMOUNTS = ("budget", "received", "available", "committed", "paid")


def pot_tag(pot: Pot) -> Tag:
    """Whether money still moves in a pot."""
    return OPEN if pot.locked_at is None else CLOSED


def funds_table(funds: Sequence[Fund], pots: Iterable[Pot], held: Mapping[int, Position]) -> Table:
    """Funds with what their pots have together."""
    of: dict[int, list[Position]] = {each.pk: [] for each in funds}
    for pot in pots:
        if pot.fund_id in of:
            of[pot.fund_id].append(held[pot.pk])
    return Table(
        caption="Funds",
        columns=[Column("Fund"), Column("Pots", numeric=True), *_amount_columns()],
        rows=[
            [
                Cell(
                    each.name,
                    href=fund_address(each),
                    tag=CLOSED if each.closed_at else None,
                ),
                len(of[each.pk]),
                *_sums(of[each.pk]),
            ]
            for each in funds
        ],
    )


def _amount_columns() -> list[Column]:
    words = ("Budget", "Received", "Available", "Promised", "Paid")
    return [Column(each, numeric=True) for each in words]


def _sums(held: Sequence[Position]) -> list[str]:
    return [pounds(sum((getattr(each, name) for each in held), start=NOTHING)) for name in AMOUNTS]


def pots_table(
    pots: Sequence[Pot], held: Mapping[int, Position], *, caption: str = "Pots"
) -> Table:
    """Pots with where their money is, and what they have together."""
    rows: list[list[Cell | str]] = [
        [
            Cell(each.name, href=pot_address(each), tag=CLOSED if each.locked_at else None),
            year_words(each.year),
            Cell(each.get_source_display(), hint=each.get_pays_for_display()),
            *_sums([held[each.pk]]),
        ]
        for each in pots
    ]
    if len(rows) > 1:
        rows.append(["Together", "", "", *_sums([held[each.pk] for each in pots])])
    return Table(
        caption=caption,
        columns=[Column("Pot"), Column("Year"), Column("Source"), *_amount_columns()],
        rows=rows,
        standout=frozenset({len(pots)}) if len(rows) > 1 else frozenset(),
        when_empty="No pot is here yet.",
    )


def pot_rows(pots: Iterable[Pot], held: Mapping[int, Position]) -> Iterator[tuple[str, ...]]:
    """The rows of the file of pots, in the order of `POT_COLUMNS`."""
    for each in pots:
        at = held[each.pk]
        yield (
            each.reference,
            each.fund.name,
            each.name,
            year_words(each.year),
            each.source,
            each.pays_for,
            *(
                plain_pounds(amount)
                for amount in (
                    at.budget,
                    at.received,
                    at.expected,
                    at.available,
                    at.committed,
                    at.paid,
                    at.owed,
                )
            ),
            each.locked_at.date().isoformat() if each.locked_at else "",
        )


def sentence(pot: Pot, at: Position) -> str:
    """Where the money is, in one sentence."""
    return (
        f"{short_pounds(at.available)} of {short_pounds(at.spendable)} can still be promised. "
        f"{short_pounds(at.committed)} is promised and not paid, {short_pounds(at.paid)} is paid."
    )


def facts(pot: Pot) -> list[Row]:
    """What a pot is for and under which conditions."""
    is_bound = counts_from(pot.source) is CountsFrom.AGREED
    may = "once it is agreed" if is_bound else "once it has come in"
    found = [
        Row("Financial year", year_words(pot.year)),
        Row("Source", pot.get_source_display()),
        Row("Pays for", pot.get_pays_for_display()),
        Row("Only for", pot.ring_fence or "No ring-fence"),
        Row("May be promised", may),
    ]
    if pot.locked_at is not None:
        found.append(Row("Year closed on", day(pot.locked_at.date())))
    if pot.follows is not None:
        follows = Cell(pot.follows.name, href=pot_address(pot.follows))
        found.append(Row("Carries forward from", follows))
    return found


def position_table(at: Position) -> Table:
    """Where every pound of a pot is."""
    rows: list[list[Cell | str]] = [
        ["Budget", pounds(at.budget)],
        ["Received so far", pounds(at.received)],
        ["Still to come in", pounds(at.expected)],
        ["Available to promise", pounds(at.available)],
        ["Promised and not paid", pounds(at.committed)],
        ["Paid", pounds(at.paid)],
    ]
    if at.owed:
        rows.append(["Owed back by awards", pounds(at.owed)])
    return Table(
        caption="Where the money is",
        columns=[Column("Money"), Column("Amount", numeric=True)],
        rows=rows,
        notes=["Available, promised and paid add up to what may be spent."],
    )


def promises_table(promises: Sequence[Promise], awards: Mapping[str, Bead]) -> Table:
    """What is promised to each award of a pot."""
    return Table(
        caption="Promised to awards",
        columns=[
            Column("Award"),
            Column("In all", numeric=True),
            Column("Paid", numeric=True),
            Column("Left to pay", numeric=True),
            Column("State"),
        ],
        rows=[_promise(each, awards) for each in promises],
        when_empty="Nothing is promised yet.",
    )


def _promise(promise: Promise, awards: Mapping[str, Bead]) -> list[Cell | str]:
    commitment = promise.commitment
    bead = awards.get(commitment.award_reference)
    tag = None
    if promise.owed:
        tag = Tag(f"Owes {short_pounds(promise.owed)}", Colour.ORANGE)
    elif commitment.held_at is not None:
        tag = Tag("On hold", Colour.RED, commitment.held_reason)
    return [
        Cell(
            bead.title if bead else commitment.award_reference,
            href=bead.address if bead else "",
            hint=commitment.award_reference if bead else "",
        ),
        pounds(promise.all),
        pounds(promise.paid),
        pounds(promise.left),
        Cell(tag=tag) if tag else Cell("Paid in full" if not promise.left else "Open"),
    ]


def movements_table(moved: Sequence[Moved], workspace: str) -> Table:
    """Movements with what was available after each."""
    return Table(
        caption="Movements",
        columns=[
            Column("Day"),
            Column("What"),
            Column("Amount", numeric=True),
            Column("Available", numeric=True),
            Column("Available after", numeric=True),
        ],
        rows=[
            [
                Cell(
                    day(each.movement.on),
                    href=movement_address(workspace, each.movement.reference),
                    hint=each.movement.reference,
                ),
                Cell(
                    each.movement.get_kind_display(),
                    hint=each.movement.reason or each.award_reference,
                ),
                pounds(each.amount),
                _signed(each),
                pounds(each.available),
            ]
            for each in moved
        ],
        when_empty="Nothing has moved yet.",
    )


def _signed(moved: Moved) -> str:
    if not moved.change:
        return "–"
    return f"+{pounds(moved.change)}" if moved.change > 0 else pounds(moved.change)


def ledger_rows(entries: Iterable[Entry]) -> Iterator[tuple[str, ...]]:
    """The ledger as a finance system takes it: two lines an entry, debit and credit the same."""
    for each in entries:
        movement = each.movement
        for account, is_debit in ((each.into, True), (each.out_of, False)):
            amount = plain_pounds(each.amount)
            yield (
                movement.reference,
                movement.on.isoformat(),
                movement.kind,
                account.kind,
                account.pot.reference,
                account.award_reference,
                amount if is_debit else "",
                "" if is_debit else amount,
                movement.reason,
                movement.reverses.reference if movement.reverses else "",
            )


def entries_table(entries: Sequence[Entry]) -> Table:
    """A movement as double entry: what each account gave and got."""
    rows: list[list[Cell | str]] = []
    for each in entries:
        for account, is_into in ((each.into, True), (each.out_of, False)):
            amount = pounds(each.amount)
            rows.append(
                [
                    Cell(account.get_kind_display(), hint=account.award_reference),
                    Cell(account.pot.name, href=pot_address(account.pot)),
                    amount if is_into else "",
                    "" if is_into else amount,
                ]
            )
    return Table(
        caption="Entries",
        columns=[
            Column("Account"),
            Column("Pot"),
            Column("In", numeric=True),
            Column("Out", numeric=True),
        ],
        rows=rows,
    )


def summary(pots: Sequence[Pot], held: Mapping[int, Position]) -> str:
    """What all pots shown have together, in a sentence."""
    available, paid = (
        sum((getattr(held[each.pk], name) for each in pots), start=NOTHING)
        for name in ("available", "paid")
    )
    return (
        f"{counted(len(pots), 'pot')}: {short_pounds(available)} can still be promised, "
        f"{short_pounds(paid)} is paid."
    )
