"""Applications in words and tables, for those who write them."""

from collections.abc import Sequence

from headwater.web.design_system.moments import moment
from headwater.web.design_system.parts import Cell, Colour, Column, Table, Tag
from headwater.web.grants.applying.links import application_address
from headwater.web.grants.applying.models import Application, State

COLOURS = {
    State.DRAFT: Colour.YELLOW,
    State.INELIGIBLE: Colour.GREY,
    State.SUBMITTED: Colour.BLUE,
    State.ASSESSMENT: Colour.TEAL,
    State.CLARIFICATION: Colour.ORANGE,
    State.PANEL: Colour.PURPLE,
    State.APPROVED: Colour.GREEN,
    State.DECLINED: Colour.GREY,
    State.WITHDRAWN: Colour.GREY,
}


def state_tag(application: Application) -> Tag:
    """Where an application stands."""
    state = State(application.state)
    return Tag(str(state.label), COLOURS[state])


def name_of(application: Application) -> str:
    """What an application is called: its project, or its reference while it has none."""
    return application.title or f"Application {application.reference}"


def table(applications: Sequence[Application]) -> Table:
    """What somebody applies for, the latest begun first."""
    return Table(
        caption="Your applications",
        columns=[Column("Project"), Column("Round"), Column("State"), Column("Round closes")],
        rows=[
            [
                Cell(
                    name_of(each),
                    href=application_address(each),
                    hint=each.reference if each.title else "",
                ),
                each.round.title,
                Cell(tag=state_tag(each)),
                moment(each.round.closes_at),
            ]
            for each in applications
        ],
        when_empty="You have not begun an application. Choose a round that is open to begin one.",
    )
