"""However a code is dressed, it is read as itself."""

import re

from hypothesis import given
from hypothesis import strategies as st

from headwater import rulebook

CODES = [row.code for row in rulebook.offence_codes()]


@given(
    code=st.sampled_from(CODES),
    width=st.integers(1, 3),
    lower=st.booleans(),
    before=st.sampled_from(["", " ", "'", "\t"]),
    after=st.sampled_from(["", " ", "  "]),
)
def test_case_noughts_and_spaces_do_not_matter(
    code: str, width: int, lower: bool, before: str, after: str
) -> None:
    digits = re.match(r"\d+", code)
    assert digits
    padded = digits[0].zfill(width) + code[digits.end() :]
    written = before + (padded.lower() if lower else padded) + after
    assert rulebook.canonical_offence_code(written) == code


@given(text=st.text(max_size=12))
def test_any_text_gives_a_known_code_or_none(text: str) -> None:
    assert rulebook.canonical_offence_code(text) in {*CODES, None}


@given(
    amount=st.floats(0.01, 1e7),
    years=st.tuples(*[st.sampled_from([row.year for row in rulebook.gdp_deflators()])] * 2),
)
def test_uprating_there_and_back_changes_nothing(amount: float, years: tuple[str, str]) -> None:
    there = rulebook.uprate(amount, from_year=years[0], to_year=years[1])
    back = rulebook.uprate(there, from_year=years[1], to_year=years[0])
    assert abs(back - amount) <= 1e-9 * amount
