"""Authorities are asked, reminded and heard; a round ends when the law's duty to consult is met."""

from datetime import timedelta

import pytest
from django.utils import timezone

from builders.consultation import (
    ask,
    build_consultee,
    build_request,
    build_round,
    keeper_of,
    remind,
    reply,
    settle,
)
from builders.web import actor_of, build_member, build_workspace
from headwater.core import clock
from headwater.web.accounts.roles import Role
from headwater.web.partnership.consultation import queries
from headwater.web.partnership.consultation.changes import register, requests, rounds
from headwater.web.partnership.consultation.changes.requests import Answer
from headwater.web.partnership.consultation.events import Work
from headwater.web.partnership.consultation.models import Consultee
from headwater.web.partnership.consultation.rules.consulting import (
    ConsultingError,
    Ground,
    Sort,
    Standing,
    State,
)
from headwater.web.partnership.consultation.rules.importing import Described
from headwater.web.partnership.consultation.rules.permissions import NotAllowedError
from headwater.web.thread.queries import beads
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db


def test_a_list_adds_whom_it_names_first_and_changes_whom_it_knows() -> None:
    workspace = build_workspace()
    build_consultee("Alder School")
    rows = [
        Described("Alder School", Sort.EDUCATIONAL, place="Brinmouth"),
        Described("HMP Elm", Sort.PRISON),
    ]
    keeper = keeper_of(workspace)
    assert register.take_in(workspace=workspace, rows=rows, actor=keeper, at=clock.now()) == (1, 1)
    assert register.take_in(workspace=workspace, rows=rows, actor=keeper, at=clock.now()) == (0, 0)
    assert Consultee.objects.get(name="Alder School").place == "Brinmouth"


def test_a_viewer_keeps_nothing() -> None:
    workspace = build_workspace()
    with pytest.raises(NotAllowedError):
        register.take_in(
            workspace=workspace, rows=[], actor=actor_of(build_member(Role.VIEWER)), at=clock.now()
        )


def test_asking_many_is_undone_in_one_go_but_for_those_who_answered() -> None:
    alder, elm = build_consultee(), build_consultee("Elm School")
    found = build_round()
    batch = ask(found, alder, elm)
    reply(found, alder)
    gone = rounds.undo_asking(
        consultation=found, batch=batch, actor=keeper_of(found.workspace), at=clock.now()
    )
    assert gone == 1
    assert [line.state for line in queries.lines_of(found)] == [State.REPLIED, State.NOT_ASKED]


def test_nobody_is_asked_twice_in_a_round() -> None:
    alder = build_consultee()
    found = build_round()
    ask(found, alder)
    with pytest.raises(ConsultingError, match="not asked yet"):
        ask(found, alder)


def test_no_reply_is_written_down_only_after_a_reminder_and_once_time_is_over() -> None:
    alder = build_consultee()
    found = build_round()
    ask(found, alder)
    with pytest.raises(ConsultingError, match="once it was reminded"):
        settle(found, alder)
    remind(found, alder)
    settle(found, alder)
    assert queries.line_of(found, alder).state is State.NO_REPLY
    reply(found, alder)
    assert queries.line_of(found, alder).state is State.REPLIED


def test_replies_are_chased_until_nobody_is_waited_for() -> None:
    alder, elm = build_consultee(), build_consultee("Elm School")
    found = build_round()
    ask(found, alder, elm)
    open_items = Item.objects.filter(kind=Work.CHASE, about=found.reference, closed_at=None)
    reply(found, alder)
    assert open_items.exists()
    reply(found, elm)
    assert not open_items.exists()


def test_a_round_ends_only_once_every_authority_was_consulted() -> None:
    alder, elm = build_consultee(), build_consultee("Elm School")
    found = build_round()
    ask(found, alder)
    reply(found, alder)

    def close() -> None:
        rounds.close(
            consultation=found,
            closing="Bus routes are in the plan.",
            version=1,
            actor=keeper_of(found.workspace),
            at=clock.now(),
        )

    with pytest.raises(ConsultingError, match="1 were not asked"):
        close()
    ask(found, elm)
    reply(found, elm)
    close()
    with pytest.raises(ConsultingError, match="closed"):
        reply(found, elm)


def test_an_authority_that_left_before_a_round_is_not_missed_in_it() -> None:
    alder = build_consultee()
    build_consultee("Elm School")
    register.end(
        consultee=alder,
        last_day=timezone.localdate() - timedelta(days=50),
        version=alder.version,
        actor=keeper_of(alder.workspace),
        at=clock.now(),
    )
    assert [line.consultee.name for line in queries.lines_of(build_round())] == ["Elm School"]


def test_a_request_is_declined_only_on_one_of_the_four_grounds() -> None:
    asked = build_request(build_consultee())
    keeper, today = keeper_of(asked.workspace), timezone.localdate()
    with pytest.raises(ConsultingError, match="four grounds"):
        requests.answer(
            request=asked,
            given=Answer(Standing.DECLINED, today),
            version=1,
            actor=keeper,
            at=clock.now(),
        )
    requests.answer(
        request=asked,
        given=Answer(Standing.DECLINED, today, Ground.COST, "It has no budget for it."),
        version=1,
        actor=keeper,
        at=clock.now(),
    )
    asked.refresh_from_db()
    assert (asked.status, asked.ground) == ("declined", "undue_cost")
    assert not Item.objects.filter(kind=Work.ANSWER, closed_at=None).exists()


def test_what_an_authority_said_in_a_round_is_on_the_thread() -> None:
    alder = build_consultee()
    found = build_round()
    ask(found, alder)
    reply(found, alder)
    end = ("consultation", f"{found.reference}:{alder.reference}")
    (bead,) = beads(keeper_of(found.workspace), found.workspace.slug, [end]).values()
    assert (bead.title, bead.state) == ("Alder School: Strategy", "Replied")
    assert bead.on == timezone.localdate() - timedelta(days=14)
