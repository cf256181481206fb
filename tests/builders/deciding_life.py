"""One of each thing of deciding as rows, so that every page can be walked with what is there."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from builders.applying import handed_in
from builders.deciding import A_DAY, REASON
from builders.web import build_member, build_organisation
from headwater.core import clock
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.grants.applying.models import Applicant, Application, Attachment, Member
from headwater.web.grants.deciding.models import (
    Assessment,
    Award,
    Check,
    Clarification,
    Decision,
    Interest,
    Involvement,
    LettingGo,
    Moderation,
    Score,
    Source,
    Step,
)
from headwater.web.grants.rounds.models import Criterion, Round
from headwater.web.partners.models import Workspace

ITEM = "safeguarding"


def _application(round_: Round, who: Applicant, said: str, state: str) -> Application:
    now = clock.now()
    made = Application.objects.create(
        round=round_,
        started_by=who,
        state=state,
        organisation=f"{said} club"[:200],
        organisation_kind="charity",
        charity_number="1099999",
        title=said[:160],
        summary=said,
        amount=Decimal("3000.00"),
        area_codes=["Z99D00001"],
        minimum_age=11,
        maximum_age=17,
        people=24,
        approach="mentoring",
        level="secondary",
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 3, 31),
        submitted_at=now,
        submitted_by=who,
        certified_name="Ann Harbour",
        certified_role="Chair",
    )
    Member.objects.create(application=made, applicant=who, added_at=now)
    return made


def _assessments(
    application: Application, people: tuple[str, ...], said: str, *, at: datetime
) -> list[Assessment]:
    """Handed in by each, three points apart on the first criterion."""
    criteria = list(Criterion.objects.filter(round=application.round, is_removed=False))
    made = []
    for number, person in enumerate(people):
        each = Assessment.objects.create(
            application=application,
            assessor=person,
            named_by="headwater",
            named_at=at,
            due_on=at.date(),
            comment=said,
            handed_in_at=at,
        )
        for criterion in criteria:
            points = 5 if number and criterion == criteria[0] else 2 + number
            Score.objects.create(
                assessment=each,
                criterion=criterion.key,
                points=points,
                reason=f"{said} {REASON}",
                confidence="high",
            )
        made.append(each)
    return made


def build_deciding_life(
    workspace: Workspace, person: User, said: str, round_: Round
) -> dict[str, Any]:
    """Applications in each state with all that is found out of them, and an award."""
    now = clock.now()
    who = Applicant.objects.create(email=f"ann@{workspace.slug}-club.example", first_seen_at=now)
    states = ("assessment", "assessment", "panel", "approved")
    assessed, to_score, with_panel, decided = (
        _application(round_, who, said, state) for state in states
    )
    others = ("P-2222-2223", "P-2222-2224")
    named = _assessments(assessed, others, said, at=now)
    _assessments(with_panel, others, said, at=now)
    _assessments(decided, others, said, at=now)
    mine = Assessment.objects.create(
        application=to_score,
        assessor=person.reference,
        named_by="headwater",
        named_at=now,
        due_on=now.date(),
    )
    key = Criterion.objects.filter(round=round_, is_removed=False)[0].key
    for each in (assessed, with_panel, decided):
        _moderation(each, key, person, said, at=now)
    _no_interest(to_score, person, at=now)
    other = _second_reader(workspace)
    for each in (assessed, with_panel):
        _interest(each, other, person, said, at=now)
    _check(assessed, person, said, at=now)
    question = _questions(assessed, who, person, said, at=now)
    award = _award(decided, person, said, at=now)
    decision = _decision(decided, award, person, said, at=now)
    entry = _involvement(workspace, person, said, at=now)
    LettingGo.objects.create(round=round_, asked_by=other.reference, asked_at=now, reason=said)
    file = Attachment.objects.create(
        application=assessed,
        document=handed_in(workspace, None, f"{said} policy.csv", now),
        key="policy",
        added_by=who.reference,
        added_at=now,
    )
    return {
        "assessed": assessed,
        "assessed_file": file,
        "with_panel": with_panel,
        "decided": decided,
        "decision_of_application": decision,
        "award": award,
        "assessment": mine,
        "anothers_assessment": named[0],
        "question": question,
        "criterion": key,
        "interested": other,
        "involvement": entry,
    }


def _involvement(workspace: Workspace, person: User, said: str, *, at: datetime) -> Involvement:
    return Involvement.objects.create(
        workspace=workspace,
        person=person.reference,
        organisation=f"{said} far away"[:200],
        nature=said[:200],
        written_at=at,
    )


def _moderation(
    application: Application, key: str, person: User, said: str, *, at: datetime
) -> None:
    Moderation.objects.create(
        application=application,
        criterion=key,
        points=Decimal(4),
        reason=said,
        feedback=said,
        moderated_by=person.reference,
        moderated_at=at,
    )


def _no_interest(application: Application, person: User, *, at: datetime) -> None:
    Interest.objects.create(
        application=application,
        person=person.reference,
        source=Source.DECLARED,
        is_interest=False,
        said_at=at,
    )


def _second_reader(workspace: Workspace) -> User:
    organisation = build_organisation(workspace, name=f"Second of {workspace.slug}")
    return build_member(
        Role.CONTRIBUTOR,
        name="Second Reader",
        organisation=organisation,
        email=f"second@{workspace.slug}.example",
    )


def _interest(
    application: Application, of: User, asked_by: User, said: str, *, at: datetime
) -> None:
    """Declared by one person, who was asked to read all the same by another."""
    Interest.objects.create(
        application=application,
        person=of.reference,
        source=Source.DECLARED,
        is_interest=True,
        nature=said,
        said_at=at,
        asked_by=asked_by.reference,
        asked_at=at,
        reason=said,
    )


def _check(application: Application, person: User, said: str, *, at: datetime) -> None:
    Check.objects.create(
        application=application,
        item=ITEM,
        result="met",
        reason=said,
        expires_on=at.date() + 300 * A_DAY,
        checked_by=person.reference,
        checked_at=at,
    )


def _questions(
    application: Application, who: Applicant, person: User, said: str, *, at: datetime
) -> Clarification:
    """One that waits for its answer, which is given back, and one that was answered."""
    asked: dict[str, Any] = {
        "application": application,
        "question": said,
        "asked_by": person.reference,
        "asked_at": at,
    }
    waiting = Clarification.objects.create(due_on=at.date() + 7 * A_DAY, **asked)
    Clarification.objects.create(
        due_on=at.date(), answer=said, answered_by=who.reference, answered_at=at, **asked
    )
    return waiting


def _decision(
    application: Application, award: Award, person: User, said: str, *, at: datetime
) -> Decision:
    return Decision.objects.create(
        application=application,
        award=award,
        ruling="approve",
        amount=Decimal("3000.00"),
        reasons=said,
        feedback=said,
        conditions=said,
        evaluation_plan=said,
        total=Decimal("71.0"),
        decided_by=person.reference,
        decided_at=at,
    )


def _award(application: Application, person: User, said: str, *, at: datetime) -> Award:
    pot = application.round.pots.order_by("pk")[0]
    award = Award.objects.create(
        application=application,
        pot=pot,
        title=said[:160],
        description=said,
        amount=Decimal("3000.00"),
        first_amount=Decimal("3000.00"),
        reasons=said,
        conditions=said,
        awarded_on=at.date(),
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 3, 31),
        written_by=person.reference,
        written_at=at,
    )
    Step.objects.create(
        award=award, end="offered", reason=said, moved_by=person.reference, moved_at=at
    )
    return award


def deciding_parts(rows: Mapping[str, Any]) -> tuple[tuple[str, Mapping[str, object]], ...]:
    """By the beginning of a route, what fills its address."""
    assessed, with_panel = rows["assessed"].reference, rows["with_panel"].reference
    decided, question = rows["decided"].reference, rows["question"].reference
    interest = {
        "reference": assessed,
        "person": rows["interested"].reference,
        "source": Source.DECLARED.value,
    }
    of_round: Mapping[str, object] = {"reference": rows["round"].reference, "kind": "docx"}
    return (
        ("deciding:assessment", {"reference": rows["assessment"].reference}),
        ("deciding:take_back", {"reference": rows["assessment"].reference}),
        ("deciding:take_off", {"reference": rows["anothers_assessment"].reference}),
        ("deciding:question_end", {"reference": question}),
        ("deciding:question_read", {"reference": question}),
        ("deciding:questions", {"reference": assessed}),
        ("deciding:question", {"application": assessed, "reference": question}),
        ("deciding:decision", {"application": decided}),
        ("deciding:involvement_end", {"reference": rows["involvement"].reference}),
        ("deciding:panel", of_round),
        ("deciding:several", of_round),
        ("deciding:pack", of_round),
        ("deciding:decide", {"reference": with_panel}),
        ("deciding:from_panel", {"reference": with_panel}),
        (
            "deciding:letter",
            {
                "reference": decided,
                "decision": rows["decision_of_application"].reference,
                "kind": "docx",
            },
        ),
        ("deciding:award", {"reference": rows["award"].reference}),
        ("deciding:withdraw", {"reference": rows["award"].reference}),
        ("deciding:file", {"reference": assessed, "number": rows["assessed_file"].pk}),
        ("deciding:checks", {"reference": assessed}),
        ("deciding:check", {"reference": assessed, "item": ITEM}),
        ("deciding:moderation", {"reference": assessed}),
        ("deciding:moderate", {"reference": assessed, "key": rows["criterion"]}),
        ("deciding:interests", {"reference": assessed}),
        ("deciding:interest", interest),
        ("deciding:", {"reference": assessed}),
    )


def crowd_deciding() -> None:
    """An award to each application and a letting go to each round: each has one at most."""
    for round_ in Round.objects.filter(letting_go=None).order_by("pk")[:14]:
        LettingGo.objects.create(round=round_, asked_by="P-2222-2223", asked_at=clock.now())
    first = Award.objects.order_by("pk")[0]
    for number, each in enumerate(Application.objects.filter(awards=None).order_by("pk")[:14]):
        Award.objects.create(
            application=each,
            pot=first.pot,
            title=f"{first.title} {number}"[:160],
            description=first.description,
            amount=first.amount,
            first_amount=first.amount,
            reasons=first.reasons,
            awarded_on=first.awarded_on,
            starts_on=first.starts_on,
            ends_on=first.ends_on,
            written_by=first.written_by,
            written_at=first.written_at,
        )
