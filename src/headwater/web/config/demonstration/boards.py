"""A year of Loamshire's boards: founded, seated, met, minuted, and a workshop in the summer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.utils import timezone

from headwater.rulebook import working_day_until
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.config.demonstration import minuted
from headwater.web.config.demonstration.minuted import Met, Said, Sitting
from headwater.web.config.demonstration.steps import Step
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partners.queries import actor_for
from headwater.web.partnership.boards.changes import agenda, boards, meetings, minutes, minuting
from headwater.web.partnership.boards.changes.meetings import Arrangement
from headwater.web.partnership.boards.changes.minuting import Filled, Proposal, Task
from headwater.web.partnership.boards.models import AgendaItem, Board, Meeting, Minutes
from headwater.web.partnership.boards.queries import boards as board_queries
from headwater.web.partnership.boards.queries import meetings as queries
from headwater.web.partnership.boards.queries.live import live_items, things
from headwater.web.partnership.boards.rules.describing import Terms
from headwater.web.partnership.boards.rules.meeting import Template
from headwater.web.partnership.boards.rules.sitting import CAME, How, Seniority
from headwater.web.partnership.boards.rules.stages import stage_of
from headwater.web.partnership.boards.rules.voting import Stance
from headwater.web.thread import kinds

LEAD = "lead@loamshire.example"
FOUNDED = 358
PLANNED_BEFORE, PACK_BEFORE, ISSUED_AFTER = 30, 7, 6
TERMS_HOLD = timedelta(days=380)
BEGINS = time(10)
AGENDA_BUILT = 2
MOST_LIVE = 5
ON_TABLE = 2


@dataclass
class _Story:
    """What there is so far, by the titles of `minuted`."""

    workspace: Workspace
    meetings: dict[str, Meeting] = field(default_factory=dict)

    @property
    def lead(self) -> Actor:
        """Whoever runs the meetings."""
        return actor_for(User.objects.get(email=LEAD), today=timezone.localdate())

    def board(self, name: str) -> Board:
        """A board by its name."""
        return Board.objects.select_related("workspace").get(workspace=self.workspace, name=name)

    def partner(self, name: str) -> Organisation:
        """A partner by its name."""
        return Organisation.objects.get(workspace=self.workspace, name=name)

    def minutes(self, title: str) -> Minutes:
        """The minutes of a meeting by its title."""
        return Minutes.objects.select_related("meeting__board__workspace").get(
            meeting=self.meetings[title]
        )


def steps(workspace: Workspace) -> Iterator[Step]:
    """The year, from the day the boards were founded to meetings that are still to come."""
    story = _Story(workspace)
    for sitting in minuted.SITTINGS:
        yield Step(FOUNDED, _founding(story, sitting))
    last: dict[str, str] = {}
    for met in minuted.MEETINGS:
        yield Step(met.days_ago + PLANNED_BEFORE, _planning(story, met))
        yield Step(met.days_ago + PACK_BEFORE, _sending(story, met.title))
        yield Step(met.days_ago, _meeting(story, met, confirms=last.get(met.board, "")))
        if met.is_issued:
            yield Step(met.days_ago - ISSUED_AFTER, _issuing(story, met))
        last[met.board] = met.title
    yield from _called_off(story)
    yield from _to_come(story)


def _founding(story: _Story, sitting: Sitting) -> Callable[[datetime], object]:
    def found(at: datetime) -> None:
        day = timezone.localdate(at)
        lead = story.lead
        board = boards.found_board(
            workspace=story.workspace,
            terms=Terms(
                name=sitting.name,
                terms=sitting.terms,
                statutory_roles=sitting.must_sit,
                quorum=sitting.quorum,
                quorum_roles=sitting.must_be_there,
                standing_items=sitting.items,
                meets_every=sitting.meets_every,
                review_on=day + TERMS_HOLD,
            ),
            starts_on=day,
            actor=lead,
            at=at,
        )
        for place in sitting.places:
            boards.give_seat(
                board=board,
                place=boards.Place(
                    organisation=story.partner(place.organisation),
                    title=place.title,
                    seniority=place.seniority,
                    office=place.office,
                    votes=place.votes,
                    user=User.objects.filter(email=place.email).first(),
                    deputy_title=place.deputy_title,
                ),
                starts_on=day,
                actor=lead,
                at=at,
            )

    return found


def _plan(  # noqa: PLR0913 - what a meeting is, and when it was thought of
    story: _Story,
    title: str,
    board: str,
    template: Template,
    place: str,
    *,
    days: int,
    at: datetime,
) -> Meeting:
    """A meeting some days after it is planned, on a working day."""
    day = working_day_until(timezone.localdate(at) + timedelta(days=days))
    made = meetings.plan_meeting(
        board=story.board(board),
        arrangement=Arrangement(
            title=title,
            template=template,
            begins_at=timezone.make_aware(datetime.combine(day, BEGINS)),
            minutes_long=180 if template is Template.WORKSHOP else 120,
            place=place,
        ),
        actor=story.lead,
        at=at,
    )
    story.meetings[title] = made
    return made


def _planning(story: _Story, met: Met) -> Callable[[datetime], object]:
    def plan(at: datetime) -> None:
        made = _plan(
            story, met.title, met.board, met.template, met.place, days=PLANNED_BEFORE, at=at
        )
        for title in met.own_items:
            agenda.add_item(meeting=made, title=title, brought_by=None, actor=story.lead, at=at)

    return plan


def _sending(story: _Story, title: str) -> Callable[[datetime], object]:
    return lambda at: meetings.send_pack(meeting=story.meetings[title], actor=story.lead, at=at)


def _meeting(story: _Story, met: Met, *, confirms: str) -> Callable[[datetime], object]:
    """The day of a meeting, from its start to its end."""

    def meet(at: datetime) -> None:
        lead = story.lead
        meeting = meetings.start(meeting=story.meetings[met.title], actor=lead, at=at)
        _attend(meeting, met.missing, actor=lead, at=at)
        if confirms:
            minutes.confirm(minutes=story.minutes(confirms), at_meeting=meeting, actor=lead, at=at)
        for item in meeting.agenda.select_related("meeting__board__workspace"):
            _talk(story, item, met.said.get(item.title, Said()), at=at)
        story.meetings[met.title] = meetings.close(meeting=meeting, actor=lead, at=at)

    return meet


def _attend(meeting: Meeting, missing: dict[str, How], *, actor: Actor, at: datetime) -> None:
    filled = []
    for seat in board_queries.seats_of(meeting.board, today=timezone.localdate(at)):
        how = missing.get(seat.organisation.name, How.PRESENT)
        is_substitute = how is How.SUBSTITUTE
        level = Seniority.ADVISER if is_substitute else Seniority(seat.seniority)
        filled.append(
            Filled(
                organisation=seat.organisation,
                title=(seat.deputy_title or "Colleague") if is_substitute else seat.title,
                how=how,
                seniority=level if how in CAME else None,
                seat=seat,
            )
        )
    minuting.record_attendance(
        meeting=meeting, filled=filled, version=meeting.version, actor=actor, at=at
    )


def _talk(story: _Story, item: AgendaItem, said: Said, *, at: datetime) -> None:
    lead = story.lead
    stage = stage_of(item.stage)
    if stage is not None:
        offered = things(lead, story.workspace.slug, stage.kinds)
        for each in offered[:ON_TABLE]:
            minuting.lay_on_table(item=item, end=each.about[0], actor=lead, at=at)
        item.refresh_from_db()
    for organisation, nature in said.interests:
        seat = item.meeting.board.seats.get(organisation__name=organisation)
        minuting.declare_interest(item=item, seat=seat, nature=nature, actor=lead, at=at)
    if said.notes:
        minuting.note(item=item, notes=said.notes, version=item.version, actor=lead, at=at)
    for text, organisation in said.points:
        by = story.partner(organisation) if organisation else None
        minuting.add_point(item=item, text=text, organisation=by, actor=lead, at=at)
    _decide(item, said, actor=lead, at=at)
    _ask(story, item, said, at=at)


def _decide(item: AgendaItem, said: Said, *, actor: Actor, at: datetime) -> None:
    excluded = set(item.interests.values_list("seat", flat=True))
    seats = [each for each in queries.voting_seats(item.meeting) if each.pk not in excluded]
    for each in said.decisions:
        stances = {
            seat.pk: Stance.AGAINST if seat.organisation.name in each.against else Stance.FOR
            for seat in seats
        }
        minuting.decide(
            item=item,
            proposal=Proposal(
                text=each.text,
                reason=each.reason,
                dissent=each.dissent,
                stances=stances,
                answers=item.ends,
            ),
            actor=actor,
            at=at,
        )


def _ask(story: _Story, item: AgendaItem, said: Said, *, at: datetime) -> None:
    """Actions go into the plan, where there is one."""
    kind = kinds.kind("action")
    if kind is None or kind.make is None:
        return
    for each in said.actions:
        minuting.make_action(
            item=item,
            task=Task(
                title=each.title,
                organisation=story.partner(each.leads),
                due_on=timezone.localdate(at) + timedelta(days=each.days),
                answers=item.ends,
            ),
            actor=story.lead,
            at=at,
        )


def _issuing(story: _Story, met: Met) -> Callable[[datetime], object]:
    def issue(at: datetime) -> None:
        lead = story.lead
        held = minutes.issue(minutes=story.minutes(met.title), actor=lead, at=at)
        if met.correction is not None:
            title, now, why = met.correction
            row = held.meeting.agenda.get(title=title)
            minutes.correct(
                minutes=held,
                row=row,
                field="notes",
                before=row.notes,
                after=now,
                why=why,
                actor=lead,
                at=at + timedelta(hours=3),
            )

    return issue


def _called_off(story: _Story) -> Iterator[Step]:
    days, board, title, place, why = minuted.CALLED_OFF

    def plan(at: datetime) -> None:
        _plan(story, title, board, Template.BOARD, place, days=PLANNED_BEFORE, at=at)

    yield Step(days + PLANNED_BEFORE, plan)
    yield Step(
        days + PACK_BEFORE,
        lambda at: meetings.cancel(
            meeting=story.meetings[title], reason=why, actor=story.lead, at=at
        ),
    )


def _to_come(story: _Story) -> Iterator[Step]:
    """Meetings that are planned, with what is late and due on the agenda of the first."""
    for days, board, title, place in minuted.TO_COME:
        yield Step(AGENDA_BUILT + 1, _planning_ahead(story, days, board, title, place))
    first = minuted.TO_COME[0][2]
    yield Step(AGENDA_BUILT, lambda at: _build(story, first, at))


def _planning_ahead(
    story: _Story, days: int, board: str, title: str, place: str
) -> Callable[[datetime], object]:
    until = days + AGENDA_BUILT + 1
    return lambda at: _plan(story, title, board, Template.BOARD, place, days=until, at=at)


def _build(story: _Story, title: str, at: datetime) -> None:
    lead = story.lead
    offered = live_items(lead, story.workspace, today=timezone.localdate(at))
    late = [each for each in offered if each.is_late]
    rest = [each for each in offered if each.about]
    chosen = [*late[:MOST_LIVE], *rest[:MOST_LIVE]]
    if chosen:
        agenda.add_live(meeting=story.meetings[title], chosen=chosen, actor=lead, at=at)
