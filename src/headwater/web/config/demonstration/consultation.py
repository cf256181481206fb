"""A year of Loamshire's consultation: the register, last year's round, this year's, requests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.config.demonstration import cast
from headwater.web.config.demonstration.steps import Step
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partners.queries import actor_for
from headwater.web.partnership.consultation.changes import register, requests, rounds
from headwater.web.partnership.consultation.changes.requests import Answer, Wanted
from headwater.web.partnership.consultation.models import Consultee, Request, Round
from headwater.web.partnership.consultation.rules.consulting import (
    Ground,
    Method,
    Sort,
    Standing,
)
from headwater.web.partnership.consultation.rules.importing import Described

LEAD = "lead@loamshire.example"
PLACES = ("Larkminster", "Alderwick", "Brinmouth", "Fennbridge", "Coldharbour", "Weirford")
SCHOOLS = (
    "Alder", "Ash", "Beech", "Birch", "Bramble", "Cedar", "Cherry", "Clover", "Elder", "Elm",
    "Fern", "Hawthorn", "Hazel", "Heather", "Holly", "Juniper", "Larch", "Laurel", "Linden",
    "Maple", "Myrtle", "Oak", "Poplar", "Rowan", "Sorrel", "Sycamore", "Thorn", "Willow",
)  # fmt: skip
"""Of schools: each is called after a tree or a plant, and none exists."""
OTHERS = (
    Described("Z99 Larkminster College", Sort.EDUCATIONAL, "Further education college"),
    Described("Z99 Brinmouth Sixth Form", Sort.EDUCATIONAL, "Sixth-form college"),
    Described("Z99 Weirside Referral Unit", Sort.EDUCATIONAL, "Pupil referral unit"),
    Described("Z99 Coldharbour Special School", Sort.EDUCATIONAL, "Special academy"),
    Described("Z99 Riverbank Academies", Sort.EDUCATIONAL, "Academy trust"),
    Described("Z99 Fennland Learning", Sort.EDUCATIONAL, "Academy trust"),
    Described("Z99 Orchard Trust", Sort.EDUCATIONAL, "Academy trust"),
    Described("Z99 Meadow Alternative Provision", Sort.EDUCATIONAL, "Alternative provision"),
    Described("HM Prison Alderwick", Sort.PRISON, "Local prison"),
    Described("HM Prison Fennbridge", Sort.PRISON, "Training prison"),
    Described("Weirford Secure Children’s Home", Sort.YOUTH_CUSTODY, "Secure children’s home"),
)
LAST_YEAR, THIS_YEAR = "Strategy 2025 to 2026", "Strategy 2026 to 2027"
ASKED_WHAT = (
    "Do the draft priorities match what you see? What would you do with us? What must we not "
    "promise on your behalf?"
)
SAID = (
    ("Agreed with the priorities. Asked for one name to ring.", "Contacts were added."),
    ("Wanted more on the hour after school and on bus routes.", "Bus routes are in the plan."),
    ("Agreed and had nothing to add.", ""),
    ("Asked that exclusions are looked at with them before targets are set.", ""),
    ("Could not offer staff time; would host sessions at lunch.", "Sessions moved to lunch."),
)
NO_REPLIES = 4
WAITED_FOR = 9


@dataclass
class _Story:
    """What there is so far."""

    workspace: Workspace
    rounds: dict[str, Round] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    @property
    def lead(self) -> Actor:
        """Whoever keeps the register."""
        return actor_for(User.objects.get(email=LEAD), today=timezone.localdate())

    @property
    def everybody(self) -> list[Consultee]:
        """Everybody on the register."""
        return list(Consultee.objects.filter(workspace=self.workspace).select_related("workspace"))


def authorities() -> list[Described]:
    """About forty authorities, none of which exists."""
    schools = [
        Described(
            f"Z99 {name} School",
            Sort.EDUCATIONAL,
            "Secondary academy" if number % 3 else "Maintained secondary school",
            f"Z99{1000 + number}",
            PLACES[number % len(PLACES)],
            "Designated safeguarding lead",
            f"office@{name.lower()}.school.example",
        )
        for number, name in enumerate(SCHOOLS)
    ]
    return [*schools, *OTHERS]


def steps(workspace: Workspace) -> Iterator[Step]:
    """The year, from the register taken in to a round that still waits for some."""
    story = _Story(workspace)
    yield Step(
        345,
        lambda at: register.take_in(
            workspace=workspace, rows=authorities(), actor=story.lead, at=at
        ),
    )
    yield from _round(story, LAST_YEAR, opens=340, lasts=35)
    yield Step(322, _reminding(story, LAST_YEAR))
    yield Step(310, _replying(story, LAST_YEAR, without=NO_REPLIES))
    yield Step(300, _settling(story, LAST_YEAR))
    yield Step(298, _closing(story, LAST_YEAR))
    yield Step(120, _requesting(story))
    yield Step(105, _answering(story))
    yield from _round(story, THIS_YEAR, opens=40, lasts=54)
    yield Step(20, _replying(story, THIS_YEAR, without=WAITED_FOR))
    yield Step(8, _reminding(story, THIS_YEAR))


def _round(story: _Story, title: str, *, opens: int, lasts: int) -> Iterator[Step]:
    def begin(at: datetime) -> None:
        day = timezone.localdate(at)
        story.rounds[title] = rounds.open_round(
            workspace=story.workspace,
            said=rounds.Described(title, ASKED_WHAT, day, day + timedelta(days=lasts)),
            document="",
            actor=story.lead,
            at=at,
        )

    def ask(at: datetime) -> None:
        every = story.everybody
        custody = [each.reference for each in every if each.sort != Sort.EDUCATIONAL]
        schools = [each.reference for each in every if each.sort == Sort.EDUCATIONAL]
        for consultees, method in ((schools, Method.EMAIL), (custody, Method.LETTER)):
            rounds.ask(
                consultation=story.rounds[title],
                consultees=consultees,
                method=method,
                on=timezone.localdate(at),
                actor=story.lead,
                at=at,
            )

    yield Step(opens, begin)
    yield Step(opens - 1, ask)


def _reminding(story: _Story, title: str) -> Callable[[datetime], object]:
    def remind(at: datetime) -> None:
        waiting = story.rounds[title].asked.filter(replied_on=None)
        rounds.remind(
            consultation=story.rounds[title],
            consultees=list(waiting.values_list("consultee__reference", flat=True)),
            on=timezone.localdate(at),
            actor=story.lead,
            at=at,
        )

    return remind


def _replying(story: _Story, title: str, *, without: int) -> Callable[[datetime], object]:
    """All but some answer."""

    def reply(at: datetime) -> None:
        asked = list(story.rounds[title].asked.select_related("consultee").order_by("pk"))
        for number, each in enumerate(asked[without:]):
            summary, changed = SAID[number % len(SAID)]
            rounds.reply(
                consultation=story.rounds[title],
                consultee=each.consultee,
                said=rounds.Reply(timezone.localdate(at), summary, changed),
                version=each.version,
                actor=story.lead,
                at=at,
            )

    return reply


def _settling(story: _Story, title: str) -> Callable[[datetime], object]:
    def settle(at: datetime) -> None:
        waiting = story.rounds[title].asked.filter(replied_on=None)
        for each in waiting.select_related("consultee"):
            rounds.no_reply(
                consultation=story.rounds[title],
                consultee=each.consultee,
                version=each.version,
                actor=story.lead,
                at=at,
            )

    return settle


def _closing(story: _Story, title: str) -> Callable[[datetime], object]:
    def close(at: datetime) -> None:
        found = Round.objects.get(pk=story.rounds[title].pk)
        rounds.close(
            consultation=found,
            closing="Bus routes and the hour after school came into the plan; contacts were added.",
            version=found.version,
            actor=story.lead,
            at=at,
        )

    return close


def _requesting(story: _Story) -> Callable[[datetime], object]:
    wanted = (
        ("Z99 Larkminster College", cast.UNIT, "Host a mentor two afternoons a week."),
        ("HM Prison Alderwick", cast.COUNCIL, "Plan housing before release with the council."),
        ("Z99 Orchard Trust", cast.CONSTABULARY, "Let officers teach in every tutor group."),
    )

    def ask(at: datetime) -> None:
        day = timezone.localdate(at)
        for name, organisation, what in wanted:
            partner = Organisation.objects.get(workspace=story.workspace, name=organisation)
            consultee = Consultee.objects.select_related("workspace").get(
                workspace=story.workspace, name=name
            )
            story.requests.append(
                requests.request(
                    consultee=consultee,
                    wanted=Wanted(
                        partner,
                        name == "HM Prison Alderwick",
                        what,
                        day,
                        day + timedelta(days=28),
                    ),
                    actor=story.lead,
                    at=at,
                )
            )

    return ask


def _answering(story: _Story) -> Callable[[datetime], object]:
    def answer(at: datetime) -> None:
        day = timezone.localdate(at)
        first, second, third = story.requests
        given = (
            (first, Answer(Standing.ACCEPTED, day)),
            (second, Answer(Standing.ACCEPTED, day)),
            (
                third,
                Answer(
                    Standing.DECLINED,
                    day,
                    Ground.DISPROPORTIONATE,
                    "Two schools of twelve asked for it; the trust will take part there.",
                ),
            ),
        )
        for request, said in given:
            requests.answer(
                request=request, given=said, version=request.version, actor=story.lead, at=at
            )

    return answer
