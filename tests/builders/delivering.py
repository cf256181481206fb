"""Grants in delivery: awards with an agreement, registers of codes, and records as phones send."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from builders.applying import ANN, as_applicant, build_applicant
from builders.money import build_fund, build_pot
from builders.web import build_workspace
from headwater.web.accounts.actor import HEADWATER
from headwater.web.documents import storage
from headwater.web.documents.models import Document, Scan
from headwater.web.grants.applying import sessions
from headwater.web.grants.applying.models import Application, Member, State
from headwater.web.grants.applying.submitters import Submitter
from headwater.web.grants.deciding.models import Award, AwardState
from headwater.web.grants.delivering.changes import agreements, returns, syncing, variations
from headwater.web.grants.delivering.changes.returns import Written
from headwater.web.grants.delivering.changes.variations import Wish
from headwater.web.grants.delivering.models import Clawback, Delivery, Receipt, Return, Session
from headwater.web.grants.delivering.rules.agreeing import Budgeted, Part, Planned, Terms
from headwater.web.grants.delivering.rules.records import new_code
from headwater.web.grants.money import changes as money
from headwater.web.grants.money.models import Source
from headwater.web.grants.rounds.models import Round
from headwater.web.partners.models import Workspace

AT = datetime(2026, 4, 1, 9, tzinfo=UTC)
"""A Wednesday on which agreements are sent."""
A_DAY = timedelta(days=1)
STARTS, ENDS = date(2026, 4, 6), date(2027, 4, 5)
AMOUNT = Decimal("12000.00")


def ann() -> Submitter:
    """Somebody who delivers."""
    return as_applicant(ANN)


def build_award(
    workspace: Workspace | None = None,
    *,
    title: str = "Harbour boxing",
    amount: Decimal = AMOUNT,
    starts_on: date = STARTS,
    ends_on: date = ENDS,
    **given: Any,
) -> Award:
    """A grant that was decided, and is not agreed yet."""
    here = workspace or build_workspace()
    round_ = build_round(here)
    application = Application.objects.create(
        round=round_,
        state=State.APPROVED,
        started_by=build_applicant(ANN),
        submitted_at=AT,
        certified_name="Ann",
        organisation=title,
        title=title,
        area_codes=["Z99D00001"],
        people=40,
    )
    Member.objects.create(
        application=application, applicant=build_applicant(ANN), added_at=AT, added_by=None
    )
    said = {
        "pot": round_.fund.pots.earliest("pk"),
        "description": "Boxing on Friday evenings",
        "reasons": "Gives young people a place to go.",
        "conditions": "Send us your safeguarding policy.",
        "state": AwardState.OFFERED,
        **given,
    }
    award = Award.objects.create(
        application=application,
        title=title,
        amount=amount,
        first_amount=amount,
        awarded_on=AT.date(),
        starts_on=starts_on,
        ends_on=ends_on,
        written_by="U-2222-2222",
        written_at=AT,
        **said,
    )
    money.commit_award(
        pot=award.pot, amount=amount, award_reference=award.reference, actor=HEADWATER, at=AT
    )
    return award


def build_round(workspace: Workspace) -> Round:
    """A round with a fund and a pot that holds enough."""
    slug = f"youth-{workspace.slug}"
    found = Round.objects.filter(slug=slug).first()
    if found is not None:
        return found
    fund = build_fund(workspace)
    build_pot(fund, budget="500000.00", source=Source.PRECEPT, at=AT)
    return Round.objects.create(
        workspace=workspace,
        fund=fund,
        slug=slug,
        title="Youth Fund",
        summary="Money",
        opens_at=AT - 60 * A_DAY,
        closes_at=AT - 30 * A_DAY,
        total=100_000,
        largest_award=20_000,
        written_by="headwater",
    )


def terms(**given: Any) -> Terms:
    """What an agreement says."""
    usual: dict[str, Any] = {
        "words": "You run the project as you said and tell us how it goes.",
        "conditions": (("Send us your safeguarding policy.", None),),
        "schedule": (
            Part(Decimal("6000.00"), STARTS, None),
            Part(Decimal("6000.00"), date(2026, 11, 2), 2),
        ),
        "budget": (
            Budgeted("Coaches", Decimal("9000.00")),
            Budgeted("Hall", Decimal("3000.00")),
        ),
        "targets": (
            Planned("Young people who start", "people", "young people", (10, 10, 10, 10)),
            Planned("Sessions", "sessions", "sessions", (12, 12, 12, 12)),
        ),
    }
    return Terms(**{**usual, **given})


def build_delivery(
    workspace: Workspace | None = None, *, said: Terms | None = None, **given: Any
) -> Delivery:
    """A grant whose agreement was sent and accepted."""
    award = build_award(workspace, **given)
    agreement = agreements.send(award=award, said=said or terms(), actor=HEADWATER, at=AT)
    return agreements.accept(
        agreement=agreement,
        role="Chair of trustees",
        safeguarding_role="Safeguarding lead",
        safeguarding_email="safe@harbourlight.example",
        sha256=agreement.sha256,
        actor=ann(),
        at=AT + A_DAY,
    )


def person(**given: Any) -> dict[str, Any]:
    """A young person as a phone sends one."""
    return {
        "kind": "participant",
        "id": str(uuid4()),
        "code": new_code(),
        "started_on": "2026-04-10",
        "age_band": "14-17",
        "area_code": "Z99D00001",
        "referral": "school",
        "lawful_basis": "task",
        "consent": "parent",
        **given,
    }


def session(**given: Any) -> dict[str, Any]:
    """A session as a phone sends one."""
    return {
        "kind": "session",
        "id": str(uuid4()),
        "held_on": "2026-04-10",
        "activity": "Boxing",
        "minutes": 90,
        **given,
    }


def mark(at_session: dict[str, Any], of: dict[str, Any], **given: Any) -> dict[str, Any]:
    """What a phone says of one person at one session."""
    return {
        "kind": "mark",
        "id": str(uuid4()),
        "session": at_session["id"],
        "participant": of["id"],
        "state": "present",
        "at": "2026-04-10T19:00:00Z",
        **given,
    }


def send(delivery: Delivery, *given: object, at: datetime = AT + 20 * A_DAY) -> list[str]:
    """Send records and say what became of each."""
    told = syncing.sync(delivery=delivery, given=given, actor=ann(), at=at)
    return [each.outcome.value for each in told]


def build_delivering_life(workspace: Workspace, words: str) -> dict[str, Any]:
    """One of each thing of a grant in delivery. `words` stand in every text somebody enters."""
    said = terms(
        words=words,
        conditions=((words, None),),
        budget=(Budgeted(words[:120], AMOUNT),),
        targets=(Planned(words[:160], "people", "young people", (10, 10, 10, 10)),),
    )
    starts = timezone.localdate() - timedelta(days=200)
    delivery = build_delivery(
        workspace,
        said=said,
        title=words[:160],
        starts_on=starts,
        ends_on=starts + timedelta(days=364),
    )
    one, held = person(), a_session_row(delivery, words)
    send(delivery, one, mark({"id": str(held.client_id)}, one))
    young = delivery.participants.get()
    goal = young.goals.create(words=words[:160], set_on=starts, written_by=ann().reference)
    young.measures.create(
        tool="swemwbs",
        edition="SWEMWBS",
        stage="before",
        taken_on=starts,
        score=Decimal(20),
        written_by=ann().reference,
        written_at=AT,
    )
    concern = delivery.concerns.create(
        raised_by=ann().reference, raised_at=AT, passed_to="lead", passed_at=AT
    )
    of = delivery.returns.get(number=1)
    returns.write(of=of, said=said_return(of, words), version=1, actor=ann(), at=AT)
    returns.certify(of=of, role=words[:120], is_checked=True, version=2, actor=ann(), at=after(of))
    receipt = build_receipt(of, words)
    variation = variations.ask(
        delivery=delivery,
        wish=Wish(words, delivery.award.amount, delivery.award.ends_on, plan=words),
        actor=ann(),
        at=AT,
    )
    delivery.rating, delivery.rating_reason = "amber", words
    delivery.save(update_fields=["rating", "rating_reason"])
    return {
        "delivery": delivery,
        "grant_person": young,
        "grant_session": held,
        "grant_goal": goal,
        "grant_concern": concern,
        "grant_return": of,
        "grant_receipt": receipt,
        "variation": variation,
        "clawback": build_clawback(delivery, words),
    }


def build_clawback(delivery: Delivery, words: str) -> Clawback:
    """One that waits for a second person, beside one that was declined."""
    wanted = {
        "amount": Decimal("10.00"),
        "reason": words,
        "proposed_by": "P-2222-2223",
        "proposed_at": AT,
    }
    delivery.clawbacks.create(
        **wanted, state="declined", decision=words, decided_by="P-2222-2224", decided_at=AT
    )
    waiting: Clawback = delivery.clawbacks.create(**wanted)
    return waiting


def a_session_row(delivery: Delivery, words: str) -> Session:
    """A session whose activity may be any words."""
    return delivery.sessions.create(
        client_id=uuid4(),
        held_on=date(2026, 4, 10),
        activity=words[:80],
        minutes=60,
        written_by=ann().reference,
        written_at=AT,
    )


def said_return(of: Return, words: str = "It went well.", **achieved: int) -> Written:
    """A return in which every target was met unless said otherwise, as `t1=3`."""
    targets = of.delivery.targets.all()
    return Written(
        achieved={
            each.number: (achieved.get(f"t{each.number}", each.planned[of.number - 1]), words)
            for each in targets
        },
        spent={each.number: (Decimal("10.00"), words) for each in of.delivery.budget.all()},
        narrative=words,
    )


def after(of: Return) -> datetime:
    """The morning after its period, when a return can first be certified."""
    return datetime.combine(of.last_day + A_DAY, time(9), UTC)


def build_receipt(of: Return, words: str) -> Receipt:
    """A receipt whose file is there."""
    document = Document.objects.create(
        workspace=of.delivery.award.application.round.workspace,
        purpose="grant receipt",
        name=f"{words[:60]}.pdf",
        kind="pdf",
        bytes=4,
        sha256="ab" * 32,
        scan=Scan.NOT_SCANNED,
        at=AT,
        keep_until=date(2032, 4, 1),
    )
    path = storage.path_of(document)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF")
    return Receipt.objects.create(of=of, document=document, added_by=ann().reference, added_at=AT)


def delivering_parts(rows: dict[str, Any]) -> tuple[tuple[str, dict[str, object]], ...]:
    """By the beginning of a route, what fills its address."""
    document = rows["grant_receipt"].document.reference
    of = {"reference": rows["grant_return"].reference, "document": document}
    grant = {
        "reference": rows["delivery"].award.reference,
        "of": rows["grant_return"].reference,
        "document": document,
        "person": rows["grant_person"].client_id,
        "session": rows["grant_session"].client_id,
        "goal": rows["grant_goal"].pk,
        "concern": rows["grant_concern"].reference,
        "number": 1,
    }
    return (
        ("delivering:variation_ask", grant),
        ("delivering:clawback", {"reference": rows["clawback"].reference}),
        ("delivering:variation", {"reference": rows["variation"].reference}),
        ("delivering:return", of),
        ("delivering:receipt", of),
        ("delivering:", grant),
    )


def browser_of(email: str = ANN) -> Client:
    """A browser in which somebody who delivers has signed in."""
    client, now = Client(), timezone.now().timestamp()
    session = client.session
    session.update(
        {
            sessions.WHO: build_applicant(email).pk,
            sessions.ONLY: "",
            sessions.SIGNED_IN_AT: now,
            sessions.SEEN_AT: now,
        }
    )
    session.save()
    return client
