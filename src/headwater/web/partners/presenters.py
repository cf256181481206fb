"""Words and tables for pages about partners."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone

from headwater.core.words import listed
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.design_system.moments import day
from headwater.web.design_system.parts import Cell, Colour, Column, Link, Row, Table, Tag
from headwater.web.partners.changes import BodyDetails
from headwater.web.partners.handovers import OpenWork
from headwater.web.partners.models import Membership, Organisation, OwnerBody, Workspace
from headwater.web.partners.rules.duty import Standing, StatutoryRole
from headwater.web.partners.rules.guide import GUIDE
from headwater.web.partners.rules.permissions import can_administer

STANDING_TAGS = {
    Standing.SPECIFIED: Tag("Specified authority", Colour.BLUE, Standing.SPECIFIED.value),
    Standing.RELEVANT: Tag("Relevant authority", Colour.TEAL, Standing.RELEVANT.value),
    Standing.POLICING_BODY: Tag("Policing body", Colour.PURPLE, Standing.POLICING_BODY.value),
    Standing.NOT_NAMED: Tag("Partner", Colour.GREY, Standing.NOT_NAMED.value),
}


def sections(workspace: str, *, current: str) -> list[Link]:
    """The pages about partners."""
    pages = (
        ("Organisations", "partners:organisations"),
        ("People", "partners:people"),
        ("Owner of this workspace", "partners:owner"),
        ("What each role may do", "partners:roles"),
    )
    return [
        Link(text, reverse(route, args=[workspace]), current=route == current)
        for text, route in pages
    ]


# --- organisations -----------------------------------------------------------------------------


def organisations(found: Iterable[Organisation], *, workspace: str, today: date) -> Table:
    """Organisations with their role under the Duty and how many people sit for them."""
    return Table(
        caption="Organisations",
        columns=(
            Column("Organisation"),
            Column("Role under the Duty"),
            Column("Standing"),
            Column("People", numeric=True),
        ),
        rows=[_organisation(each, workspace=workspace, today=today) for each in found],
        when_empty="No organisation fits the filters. Clear them, or add the first organisation.",
    )


def _organisation(each: Organisation, *, workspace: str, today: date) -> Sequence[Cell]:
    role = StatutoryRole(each.statutory_role)
    is_past = each.ends_on is not None and each.ends_on < today
    when = f"until {day(each.ends_on)}" if each.ends_on else ""
    if each.starts_on > today:
        when = f"from {day(each.starts_on)}"
    return (
        Cell(each.name, href=reverse("partners:organisation", args=[workspace, each.reference])),
        Cell(role.label, hint=when),
        Cell(tag=Tag("Past", Colour.GREY) if is_past else STANDING_TAGS[role.standing]),
        Cell(str(each.members)),  # type: ignore[attr-defined]
    )


def organisation(
    each: Organisation,
    *,
    before: Iterable[Organisation],
    after: Iterable[Organisation],
    workspace: str,
) -> list[Row]:
    """What is known of one organisation."""
    role = StatutoryRole(each.statutory_role)
    rows = [
        Row("Reference", each.reference),
        Row("Role under the Duty", role.label),
        Row("What the Duty asks of it", role.standing.value),
        Row("Areas it serves", listed(each.area_codes) if each.area_codes else "The whole area"),
        Row("Takes part since", day(each.starts_on)),
    ]
    if each.ends_on:
        rows.append(Row("Takes part until", day(each.ends_on)))
    rows += [Row("Follows", _link(one, workspace)) for one in before]
    rows += [Row("Followed by", _link(one, workspace)) for one in after]
    return rows


def _link(each: Organisation, workspace: str) -> Cell:
    return Cell(each.name, href=reverse("partners:organisation", args=[workspace, each.reference]))


def members(found: Iterable[Membership], *, workspace: str, actor: Actor, today: date) -> Table:
    """Who sits for an organisation now and who did, with the way to end a role."""
    opens_people = actor.has_role(workspace, {Role.ADMINISTRATOR, Role.AUDITOR})
    return Table(
        caption="People",
        columns=(Column("Name"), Column("Role"), Column("From"), Column("Until"), Column("State")),
        rows=[
            (
                Cell(
                    each.user.name,
                    href=reverse("partners:person", args=[workspace, each.user.reference])
                    if opens_people
                    else "",
                ),
                each.role.capitalize(),
                day(each.starts_on),
                day(each.ends_on) or "No end",
                Cell(tag=state(each, today=today)),
            )
            for each in found
        ],
        when_empty="Nobody sits for this organisation yet. An administrator gives roles on the "
        "page of each person, or invites somebody new.",
    )


def state(membership: Membership, *, today: date) -> Tag:
    """Whether a role counts, in a word."""
    has_ended = membership.ended_at is not None or (
        membership.ends_on is not None and membership.ends_on < today
    )
    if has_ended:
        return Tag("Ended", Colour.GREY, "It opens nothing any more")
    if membership.starts_on > today:
        return Tag("Later", Colour.YELLOW, "It opens nothing before its first day")
    return Tag("In force", Colour.GREEN, "It counts today")


# --- owner bodies ------------------------------------------------------------------------------


def owners(found: Iterable[OwnerBody], *, today: date, actor: Actor, workspace: str) -> Table:
    """Every body that owned the workspace, owns it or will, with the way to correct it."""
    may_correct = can_administer(actor, workspace)
    return Table(
        caption="Owners of this workspace",
        columns=(
            Column("Name"),
            Column("Kind"),
            Column("Legal name"),
            Column("From"),
            Column("Until"),
            Column("State"),
            Column("What you can do", heading_is_hidden=True),
        )[: 7 if may_correct else 6],
        rows=[
            (
                each.name,
                each.get_kind_display(),
                each.legal_name,
                day(each.starts_on),
                day(each.ends_on) or "No end",
                Cell(tag=_owner_state(each, today=today)),
                Cell(
                    f"Correct {each.name}",
                    href=reverse("partners:correct_owner", args=[workspace, each.reference]),
                ),
            )[: 7 if may_correct else 6]
            for each in found
        ],
        when_empty="No owner was entered yet. An administrator enters the local policing body.",
    )


def _owner_state(each: OwnerBody, *, today: date) -> Tag:
    if each.starts_on > today:
        return Tag("Planned", Colour.YELLOW, "It owns the workspace from its first day on")
    if each.ends_on is not None and each.ends_on < today:
        return Tag("Earlier", Colour.GREY, "What was made in its time keeps its name")
    return Tag("Owner today", Colour.GREEN)


def owner(body: OwnerBody) -> list[Row]:
    """The body that owns the workspace today."""
    return [
        Row("Name", body.name),
        Row("Kind", body.get_kind_display()),
        Row("Legal name", body.legal_name),
        Row("Contact", body.email),
        Row("Postal address", body.address or "Not given"),
        Row("Owner since", day(body.starts_on)),
    ]


def new_owner(details: BodyDetails, *, on: date, change: str) -> list[Row]:
    """Answers to check before a change of owner."""
    return [
        Row("Kind", details.kind.label, change),
        Row("Name people know it by", details.name, change),
        Row("Legal name", details.legal_name, change),
        Row("Contact", details.email, change),
        Row("Postal address", details.address or "Not given", change),
        Row("From", day(on), change),
    ]


def owner_preview(
    workspace: Workspace, current: OwnerBody | None, details: BodyDetails, *, on: date, today: date
) -> list[str]:
    """What a change of owner will do, in sentences."""
    says = "has said" if on <= today else "says"
    words = [
        f"From {day(on)} every page, document and feed of {workspace.name} {says} "
        f"“{details.name}”.",
        f"From that day {details.legal_name} owns the data and answers for it in law.",
    ]
    if current:
        words.append(
            f"Everything of earlier days goes on saying “{current.name}”: assessments, releases, "
            "minutes and letters keep the name they were made under."
        )
    if on > today:
        words.append(f"You can take the change back until {day(on)} begins.")
    return words


# --- people ------------------------------------------------------------------------------------


def people(found: Iterable[User], *, workspace: str, actor: Actor, today: date) -> Table:
    """People with what they may do, for whom."""
    opens_people = actor.has_role(workspace, {Role.ADMINISTRATOR, Role.AUDITOR})
    return Table(
        caption="People",
        columns=(Column("Name"), Column("Sits for"), Column("Roles today")),
        rows=[
            (
                Cell(
                    each.name,
                    href=reverse("partners:person", args=[workspace, each.reference])
                    if opens_people
                    else "",
                ),
                listed(_organisations(each, today=today)) or "Nobody today",
                Cell(
                    listed(_roles(each, today=today)) or "None today",
                    tag=None if each.is_active else Tag("Account closed", Colour.GREY),
                ),
            )
            for each in found
        ],
        when_empty="Nobody fits the filters. Clear them, or invite somebody.",
    )


def seats(user: User) -> list[Membership]:
    """Somebody's roles in the workspace the query was asked for."""
    found: list[Membership] = user.seats_here  # type: ignore[attr-defined]
    return found


