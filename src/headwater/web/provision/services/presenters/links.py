"""Links and answers of providers in words and tables."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from headwater.web.design_system.moments import day, moment
from headwater.web.design_system.parts import Cell, Colour, Column, Table, Tag
from headwater.web.provision.services.models import Answer, Link, Service
from headwater.web.provision.services.queries.links import link_is_open
from headwater.web.provision.services.rules.links import Answered

COLOURS = {
    Answered.WAITING: Colour.YELLOW,
    Answered.CONFIRMED: Colour.GREEN,
    Answered.ACCEPTED: Colour.GREEN,
    Answered.DECLINED: Colour.GREY,
}


def links_table(links: Sequence[Link], workspace: str, *, may_keep: bool, at: datetime) -> Table:
    """Links to an entry, the latest first."""
    return Table(
        caption="Links sent to the provider",
        columns=[Column("Made"), Column("State"), Column("What to do", heading_is_hidden=True)],
        rows=[_link(each, workspace, may_keep=may_keep, at=at) for each in links],
        when_empty="None was sent.",
    )


def _link(link: Link, workspace: str, *, may_keep: bool, at: datetime) -> list[Cell | str]:
    is_open = link_is_open(link, at=at)
    revoke = reverse("services:link_revoke", args=[workspace, link.reference])
    return [
        day(link.made_at.date()),
        _state(link, at=at),
        Cell("Revoke", href=revoke) if is_open and may_keep else "",
    ]


def _state(link: Link, *, at: datetime) -> str:
    if link.used_at:
        return f"Answered on {day(link.used_at.date())}"
    if link.revoked_at:
        return f"Ended on {day(link.revoked_at.date())}"
    if at >= link.ends_at:
        return f"Ran out on {day(link.ends_at.date())}"
    return f"Open until {day(link.ends_at.date())}"


def answers_table(answers: Sequence[Answer], workspace: str) -> Table:
    """What a provider said, the latest first."""
    return Table(
        caption="What the provider said",
        columns=[Column("Said"), Column("State"), Column("Why")],
        rows=[
            [
                Cell(
                    moment(each.at),
                    href=reverse("services:answer", args=[workspace, each.reference]),
                ),
                Cell(tag=answer_tag(each)),
                each.reason,
            ]
            for each in answers
        ],
        when_empty="Nothing yet.",
    )


def answer_tag(answer: Answer) -> Tag:
    """What became of an answer."""
    state = Answered(answer.state)
    return Tag(state.words, COLOURS[state])


def letter(service: Service, address: str, *, until: str) -> str:
    """Words to send to a provider with their link."""
    return (
        f"Dear colleague,\n\n{service.workspace.name} keeps a directory of services that help to "
        f"prevent violence. Please check the entry of {service.name}. It takes a few minutes and "
        f"needs no account:\n\n{address}\n\nThe link is for this one entry, can be used once and "
        f"ends on {until}. Nothing you correct is shown before a partner has accepted it.\n"
    )
