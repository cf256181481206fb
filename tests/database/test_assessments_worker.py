"""What the worker does for assessments: makes them, once, and says why where it cannot."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from builders.algorithms import register_all
from builders.editions_web import (
    AT,
    PERIOD,
    build_small_lake,
    plain_edition,
    queued_edition,
    stored_edition,
)
from builders.provision import put
from builders.web import actor_of, build_member, build_workspace, client_with
from headwater.core.periods import Period
from headwater.pipelines.assess import assess
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.roles import Role
from headwater.web.audit.models import Entry
from headwater.web.editions import attempts
from headwater.web.editions import changes as editions
from headwater.web.editions.files import folder_of
from headwater.web.editions.models import Edition, Status
from headwater.web.insights.algorithms.models import Algorithm
from headwater.web.insights.algorithms.rules import Pipeline
from headwater.web.insights.assessments import changes, queries, schedules, tasks
from headwater.web.insights.assessments.models import Area, HeldMonths
from headwater.web.insights.gateway import assessments as gateway

pytestmark = pytest.mark.django_db
OnCommit = Callable[..., AbstractContextManager[object]]


@pytest.fixture
def lake(tmp_path: Path, settings: Any) -> Path:
    """A lake with three districts and a year of street-level records."""
    settings.LAKE = build_small_lake(tmp_path / "lake")
    register_all()
    return tmp_path / "lake"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the real pipeline makes of the small lake, made once for all tests here."""
    folder = tmp_path_factory.mktemp("report")
    lake = build_small_lake(folder / "lake")
    assess(lake, area="Z99P00001", period=PERIOD, out=folder / "made")
    return folder / "made"


