"""Who applied to Loamshire's Youth Fund: nine in the summer, one of them late, and this winter's.

Everybody writes through the same changes as on the pages: begin, answer, certify, send in. Nobody
here exists, and every address ends in `.example`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from headwater.core.papers import Paper, Paragraph
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.config.demonstration.steps import Step
from headwater.web.grants.applying import queries
from headwater.web.grants.applying.changes import files, late, people, sending, writing
from headwater.web.grants.applying.changes.sending import Certified
from headwater.web.grants.applying.changes.writing import Typed
from headwater.web.grants.applying.models import Applicant, Application, LateRequest
from headwater.web.grants.applying.rules import organisation as ours
from headwater.web.grants.applying.rules.writing import Seen, mark_of
from headwater.web.grants.applying.submitters import Submitter, submitter
from headwater.web.grants.rounds.models import Round
from headwater.web.grants.rounds.queries import eligibility_of
from headwater.web.grants.rounds.rules.kinds import LEVELS, QuestionKind
from headwater.web.partners.models import Workspace
from headwater.web.partners.queries import actor_for

LEAD, APPROVER = "lead@loamshire.example", "approver@loamshire.example"
OVER, OPEN = "Youth Fund: summer", "Youth Fund: winter"
LATE, LATE_ASKED, LATE_PUT, LATE_TAKEN = 207.4, 207.3, 207.2, 207.1
"""Days ago. The first round closed at noon 208 days ago."""
MINUTES_LATE = timedelta(minutes=9)
GENERAL, RISK, HARMED = LEVELS
YES, NO = "yes", "no"
CERTIFIED_AS = "Chair of the committee"


@dataclass(frozen=True, slots=True)
class Project:
    """What one organisation asked for, and when it sent it in."""

    email: str
    organisation: str
    kind: str
    number: str
    income: str
    title: str
    summary: str
    districts: tuple[int, ...]
    people: int
    ages: tuple[int, int]
    level: str
    approach: str
    lines: tuple[tuple[str, str, str], ...]
    days_ago: float
    """Nought leaves it a draft."""

    @property
    def amount(self) -> str:
        """What all lines come to."""
        return str(sum(int(cost) for _, _, cost in self.lines))


SUMMER = (
    Project("office@wrenfoldboxing.example", "Wrenfold Boxing Club", "group", "", "8,400",
            "Ring of Confidence", "Boxing fitness and a hot meal on Friday nights, with mentors "
            "who grew up on the estate.", (4,), 40, (10, 17), RISK, "sports_programmes",
            (("Coach, 40 evenings", "labour", "2000"), ("Hall hire", "non_labour", "1000"),
             ("Gloves and pads", "non_labour", "500")), 244),
    Project("hello@mosswaterarts.example", "Mosswater Arts", "charity", "9164883", "74,000",
            "Loud and Proud", "Music and spoken word for young people out of school, ending with "
            "a show they run themselves.", (5,), 24, (12, 18), RISK, "arts_programmes",
            (("Two artists, 20 sessions", "labour", "2400"), ("Recording", "non_labour", "900")),
            239),
    Project("office@riversideyouth.example", "Riverside Youth Trust", "charity", "9100221",
            "212,000", "Alongside", "One mentor for each young person who was stopped with a "
            "knife, for six months.", (7,), 12, (13, 17), HARMED, "mentoring",
            (("Mentors' hours", "labour", "3100"), ("Travel", "non_labour", "400")), 233),
    Project("head@quillhavenacademy.example", "Quillhaven Academy", "school", "", "4,100,000",
            "After the Bell", "A homework and basketball club three days a week until half past "
            "five.", (3,), 60, (11, 14), GENERAL, "after_school_programmes",
            (("Play workers", "labour", "2600"), ("Snacks and balls", "non_labour", "600")), 228),
    Project("clerk@candlemeretown.example", "Candlemere Town Council", "council", "", "390,000",
            "Skate Night", "A supervised skate park with lights and youth workers on Saturday "
            "evenings.", (2,), 90, (8, 18), GENERAL, "sports_programmes",
            (("Youth workers", "labour", "1800"), ("Lights", "non_labour", "1700")), 221),
    Project("team@emberstowcic.example", "Emberstow Futures", "company", "90123456", "58,000",
            "First Shift", "Paid work taster weeks in kitchens and garages for young people known "
            "to youth justice.", (6,), 10, (16, 18), HARMED, "employment_programmes",
            (("Work coach", "labour", "2300"), ("Wages for tasters", "labour", "900"),
             ("Boots and overalls", "non_labour", "300")), 216),
    Project("camp@hardroad.example", "Hard Road Camps", "company", "90765432", "140,000",
            "Wake-up Weekend", "A strict weekend camp that shows young people where crime leads.",
            (1, 2), 30, (13, 17), RISK, "boot_camps",
            (("Instructors", "labour", "2500"), ("Site", "non_labour", "1000")), 211),
    Project("committee@thimblewickgirls.example", "Thimblewick Girls Group", "group", "", "3,200",
            "Wednesday Girls", "A safe evening each week for girls to cook, talk and plan, run by "
            "two women from the village.", (1,), 18, (11, 16), GENERAL, "social_skills_training",
            (("Leader", "labour", "900"), ("Hall and food", "non_labour", "800")), 208.5),
)  # fmt: skip
LATECOMER = Project(
    "office@fencyclists.example", "Fen Cyclists", "group", "", "5,100", "Mend and Ride",
    "Young people mend donated bicycles with volunteers and keep the one they mend.", (3, 4), 16,
    (12, 17), GENERAL, "mentoring",
    (("Tools and parts", "non_labour", "1100"), ("Trainer", "labour", "700")), LATE,
)  # fmt: skip
WINTER = (
    Project("office@wrenfoldboxing.example", "The Wrenfold Boxing Club", "group", "", "9,300",
            "Ring of Confidence: second year", "The same club on two nights a week, with a girls' "
            "session.", (4,), 55, (10, 18), RISK, "sports_programmes",
            (("Coaches", "labour", "2400"), ("Hall hire", "non_labour", "1000")), 9),
    Project("hello@mosswaterarts.example", "Mosswater Arts", "charity", "9164883", "81,000",
            "Verse for Verse", "Lyric writing with young people who were excluded.", (5, 7), 20,
            (12, 18), RISK, "arts_programmes",
            (("Two artists", "labour", "2600"), ("Studio", "non_labour", "800")), 4),
    Project("clerk@candlemeretown.example", "Candlemere Town Council", "council", "", "402,000",
            "Skate Night in the dry", "The same evenings in the old bus garage.", (2,), 70, (8, 18),
            GENERAL, "sports_programmes", (("Youth workers", "labour", "1900"),), 0),
)  # fmt: skip


def steps(workspace: Workspace) -> Iterator[Step]:
    """From the first application of the summer to the drafts of this winter."""
    for project in SUMMER:
        yield Step(project.days_ago, _applying(workspace, OVER, project))
    yield Step(LATECOMER.days_ago, _applying(workspace, OVER, LATECOMER))
    yield Step(LATE_ASKED, lambda at: _ask_late(workspace, at))
    yield Step(LATE_PUT, lambda at: _put_late(workspace, at))
    yield Step(LATE_TAKEN, lambda at: _take_late(workspace, at))
    for project in WINTER:
        yield Step(project.days_ago or 2, _applying(workspace, OPEN, project))


def _applying(workspace: Workspace, title: str, project: Project) -> Any:
    def apply(at: datetime) -> None:
        round_ = Round.objects.select_related("workspace").get(workspace=workspace, title=title)
        begun_at = min(at, round_.closes_at) - timedelta(days=1)
        who = _applicant(project, at=max(begun_at, round_.opens_at))
        made = writing.begin(
            round=round_,
            eligibility=_passing(round_),
            actor=who,
            at=max(begun_at, round_.opens_at),
        )
        if project is LATECOMER:
            at = round_.closes_at + MINUTES_LATE
        _write(made, project, who, at=at)
        if project is SUMMER[1]:
            people.invite(
                application=made,
                email="producer@mosswaterarts.example",
                may_submit=False,
                actor=who,
                at=at,
            )
        if project.days_ago:
            said = Certified(f"Chair of {project.organisation}", CERTIFIED_AS)
            sending.submit(application=made, said=said, actor=who, at=at)

    return apply


def _applicant(project: Project, *, at: datetime) -> Submitter:
    found, _ = Applicant.objects.get_or_create(
        email=project.email, defaults={"first_seen_at": at, "last_seen_at": at}
    )
    return submitter(found)


def _passing(round: Round) -> dict[str, Any]:
    return {
        each.key: each.passing[0] if each.passing else each.least for each in eligibility_of(round)
    }


def _write(application: Application, project: Project, who: Submitter, *, at: datetime) -> None:
    """Everything that is asked, but for the last part of a draft."""
    there = queries.written_of(application)
    given = {**_ours(project), **_theirs(project, application.round)}
    asked = {each.key for each in there.questions}
    typed = {
        key: Typed(each, Seen(there.versions.get(key, 0), mark_of(there.given.get(key))))
        for key, each in given.items()
        if key in asked
    }
    if not project.days_ago:
        typed = dict(list(typed.items())[: len(typed) // 2])
    saved = writing.save_answers(application=application, typed=typed, actor=who, at=at)
    if project.days_ago:
        for each in saved.written.answered:
            if each.question.kind == QuestionKind.UPLOAD and each.question.required:
                _attach(application, each.question.key, project, who, at=at)


def _ours(project: Project) -> dict[str, Any]:
    number = {"charity": ours.CHARITY, "company": ours.COMPANY}.get(project.kind)
    return {
        ours.NAME: project.organisation,
        ours.KIND: ours.KINDS[project.kind],
        **({number: project.number} if number else {}),
        ours.INCOME: project.income,
        ours.CONTACT: f"Secretary of {project.organisation}",
        ours.ROLE: "Secretary",
    }


def _theirs(project: Project, round: Round) -> Mapping[str, Any]:
    """By the keys of the library's questions. What a round does not ask falls away."""
    first = round.projects_from or timezone.localdate(round.closes_at) + timedelta(days=75)
    return {
        "project-name": project.title,
        "project-summary": project.summary,
        "activities": f"{project.summary} Each week from six to eight, two adults at least, at our "
        "own place or one that we hire and know.",
        "starts-on": _day(first),
        "ends-on": _day(first + timedelta(days=270)),
        "people": str(project.people),
        "ages": {"from": str(project.ages[0]), "to": str(project.ages[1]), "send": False},
        "districts": [f"Z99D{at:05d}" for at in project.districts],
        "level": project.level,
        "reach": "Our workers go where they are, and schools and the police tell them of us.",
        "need": "Young people told us that there is nowhere to go after six. Two bus shelters "
        "were burnt last year and the shop stopped serving school children.",
        "prevention": "They have somewhere safe at the hours when trouble starts, and adults who "
        "notice when something is wrong.",
        "approach": project.approach,
        "why-it-works": "Those who came last year still come, and their schools see it.",
        "safeguarding-policy": YES,
        "safe-delivery": "A trained lead is there each time. Two adults are never fewer. We have "
        "thought of fights at the gate and of children who are not collected.",
        "checks": YES,
        "insurance": YES,
        "amount": project.amount,
        "budget": [
            {"item": item, "kind": kind, "cost": cost} for item, kind, cost in project.lines
        ],
        "other-money": NO,
        "value": "Volunteers give as many hours as we pay for.",
        "outcomes": ["They feel safer", "They are more confident"],
        "how-you-know": "Six short questions at the start and after three months, and who still "
        "comes.",
        "afterwards": "Members pay a pound each time, and the town council lets us have the hall.",
        "publicity": YES,
    }


