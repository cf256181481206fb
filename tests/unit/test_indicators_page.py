"""The page of indicators says everything the rulebook says."""

from headwater import rulebook
from headwater.rulebook import indicator_page


def test_every_indicator_has_its_section_with_its_caveats() -> None:
    text = indicator_page.page()
    for each in rulebook.indicators():
        section = text.partition(f"\n`{each.id}`\n")[2].partition("\n### ")[0]
        assert each.description in section
        assert f"`{each.table}`" in section
        assert all(caveat in section for caveat in each.caveats)
