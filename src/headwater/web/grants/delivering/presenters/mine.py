"""A grant in words and tables, for those who deliver it and in parts for those who pay."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.urls import reverse

from headwater.core.money import pounds
from headwater.web.design_system.moments import day, moment
from headwater.web.design_system.parts import Cell, Colour, Column, Row, Table, Tag
from headwater.web.grants.deciding.models import Award, AwardState
from headwater.web.grants.delivering.models import (
    Agreement,
    BudgetLine,
    Concern,
    Condition,
    Delivery,
    Return,
    Target,
    Variation,
)
from headwater.web.grants.delivering.rules import lists
from headwater.web.grants.delivering.rules.workflow import WITH_DELIVERER, ReturnState
from headwater.web.grants.money import queries as money
from headwater.web.worklist.rules import due_words

STATES = {
    AwardState.OFFERED: Tag("Waits for your agreement", Colour.YELLOW),
    AwardState.ACTIVE: Tag("Under way", Colour.GREEN),
    AwardState.SUSPENDED: Tag("Suspended", Colour.RED),
    AwardState.COMPLETED: Tag("Finished", Colour.BLUE),
    AwardState.CLOSED: Tag("Closed", Colour.GREY),
    AwardState.CLAWBACK: Tag("Money to come back", Colour.ORANGE),
    AwardState.WITHDRAWN: Tag("Withdrawn", Colour.GREY),
}
RETURN_COLOURS = {
    ReturnState.OPEN: Colour.GREY,
    ReturnState.SUBMITTED: Colour.BLUE,
    ReturnState.CHANGES: Colour.ORANGE,
    ReturnState.ACCEPTED: Colour.GREEN,
}
VARIATION_COLOURS = {"asked": Colour.YELLOW, "agreed": Colour.GREEN, "refused": Colour.GREY}


def state_tag(award: Award) -> Tag:
    """Where a grant stands."""
    return STATES[AwardState(award.state)]


def return_tag(of: Return) -> Tag:
    """Where a return stands. Once its grant is closed nobody waits for one that was not sent."""
    state = ReturnState(of.state)
    if of.is_let_off:
        return Tag("Not asked for any more", Colour.GREY)
    return Tag(state.words, RETURN_COLOURS[state])


def period(first_day: date, last_day: date) -> str:
    """A period as people say it."""
    return f"{day(first_day)} to {day(last_day)}"


def name_of(of: Return) -> str:
    """What a return is called."""
    kind = {"start": "Start return", "end": "End return"}.get(of.kind, "")
    return kind or f"Return {of.number}"


def grants_table(awards: Sequence[Award], *, today: date) -> Table:
    """What somebody delivers."""
    return Table(
        caption="Your grants",
        columns=[Column("Project"), Column("State"), Column("Grant", numeric=True), Column("Ends")],
        rows=[
            [
                Cell(each.title, href=reverse("delivering:my_grant", args=[each.reference])),
                Cell(tag=state_tag(each)),
                pounds(each.amount),
                day(each.ends_on),
            ]
            for each in awards
        ],
        when_empty="You have no grant yet. When an application is approved, it is shown here.",
    )


def facts(delivery: Delivery) -> list[Row]:
    """The grant in a few lines."""
    award = delivery.award
    return [
        Row("Grant", pounds(award.amount)),
        Row("Project", period(award.starts_on, award.ends_on)),
        Row("Reference", award.reference),
        Row(
            "Safeguarding lead",
            f"{delivery.safeguarding_role}, {delivery.safeguarding_email}"
            if delivery.safeguarding_email
            else "Named when the agreement is accepted",
        ),
    ]


def returns_table(returns: Sequence[Return], *, today: date) -> Table:
    """What the deliverer tells, and when."""
    reference = returns[0].delivery.reference if returns else ""
    return Table(
        caption="Returns",
        columns=[Column("Return"), Column("Period"), Column("State"), Column("Due")],
        rows=[
            [
                Cell(
                    name_of(each),
                    href=reverse("delivering:my_return", args=[reference, each.reference]),
                ),
                period(each.first_day, each.last_day),
                Cell(tag=return_tag(each)),
                due(each, today=today),
            ]
            for each in returns
        ],
        when_empty="They are listed once the agreement is written.",
    )


def due(of: Return, *, today: date) -> str:
    """When a return is due, and how pressing that is while it is with the deliverer."""
    if of.is_let_off:
        return "–"
    if ReturnState(of.state) not in WITH_DELIVERER:
        return f"Was due on {day(of.due_on)}"
    if of.last_day >= today:
        return f"Opens on {day(of.last_day + timedelta(days=1))}, due on {day(of.due_on)}"
    return f"{due_words(of.due_on, today=today)}, {day(of.due_on)}"


def payments_table(delivery: Delivery, *, workspace: str = "") -> Table:
    """Instalments: when each falls due, what it waits for, and what became of it.

    With a workspace each leads to its payment, once that is in the books.
    """
    states = {
        each.reference: each.get_state_display()
        for each in money.payments_of(delivery.award.reference)
    }
    return Table(
        caption="Payments",
        columns=[Column("Payment"), Column("Amount", numeric=True), Column("Due"), Column("State")],
        rows=[
            [
                Cell(
                    f"Payment {each.number}",
                    href=reverse("money:payment", args=[workspace, each.payment])
                    if workspace and each.payment
                    else "",
                ),
                pounds(each.amount),
                day(each.due_on),
                states.get(each.payment)
                or (
                    f"Waits for return {each.after_return}"
                    if each.after_return
                    else "Waits for the agreement"
                ),
            ]
            for each in delivery.instalments.all()
        ],
    )


def budget_table(lines: Sequence[BudgetLine]) -> Table:
    """What the money is for."""
    return Table(
        caption="Budget",
        columns=[Column("What for"), Column("Amount", numeric=True)],
        rows=[[each.words, pounds(each.amount)] for each in lines],
    )


def targets_table(targets: Sequence[Target], returns: Sequence[Return]) -> Table:
    """What is to be achieved, return by return."""
    return Table(
        caption="Targets",
        columns=[
            Column("Target"),
            *(Column(name_of(each), numeric=True) for each in returns),
            Column("In all", numeric=True),
        ],
        rows=[[each.words, *each.planned, sum(each.planned)] for each in targets],
    )


def conditions_table(conditions: Sequence[Condition], *, link: str = "") -> Table:
    """Conditions and whether they were met; with a link for those who say so."""
    return Table(
        caption="Conditions",
        columns=[Column("Condition"), Column("State")],
        rows=[
            [
                Cell(each.words, href=link.format(each.number) if link else ""),
                Cell(
                    tag=Tag(f"Met on {day(each.met_on)}", Colour.GREEN)
                    if each.met_on
                    else Tag("Not met yet", Colour.YELLOW)
                ),
            ]
            for each in conditions
        ],
        when_empty="There is no condition beside the terms.",
    )


def variations_table(variations: Sequence[Variation], *, workspace: str = "") -> Table:
    """What was asked to be varied, and what became of it."""
    return Table(
        caption="Changes to what was agreed",
        columns=[Column("Asked"), Column("What"), Column("State"), Column("Why")],
        rows=[
            [
                Cell(
                    day(each.asked_at.date()),
                    href=reverse("delivering:variation", args=[workspace, each.reference])
                    if workspace
                    else "",
                ),
                what_varies(each),
                Cell(tag=Tag(str(each.get_state_display()), VARIATION_COLOURS[each.state])),
                each.decision or each.reason,
            ]
            for each in variations
        ],
        when_empty="Nothing was changed.",
    )


def what_varies(variation: Variation) -> str:
    """Old and new, as one says it."""
    parts: list[str] = []
    if variation.old_amount != variation.new_amount:
        parts.append(f"{pounds(variation.old_amount)} becomes {pounds(variation.new_amount)}")
    if variation.old_ends_on != variation.new_ends_on:
        parts.append(f"ends on {day(variation.new_ends_on)}, not {day(variation.old_ends_on)}")
    if variation.plan:
        parts.append(variation.plan)
    return "; ".join(parts)


def accepted(agreement: Agreement) -> str:
    """Who accepted the terms, as whom and when; nothing while nobody has."""
    if agreement.accepted_at is None:
        return ""
    return f"Accepted on {moment(agreement.accepted_at)} by the {agreement.accepted_role}"


def concerns_table(concerns: Sequence[Concern], reference: str) -> Table:
    """That concerns were raised. What they are about is nowhere."""
    return Table(
        caption="Concerns that were raised",
        columns=[Column("Raised"), Column("Reference"), Column("Passed to"), Column("State")],
        rows=[
            [
                moment(each.raised_at),
                each.reference,
                lists.PASSED_TO[each.passed_to],
                f"Taken up on {day(each.acknowledged_at.date())}"
                if each.acknowledged_at
                else "Waits for your safeguarding lead",
            ]
            for each in concerns
        ],
        when_empty="None was raised.",
    )


def spent_of(budget: Decimal, spent: Decimal) -> str:
    """Money spent of a budget, in words."""
    return f"{pounds(spent)} of {pounds(budget)}"
