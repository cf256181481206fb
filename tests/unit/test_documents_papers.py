"""Papers as they are handed out."""

from dataclasses import replace
from datetime import date

import pytest

from headwater.core.papers import Paper, Paragraph
from headwater.web.accounts.errors import NotYours
from headwater.web.documents.papers import paper_response

PAPER = Paper("Minutes", "High Harms Board", "The office", date(2026, 3, 3), (Paragraph("Said."),))


@pytest.mark.parametrize(("kind", "start"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_a_paper_is_saved_under_a_name_that_says_what_it_is(kind: str, start: bytes) -> None:
    answer = paper_response(PAPER, kind)
    assert answer.content.startswith(start)
    assert answer["Content-Disposition"] == (
        f'attachment; filename="minutes-high-harms-board.{kind}"'
    )
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_name_cannot_break_out_of_its_header() -> None:
    answer = paper_response(replace(PAPER, subtitle='a"; x\r\ny: z/../../etc'), "docx")
    name = answer["Content-Disposition"].removeprefix('attachment; filename="')
    assert set(name) <= set('abcdefghijklmnopqrstuvwxyz-."')


@pytest.mark.parametrize("kind", ["", "exe", "xlsx", "PDF"])
def test_another_kind_is_not_there(kind: str) -> None:
    with pytest.raises(NotYours):
        paper_response(PAPER, kind)
