"""A year of lawful sharing in Loamshire: who was asked, what was agreed, refused and is stuck.

Everything is made up, and days are counted back from the day the demonstration is made.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.config.demonstration import cast
from headwater.web.config.demonstration.steps import Step
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partners.queries import actor_for
from headwater.web.sharing.changes import agreements, datasets, dpias, onboarding, shares
from headwater.web.sharing.changes.agreements import Terms
from headwater.web.sharing.changes.datasets import Described
from headwater.web.sharing.changes.dpias import Assessed
from headwater.web.sharing.changes.shares import Asked
from headwater.web.sharing.models import Agreement, Dataset, Dpia, Onboarding
from headwater.web.sharing.rules import onboarding as steps_of
from headwater.web.sharing.rules.gateways import Bases
from headwater.web.sharing.rules.onboarding import Moved
from headwater.web.sharing.rules.terms import (
    Acting,
    Article6,
    Article9,
    Condition,
    Granularity,
    Holding,
    Purpose,
)

LEAD, APPROVER, SECOND = (
    "lead@loamshire.example",
    "approver@loamshire.example",
    cast.SECOND_APPROVER_EMAIL,
)
A_YEAR = timedelta(days=365)
YOUTH_JUSTICE = "Loamshire Youth Justice Service"
FIRE = "Loamshire Fire and Rescue Authority"
PROBATION = "Loamshire Probation Delivery Unit"
CITY = "Larkminster City Council"
PRISON = "HM Prison Alderwick"
TRUST = "Riverside Youth Trust"
ON = steps_of.Step
BEGAN = 352


@dataclass(frozen=True, slots=True)
class Source:
    """A dataset and the days on which it was moved by hand. Papers move it by themselves."""

    key: str
    holder: str
    said: Described
    moves: tuple[tuple[steps_of.Step, int], ...]
    stuck_on: str = ""


SOURCES = (
    Source(
        "crime",
        cast.CONSTABULARY,
        Described(
            title="Recorded crime",
            fields="Offence code, times from and to, small area, flags, outcome, age band.",
            caveat="Recording practice changes over time.",
            steward_role="Head of performance",
            frequency="monthly",
            lag_days=15,
            geography="Lower-layer super output area",
            suppression="police",
            licence="Information sharing agreement",
            source="recorded_crime",
        ),
        (
            (ON.ASK, 350),
            (ON.AGREEMENT, 343),
            (ON.TEST_FILE, 297),
            (ON.FIRST_LIVE, 281),
            (ON.REGULAR, 250),
        ),
    ),
    Source(
        "hospital",
        cast.HOSPITALS,
        Described(
            title="Emergency department assaults",
            fields="Site, arrival, time of the assault, method, kind of place.",
            caveat="No names, numbers, ages or sex in the standard.",
            steward_role="Caldicott guardian",
            frequency="monthly",
            lag_days=20,
            geography="Site",
            suppression="istv",
            licence="Information sharing agreement",
            source="istv_ed",
        ),
        (
            (ON.ASK, 348),
            (ON.AGREEMENT, 305),
            (ON.FIRST_LIVE, 150),
            (ON.REGULAR, 120),
        ),
    ),
    Source(
        "fire",
        FIRE,
        Described(
            title="Deliberate fires and violence to crews",
            fields="Counts by month and small area.",
            steward_role="Data manager",
            frequency="monthly",
            lag_days=10,
            geography="Lower-layer super output area",
            suppression="public",
            licence="Open Government Licence",
            source="fire",
        ),
        (
            (ON.ASK, 330),
            (ON.AGREEMENT, 321),
            (ON.DPIA, 300),
            (ON.TEST_FILE, 290),
            (ON.FIRST_LIVE, 262),
            (ON.REGULAR, 230),
            (ON.LAPSED, 72),
        ),
        "The post that made the file is vacant.",
    ),
    Source(
        "youth_justice",
        YOUTH_JUSTICE,
        Described(
            title="First-time entrants and reoffending",
            fields="Counts by quarter, need and kind of offence.",
            caveat="Small numbers: districts only.",
            steward_role="Performance manager",
            frequency="quarterly",
            lag_days=45,
            geography="District",
            suppression="public",
        ),
        ((ON.ASK, 210), (ON.AGREEMENT, 170), (ON.DPIA, 104)),
        "The data protection officer asked how small numbers are hidden.",
    ),
    Source(
        "education",
        cast.COUNCIL,
        Described(
            title="Exclusions, suspensions and absence",
            fields="Counts by term, ward of residence and reason.",
            caveat="By school it would point to pupils: wards only.",
            steward_role="Head of education data",
            frequency="termly",
            lag_days=60,
            geography="Ward",
            suppression="education",
        ),
        ((ON.ASK, 260), (ON.AGREEMENT, 85)),
        "Legal services have the draft.",
    ),
    Source(
        "housing",
        CITY,
        Described(
            title="Anti-social behaviour cases and licensed premises",
            fields="Counts by month and small area.",
            steward_role="Community safety manager",
            frequency="monthly",
            geography="Lower-layer super output area",
            suppression="public",
        ),
        ((ON.ASK, 140), (ON.AGREEMENT, 96), (ON.DPIA, 60), (ON.TEST_FILE, 21)),
    ),
    Source(
        "probation",
        PROBATION,
        Described(title="Assessed needs of adults", frequency="quarterly", geography="District"),
        ((ON.ASK, 92),),
        "The region decides for all its areas together.",
    ),
    Source(
        "trust",
        TRUST,
        Described(
            title="Reach and waits of youth work", frequency="quarterly", geography="District"
        ),
        ((ON.ASK, 34), (ON.AGREEMENT, 18)),
    ),
)


@dataclass
class _Story:
    """What was written so far, by the keys of `SOURCES`."""

    workspace: Workspace
    datasets: dict[str, Dataset] = field(default_factory=dict)
    ways: dict[str, Onboarding] = field(default_factory=dict)
    agreements: dict[str, Agreement] = field(default_factory=dict)
    dpias: dict[str, Dpia] = field(default_factory=dict)

    def actor(self, email: str) -> Actor:
        """Somebody of the cast."""
        return actor_for(User.objects.get(email=email), today=timezone.localdate())

    def organisation(self, name: str) -> Organisation:
        """A partner."""
        return Organisation.objects.get(workspace=self.workspace, name=name)


def steps(workspace: Workspace) -> Iterator[Step]:
    """A year of sharing, from the first register of what partners hold."""
    story = _Story(workspace)
    for source in SOURCES:
        yield Step(BEGAN, _registering(story, source))
        for number, (step, days_ago) in enumerate(source.moves):
            yield Step(days_ago, _moving(story, source, step, is_first=number == 0))
    for source in SOURCES:
        if source.stuck_on:
            yield Step(12, _sticking(story, source))
    yield from _papers(story)
    yield Step(180, lambda at: _share(story, at))
    yield Step(175, lambda at: _refuse(story, at))
    yield Step(90, lambda at: _decide_against(story, at))
    yield Step(40, lambda at: _share_personal(story, at))
    yield Step(6, lambda at: _share_soon(story, at))


def _registering(story: _Story, source: Source) -> Callable[[datetime], object]:
    def register(at: datetime) -> None:
        story.datasets[source.key] = datasets.write(
            organisation=story.organisation(source.holder),
            workspace=story.workspace,
            said=source.said,
            actor=story.actor(LEAD),
            at=at,
        )

    return register


def _moving(
    story: _Story, source: Source, step: steps_of.Step, *, is_first: bool
) -> Callable[[datetime], object]:
    def move(at: datetime) -> None:
        lead, on = story.actor(LEAD), timezone.localdate(at)
        if is_first:
            story.ways[source.key] = onboarding.start(
                dataset=story.datasets[source.key], on=on, actor=lead, at=at
            )
        else:
            onboarding.move(
                onboarding=story.ways[source.key], to=Moved(step, on), actor=lead, at=at
            )

    return move


def _sticking(story: _Story, source: Source) -> Callable[[datetime], object]:
    def stick(at: datetime) -> None:
        way = story.ways[source.key]
        way.refresh_from_db()
        onboarding.say_stuck(
            onboarding=way,
            stuck_on=source.stuck_on,
            version=way.version,
            actor=story.actor(LEAD),
            at=at,
        )

    return stick


# --- agreements and assessments ------------------------------------------------------------------


def _papers(story: _Story) -> Iterator[Step]:
    """Two agreements in force, one out to sign and one draft; three assessments, two approved."""
    police, hospital = (cast.CONSTABULARY, cast.UNIT), (cast.HOSPITALS, cast.UNIT)
    yield Step(340, _writing(story, "crime", "Recorded crime for the assessment", police))
    yield Step(338, _sending(story, "crime"))
    yield Step(328, _signing(story, "crime", police))
    yield Step(326, _opening(story, "crime"))
    yield Step(300, _writing(story, "hospital", "Injury data of emergency departments", hospital))
    yield Step(290, _sending(story, "hospital"))
    yield Step(252, _signing(story, "hospital", hospital))
    yield Step(248, _opening(story, "hospital"))
    yield Step(235, _assessing(story, "hospital", cast.HOSPITALS))
    yield Step(214, _approving(story, "hospital", APPROVER))
    yield Step(205, _approving(story, "hospital", SECOND))
    yield Step(62, _assessing(story, "crime", cast.CONSTABULARY, ADDRESSES))
    yield Step(55, _approving(story, "crime", SECOND))
    yield Step(49, _approving(story, "crime", APPROVER))
    education = (cast.COUNCIL, cast.UNIT)
    yield Step(80, _writing(story, "education", "Exclusions and absence by ward", education))
    housing = (CITY, cast.UNIT)
    yield Step(30, _writing(story, "housing", "Anti-social behaviour by small area", housing))
    yield Step(14, _sending(story, "housing"))
    yield Step(9, _signing(story, "housing", (CITY,)))
    yield Step(24, _assessing(story, "youth_justice", YOUTH_JUSTICE))
    yield Step(8, _approving(story, "youth_justice", APPROVER))


def _writing(
    story: _Story, key: str, title: str, parties: tuple[str, ...]
) -> Callable[[datetime], object]:
    def write(at: datetime) -> None:
        today = timezone.localdate(at)
        terms = Terms(
            title=title,
            purpose=Purpose.IDENTIFY_KINDS.value,
            detail="For the strategic needs assessment and what is watched between two of them.",
            gateway="not_personal",
            parties=tuple(story.organisation(each).reference for each in parties),
            datasets=(story.datasets[key].reference,),
            starts_on=today,
            review_on=today + A_YEAR,
            document="Partnership folder, agreements",
        )
        story.agreements[key] = agreements.write(
            workspace=story.workspace, terms=terms, actor=story.actor(LEAD), at=at
        )

    return write


def _now(story: _Story, key: str) -> Agreement:
    agreement = story.agreements[key]
    agreement.refresh_from_db()
    return agreement


def _sending(story: _Story, key: str) -> Callable[[datetime], object]:
    def send(at: datetime) -> None:
        found = _now(story, key)
        agreements.send_out(agreement=found, version=found.version, actor=story.actor(LEAD), at=at)

    return send


def _signing(story: _Story, key: str, parties: tuple[str, ...]) -> Callable[[datetime], object]:
    def sign(at: datetime) -> None:
        for party in _now(story, key).parties.filter(organisation__name__in=parties):
            agreements.sign(
                party=party,
                role="Senior information risk owner",
                on=timezone.localdate(at),
                actor=story.actor(LEAD),
                at=at,
            )

    return sign


def _opening(story: _Story, key: str) -> Callable[[datetime], object]:
    def put_in_force(at: datetime) -> None:
        found = _now(story, key)
        agreements.put_in_force(
            agreement=found, version=found.version, actor=story.actor(APPROVER), at=at
        )

    return put_in_force


WITHOUT_IDENTITY = {
    "scope": "Counts and records without identity, by time and place, for the partnership.",
    "risks": "A small count in a small place could point to somebody who was hurt.",
    "measures": "Small numbers are hidden twice: where the file is made and where it is read.",
    "advice": "Agreed, with a look at small places after three months.",
}
ADDRESSES = {
    "title": "Visits to addresses of repeated violence: assessment of impact",
    "scope": "Addresses with three calls or more in a year, for visits by community safety.",
    "risks": "Somebody who did harm sees that a neighbour or a partner called the police.",
    "measures": "No names or reasons are given; visits go to a whole street; six weeks, then gone.",
    "advice": "Agreed. Domestic abuse is left out and goes by the safeguarding route.",
}


def _assessing(
    story: _Story, key: str, owner: str, words: Mapping[str, str] = WITHOUT_IDENTITY
) -> Callable[[datetime], object]:
    def assess(at: datetime) -> None:
        lead = story.actor(LEAD)
        own = {"title": f"{story.datasets[key].title}: assessment of impact"}
        said = Assessed(
            **{**own, **words},
            owner_role="Data protection officer",
            review_on=timezone.localdate(at) + A_YEAR,
            agreement=story.agreements.get(key) if words is WITHOUT_IDENTITY else None,
        )
        made = dpias.write(
            workspace=story.workspace,
            organisation=story.organisation(owner),
            said=said,
            actor=lead,
            at=at,
        )
        story.dpias[key] = dpias.propose(dpia=made, version=made.version, actor=lead, at=at)

    return assess


def _approving(story: _Story, key: str, email: str) -> Callable[[datetime], object]:
    def approve(at: datetime) -> None:
        found = story.dpias[key]
        found.refresh_from_db()
        dpias.approve(
            dpia=found,
            reason="The risks are named and what is done about them is enough.",
            version=found.version,
            actor=story.actor(email),
            at=at,
        )

    return approve


# --- shares and refusals -------------------------------------------------------------------------


def _share(story: _Story, at: datetime) -> None:
    """Counts of a hospital: nothing stands against them."""
    asked = Asked(
        title="Assault attendances by month, hour and kind of place",
        giver=story.organisation(cast.HOSPITALS),
        taker=story.organisation(cast.UNIT),
        purpose=Purpose.IDENTIFY_KINDS,
        granularity=Granularity.ANONYMISED,
        gateway="not_personal",
        dataset=story.datasets["hospital"],
        agreement=story.agreements["hospital"],
        kept="24 months, then counts only",
        review_on=timezone.localdate(at) + A_YEAR,
    )
    shares.decide(workspace=story.workspace, asked=asked, actor=story.actor(LEAD), at=at)


def _refuse(story: _Story, at: datetime) -> None:
    """Records of patients under the Duty: the law refuses, and names what may be done instead."""
    asked = Asked(
        title="Attendances with a code for each patient",
        giver=story.organisation(cast.HOSPITALS),
        taker=story.organisation(cast.CONSTABULARY),
        purpose=Purpose.IDENTIFY_KINDS,
        granularity=Granularity.PSEUDONYMISED,
        holds=(Holding.PATIENT,),
        gateway="pcsc_s16",
        bases=Bases(
            article_6=Article6.PUBLIC_TASK,
            article_9=Article9.HEALTH_OR_CARE,
            condition=Condition.HEALTH_OR_CARE,
            necessity="To see how often the same injury comes to two departments.",
            proportionality="Four columns, for one year.",
        ),
        dataset=story.datasets["hospital"],
    )
    shares.decide(workspace=story.workspace, asked=asked, actor=story.actor(LEAD), at=at)


def _decide_against(story: _Story, at: datetime) -> None:
    asked = Asked(
        title="Suspensions by school",
        giver=story.organisation(cast.COUNCIL),
        acting=Acting.OTHER,
        taker=story.organisation(cast.UNIT),
        purpose=Purpose.IDENTIFY_CAUSES,
        granularity=Granularity.AGGREGATE,
        gateway="not_personal",
        dataset=story.datasets["education"],
    )
    shares.decide(
        workspace=story.workspace,
        asked=asked,
        against="Counts by school could point to pupils. Wards answer the question as well.",
        actor=story.actor(LEAD),
        at=at,
    )


def _share_personal(story: _Story, at: datetime) -> None:
    """Police to a council in its community safety function, under section 16."""
    asked = Asked(
        title="Addresses of repeated violence, for visits by community safety",
        giver=story.organisation(cast.CONSTABULARY),
        taker=story.organisation(CITY),
        purpose=Purpose.STRATEGY,
        granularity=Granularity.PERSONAL,
        holds=(Holding.CRIMINAL,),
        gateway="pcsc_s16",
        bases=Bases(
            article_6=Article6.PUBLIC_TASK,
            condition=Condition.STATUTORY,
            necessity="Counts do not say which doors to knock on.",
            proportionality="The address and the number of calls; no names, and for six weeks.",
        ),
        dataset=story.datasets["crime"],
        dpia=story.dpias["crime"],
        kept="Six weeks, then deleted",
        review_on=timezone.localdate(at) + timedelta(days=80),
    )
    shares.decide(workspace=story.workspace, asked=asked, actor=story.actor(LEAD), at=at)


def _share_soon(story: _Story, at: datetime) -> None:
    """Lawful, and it waits: its assessment of impact has one approval of two."""
    asked = Asked(
        title="Reoffending by quarter, with a code for each young person",
        giver=story.organisation(YOUTH_JUSTICE),
        taker=story.organisation(cast.COUNCIL),
        purpose=Purpose.IDENTIFY_CAUSES,
        granularity=Granularity.PSEUDONYMISED,
        holds=(Holding.CRIMINAL,),
        gateway="pcsc_s16",
        bases=Bases(
            article_6=Article6.PUBLIC_TASK,
            condition=Condition.STATUTORY,
            necessity="Counts do not say whether the same young people come back.",
            proportionality="Five columns, no dates of birth, and for two years.",
        ),
        dataset=story.datasets["youth_justice"],
        dpia=story.dpias["youth_justice"],
        kept="Two years, then counts only",
        review_on=timezone.localdate(at) + A_YEAR,
    )
    shares.decide(workspace=story.workspace, asked=asked, actor=story.actor(LEAD), at=at)
