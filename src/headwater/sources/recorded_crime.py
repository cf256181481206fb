"""Police recorded crime: one row an offence, with its code, exact times, flags and bands.

Codes become the labels of the counting rules, whichever way the force writes them.
"""

from headwater.rulebook import canonical_offence_code
from headwater.sources.base import Supplied
from headwater.sources.feeds import Columns, Feed

CUT_SHORT = "4.1"


def recorded_crime() -> Feed:
    """The force's own extract."""
    return Feed(
        "recorded_crime",
        vocabularies={"home_office_code": canonical_offence_code},
        finish=_warn_of_codes_cut_short,
    )


def _warn_of_codes_cut_short(
    columns: Columns, supplied: Supplied
) -> tuple[Columns, tuple[str, ...]]:
    """A spreadsheet writes 4.10 (corporate manslaughter) as 4.1 (manslaughter)."""
    count = sum(code == CUT_SHORT for code in columns["ho_code"].to_pylist())
    if not count:
        return columns, ()
    return columns, (
        f"{supplied.name}: [{count}] rows have the code [{CUT_SHORT}], manslaughter; a spreadsheet "
        "also makes it out of 4.10, corporate manslaughter. They are taken as written",
    )