def is_in_force(membership: Membership, *, today: date) -> bool:
    """Whether a role counts today."""
    return state(membership, today=today).text == "In force"


def _organisations(user: User, *, today: date) -> list[str]:
    names = (each.organisation.name for each in seats(user) if is_in_force(each, today=today))
    return list(dict.fromkeys(names))


def _roles(user: User, *, today: date) -> list[str]:
    held = {each.role for each in seats(user) if is_in_force(each, today=today)}
    return [role.value for role in Role if role.value in held]


def people_rows(found: Iterable[User], *, today: date) -> list[list[str]]:
    """People as rows of a file, one for each role they hold or held."""
    return [
        [
            user.name,
            user.email,
            each.organisation.name,
            StatutoryRole(each.organisation.statutory_role).label,
            each.role,
            each.starts_on.isoformat(),
            each.ends_on.isoformat() if each.ends_on else "",
            state(each, today=today).text,
        ]
        for user in found
        for each in seats(user)
    ]


PEOPLE_COLUMNS = (
    "name",
    "email",
    "organisation",
    "statutory_role",
    "role",
    "starts_on",
    "ends_on",
    "state",
)


def person(user: User) -> list[Row]:
    """Who somebody is."""
    signed_in = "Never: the invitation is not used yet"
    if user.last_login:
        signed_in = day(timezone.localdate(user.last_login))
    return [
        Row("Reference", user.reference),
        Row("Work e-mail address", user.email),
        Row("Account", "Open" if user.is_active else "Closed"),
        Row("Last signed in", signed_in),
    ]