def _day(day: date) -> list[str]:
    return [str(day.day), str(day.month), str(day.year)]


def _attach(
    application: Application, key: str, project: Project, who: Submitter, *, at: datetime
) -> None:
    from headwater.reporting.paper_words import word_bytes

    paper = Paper(
        title=project.organisation,
        subtitle=key.replace("-", " ").capitalize(),
        publisher=project.organisation,
        made_on=timezone.localdate(at),
        parts=(Paragraph("Adopted by the committee at its yearly meeting."),),
        is_fictional=True,
    )
    files.attach(
        application=application,
        key=key,
        file=SimpleUploadedFile(f"{key}.docx", word_bytes(paper)),
        actor=who,
        at=at,
    )


def _actor(email: str) -> Actor:
    return actor_for(User.objects.get(email=email), today=timezone.localdate())


def _late(workspace: Workspace) -> LateRequest | None:
    rows = LateRequest.objects.select_related("application__round__workspace", "certified_by")
    return rows.filter(application__round__workspace=workspace).first()


def _ask_late(workspace: Workspace, at: datetime) -> None:
    found = _late(workspace)
    if found is not None:
        why = "The library where we write closed its doors with our page open."
        late.ask(late=found, why=why, actor=submitter(found.certified_by), at=at)


def _put_late(workspace: Workspace, at: datetime) -> None:
    found = _late(workspace)
    if found is not None:
        reason = "Minutes late, everything finished, and nobody else is harmed by it."
        late.propose(late=found, reason=reason, actor=_actor(LEAD), at=at)


def _take_late(workspace: Workspace, at: datetime) -> None:
    found = _late(workspace)
    if found is not None:
        late.take(late=found, actor=_actor(APPROVER), at=at)