@pytest.fixture
def finished(lake: Path, report: Path, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """An assessment as the worker keeps it; later ones say the same."""

    def assess_again(*_: object, out: Path, **__: object) -> None:
        shutil.copytree(report, out, dirs_exist_ok=True)

    monkeypatch.setattr(gateway, "assess", assess_again)
    edition = queued_edition()
    assert tasks.make.call(edition.reference) == "made"
    edition.refresh_from_db()
    return edition


@pytest.mark.slow
def test_an_assessment_is_made_from_the_lake_with_documents_and_who_accepted(lake: Path) -> None:
    finished = queued_edition()
    assert tasks.make.call(finished.reference) == "made"
    finished.refresh_from_db()
    assert (finished.status, finished.area_name) == (Status.DRAFT, "Loamshire")
    assert finished.checks["attack"] == "passed"
    load = finished.workings.filter(kind="load").first()
    assert load is not None
    assert load.body["accepted"]["by"] == "test"
    client = client_with(Role.VIEWER)
    answer = client.get(f"/work/loamshire/assessments/{finished.reference}/documents/pdf/")
    assert answer.getvalue().startswith(b"%PDF")


def test_the_task_done_twice_makes_one_assessment(finished: Edition) -> None:
    assert tasks.make.call(finished.reference) == "nothing to do"
    made = Entry.objects.filter(event="assessment_made", about=finished.reference)
    assert made.count() == 1


def test_a_killed_run_starts_again_and_is_stored_once(finished: Edition) -> None:
    edition = editions.begin(reference=queued_edition().reference, at=AT)
    editions.progress(edition=edition, step="Protecting people", done=1, total=4)
    assert tasks.make.call(edition.reference) == "made"
    assert tasks.make.call(edition.reference) == "nothing to do"
    made = Entry.objects.filter(event="assessment_made", about=edition.reference)
    assert made.count() == 1


def test_a_run_that_was_overtaken_stops_without_a_word(
    lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = queued_edition()

    def overtaken(*_: object, progress: Callable[[str, int, int], None], **__: object) -> None:
        editions.begin(reference=edition.reference, at=AT)
        progress("Reading the lake", 0, 4)

    monkeypatch.setattr(gateway, "assess", overtaken)
    assert tasks.make.call(edition.reference) == "taken over"
    edition.refresh_from_db()
    assert (edition.status, edition.failure) == (Status.RUNNING, "")


def test_what_the_lake_lacks_is_said_on_the_page(lake: Path) -> None:
    edition = queued_edition(area_code="Z99P00077")
    assert tasks.make.call(edition.reference) == "failed"
    edition.refresh_from_db()
    assert edition.status == Status.FAILED
    assert "There is no area with small areas [Z99P00077]" in edition.failure


@pytest.mark.parametrize("key", [Pipeline.ASSESSMENT, Pipeline.DISCLOSURE])
def test_an_algorithm_that_is_not_registered_does_not_run(lake: Path, key: Pipeline) -> None:
    Algorithm.objects.filter(key=key).delete()
    edition = queued_edition()
    assert tasks.make.call(edition.reference) == "failed"
    edition.refresh_from_db()
    assert key.value in edition.failure


def test_a_bug_is_told_on_the_page_and_goes_on_to_the_log(
    lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(gateway, "assess", broken)
    edition = queued_edition()
    with pytest.raises(ZeroDivisionError):
        tasks.make.call(edition.reference)
    edition.refresh_from_db()
    assert (edition.status, edition.failure) == (Status.FAILED, attempts.BROKE)


def test_a_worker_is_asked_once_the_request_is_safe(
    django_capture_on_commit_callbacks: OnCommit, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(gateway, "make", asked.append)
    with django_capture_on_commit_callbacks(execute=True):
        edition = changes.start(
            workspace=build_workspace(),
            area_code="Z99P00001",
            area_name="Loamshire",
            period=Period.parse("2024-09..2025-08"),
            actor=actor_of(build_member(Role.LEAD)),
            at=AT,
        )
        assert asked == []
    assert asked == [edition.reference]


def test_two_assessments_are_compared_once_and_told() -> None:
    register_all()
    later = deepcopy(plain_edition())
    later["tables"]["districts"]["rows"][0][2] = 1_771  # 10% more than 1,610
    before = stored_edition(first_month=date(2024, 8, 1))
    after = stored_edition(plain=later)
    reader = actor_of(build_member(Role.VIEWER))
    made = changes.compare(before=before, after=after, actor=reader, at=AT)
    assert tasks.compare.call(made.reference) == "made"
    assert tasks.compare.call(made.reference) == "nothing to do"
    address = f"/work/loamshire/assessments/{before.reference}/compare/?with={after.reference}"
    said = client_with(Role.VIEWER).get(address).content.decode()
    assert "that both have, 1 changed." in said
    assert "+10.0%" in said


def test_an_assessment_is_not_compared_with_itself() -> None:
    made = stored_edition()
    with pytest.raises(NotYours):
        changes.compare(before=made, after=made, actor=actor_of(build_member(Role.VIEWER)), at=AT)


def test_a_comparison_of_files_that_changed_says_so() -> None:
    register_all()
    before, after = stored_edition(), stored_edition()
    (folder_of(after) / "edition.json").write_text("{}", encoding="utf-8")
    reader = actor_of(build_member(Role.VIEWER))
    made = changes.compare(before=before, after=after, actor=reader, at=AT)
    assert tasks.compare.call(made.reference) == "failed"
    made.refresh_from_db()
    assert "[edition.json] has changed since it was stored" in made.failure


def test_the_areas_and_months_of_the_lake_are_learnt(lake: Path) -> None:
    crime = {"month": date(2025, 3, 1), "force": "loamshire", "crime_type": "Robbery"}
    put(lake, "crimes", [crime], slice_="loamshire/2025-03")
    Area.objects.create(code="Z99D00099", name="Gone", level="district")
    assert tasks.look_around.call() == "4 areas"
    offered = [(area.code, area.level) for area in queries.areas_of(build_workspace())]
    assert offered[0] == ("Z99P00001", "police force area")
    assert [code for code, _ in offered[1:]] == ["Z99D00001", "Z99D00002", "Z99D00003"]
    assert HeldMonths.objects.get().last_month == date(2025, 3, 1)


def test_the_usual_period_ends_with_the_latest_month_held() -> None:
    HeldMonths.objects.create(
        table="crimes", words="w", first_month=date(2022, 9, 1), last_month=date(2025, 8, 1)
    )
    assert str(queries.usual_period(today=date(2026, 3, 4))) == "2024-09..2025-08"
    assert str(queries.usual_period(today=date(2025, 7, 4))) == "2024-07..2025-06"


def test_what_no_worker_took_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(gateway, "make", asked.append)
    lost, young = queued_edition(), queued_edition(area_code="Z99D00001", requested_at=AT)
    Edition.objects.filter(pk=young.pk).update(requested_at=AT + timedelta(minutes=55))
    said = schedules.find_lost(AT + timedelta(hours=1))
    assert (asked, said) == ([lost.reference], "asked again for 1, gave up 0")


def test_what_workers_gave_up_says_so_and_what_has_a_task_is_left() -> None:
    dead = editions.begin(reference=queued_edition().reference, at=AT)
    busy = editions.begin(reference=queued_edition(area_code="Z99D00001").reference, at=AT)
    DBTaskResult.objects.create(
        task_path=tasks.make.module_path,
        args_kwargs={"args": [busy.reference], "kwargs": {}},
        backend_name="default",
        status="RUNNING",
        run_after=AT,
    )
    assert schedules.find_lost(AT + timedelta(hours=1)) == "asked again for 0, gave up 1"
    dead.refresh_from_db()
    busy.refresh_from_db()
    assert (dead.status, busy.status) == (Status.FAILED, Status.RUNNING)
