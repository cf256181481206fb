"""Awards to be published, files made of them, and files of other funders."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from builders.money import (
    approved,
    build_fund,
    build_payment,
    build_pot,
    pay,
    promise,
    spend,
)
from builders.web import actor_of, build_member, build_workspace
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.grants.applying.models import Applicant, Application, State
from headwater.web.grants.deciding.models import Award, AwardState
from headwater.web.grants.money.models import (
    Entry,
    Movement,
    MovementKind,
    Payment,
    Pot,
    Source,
)
from headwater.web.grants.publishing.changes import adding, files, others, spending
from headwater.web.grants.publishing.models import (
    Batch,
    NameLeftOut,
    OtherFile,
    Particulars,
    SpendingParticulars,
    spending_reference,
)
from headwater.web.grants.publishing.queries import others as other_queries
from headwater.web.grants.rounds.models import Round, RoundState
from headwater.web.partners.models import Workspace
from headwater.web.releases import changes as releases
from headwater.web.releases.models import Kind, Release
from headwater.web.releases.models import Status as ReleaseStatus

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
"""A Monday soon after a month ended."""
A_DAY = timedelta(days=1)
PLACES = [
    {"code": "Z99D00001", "name": "Larkminster"},
    {"code": "Z99D00006", "name": "Farholt"},
]
REASONS = "Young people who have somewhere to go on Friday evenings are hurt less often there."
WORTH = "The post is on the pay scale of the office, and was advertised openly."
REASON = "The list of the month is due and everything is as it was decided."
_numbers = count(1)


def lead(name: str = "Lead Person") -> Actor:
    """Somebody who makes grants ready."""
    return actor_of(build_member(Role.LEAD, name=name))


def approver(name: str = "Approver Person") -> Actor:
    """Somebody who decides what is published."""
    return actor_of(build_member(Role.APPROVER, name=name))


def proceeds(workspace: Workspace | None = None, budget: str = "50000.00") -> Pot:
    """A pot of money that was taken from crime."""
    fund = build_fund(workspace or build_workspace(), name="Crime to community")
    found = Pot.objects.filter(fund=fund, source=Source.PROCEEDS).first()
    return found or build_pot(fund, budget=budget, source=Source.PROCEEDS)


def build_round(pot: Pot) -> Round:
    """A round whose applications were decided."""
    fund = pot.fund
    return Round.objects.get_or_create(
        slug=f"autumn-{fund.workspace.slug}",
        defaults={
            "workspace": fund.workspace,
            "fund": fund,
            "title": "Autumn round",
            "summary": "Projects for young people",
            "state": RoundState.PUBLISHED,
            "opens_at": AT - 90 * A_DAY,
            "closes_at": AT - 60 * A_DAY,
            "total": Decimal("50000.00"),
            "largest_award": Decimal("3500.00"),
            "places": PLACES,
            "written_by": "U-1",
            "published_by": "U-2",
            "published_at": AT - 90 * A_DAY,
        },
    )[0]


def build_application(round_: Round, **given: Any) -> Application:
    """An application that was approved."""
    number = next(_numbers)
    person = Applicant.objects.create(email=f"club-{number}@applicant.example", name="Ann Other")
    fields = {
        "state": State.APPROVED,
        "organisation": f"Farholt Youth Club {number}",
        "organisation_kind": "charity",
        "charity_number": f"{1_100_000 + number}",
        "title": "Friday football",
        "amount": Decimal("3500.00"),
        "area_codes": ["Z99D00006"],
        "minimum_age": 10,
        "maximum_age": 17,
        "approach": "mentoring",
        "level": "primary",
        "submitted_at": AT - 61 * A_DAY,
        "certified_name": "Ann Other",
        "certified_role": "Treasurer",
        **given,
    }
    return Application.objects.create(round=round_, started_by=person, **fields)


def build_award(
    pot: Pot | None = None, *, application: Mapping[str, Any] | None = None, **given: Any
) -> Award:
    """A grant that is running, whose money is promised in the ledger."""
    held = pot or proceeds()
    asked = build_application(build_round(held), **(application or {}))
    amount = Decimal(str(given.pop("amount", "3000.00")))
    fields = {
        "state": AwardState.ACTIVE,
        "title": "Friday football",
        "description": "Football every Friday evening for young people in Farholt.",
        "first_amount": amount,
        "reasons": REASONS,
        "conditions": "Two coaches at every session.",
        "awarded_on": date(2026, 9, 14),
        "starts_on": date(2026, 10, 1),
        "ends_on": date(2027, 3, 31),
        "written_by": "U-1",
        "written_at": AT - 40 * A_DAY,
        **given,
    }
    made = Award.objects.create(application=asked, pot=held, amount=amount, **fields)
    if made.state != AwardState.WITHDRAWN:
        promise(held, amount, award=made.reference)
    return made


def build_batch(workspace: Workspace | None = None, *, at: datetime = AT) -> Batch:
    """Files of everything that is ready; one award where there is none yet."""
    here = workspace or build_workspace()
    if not Award.objects.filter(application__round__workspace=here).exists():
        build_award(proceeds(here))
    return files.make(workspace=here, actor=lead(), at=at)


def propose(batch: Batch, *, at: datetime = AT) -> Release:
    """Files put to those who decide."""
    return files.propose(batch=batch, reason=REASON, embargo_until=None, actor=lead(), at=at)


def build_published(workspace: Workspace | None = None, *, at: datetime = AT) -> Release:
    """Files that anybody can read."""
    release = propose(build_batch(workspace, at=at), at=at)
    by = approver()
    releases.approve(release=release, reason=REASON, actor=by, at=at)
    return releases.publish(release=release, actor=lead(), at=at)


def build_paid(
    amount: str = "1200.00",
    *,
    words: str = "Salaries of the analyst for a month",
    on: date = date(2026, 10, 12),
    pot: Pot | None = None,
) -> Movement:
    """What was paid out of a pot directly, without an award."""
    return spend(pot or proceeds(), amount, words=words, spent_on=on, at=AT)


def say_whom(movement: Movement, **given: Any) -> SpendingParticulars:
    """Who was paid, and why it was good value."""
    said = {"recipient": "Staff of the office, through payroll", "value": WORTH, **given}
    return spending.write_particulars(movement=movement, version=0, actor=lead(), at=AT, **said)


def build_paid_grant(award: Award, amount: str = "1500.00", *, payee: str = "") -> Payment:
    """An instalment of a grant that was paid."""
    name = payee or award.application.organisation
    payment = approved(build_payment(award.reference, amount, payee=name))
    pay(payment)
    payment.refresh_from_db()
    return payment


def leave_out(award: Award, words: str) -> Any:
    """A name that is left out of what is published of an award."""
    reason = "A volunteer who did not agree to be named in public."
    return adding.leave_out(award=award, words=words, reason=reason, actor=lead(), at=AT)


# --- other funders -------------------------------------------------------------------------------


def other_grant(identifier: str = "360G-other-1", **given: Any) -> dict[str, Any]:
    """A grant of another funder, as it publishes it."""
    return {
        "id": identifier,
        "title": "Evening boxing",
        "description": "Boxing for young people",
        "currency": "GBP",
        "amountAwarded": 12000.5,
        "awardDate": "2026-02-01T00:00:00+00:00",
        "recipientOrganization": [
            {"id": "GB-CHC-1234567", "name": "Harbour Light", "location": [{"name": "Farholt"}]}
        ],
        "fundingOrganization": [{"id": "GB-CHC-7654321", "name": "The Harbour Trust"}],
        "beneficiaryLocation": [{"name": "Farholt", "geoCode": "Z99D00006"}],
        "Website/Notes": ["kept", {"as": "it came"}],
        **given,
    }


def raw_of(*grants: dict[str, Any]) -> bytes:
    """A file of grants."""
    about = {"publisher": {"name": "The Harbour Trust"}, "license": "https://licence.example/by"}
    return json.dumps({**about, "grants": list(grants)}).encode()


def look_at(*grants: dict[str, Any], workspace: Workspace | None = None) -> OtherFile:
    """A file that was looked at."""
    here = workspace or build_workspace()
    return others.look_at(
        workspace=here, name="harbour.json", raw=raw_of(*grants), actor=lead(), at=AT
    )


def take_in(*grants: dict[str, Any], workspace: Workspace | None = None) -> OtherFile:
    """A file that was taken in."""
    file = look_at(*grants, workspace=workspace)
    seal = other_queries.seal_of(other_queries.preview_of(file))
    return others.take_in(file=file, seal=seal, actor=lead(), at=AT + next(_numbers) * A_DAY)


# --- one of everything ---------------------------------------------------------------------------


def build_publishing_life(workspace: Workspace, person: User, words: str) -> dict[str, Any]:
    """An award to publish, files made and published, and files of other funders.

    `words` stand in every text that somebody enters.
    """
    now = datetime.now(tz=UTC)
    award = _told_award(workspace, person, words)
    name = NameLeftOut.objects.create(
        award=award, words=f"{words} Other"[:160], reason=words[:300], by=person.reference, at=now
    )
    paid = _told_payment(award.pot, person, words)
    batch = files.make(workspace=workspace, actor=HEADWATER, at=now)
    Release.objects.create(
        workspace=workspace,
        kind=Kind.GRANTS,
        subject=batch.reference,
        title=f"Grants of {workspace.name}"[:200],
        slug=f"grants-{workspace.slug}",
        number=1,
        snapshot=batch.content,
        status=ReleaseStatus.PUBLISHED,
        proposed_by=person.reference,
        proposed_at=now,
        published_at=now,
        reason=REASON,
    )
    theirs = other_grant(f"360G-{workspace.slug}-1", title=words)
    taken_in = others.look_at(
        workspace=workspace, name=words[:100], raw=raw_of(theirs), actor=HEADWATER, at=now
    )
    seal = other_queries.seal_of(other_queries.preview_of(taken_in))
    others.take_in(file=taken_in, seal=seal, actor=HEADWATER, at=now)
    looked_at = others.look_at(
        workspace=workspace,
        name=f"{words}, again"[:100],
        raw=raw_of({**theirs, "id": "360G-new"}, {"id": words}),
        actor=HEADWATER,
        at=now,
    )
    return {
        "told_award": award,
        "name_left_out": name,
        "told_payment": paid,
        "grants_batch": batch,
        "other_file": looked_at,
        "other_file_taken_in": taken_in,
    }


def _told_award(workspace: Workspace, person: User, words: str) -> Award:
    ended = timezone.localdate().replace(day=1) - timedelta(days=20)
    return build_award(
        proceeds(workspace),
        application={"organisation": words[:200], "title": words[:160]},
        title=words[:160],
        description=f"{words}: football every Friday evening.",
        reasons=f"{words}: {REASONS}",
        conditions=words,
        awarded_on=ended,
        starts_on=ended,
        ends_on=ended + 100 * A_DAY,
        written_by=person.reference,
    )


def _told_payment(pot: Pot, person: User, words: str) -> Movement:
    ended = timezone.localdate().replace(day=1) - timedelta(days=20)
    made = spend(pot, "1200.00", words=words[:400], spent_on=ended, at=datetime.now(tz=UTC))
    SpendingParticulars.objects.create(
        movement=made,
        recipient=words[:200],
        value=f"{words}: {WORTH}",
        written_by=person.reference,
        written_at=datetime.now(tz=UTC),
    )
    return made


def crowd_publishing() -> None:
    """Every payment without an award and every award has what staff added to it, one each."""
    said = SpendingParticulars.objects.select_related("movement").order_by("pk")[0]
    moved = said.movement.entries.order_by("pk")[0]
    for movement in Movement.objects.filter(kind=MovementKind.SPENDING, entries=None):
        Entry.objects.create(
            movement=movement, out_of=moved.out_of, into=moved.into, amount=moved.amount
        )
        said.pk, said.movement, said.reference = None, movement, spending_reference()
        said.save(force_insert=True)
        NameLeftOut.objects.create(
            movement=movement, words="Ann Other", reason=REASON, by=said.written_by, at=AT
        )
    Particulars.objects.bulk_create(
        [
            Particulars(award=each, written_by=said.written_by, written_at=AT)
            for each in Award.objects.filter(particulars=None)
        ]
    )


def publishing_parts(rows: dict[str, Any]) -> tuple[tuple[str, dict[str, object]], ...]:
    """By the beginning of a route, what fills its address."""
    award, batch = rows["told_award"], {"reference": rows["grants_batch"].reference}
    paid: dict[str, object] = {"reference": rows["told_payment"].reference}
    month: dict[str, object] = {"month": f"{award.awarded_on:%Y-%m}"}
    slug = f"grants-{award.application.round.workspace.slug}"
    return (
        ("publishing:name_back", {"reference": rows["name_left_out"].reference}),
        ("publishing:batch_project", {**batch, "project": award.reference}),
        ("publishing:batch_file", {**batch, "name": "grants.json"}),
        ("publishing:batch", batch),
        ("publishing:propose", batch),
        ("publishing:other_undo", {"reference": rows["other_file_taken_in"].reference}),
        ("publishing:other_file", {"reference": rows["other_file"].reference}),
        ("publishing:other_drop", {"reference": rows["other_file"].reference}),
        ("publishing:grants", {"ending": "json"}),
        ("publishing:edition", {"slug": slug, "number": 1, "ending": "csv"}),
        ("publishing:outlay_name_new", paid),
        ("publishing:outlay_edit", paid),
        ("publishing:outlay", paid),
        ("publishing:spending_month_csv", month),
        ("publishing:spending_month", month),
        ("publishing:month_csv", month),
        ("publishing:month", month),
        ("publishing:", {"reference": award.reference}),
    )
