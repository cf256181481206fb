"""Rules of data in: moves, permissions, matching, expected files, scores, and what a page loads."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.core.periods import Month
from headwater.web.accounts.actor import Actor, Seat
from headwater.web.accounts.roles import Role
from headwater.web.insights.data_in.rules import expecting, matching, permissions, scoring
from headwater.web.insights.data_in.rules.expecting import Every, Span, Standing
from headwater.web.insights.data_in.rules.matching import Wanted
from headwater.web.insights.data_in.rules.workflow import (
    ENDED,
    MEANINGS,
    MOVES,
    OPEN,
    STATUS_WORDS,
    WAITING,
    NoSuchMoveError,
    Status,
    Verb,
    move_from,
)

HOSPITAL, POLICE = 1, 2
WANTED = (
    Wanted("incident_ref", "Incident ref", is_required=True),
    Wanted("call_datetime", "Time of call", is_required=True),
    Wanted("lsoa21_code", "Neighbourhood", is_required=False),
)


def actor(role: Role, organisation: int = HOSPITAL) -> Actor:
    seat = Seat("loamshire", 1, organisation, "Somewhere", role)
    return Actor(1, "P-1", "Somebody", (seat,))


# --- moves


def test_every_status_has_words_and_a_meaning() -> None:
    assert set(STATUS_WORDS) == set(MEANINGS) == set(Status)


def test_every_status_but_the_first_can_be_reached() -> None:
    assert {move.end for move in MOVES} | {Status.UPLOADED} == set(Status)


def test_a_verb_leads_to_one_place_from_where_an_upload_stands() -> None:
    assert len({(move.start, move.verb) for move in MOVES}) == len(MOVES)


def test_what_waits_for_the_worker_or_a_person_can_always_go_on() -> None:
    starts = {move.start for move in MOVES}
    assert starts >= WAITING | OPEN
    assert Status.ABANDONED in ENDED
    assert Status.ABANDONED not in starts


def test_nothing_is_loaded_that_was_not_confirmed() -> None:
    ways_in = {move.start for move in MOVES if move.end is Status.LOADING}
    assert ways_in == {Status.CONFIRMED}
    assert {m.start for m in MOVES if m.end is Status.CONFIRMED} == {Status.READY}


def test_a_step_that_is_not_there_is_refused_in_words() -> None:
    with pytest.raises(NoSuchMoveError, match="loaded"):
        move_from(Status.LOADED, Verb.CONFIRM)


# --- who


@pytest.mark.parametrize(
    ("role", "organisation", "sees"),
    [
        (Role.CONTRIBUTOR, HOSPITAL, True),
        (Role.CONTRIBUTOR, POLICE, False),
        (Role.LEAD, POLICE, True),
        (Role.AUDITOR, POLICE, True),
        (Role.VIEWER, HOSPITAL, False),
        (Role.APPROVER, HOSPITAL, False),
        (Role.ADMINISTRATOR, HOSPITAL, False),
    ],
)
def test_who_sees_the_uploads_of_the_hospital(role: Role, organisation: int, sees: bool) -> None:
    assert permissions.can_see(actor(role, organisation), "loamshire", HOSPITAL) is sees


def test_an_auditor_sees_and_does_not_act() -> None:
    with pytest.raises(permissions.NotAllowedError):
        permissions.check_can_work_on(actor(Role.AUDITOR), "loamshire", HOSPITAL)


def test_roles_in_one_workspace_count_for_nothing_in_another() -> None:
    assert not permissions.can_see(actor(Role.LEAD), "elsewhere", HOSPITAL)


@pytest.mark.parametrize(("role", "may"), [(Role.CONTRIBUTOR, False), (Role.LEAD, True)])
def test_rows_of_others_are_replaced_by_a_lead_only(role: Role, may: bool) -> None:
    found = permissions.can_confirm(actor(role), "loamshire", HOSPITAL, replaces_others=True)
    assert found is may


# --- matching


def test_right_headings_need_nobody() -> None:
    found = matching.match(["Incident_Ref", "time of  call"], WANTED, remembered={})
    assert found == matching.Matched(("incident_ref", "call_datetime"), needs_person=False)


def test_a_guess_is_shown_to_somebody() -> None:
    found = matching.match(["incident_ref", "call datetme"], WANTED, remembered={})
    assert found == matching.Matched(("incident_ref", "call_datetime"), needs_person=True)


def test_an_answer_is_remembered() -> None:
    kept = matching.to_remember(["Ref", "When", "Notes"], ["incident_ref", "call_datetime", ""])
    found = matching.match([" ref ", "WHEN", "notes"], WANTED, remembered=kept)
    assert found == matching.Matched(("incident_ref", "call_datetime", ""), needs_person=False)


def test_a_remembered_field_that_is_gone_is_forgotten() -> None:
    found = matching.match(["incident_ref", "x"], WANTED, remembered={"x": "old_field"})
    assert found.fields == ("incident_ref", "")


def test_a_column_nobody_knows_is_left_out_without_asking() -> None:
    found = matching.match(["incident_ref", "call_datetime", "Z"], WANTED, remembered={})
    assert found == matching.Matched(("incident_ref", "call_datetime", ""), needs_person=False)


def test_a_needed_column_that_is_absent_needs_somebody() -> None:
    assert matching.match(["incident_ref"], WANTED, remembered={}).needs_person


def test_answers_with_a_field_twice_or_missing_are_refused() -> None:
    said = matching.faults_of(["incident_ref", "incident_ref"], WANTED)
    assert "one column only" in said[0]
    assert "[call_datetime]" in said[1]


@given(st.lists(st.text(max_size=12), max_size=8))
def test_no_field_is_ever_matched_twice(header: list[str]) -> None:
    found = matching.match(header, WANTED, remembered={})
    chosen = [field for field in found.fields if field]
    assert len(found.fields) == len(header)
    assert len(set(chosen)) == len(chosen)


# --- expected files


def standing(today: date, arrived: dict[Month, date], rejected: set[Month]) -> Standing:
    span = Span(Month(2024, 9), Month(2024, 9))
    return expecting.standing(span, due_days=20, arrived=arrived, rejected=rejected, today=today)


@pytest.mark.parametrize(
    ("today", "arrived", "rejected", "found"),
    [
        (date(2024, 9, 15), {}, set(), Standing.AHEAD),
        (date(2024, 10, 20), {}, set(), Standing.DUE),
        (date(2024, 10, 21), {}, set(), Standing.LATE),
        (date(2024, 10, 21), {}, {Month(2024, 9)}, Standing.REJECTED),
        (date(2024, 11, 1), {Month(2024, 9): date(2024, 10, 20)}, set(), Standing.ARRIVED),
        (date(2024, 11, 1), {Month(2024, 9): date(2024, 10, 21)}, set(), Standing.ARRIVED_LATE),
        (date(2024, 11, 1), {Month(2024, 8): date(2024, 9, 2)}, set(), Standing.LATE),
    ],
)
def test_what_became_of_septembers_file(
    today: date, arrived: dict[Month, date], rejected: set[Month], found: Standing
) -> None:
    # Due 20 days after 30 September: 20 October.
    assert standing(today, arrived, rejected) is found


def test_a_quarter_has_arrived_when_each_month_has() -> None:
    span = Span(Month(2024, 7), Month(2024, 9))
    two = {Month(2024, 7): date(2024, 8, 1), Month(2024, 9): date(2024, 10, 1)}
    for arrived, found in ((two, Standing.LATE), ({**two, Month(2024, 8): date(2024, 9, 1)}, Standing.ARRIVED)):  # fmt: skip # noqa: E501
        assert (
            expecting.standing(
                span, due_days=20, arrived=arrived, rejected=(), today=date(2024, 12, 1)
            )
            is found
        )


def test_spans_follow_each_other_without_gaps() -> None:
    found = list(
        expecting.spans(Every.QUARTER, starts=Month(2024, 4), ends=None, up_to=Month(2024, 12))
    )
    assert [str(span.first) for span in found] == ["2024-04", "2024-07", "2024-10"]
    assert found[0].last == Month(2024, 6)


def test_a_file_goes_on_the_worklist_five_working_days_before_it_is_due() -> None:
    # 20 October 2024 is a Sunday; five working days before it is Monday the 14th.
    due = date(2024, 10, 20)
    assert not expecting.is_worth_posting(Standing.DUE, due, today=date(2024, 10, 13))
    assert expecting.is_worth_posting(Standing.DUE, due, today=date(2024, 10, 14))
    assert not expecting.is_worth_posting(Standing.ARRIVED, due, today=date(2024, 10, 14))


# --- scores


def test_a_perfect_file_has_a_hundred() -> None:
    found = scoring.scores(completeness=1, validity=1, days_after=10, times_usual=1)
    assert found.overall == 100


def test_nothing_known_is_no_score() -> None:
    found = scoring.scores(completeness=None, validity=None, days_after=None, times_usual=None)
    assert found.overall is None


@given(
    st.floats(0, 1), st.floats(0, 1), st.integers(-400, 4000), st.floats(0, 1e6, allow_nan=False)
)
def test_scores_are_never_outside_0_to_100(
    filled: float, kept: float, days: int, times: float
) -> None:
    found = scoring.scores(completeness=filled, validity=kept, days_after=days, times_usual=times)
    assert found.overall is not None
    assert 0 <= found.overall <= 100


# --- what a web process loads


def test_pages_load_nothing_of_the_analysis_stack() -> None:
    script = (
        "import os, sys, tempfile\n"
        "os.environ.update(HEADWATER_DEMO='yes', HEADWATER_HOME=tempfile.mkdtemp(),\n"
        "    DJANGO_SETTINGS_MODULE='headwater.web.config.settings')\n"
        "import django; django.setup()\n"
        "import headwater.web.insights.data_in.urls\n"
        "import headwater.web.insights.data_in.tasks, headwater.web.insights.data_in.schedules\n"
        "from headwater.web.insights.data_in import supplies\n"
        "[supplies.column_list(each) for each in supplies.sources()]\n"
        "heavy = {'pandas', 'numpy', 'pyarrow', 'duckdb', 'ibis', 'scipy', 'openpyxl'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_page_for_suppliers_lists_every_move() -> None:
    page = (Path(__file__).parents[2] / "docs/how-to/supply-files-in-the-browser.md").read_text()
    for move in MOVES:
        words = (STATUS_WORDS[move.start], move.verb.replace("_", " "), STATUS_WORDS[move.end])
        assert f"| {' | '.join(words)} | {move.by} |" in page
