"""The lake: what is published is read, what is undone is not, and nothing happens by halves."""

import errno
import multiprocessing
import os
import signal
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from headwater.core.errors import LakeBusyError, LakeFullError, NotFoundError
from headwater.lake import publish as publishing
from headwater.lake.contracts import table_contracts
from headwater.lake.journal import AcceptedFile, Journal, Load, load_id, writing
from headwater.lake.publish import Stage, publish, staging, undo
from headwater.lake.store import Store

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def places(slice_: str, *names: str) -> pa.Table:
    return pa.table(
        {
            "name": list(names),
            "kind": ["street"] * len(names),
            "lsoa_code": ["Z99L00001"] * len(names),
            "postcode": pa.nulls(len(names), pa.string()),
            "slice": [slice_] * len(names),
        }
    )


def write_load(stage: Stage, tables: dict[str, pa.Table]) -> Load:
    files = tuple(
        AcceptedFile(f"{s}.csv", f"hash of {t.column('name')}", 1, s, "utf-8", len(t), len(t), {})
        for s, t in tables.items()
    )
    path = stage.folder / "places.parquet"
    pq.write_table(pa.concat_tables(tables.values()), path)
    part = stage.part(path, table="places", rows=1, slices=list(tables))
    identity = load_id(
        source="places", schema_version="1", files=[(f.slice, f.sha256) for f in files]
    )
    return Load(identity, "places", "1", "test", files, (part,))


def load_places(lake: Path, **tables: pa.Table) -> Load:
    with staging(lake, who="test") as stage:
        return publish(stage, write_load(stage, tables), by="tester", at=AT)


def names_in(lake: Path) -> list[str]:
    with Store(lake) as store:
        return list(store.rows(store.table("places").select("name"), name="names")["name"])


def test_what_is_published_is_read(tmp_path: Path) -> None:
    load_places(tmp_path, north=places("north", "High Street", "Anchor Inn"))
    assert names_in(tmp_path) == ["Anchor Inn", "High Street"]


def test_an_empty_lake_has_every_table_without_rows(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        for name, promise in table_contracts().items():
            rows = store.rows(store.table(name), name=name)
            assert len(rows) == 0
            assert tuple(rows.columns) == promise.column_names


def test_a_slice_supplied_again_replaces_only_itself(tmp_path: Path) -> None:
    load_places(tmp_path, north=places("north", "Old"), south=places("south", "Kept"))
    load_places(tmp_path, north=places("north", "New"))
    assert names_in(tmp_path) == ["Kept", "New"]


def test_undo_brings_back_what_was_replaced(tmp_path: Path) -> None:
    load_places(tmp_path, north=places("north", "Old"))
    second = load_places(tmp_path, north=places("north", "New"))
    undo(tmp_path, second.id, by="tester", at=AT, reason="wrong month")
    assert names_in(tmp_path) == ["Old"]


def test_an_unknown_load_cannot_be_undone(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"L-nothing"):
        undo(tmp_path, "L-nothing", by="tester", at=AT)


def test_the_same_files_make_the_same_load(tmp_path: Path) -> None:
    first = load_places(tmp_path / "a", north=places("north", "Old"))
    second = load_places(tmp_path / "b", north=places("north", "Old"))
    assert first.id == second.id


def test_a_second_writer_is_told_who_holds_the_lake(tmp_path: Path) -> None:
    with (
        writing(tmp_path, who="ingest by Ann"),
        pytest.raises(LakeBusyError, match="ingest by Ann"),
        staging(tmp_path, who="ingest by Bob"),
    ):
        pass


def test_an_error_while_staging_leaves_the_lake_as_it_was(tmp_path: Path) -> None:
    load_places(tmp_path, north=places("north", "Old"))
    with pytest.raises(RuntimeError), staging(tmp_path, who="test") as stage:
        write_load(stage, {"north": places("north", "New")})
        raise RuntimeError
    assert names_in(tmp_path) == ["Old"]
    assert not any((tmp_path / publishing.STAGING).iterdir())


def test_a_full_disk_says_so_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_places(tmp_path, north=places("north", "Old"))

    def full(_: Path, __: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("headwater.lake.journal.write_and_sync", full)
    with pytest.raises(LakeFullError, match="as it was before"):
        load_places(tmp_path, north=places("north", "New"))
    monkeypatch.undo()
    assert names_in(tmp_path) == ["Old"]


@pytest.mark.parametrize("stop_before", ["append", "_place", "sync_folder"])
def test_a_process_killed_while_publishing_leaves_the_lake_as_it_was(
    tmp_path: Path, stop_before: str
) -> None:
    load_places(tmp_path, north=places("north", "Old"))
    child = multiprocessing.get_context("fork").Process(
        target=_publish_and_hang, args=(tmp_path, stop_before)
    )
    child.start()
    deadline = time.monotonic() + 30
    while not (tmp_path / "hanging").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    assert names_in(tmp_path) == ["Old"]
    load_places(tmp_path, north=places("north", "Newer"))
    assert names_in(tmp_path) == ["Newer"]
    known = {p.path for load in _accepted(tmp_path) for p in load.parts}
    on_disk = {str(p.relative_to(tmp_path)) for p in (tmp_path / "data").glob("*/*.parquet")}
    assert on_disk == known


def _accepted(lake: Path) -> list[Load]:
    return [entry.load for entry in Journal(lake).entries() if entry.load is not None]


def _publish_and_hang(lake: Path, stop_before: str) -> None:
    """Publish, but stop for ever at a chosen step, as a killed process would."""

    def hang(*_: object, **__: object) -> None:
        (lake / "hanging").touch()
        time.sleep(60)

    if stop_before == "append":
        publishing.Journal.append = hang  # type: ignore[method-assign,assignment]
    else:
        setattr(publishing, stop_before, hang)
    load_places(lake, north=places("north", "New"))


def test_a_load_is_quoted_with_its_files(tmp_path: Path) -> None:
    load = load_places(tmp_path, north=places("north", "Old"))
    record = replace(load, files=load.files).record()
    assert (record.table, record.rows, record.files[0].name) == ("places", 1, "north.csv")
