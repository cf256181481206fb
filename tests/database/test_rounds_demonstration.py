"""Rounds in the demonstration: one is over, one is open, one lacks something."""

from datetime import timedelta

import pytest

from builders.documents import a_demonstration
from headwater.core import clock
from headwater.web.config.demonstration import rounds, story
from headwater.web.config.demonstration.steps import walk
from headwater.web.grants.rounds.models import Round, RoundState
from headwater.web.grants.rounds.queries.ready import faults_of
from headwater.web.grants.rounds.rules.phases import Phase, phase
from headwater.web.grants.rounds.rules.readiness import Task

pytestmark = pytest.mark.django_db


def test_one_round_is_over_one_is_open_and_one_is_being_written() -> None:
    at = clock.now()
    workspace = story._partnership(at=at)
    with a_demonstration():
        walk(rounds.steps(workspace), now=at)
    found = {each.title: each for each in Round.objects.all()}
    assert phase(found[rounds.OVER], at) is Phase.CLOSED
    assert phase(found[rounds.OPEN], at) is Phase.OPEN
    assert phase(found[rounds.OPEN], at + timedelta(days=20)) is Phase.CLOSED
    assert found[rounds.NEXT].state == RoundState.DRAFT
    missing = faults_of(found[rounds.NEXT], at=at)
    assert {task for task, said in missing.items() if said} == {Task.DATES}
    assert found[rounds.OPEN].attachments.count() == 1
