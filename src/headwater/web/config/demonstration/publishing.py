"""Grants and payments for the public in Loamshire: a file taken in, and two publications.

Numbers of charities begin with 99, which no register has given out.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from headwater.sources.giving_360.writing import json_text
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.config.demonstration.steps import Step
from headwater.web.grants.applying.models import Application
from headwater.web.grants.money.models import Movement
from headwater.web.grants.publishing.changes import adding, files, others, spending
from headwater.web.grants.publishing.changes.files import NothingToTellError
from headwater.web.grants.publishing.models import Batch
from headwater.web.grants.publishing.queries.others import preview_of, seal_of
from headwater.web.grants.publishing.queries.spending import outlays_of
from headwater.web.grants.publishing.rules.spending import Kind as Outlay
from headwater.web.partners.models import Workspace
from headwater.web.partners.queries import actor_for
from headwater.web.releases import changes as releases
from headwater.web.releases.models import Kind, Release, Status

LEAD, APPROVER = "lead@loamshire.example", "approver@loamshire.example"
SAID, TAKEN_IN, PAID = 70, 69, 34
FIRST, SECOND = 33, 3
"""Days ago: twice soon after a month's end, or as near as the story comes to it."""
FOUNDATION = {"id": "GB-CHC-9900100", "name": "Weir Community Foundation"}
THEIRS = (
    ("Harbour Light", "9900201", "Evening boxing", 12_000, date(2026, 2, 3), "Z99D00006"),
    ("Millrace Music", "9900202", "A studio on Saturdays", 4_800.5, date(2026, 3, 9), "Z99D00001"),
    ("Open Door Larkminster", "9900203", "Mentors for a year", 18_250, date(2026, 1, 20), ""),
)
"""Recipient, charity number, what for, pounds, when, and where people benefit."""
WORTH = (
    "Two posts on the pay scale of the office. They keep the whole partnership's figures and "
    "meetings, which would cost each of its twelve partners more alone."
)
PROPOSED = "The list of the month is due, and every grant in it is as it was decided."
APPROVED = "Read against the decisions of the panel. No person is named and the sums agree."


def steps(workspace: Workspace) -> Iterator[Step]:
    """Who publishes, a file of another funder, and the grants published twice."""
    yield Step(SAID, lambda at: _say_who(workspace, at))
    yield Step(TAKEN_IN, lambda at: _take_in(workspace, at))
    yield Step(PAID, lambda at: _say_whom_we_paid(workspace, at))
    for day in (FIRST, SECOND):
        yield Step(day, lambda at: _propose(workspace, at))
        yield Step(day - 0.5, _approve)
        yield Step(day - 1, _publish)


def _actor(email: str) -> Actor:
    return actor_for(User.objects.get(email=email), today=timezone.localdate())


def _say_who(workspace: Workspace, at: datetime) -> None:
    adding.write_imprint(
        workspace=workspace,
        prefix="360G-loamshirepcc",
        funder_id="",
        version=0,
        actor=_actor(LEAD),
        at=at,
    )


def _say_whom_we_paid(workspace: Workspace, at: datetime) -> None:
    """Of everything that was paid without an award, as salaries are."""
    for outlay in outlays_of(workspace.slug):
        if outlay.kind is Outlay.DIRECT:
            spending.write_particulars(
                movement=Movement.objects.get(reference=outlay.reference),
                recipient="Staff of the commissioner's office, through payroll",
                value=WORTH,
                version=0,
                actor=_actor(LEAD),
                at=at,
            )


def _take_in(workspace: Workspace, at: datetime) -> None:
    """Two of the grants go to organisations that applied to the fund, where any did."""
    known = Application.objects.filter(round__workspace=workspace).exclude(charity_number="")
    asked = list(known.order_by("pk").values_list("organisation", "charity_number")[:2])
    grants = [
        _grant(number, *(asked[number] if number < len(asked) else said[:2]), *said[2:])
        for number, said in enumerate(THEIRS)
    ]
    about = {
        "version": "1.4",
        "title": "Grants of a foundation that does not exist",
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
        "publisher": {"name": FOUNDATION["name"], "identifier": FOUNDATION["id"]},
    }
    raw = json_text({**about, "grants": grants}).encode()
    file = others.look_at(
        workspace=workspace, name="weir-grants.json", raw=raw, actor=_actor(LEAD), at=at
    )
    others.take_in(file=file, seal=seal_of(preview_of(file)), actor=_actor(LEAD), at=at)


def _grant(number: int, *said: Any) -> dict[str, Any]:
    recipient, charity, title, pounds, awarded_on, place = said
    grant: dict[str, Any] = {
        "id": f"360G-weir-{number + 1:03}",
        "title": title,
        "description": f"{title}, for young people of Loamshire.",
        "currency": "GBP",
        "amountAwarded": pounds,
        "awardDate": awarded_on.isoformat(),
        "recipientOrganization": [
            {"id": f"GB-CHC-{charity}", "name": recipient, "charityNumber": charity}
        ],
        "fundingOrganization": [FOUNDATION],
    }
    if place:
        grant["beneficiaryLocation"] = [{"geoCode": place, "geoCodeType": "NMD"}]
    return grant


def _propose(workspace: Workspace, at: datetime) -> None:
    """Make the files of everything that is ready and put them to the approvers."""
    try:
        batch = files.make(workspace=workspace, actor=_actor(LEAD), at=at)
    except NothingToTellError:
        return
    files.propose(batch=batch, reason=PROPOSED, embargo_until=None, actor=_actor(LEAD), at=at)


def _waiting(status: Status) -> list[Release]:
    """Grants that are proposed or approved, and were made here."""
    made = Batch.objects.values("reference")
    return list(Release.objects.filter(kind=Kind.GRANTS, status=status, subject__in=made))


def _approve(at: datetime) -> None:
    for release in _waiting(Status.PROPOSED):
        releases.approve(release=release, reason=APPROVED, actor=_actor(APPROVER), at=at)


def _publish(at: datetime) -> None:
    for release in _waiting(Status.APPROVED):
        releases.publish(release=release, actor=_actor(LEAD), at=at)
