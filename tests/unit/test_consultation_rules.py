"""How a consultation stands, when it is complete, and reading a list of authorities."""

from datetime import date

import pytest

from headwater.web.partnership.consultation.rules.consulting import (
    ConsultingError,
    Sort,
    State,
    check_day,
    completeness,
)
from headwater.web.partnership.consultation.rules.importing import read_list


def test_a_round_is_complete_once_all_were_asked_and_nobody_is_waited_for() -> None:
    settled = [State.REPLIED, State.REPLIED, State.NO_REPLY]
    assert completeness(settled).is_complete
    assert not completeness([*settled, State.REMINDED]).is_complete
    assert not completeness([*settled, State.NOT_ASKED]).is_complete
    assert not completeness([]).is_complete


def test_how_far_a_round_has_come_counts_each_authority_once() -> None:
    found = completeness([State.NOT_ASKED, State.ASKED, State.REMINDED, State.REPLIED])
    assert (found.of, found.asked, found.replied, found.settled) == (4, 3, 1, 1)


def test_nothing_happens_after_today_or_before_it_was_asked() -> None:
    today = date(2026, 3, 10)
    with pytest.raises(ConsultingError, match="after today"):
        check_day(date(2026, 3, 11), since=None, today=today, what="asked")
    with pytest.raises(ConsultingError, match="before it was asked"):
        check_day(date(2026, 3, 1), since=date(2026, 3, 2), today=today, what="answered")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_list_is_read_however_its_cells_are_set_apart(mark: str) -> None:
    text = f"Name{mark}Sort{mark}Place\nAlder School{mark}School{mark}Larkminster\n"
    (row,) = read_list(text).rows
    assert (row.name, row.sort, row.place) == ("Alder School", Sort.EDUCATIONAL, "Larkminster")


def test_each_wrong_row_is_named_as_a_spreadsheet_counts_it() -> None:
    read = read_list("name,sort,email\nAlder,school,\n,prison,\nAlder,school,\nElm,shop,nowhere\n")
    assert [fault.row for fault in read.faults] == [3, 4, 5]
    assert "no name" in read.faults[0].words
    assert "earlier row" in read.faults[1].words
    assert "[shop]" in read.faults[2].words
    assert "no e-mail address" in read.faults[2].words
    assert [row.name for row in read.rows] == ["Alder"]


def test_a_list_without_its_columns_says_which_are_missing() -> None:
    (fault,) = read_list("school\nAlder").faults
    assert "“name” and “sort”" in fault.words


def test_empty_rows_and_a_mark_of_byte_order_do_no_harm() -> None:
    read = read_list("\ufeffname,sort\n\nAlder,school\n,\n")
    assert (len(read.rows), read.faults) == (1, ())
