"""How the first round of Loamshire's Youth Fund was decided: assessed, asked, moderated, awarded.

Two people assess each application. One finds that they have an interest, one question is asked,
and where two differ far a third is named. An approver decides, the best first.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from headwater.rulebook.practice import due_diligence
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.config.demonstration import cast
from headwater.web.config.demonstration.steps import Step
from headwater.web.grants.applying.models import Application, State
from headwater.web.grants.applying.submitters import submitter
from headwater.web.grants.deciding.changes import (
    assessing,
    checking,
    decisions,
    interests,
    moderating,
    questions,
)
from headwater.web.grants.deciding.changes.assessing import Scored
from headwater.web.grants.deciding.changes.checking import Answered
from headwater.web.grants.deciding.changes.moderating import Settled
from headwater.web.grants.deciding.models import Clarification
from headwater.web.grants.deciding.queries.assessments import sheet_of
from headwater.web.grants.deciding.queries.evidence import evidence_for
from headwater.web.grants.deciding.queries.panel import money_of
from headwater.web.grants.deciding.rules.checking import Result, asked_of
from headwater.web.grants.deciding.rules.deciding import Ruling, Said
from headwater.web.grants.deciding.rules.evidence import NEEDS_A_PLAN, Flag
from headwater.web.grants.rounds.queries import criteria_of
from headwater.web.partners.changes.memberships import grant_membership
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partners.queries import actor_for

LEAD, APPROVER = "lead@loamshire.example", "approver@loamshire.example"
ASSESSORS = (
    ("contributor@loamshire.example", "Tom Haldane", cast.HOSPITALS),
    ("assessor@loamshire.example", "Ines Okafor", "Larkminster City Council"),
    ("assessor2@loamshire.example", "Rob Penhallow", "Loamshire Fire and Rescue Authority"),
)
"""The first has an account already."""
ROUND = "Youth Fund: summer"
JOINED, NAMED, DECLARED, SCORED, ASKED, ANSWERED = 206, 205, 203, 198, 196, 193
CHECKED, AGAIN, MODERATED, DECIDED = 192, 190, 187, 181
"""Days ago, after the round had closed."""
PATTERN = (4, 3, 5, 4, 2, 4, 3, 4)
"""Points of the first assessor, by the order in which applications arrived."""
INTEREST = "I coach the under-twelves of this club on Saturday mornings, without pay."
QUESTION = "Who opens the hall and leads the session when your leader is ill?"
ANSWER = (
    "Our deputy leader holds a second set of keys and is checked at the same level. If neither can "
    "come the session is called off and parents get a text by noon."
)
REASONS = {
    "high": (
        "The application shows who takes part and why here, names its partners, and its weekly "
        "plan matches the costs line by line. Little more could be asked of a project this size."
    ),
    "middle": (
        "The aim is clear and the team knows the young people, but the application says too "
        "little about how it will notice change and what happens when numbers fall short."
    ),
    "low": (
        "The application describes activities and not who needs them. It does not say how young "
        "people are reached, and its plan for safety is thinner than the guidance asks."
    ),
}
WHY = (
    "It reaches young people whom no service in this district reaches today, so that fewer of them "
    "are drawn into violence, at a cost that is fair beside the others."
)
WHY_NOT = (
    "Other applications showed more clearly whom they reach and what changes for them. The money "
    "of this round did not stretch further than those."
)
PLAN = (
    "Attendance and a short wellbeing measure at the start and after twelve weeks, compared with "
    "young people on the waiting list; the unit's analyst reads the results with the deliverer."
)
CHECKED_WORDS = "Read what was sent and compared it with the public register. In order."
A_YEAR = timedelta(days=365)


def steps(workspace: Workspace) -> Iterator[Step]:
    """From the day the assessors were named to the day of the decisions."""
    yield Step(JOINED, lambda at: _join(workspace, at))
    yield Step(NAMED, lambda at: _name(workspace, at))
    yield Step(DECLARED, lambda at: _declare(workspace, at))
    yield Step(SCORED, lambda at: _score(workspace, at))
    yield Step(ASKED, lambda at: _ask(workspace, at))
    yield Step(ANSWERED, lambda at: _answer(workspace, at))
    yield Step(CHECKED, lambda at: _check(workspace, at))
    yield Step(AGAIN, lambda at: _third(workspace, at))
    yield Step(MODERATED, lambda at: _moderate(workspace, at))
    yield Step(DECIDED, lambda at: _decide(workspace, at))


def _actor(email: str) -> Actor:
    return actor_for(User.objects.get(email=email), today=timezone.localdate())


def _applications(workspace: Workspace, *states: State) -> list[Application]:
    """What was handed in to the round that is over, in the order it arrived."""
    rows = Application.objects.filter(
        round__workspace=workspace, round__title=ROUND, state__in=states
    )
    return list(rows.select_related("round__workspace").order_by("submitted_at", "pk"))


def _join(workspace: Workspace, at: datetime) -> None:
    for email, name, organisation in ASSESSORS[1:]:
        grant_membership(
            user=User.objects.create_user(email, name, cast.PASSWORD),
            organisation=Organisation.objects.get(workspace=workspace, name=organisation),
            role=Role.CONTRIBUTOR,
            actor=HEADWATER,
            at=at,
        )


def _name(workspace: Workspace, at: datetime) -> None:
    for number, each in enumerate(_applications(workspace, State.SUBMITTED)):
        for offset in (0, 1):
            _name_one(each, ASSESSORS[(number + offset) % len(ASSESSORS)][0], at)


def _name_one(application: Application, email: str, at: datetime) -> None:
    assessing.name_assessor(
        application=application,
        person=User.objects.get(email=email),
        due_on=timezone.localdate(at) + timedelta(days=14),
        actor=_actor(LEAD),
        at=at,
    )


def _declare(workspace: Workspace, at: datetime) -> None:
    """Everybody has none but one, on the third application; somebody else is named there."""
    for number, each in enumerate(_applications(workspace, State.ASSESSMENT)):
        named = list(each.assessments.filter(ended_at=None))
        for place, one in enumerate(named):
            has_one = number == 2 and place == 1
            person = User.objects.get(reference=one.assessor)
            _say(each, person.email, INTEREST if has_one else "", at)
        if number == 2 and len(named) > 1:
            spare = ASSESSORS[(number + 2) % len(ASSESSORS)][0]
            _name_one(each, spare, at)
            _say(each, spare, "", at)


def _say(application: Application, email: str, nature: str, at: datetime) -> None:
    interests.declare(
        application=application,
        has_interest=bool(nature),
        nature=nature,
        actor=_actor(email),
        at=at,
    )


def _score(workspace: Workspace, at: datetime) -> None:
    for number, each in enumerate(_applications(workspace, State.ASSESSMENT)):
        for place, one in enumerate(each.assessments.filter(ended_at=None)):
            points = PATTERN[number % len(PATTERN)] - (place if number % 4 == 3 else 0)
            apart = 2 if number % 4 == 1 and place else 0
            _hand_in(one.pk, each, points, apart, at)


def _hand_in(pk: int, application: Application, points: int, apart: int, at: datetime) -> None:
    """The same points throughout, but that one criterion may be further off."""
    one = application.assessments.get(pk=pk)
    keys = [each.key for each in criteria_of(application.round)]
    person = User.objects.get(reference=one.assessor)
    assessing.hand_in(
        assessment=one,
        scored={
            key: _scored(points + (apart if number == 2 else 0)) for number, key in enumerate(keys)
        },
        comment="",
        version=one.version,
        actor=actor_for(person, today=timezone.localdate()),
        at=at,
    )


def _scored(points: int) -> Scored:
    points = max(1, min(5, points))
    reason = REASONS["high" if points > 3 else "middle" if points == 3 else "low"]
    return Scored(points, reason, "high" if points > 3 else "moderate")


def _ask(workspace: Workspace, at: datetime) -> None:
    for each in _applications(workspace, State.ASSESSMENT)[:1]:
        questions.ask(
            application=each,
            question=QUESTION,
            due_on=timezone.localdate(at) + timedelta(days=7),
            actor=_actor(LEAD),
            at=at,
        )


def _answer(workspace: Workspace, at: datetime) -> None:
    rows = Clarification.objects.filter(application__round__workspace=workspace, answered_at=None)
    for each in rows.select_related("application__started_by"):
        who = submitter(each.application.started_by)
        questions.answer(asked=each, answer=ANSWER, actor=who, at=at)
        questions.note_read(asked=each, actor=_actor(LEAD), at=at)


def _check(workspace: Workspace, at: datetime) -> None:
    until = timezone.localdate(at) + A_YEAR
    for each in _applications(workspace, State.ASSESSMENT):
        for item in asked_of(due_diligence(), each.organisation_kind):
            checking.record_check(
                application=each,
                item=item.id,
                answer=Answered(Result.MET, CHECKED_WORDS, until),
                actor=_actor(LEAD),
                at=at,
            )


def _third(workspace: Workspace, at: datetime) -> None:
    """Where two differ far the one who is left assesses as well."""
    for each in _applications(workspace, State.ASSESSMENT):
        if not sheet_of(each).needs_third:
            continue
        named = set(each.assessments.values_list("assessor", flat=True))
        people = User.objects.filter(email__in=[email for email, _, _ in ASSESSORS])
        for person in people.exclude(reference__in=named)[:1]:
            _name_one(each, person.email, at)
            _say(each, person.email, "", at)
            one = each.assessments.get(assessor=person.reference)
            _hand_in(one.pk, each, 3, 0, at)


def _moderate(workspace: Workspace, at: datetime) -> None:
    for each in _applications(workspace, State.ASSESSMENT):
        sheet = sheet_of(each)
        for line in sheet.disagreements:
            middle = line.spread.middle or Decimal(0)
            moderating.moderate(
                application=each,
                criterion=line.criterion.key,
                settled=Settled(
                    Decimal(round(middle)),
                    "The assessors read the same pages differently; read again together, what is "
                    "shown lies between their scores.",
                    "Say more clearly what you rest this on.",
                ),
                version=0,
                actor=_actor(LEAD),
                at=at,
            )
        if sheet.is_complete:
            moderating.put_before_panel(application=each, actor=_actor(LEAD), at=at)


def _decide(workspace: Workspace, at: datetime) -> None:
    """The best first, as long as there is money; what fell short is declined."""
    found = [(sheet_of(each).outcome, each) for each in _applications(workspace, State.PANEL)]
    found.sort(key=lambda each: (-(each[0].total or 0), each[1].pk))
    left = found[0][1].round.total if found else Decimal(0)
    for outcome, each in found:
        asked = each.amount or Decimal(0)
        is_good = outcome.is_fundable and evidence_for(each).flag is not Flag.HARMFUL
        pot = _pot_with(each, asked) if is_good and 0 < asked <= left else ""
        left -= asked if pot else 0
        said = _approved(each, asked, pot, at) if pot else Said(Ruling.DECLINE, WHY_NOT)
        decisions.decide(
            application=each,
            said_=said,
            has_no_interest=True,
            actor=_actor(APPROVER),
            at=at,
        )


def _pot_with(application: Application, amount: Decimal) -> str:
    rows: Sequence[tuple[str, Decimal]] = [
        (each.pot.reference, each.available) for each in money_of(application.round)
    ]
    return next((reference for reference, available in rows if available >= amount), "")


def _approved(application: Application, amount: Decimal, pot: str, at: datetime) -> Said:
    today = timezone.localdate(at)
    needs_a_plan = evidence_for(application).flag in NEEDS_A_PLAN
    return Said(
        ruling=Ruling.APPROVE,
        reasons=WHY,
        amount=amount,
        pot=pot,
        description=application.summary or application.title,
        conditions=(
            "Send us the dates of the first four sessions.\n"
            "Tell us within a day of any concern for a child."
        ),
        evaluation_plan=PLAN if needs_a_plan else "",
        starts_on=application.starts_on or today,
        ends_on=application.ends_on or today + A_YEAR,
    )
