"""What boards tell on the page of a partner: where it sits, and how its seats were filled."""

from datetime import date

from django.urls import reverse

from headwater.web.accounts.actor import Actor
from headwater.web.design_system.parts import Cell, Link, Row
from headwater.web.partners.models import Organisation
from headwater.web.partners.profiles import Section
from headwater.web.partnership.boards.links import board_address
from headwater.web.partnership.boards.presenters.boards import of
from headwater.web.partnership.boards.queries.boards import seats_for
from headwater.web.partnership.boards.queries.engagement import engagement_by
from headwater.web.partnership.boards.rules import permissions
from headwater.web.partnership.boards.rules.sitting import Office, Seniority


def profile_of(actor: Actor, organisation: Organisation, today: date) -> Section | None:
    """The seats of a partner and how they were filled in twelve months; none without any."""
    slug = organisation.workspace.slug
    if not permissions.can_read(actor, slug):
        return None
    seats = seats_for(organisation, today=today)
    counts = engagement_by(organisation, today=today)
    rows = [
        Row(
            seat.board.name,
            Cell(
                seat.title,
                href=board_address(seat.board),
                hint=f"{Office(seat.office).words}, {Seniority(seat.seniority).words.lower()}; "
                f"deputy: {seat.deputy_title or 'none named'}",
            ),
        )
        for seat in seats
    ]
    if counts is not None:
        rows.append(Row("Somebody came", f"{of(counts.came, counts.asked)}, in twelve months"))
        rows.append(Row("By a substitute", of(counts.substitutes, counts.came)))
    more = Link("Who comes to meetings, by organisation", reverse("boards:engagement", args=[slug]))
    return Section("Boards", rows, more) if rows else None
