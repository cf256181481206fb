"""The pages about release say what the code does."""

from pathlib import Path

from headwater.web.public_site.api.limits import A_MINUTE
from headwater.web.public_site.api.paging import MOST_A_PAGE
from headwater.web.public_site.api.routes import description
from headwater.web.releases.rules.policies import SHORTEST_REASON
from headwater.web.releases.rules.workflow import MOVES

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_explanation_shows_every_move_and_no_other() -> None:
    text = (DOCS / "explanation" / "release.md").read_text(encoding="utf-8")
    table = text.partition("| From | What is done | To | By |\n|---|---|---|---|\n")[2]
    shown = table.partition("\n\n")[0].splitlines()
    assert shown == [
        f"| {move.start.words} | {move.verb} | {move.end.words} | "
        f"{', '.join(sorted(move.by)) or 'headwater'} |"
        for move in MOVES
    ]
    assert f"at least {SHORTEST_REASON}\ncharacters" in text


def test_the_reference_lists_every_route_of_the_api_and_its_limits() -> None:
    text = (DOCS / "reference" / "open-api.md").read_text(encoding="utf-8")
    for path in description()["paths"]:
        assert f"| `{path.removeprefix('/api/v1')}" in text, path
    assert f"may ask {A_MINUTE} times" in text
    assert f"`per_page` is {MOST_A_PAGE} at most" in text
