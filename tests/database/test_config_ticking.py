"""What is done by the clock is done when due, by one process; a failure holds up nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from headwater.core.errors import LakeError
from headwater.web.accounts.schedules import Schedule
from headwater.web.config import ticking
from headwater.web.config.models import ScheduleRun

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[datetime]]:
    """Put one schedule in place of all, and say when it ran."""

    def put(*, fails: bool = False) -> list[datetime]:
        ran: list[datetime] = []

        def run(at: datetime) -> str:
            ran.append(at)
            if fails:
                raise LakeError("The lake is away.")
            return "done"

        monkeypatch.setattr(ticking, "schedules", lambda: iter([Schedule("one", HOUR, run)]))
        return ran

    return put


def test_it_runs_when_due_and_not_before(use: Callable[..., list[datetime]]) -> None:
    ran = use()
    for minutes in (0, 1, 59, 60, 61, 120):
        ticking.tick(at=NOW + timedelta(minutes=minutes))
    assert ran == [NOW, NOW + HOUR, NOW + 2 * HOUR]


def test_a_failure_is_said_and_tried_again_when_next_due(
    use: Callable[..., list[datetime]],
) -> None:
    ran = use(fails=True)
    assert ticking.tick(at=NOW) == [("one", "failed: LakeError")]
    ticking.tick(at=NOW + HOUR)
    assert len(ran) == 2


def test_what_another_process_runs_is_not_run_beside_it(
    use: Callable[..., list[datetime]],
) -> None:
    ran = use()
    ScheduleRun.objects.create(name="one", begun_at=NOW - timedelta(minutes=59))
    assert ticking.tick(at=NOW) == []
    assert ran == []


def test_a_run_that_died_is_begun_again(use: Callable[..., list[datetime]]) -> None:
    ran = use()
    ScheduleRun.objects.create(name="one", begun_at=NOW - ticking.HELD_AT_MOST)
    ticking.tick(at=NOW)
    assert ran == [NOW]


def test_every_schedule_of_every_app_has_a_name_of_its_own() -> None:
    names = [schedule.name for schedule in ticking.schedules()]
    assert names
    assert len(names) == len(set(names))
