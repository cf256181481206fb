"""What must hold of any file."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from builders.suppliers import (
    conform,
    open_all,
    open_one,
    row,
    street_row,
    text,
    write_feed,
    write_street,
)
from headwater.core.periods import Month
from headwater.sources.base import Supplied
from headwater.sources.gazetteer import Confidence, Gazetteer, Place
from headwater.sources.masking import masked
from headwater.sources.opening import Refused
from headwater.sources.police_uk_fast import read_clean

CALM = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
WORDS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_characters="\0\r\n", exclude_categories=["Cs"]),
    max_size=12,
)
SOMETIMES = {
    "crime_id": st.sampled_from(["", "0" * 64, "AB" * 32, "xyz", "0" * 63]),
    "month": st.sampled_from(["2024-09", "2024-09", "2024-09", "2024-08", ""]),
    "longitude": st.sampled_from(["", "0.1", "-0.5", "9.9", "east", "1e1", " 0.1"]),
    "latitude": st.sampled_from(["", "52.1", "0", "north"]),
    "location": st.one_of(st.just("On or near "), st.just("No Location"), WORDS),
    "lsoa_code": st.sampled_from(["", "E01017995", "Z99L00001", "E01", "e01017995"]),
    "crime_type": st.sampled_from(["Robbery", "Drugs", "Violent crime", "Jaywalking", ""]),
    "last_outcome_category": WORDS,
    "context": WORDS,
}


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


@CALM
@given(rows=st.lists(st.fixed_dictionaries({}, optional=SOMETIMES), min_size=1, max_size=4))
def test_the_short_road_never_passes_what_the_long_one_would_tell(
    folder: Path, rows: list[dict[str, str]]
) -> None:
    crimes = [street_row(number, **changes) for number, changes in enumerate(rows)]
    quick = read_clean(
        "police_uk_street", text(crimes).encode(), force="loamshire", month=Month(2024, 9)
    )
    found = conform(write_street(folder, crimes), "police_uk_street")
    if quick is not None:
        assert found.faults == ()
        assert found.warnings == ()
        assert quick.drop_columns(["slice"]).to_pylist() == found.tables["crimes"].to_pylist()


@CALM
@given(
    kinds=st.lists(
        st.sampled_from(["deliberate_primary", "attack_on_crew", "bonfire", ""]), min_size=1
    )
)
def test_faults_are_where_a_plain_reading_finds_them(folder: Path, kinds: list[str]) -> None:
    rows = [row("fire", incident_ref=f"F{n}", incident_type=kind) for n, kind in enumerate(kinds)]
    found = conform(write_feed(folder, "fire", rows), "fire")
    wrong = [at + 2 for at, kind in enumerate(kinds) if kind in {"bonfire", ""}]
    assert [fault.row for fault in found.faults] == wrong
    assert found.fault_total == len(wrong)


@CALM
@given(copies=st.lists(st.integers(1, 4), min_size=1, max_size=5))
def test_each_different_row_is_kept_once(folder: Path, copies: list[int]) -> None:
    rows = [
        row("fire", incident_ref=f"F{n}") for n, times in enumerate(copies) for _ in range(times)
    ]
    found = conform(write_feed(folder, "fire", rows), "fire")
    assert len(found.tables["fire_incidents"]) == len(copies)
    assert sum(found.rejected.values()) == sum(copies) - len(copies)


@given(words=st.text())
def test_masking_twice_is_masking_once(words: str) -> None:
    assert masked(masked(words)) == masked(words)


@given(number=st.integers(0, 999), before=st.sampled_from(["", "call ", "on "]))
def test_no_telephone_number_gets_through(number: int, before: str) -> None:
    assert str(number) not in masked(f"{before}07700 900{number:03d}").replace("[telephone]", "")


@CALM
@given(text=st.text(alphabet=st.characters(exclude_characters="\0\r", exclude_categories=["Cs"])))
def test_utf_8_is_always_read_as_it_was_written(folder: Path, text: str) -> None:
    (folder / "a.csv").write_text("head\n" + text, encoding="utf-8", newline="")
    found = open_one(folder / "a.csv")
    assert found.encoding == "UTF-8"
    assert found.path.read_text(encoding="utf-8") == "head\n" + text


@CALM
@example(data=b"\xa0")
@given(data=st.binary())
def test_any_bytes_are_text_or_refused(folder: Path, data: bytes) -> None:
    (folder / "a.csv").write_bytes(data)
    (found,) = open_all(folder / "a.csv", folder / ".scratch")
    if isinstance(found, Supplied):
        assert found.path.read_text(encoding="utf-8").strip()
    else:
        assert isinstance(found, Refused)


@given(
    name=st.text(alphabet="abcdefghij", min_size=6, max_size=14),
    at=st.integers(0, 12),
    slip=st.sampled_from(["drop", "double", "swap", "change"]),
)
def test_one_slip_of_the_keyboard_is_forgiven(name: str, at: int, slip: str) -> None:
    at = min(at, len(name) - 2)
    typed = {
        "drop": name[:at] + name[at + 1 :],
        "double": name[:at] + name[at] + name[at:],
        "swap": name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        "change": name[:at] + "x" + name[at + 1 :],
    }[slip]
    found = Gazetteer.of([Place(name, Confidence.STREET, "Z99L00001")]).find(typed)
    # A name cut to five letters is too short to be forgiven anything.
    assert found.lsoa_code == "Z99L00001" or len(typed) < 6


@given(codes=st.lists(st.sampled_from(["Z99L00001", "Z99L00002"]), min_size=1, max_size=4))
def test_a_name_in_two_neighbourhoods_answers_to_neither(codes: list[str]) -> None:
    book = Gazetteer.of([Place("High Street", Confidence.STREET, code) for code in codes])
    assert book.find("High Street").lsoa_code == (codes[0] if len(set(codes)) == 1 else "")
