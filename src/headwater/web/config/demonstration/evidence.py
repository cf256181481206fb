"""What Loamshire found out about approaches, what others publish, and a harmful one let run.

Dates of documents are set from the day they are noted.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.config.demonstration import cast
from headwater.web.config.demonstration.steps import Step
from headwater.web.evidence.changes import evaluations, overrides, publications
from headwater.web.evidence.models import Override
from headwater.web.evidence.queries import evidence as queries
from headwater.web.evidence.rules.evaluating import Said, Verdict
from headwater.web.evidence.rules.overriding import Standing
from headwater.web.evidence.rules.publishing import DocumentKind, Noted
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partners.queries import actor_for
from headwater.web.thread import changes as thread
from headwater.web.thread import kinds
from headwater.web.thread.kinds import Making
from headwater.web.thread.rules.relations import Relation

LEAD, APPROVER = "lead@loamshire.example", "approver@loamshire.example"
HARMFUL = "prison_awareness"
LED_BY = "Loamshire Youth Justice Service"
CHOSEN, APPROVED = 62, 58
A_YEAR, UNTIL = timedelta(days=365), timedelta(days=300)
TITLE = "Turn the visits to HM Prison Alderwick into mentoring before next summer"
REASON = (
    "The visits are in the plan that the board adopted, and forty young people have places on "
    "them. The board read that such visits make violence more likely. It lets those that are "
    "booked run with a mentor beside each young person, and books no more."
)
EVALUATED: tuple[tuple[float, str, Said], ...] = (
    (
        128,
        cast.HOSPITALS,
        Said(
            approach="ae_navigators",
            title="Navigators in the emergency department, first year",
            what=(
                "Two navigators met young people aged 11 to 25 who came after an assault, from "
                "16:00 to 02:00, and stayed in touch for three months."
            ),
            comparator="Those who came on nights without a navigator, of the same ages",
            participants=212,
            finding=(
                "Of every 100 who met a navigator, 14 came back injured within a year, against 19 "
                "of every 100 who did not. The groups are small, so chance could explain it."
            ),
            level=3,
            is_independent=False,
            verdict=Verdict.ADAPT,
            theory="An injury is a moment at which a young person may accept help they refused.",
            cohort="Young people of 11 to 25 who came after an assault.",
            dose="A talk on the night, and a call or a visit each week for three months.",
            fidelity="Nine in ten were met on the night; two in three kept to the weekly contact.",
            completed=139,
            outcomes="Coming back injured within a year, from hospital records.",
            adverse="Retaliation was asked after at each contact; none was reported.",
            equity="Girls took part as often as boys; too few of them to say if it worked alike.",
            cost_per_completer=1_150,
        ),
    ),
    (
        33,
        "Riverside Youth Trust",
        Said(
            approach="mentoring",
            title="Riverside mentors, spring group",
            what="One mentor for each young person aged 12 to 17, weekly for six months.",
            comparator="",
            participants=57,
            finding=(
                "46 of 57 stayed to the end. Teachers reported fewer fights than in the term "
                "before; nobody else was looked at, so this may have happened anyway."
            ),
            level=2,
            is_independent=True,
            verdict=Verdict.PILOT,
        ),
    ),
)
"""Days ago, who evaluated, and what they wrote."""


SET_LATER = date(2025, 1, 1)
ELSEWHERE: tuple[tuple[float, int, Noted], ...] = (
    (
        96,
        640,
        Noted(
            title="Staying in class: evaluation of two years without suspensions for violence",
            publisher="Saltmarrow City Council",
            area_code="Z99D00101",
            area_name="Saltmarrow",
            published_on=SET_LATER,
            link="https://saltmarrow.example/staying-in-class",
            kind=DocumentKind.EVALUATION,
            takes=(
                "Each suspended pupil had a mentor from the first day and came back to lessons "
                "within the week. Suspensions fell by about a third. Nobody was held back for "
                "comparison, so other changes of those years may have helped."
            ),
            approaches=("mentoring",),
        ),
    ),
    (
        95,
        410,
        Noted(
            title="Serious violence strategy 2024 to 2027",
            publisher="Saltmarrow Violence Reduction Partnership",
            area_code="Z99D00101",
            area_name="Saltmarrow",
            published_on=SET_LATER,
            link="https://saltmarrow.example/strategy-2024",
            kind=DocumentKind.STRATEGY,
            takes=(
                "Navigators in the emergency department every night, and therapy offered to those "
                "injured twice. They report fewer admissions; their own counts are not published."
            ),
            approaches=("ae_navigators", "cognitive_behavioural_therapy"),
        ),
    ),
    (
        60,
        300,
        Noted(
            title="Strategic needs assessment",
            publisher="Skerrowby Community Safety Partnership",
            area_code="Z99D00108",
            area_name="Skerrowby",
            published_on=SET_LATER,
            link="",
            kind=DocumentKind.NEEDS,
            takes=(
                "Half of its emergency attendances for assault were unknown to police, much as "
                "here. It asks pharmacies as well, which we do not."
            ),
            approaches=(),
        ),
    ),
    (
        21,
        45,
        Noted(
            title="Response to the review of prison awareness visits",
            publisher="Thornavon Youth Justice Board",
            area_code="Z99D00109",
            area_name="Thornavon",
            published_on=SET_LATER,
            link="https://thornavon.example/response",
            kind=DocumentKind.RESPONSE,
            takes="It stopped its visits and moved the money to mentors within a year.",
            approaches=("prison_awareness", "mentoring"),
        ),
    ),
)
"""Days ago it was noted, days ago it was published, and what was noted."""


def steps(workspace: Workspace) -> Iterator[Step]:
    """Two evaluations, and one harmful approach that a board overrode for a while."""
    for days_ago, name, said in EVALUATED:
        yield Step(days_ago, _evaluating(workspace, name, said))
    for days_ago, published, noted in ELSEWHERE:
        yield Step(days_ago, _noting(workspace, days_ago - published, noted))
    yield Step(CHOSEN, lambda at: _choose(workspace, at))
    yield Step(APPROVED, lambda at: _approve(workspace, at))


def _actor(email: str) -> Actor:
    return actor_for(User.objects.get(email=email), today=timezone.localdate())


def _evaluating(workspace: Workspace, name: str, said: Said) -> Callable[[datetime], object]:
    return lambda at: evaluations.write(
        workspace=workspace,
        organisation=Organisation.objects.get(workspace=workspace, name=name),
        said=said,
        document="",
        actor=_actor(LEAD),
        at=at,
    )


def _noting(workspace: Workspace, days: float, noted: Noted) -> Callable[[datetime], object]:
    """Note a document that was published so many days from the day it is noted."""
    return lambda at: publications.note(
        workspace=workspace,
        noted=replace(noted, published_on=timezone.localdate(at) + timedelta(days=days)),
        actor=_actor(LEAD),
        at=at,
    )


def _choose(workspace: Workspace, at: datetime) -> None:
    """An action would use the approach: a lead asks for an override where a board decided."""
    lead = _actor(LEAD)
    action = kinds.kind("action")
    assert action is not None, "the plan registers actions"
    assert action.make is not None, "the plan makes actions"
    due_on = timezone.localdate(at) + A_YEAR
    led_by = Organisation.objects.get(workspace=workspace, name=LED_BY)
    made = action.make(Making(lead, at, workspace, TITLE, led_by, due_on))
    decisions = queries.offered("decision", lead, workspace.slug)
    about_it = [each for each in decisions if "joint plan" in each.title.lower()]
    for decision in (about_it or decisions)[:1]:
        overrides.ask(
            workspace=workspace,
            approach=HARMFUL,
            use=("action", made),
            reason=REASON,
            decision=decision.reference,
            expires_on=timezone.localdate(at) + UNTIL,
            actor=lead,
            at=at,
        )


def _approve(workspace: Workspace, at: datetime) -> None:
    waiting = Override.objects.filter(workspace=workspace, standing=Standing.WAITING)
    for each in waiting.select_related("workspace"):
        overrides.approve(override=each, version=each.version, actor=_actor(APPROVER), at=at)
        thread.tie(
            workspace=workspace,
            first=each.use,
            relation=Relation.USES,
            second=(queries.APPROACH, each.approach),
            actor=_actor(LEAD),
            at=at,
        )
