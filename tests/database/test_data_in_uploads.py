"""Uploads in the database and the lake: once, whole, and out again while nothing rests on them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from builders import data_in as build
from builders.algorithms import register_all
from builders.data_in import AT, Capture, assaults, csv_file, offences, renamed
from builders.documents import a_demonstration
from builders.suppliers import write_feed
from builders.web import actor_of, build_member, build_organisation, build_workspace
from headwater.core.periods import Month
from headwater.lake.journal import Journal, writing
from headwater.pipelines.ingest import ingest
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.models import Entry
from headwater.web.documents import storage
from headwater.web.editions.models import Status as EditionStatus
from headwater.web.insights.algorithms.models import Algorithm
from headwater.web.insights.algorithms.rules import Pipeline
from headwater.web.insights.data_in import schedules, tasks, worker
from headwater.web.insights.data_in.changes import expected as expecting
from headwater.web.insights.data_in.changes import uploads, work
from headwater.web.insights.data_in.changes.uploads import StillNeededError, UnansweredError
from headwater.web.insights.data_in.models import Supply, Upload
from headwater.web.insights.data_in.rules.permissions import NotAllowedError
from headwater.web.insights.data_in.rules.workflow import Status, Verb
from headwater.web.insights.gateway import data_in as gateway
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lake(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    settings.HOME = tmp_path
    settings.LAKE = tmp_path / "lake"
    register_all()
    with a_demonstration():
        yield tmp_path / "lake"


@pytest.fixture
def capture(django_capture_on_commit_callbacks: Capture) -> Capture:
    return django_capture_on_commit_callbacks


@pytest.fixture
def hana() -> User:
    return build.supplier()


@pytest.fixture
def ready(hana: User, capture: Capture) -> Upload:
    """A checked upload that may be confirmed."""
    with capture(execute=True):
        made = build.hand_in(csv_file(assaults()), by=hana)
    made.refresh_from_db()
    assert Status(made.status) is Status.READY
    return made


@pytest.fixture
def loaded(ready: Upload, hana: User, capture: Capture) -> Upload:
    """An upload whose rows are in the lake."""
    return build.loaded(ready, by=hana, capture=capture)


def loads(lake: Path) -> list[str]:
    return [load.id for load in Journal(lake).active()]


def status(upload: Upload) -> Status:
    upload.refresh_from_db()
    return Status(upload.status)


# --- once


def test_confirming_twice_loads_once(
    ready: Upload, hana: User, capture: Capture, lake: Path
) -> None:
    actor = actor_of(hana)
    with capture(execute=True):
        for _ in range(2):
            try:
                uploads.confirm(
                    upload=ready, acknowledges=True, actor=actor, at=AT, version=ready.version
                )
            except ChangedMeanwhileError:
                continue
    assert status(ready) is Status.LOADED
    assert len(Journal(lake).entries()) == 1
    assert Entry.objects.filter(event="upload_confirmed").count() == 1


def test_a_task_that_comes_twice_does_nothing_the_second_time(loaded: Upload, lake: Path) -> None:
    assert tasks.load.call(loaded.reference) == tasks.NOTHING
    assert tasks.check.call(loaded.reference) == tasks.NOTHING
    assert len(Journal(lake).entries()) == 1


def test_a_worker_killed_after_loading_and_before_saying_so_is_resumed_once(
    ready: Upload, hana: User, lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.confirmed(ready, by=hana)

    def killed(**_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(work, "receive", killed)
        with pytest.raises(KeyboardInterrupt):
            tasks.load.call(ready.reference)
    assert status(ready) is Status.LOADING
    assert len(loads(lake)) == 1

    assert tasks.load.call(ready.reference) == tasks.DONE
    assert status(ready) is Status.LOADED
    assert ready.load_id == loads(lake)[0]
    assert len(Journal(lake).entries()) == 1
    assert Entry.objects.filter(event="upload_loaded").count() == 1


def test_a_worker_killed_while_checking_is_taken_up_by_the_clock(
    hana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = build.hand_in(csv_file(assaults()), by=hana)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(worker, "check", killed)
        with pytest.raises(KeyboardInterrupt):
            tasks.check.call(made.reference)
    assert status(made) is Status.CHECKING
    assert schedules.resume(datetime.now(tz=UTC)) == "0 uploads taken up again"
    later = datetime.now(tz=UTC) + schedules.STUCK_AFTER + timedelta(seconds=1)
    assert schedules.resume(later) == "1 upload taken up again"
    assert status(made) is Status.READY


def test_an_upload_that_keeps_stopping_the_worker_is_stopped(hana: User) -> None:
    made = build.hand_in(csv_file(assaults()), by=hana)
    Upload.objects.filter(pk=made.pk).update(tries=work.MOST_TRIES, status=Status.CHECKING)
    tasks.check.call(made.reference)
    assert status(made) is Status.FAILED
    assert "three times" in made.failure


def test_a_busy_lake_makes_an_upload_wait_and_not_fail(
    ready: Upload, hana: User, lake: Path
) -> None:
    build.confirmed(ready, by=hana)
    with writing(lake, who="somebody else"):
        assert tasks.load.call(ready.reference) == tasks.BUSY
    assert status(ready) is Status.LOADING
    assert "tried again" in ready.waits
    assert ready.tries == 0
    tasks.load.call(ready.reference)
    assert status(ready) is Status.LOADED
    assert ready.waits == ""


def test_the_same_bytes_from_the_command_line_are_known(
    hana: User, lake: Path, tmp_path: Path, capture: Capture
) -> None:
    path = write_feed(tmp_path / "f", "istv_ed", assaults(), name="istv_Z9901_2024-09.csv")
    ingest([path], lake=lake, by="somebody", at=AT)
    with capture(execute=True):
        made = build.hand_in(csv_file(assaults()), by=hana)
    assert status(made) is Status.UNCHANGED


def test_the_same_oddly_headed_file_again_changes_nothing(
    hana: User, lake: Path, capture: Capture
) -> None:
    file = renamed(assaults(), assault_method="How")
    with capture(execute=True):
        first = build.hand_in(csv_file(file), by=hana)
    first.refresh_from_db()
    fields = ["ASSAULT METHOD" if f == "" else f for f in first.fields]
    with capture(execute=True):
        uploads.match_columns(
            upload=first,
            fields=fields,
            supplier="z9901",
            month=Month(2024, 9),
            actor=actor_of(hana),
            at=AT,
            version=first.version,
        )
    build.loaded(first, by=hana, capture=capture)
    with capture(execute=True):
        again = build.hand_in(csv_file(file), by=hana)
    assert status(again) is Status.UNCHANGED
    assert len(loads(lake)) == 1


# --- what the lake becomes between looking and loading


def test_a_lake_that_changed_since_the_difference_was_shown_is_looked_at_again(
    ready: Upload, hana: User, lake: Path, tmp_path: Path, capture: Capture
) -> None:
    other = write_feed(tmp_path / "f", "istv_ed", assaults(9), name="istv_Z9901_2024-09.csv")
    ingest([other], lake=lake, by="somebody", at=AT)
    with capture(execute=True):
        build.confirmed(ready, by=hana)
    assert status(ready) is Status.READY
    assert ready.replaces == loads(lake)[0]
    assert len(loads(lake)) == 1


def test_rows_of_others_wait_for_a_lead(
    hana: User, lake: Path, tmp_path: Path, capture: Capture
) -> None:
    other = write_feed(tmp_path / "f", "istv_ed", assaults(9), name="istv_Z9901_2024-09.csv")
    ingest([other], lake=lake, by="somebody", at=AT)
    with capture(execute=True):
        made = build.hand_in(csv_file(assaults()), by=hana)
    with pytest.raises(NotAllowedError, match="A lead must confirm it"):
        build.confirmed(made, by=hana)
    assert Item.objects.get(about=made.reference).closed_at is None
    build.loaded(made, by=build.lead(), capture=capture)
    assert status(made) is Status.LOADED
    assert Item.objects.get(about=made.reference).closed_at == AT


def test_an_organisation_replaces_its_own_rows_itself(
    loaded: Upload, hana: User, capture: Capture
) -> None:
    with capture(execute=True):
        second = build.hand_in(csv_file(assaults(7)), by=hana)
    second.refresh_from_db()
    assert not second.replaces_others
    build.loaded(second, by=hana, capture=capture)
    assert status(second) is Status.LOADED


# --- undo


def test_an_undo_takes_the_rows_out_and_says_why(
    loaded: Upload, hana: User, capture: Capture, lake: Path
) -> None:
    with capture(execute=True):
        build.undone(loaded, by=hana)
    assert status(loaded) is Status.UNDONE
    assert loads(lake) == []
    assert Journal(lake).entries()[-1].reason == "wrong month"
    assert not Supply.objects.filter(is_held=True).exists()


def test_an_undone_file_can_be_loaded_again(
    loaded: Upload, hana: User, capture: Capture, lake: Path
) -> None:
    with capture(execute=True):
        build.undone(loaded, by=hana)
        again = build.hand_in(csv_file(assaults()), by=hana)
    assert status(again) is Status.READY
    build.loaded(again, by=hana, capture=capture)
    assert loads(lake) == [again.load_id]


def test_a_locked_assessment_keeps_the_loads_it_rests_on(loaded: Upload, hana: User) -> None:
    edition = build.edition_resting_on(loaded.load_id)
    with pytest.raises(StillNeededError, match=edition.reference):
        build.undone(loaded, by=hana)
    assert status(loaded) is Status.LOADED


def test_a_draft_assessment_does_not(loaded: Upload, hana: User, capture: Capture) -> None:
    build.edition_resting_on(loaded.load_id, status=EditionStatus.DRAFT)
    with capture(execute=True):
        build.undone(loaded, by=hana)
    assert status(loaded) is Status.UNDONE


def test_an_assessment_locked_after_the_undo_was_asked_for_keeps_the_load(
    loaded: Upload, hana: User, lake: Path
) -> None:
    build.undone(loaded, by=hana)
    build.edition_resting_on(loaded.load_id)
    tasks.undo.call(loaded.reference)
    assert status(loaded) is Status.LOADED
    assert "Loamshire 2024" in loaded.failure
    assert loads(lake) == [loaded.load_id]


def test_an_assessment_of_another_partnership_is_not_named(loaded: Upload, hana: User) -> None:
    edition = build.edition_resting_on(loaded.load_id)
    edition.workspace = build_workspace("elsewhere")
    edition.save(update_fields=["workspace"])
    with pytest.raises(StillNeededError) as caught:
        build.undone(loaded, by=hana)
    assert edition.reference not in str(caught.value)


def test_an_undo_says_why(loaded: Upload, hana: User) -> None:
    with pytest.raises(UnansweredError):
        uploads.ask_undo(
            upload=loaded, reason=" ", actor=actor_of(hana), at=AT, version=loaded.version
        )


# --- who


@pytest.mark.parametrize("verb", [Verb.CONFIRM, Verb.ABANDON])
def test_an_auditor_changes_nothing(ready: Upload, verb: Verb) -> None:
    auditor = build_member(Role.AUDITOR)
    with pytest.raises(NotAllowedError):
        if verb is Verb.CONFIRM:
            build.confirmed(ready, by=auditor)
        else:
            uploads.abandon(upload=ready, actor=actor_of(auditor), at=AT)
    assert status(ready) is Status.READY


def test_nobody_hands_a_file_in_for_others(hana: User) -> None:
    with pytest.raises(NotAllowedError):
        build.hand_in(csv_file(assaults()), by=hana, organisation=build_organisation())


def test_a_file_that_is_gone_stops_in_words(hana: User) -> None:
    made = build.hand_in(csv_file(assaults()), by=hana)
    storage.path_of(made.document).unlink()
    tasks.check.call(made.reference)
    assert status(made) is Status.FAILED
    assert "Upload it again" in made.failure


# --- the worker's files


def test_a_left_out_column_is_not_loaded_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "odd"
    path.write_text('A,Note,B\n1,"two\nlines",x\n\n2,,y,extra\n3\n', encoding="utf-8")
    target = tmp_path / "out" / "right.csv"
    gateway.write_matched(path, kind="csv", sheet="", fields=("a", "", "b"), target=target)
    assert target.read_text() == "a,b\n1,x\n,\n2,y,extra\n3\n"


def test_uploads_nobody_goes_on_with_are_left_behind(ready: Upload) -> None:
    month_later = AT + timedelta(days=31)
    Upload.objects.update(moved_at=AT)
    assert schedules.leave_behind(month_later) == "1 upload abandoned"
    assert status(ready) is Status.ABANDONED


# --- supplies and what is expected


def test_loading_measures_the_supply(loaded: Upload) -> None:
    supply = Supply.objects.get()
    assert (supply.supplier, supply.load_id, supply.rows) == ("z9901", loaded.load_id, 3)
    assert supply.validity == 100
    assert supply.consistency is None


def test_what_came_by_the_command_line_is_measured_by_the_clock(lake: Path, tmp_path: Path) -> None:
    path = write_feed(
        tmp_path / "f", "recorded_crime", offences(), name="recorded_crime_loamshire_2024-09.csv"
    )
    ingest([path], lake=lake, by="somebody", at=AT)
    schedules.measure(AT)
    assert Supply.objects.get().supplier == "loamshire"


def test_a_late_file_waits_on_worklists_until_it_comes(hana: User, capture: Capture) -> None:
    expected = build.expected(starts=Month(2024, 9))
    workspace = build_workspace()
    due_soon, late = datetime(2024, 10, 15, tzinfo=UTC), datetime(2024, 10, 30, tzinfo=UTC)
    expecting.chase(workspace, today=due_soon.date(), at=due_soon)
    waiting = Item.objects.filter(closed_at=None)
    assert [item.kind for item in waiting] == ["expected_file"]
    assert expecting.chase(workspace, today=late.date(), at=late) == 1
    assert {item.kind for item in waiting.all()} == {"expected_file", "late_file"}
    assert waiting.filter(about=f"{expected.reference}/2024-09").count() == 2

    with capture(execute=True):
        made = build.hand_in(csv_file(assaults()), by=hana)
    build.loaded(made, by=hana, capture=capture)
    assert expecting.chase(workspace, today=late.date(), at=late) == 0
    assert not waiting.all().exists()


def test_no_file_is_checked_while_loading_is_not_in_the_register(
    hana: User, lake: Path, capture: Capture
) -> None:
    Algorithm.objects.filter(key=Pipeline.LOAD).delete()
    with capture(execute=True):
        upload = build.hand_in(csv_file(assaults()), by=hana)
    upload.refresh_from_db()
    assert status(upload) is Status.FAILED
    assert "load-files" in upload.failure
    assert not (lake / "journal").exists()