def roles_of(user: User, *, workspace: str, actor: Actor, today: date) -> Table:
    """Every role somebody holds or held, with the way to end those that count."""
    may_end = can_administer(actor, workspace)
    rows = []
    for each in seats(user):
        tag = state(each, today=today)
        ends = may_end and tag.text != "Ended"
        words = f"End the role {each.role} for {each.organisation.name}"
        href = reverse("partners:end_role", args=[workspace, each.reference])
        rows.append(
            (
                each.organisation.name,
                each.role.capitalize(),
                day(each.starts_on),
                day(each.ends_on) or "No end",
                Cell(tag=tag),
                Cell(words, href=href) if ends else Cell(""),
            )
        )
    return Table(
        caption="Roles",
        columns=(
            Column("Sits for"),
            Column("Role"),
            Column("From"),
            Column("Until"),
            Column("State"),
            Column("What you can do", heading_is_hidden=True),
        ),
        rows=rows,
    )


def open_work(found: Iterable[OpenWork]) -> Table:
    """What waits for somebody by name. Whoever looks after accounts may not open all of it."""
    return Table(
        caption="Open work in their name",
        columns=(Column("What"), Column("Due")),
        rows=[(each.title, day(each.due_on) or "No date") for each in found],
        when_empty="Nothing waits for this person by name. What waits for their role goes on to "
        "the others who hold it.",
    )


def could_see(user: User) -> list[Row]:
    """What somebody's roles showed them, once for each role they hold or held."""
    held = {each.role for each in seats(user)}
    return [Row(GUIDE[role].name, GUIDE[role].reads) for role in Role if role.value in held]


def guide() -> list[tuple[str, list[Row]]]:
    """The six roles, explained."""
    return [
        (
            each.name,
            [
                Row("For whom", each.who),
                Row("Reads", each.reads),
                Row("Does", each.does),
                Row("Never", each.never),
            ],
        )
        for each in GUIDE.values()
    ]
