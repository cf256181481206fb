"""Authorities like ours: the nearest are found, and how rates moved is told with its chance."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from builders.elsewhere import (
    OTHERS,
    OWN,
    codes,
    look_elsewhere,
    other_code,
    published,
)
from builders.provision import Row
from headwater.analysis.needs.chapters import elsewhere as chapter
from headwater.analysis.needs.drafting import Draft
from headwater.analysis.needs.topics.elsewhere import Elsewhere, Measure
from headwater.core.editions import BlockKind, Table


def everywhere(
    own: tuple[float | None, float | None] = (1_000, 1_000), **there: tuple[float, float]
) -> list[Row]:
    """Ours, and everywhere else 1,000 cases both times unless said, as `n3=(1_000, 500)`."""
    rows = published(OWN, own)
    for n in range(1, OTHERS + 1):
        rows += published(other_code(n), there.get(f"n{n}", (1_000, 1_000)))
    return rows


def found(folder: Path, rows: list[Row], **given: object) -> Elsewhere:
    seen = look_elsewhere(folder, rows, **given)  # type: ignore[arg-type]
    assert seen is not None
    return seen


def only(seen: Elsewhere) -> Measure:
    (measure,) = seen.measures
    return measure


def nearest(seen: Elsewhere) -> list[str]:
    (like,) = seen.likes
    return [like.candidates.codes[i] for i in like.nearest]


def drafted(seen: Elsewhere) -> Draft:
    """What the chapter says. The view is read only where nothing was found."""
    draft, view = Draft(), None
    chapter.compose(view, seen, draft)  # type: ignore[arg-type]
    return draft


def table(seen: Elsewhere, name: str) -> Table:
    return drafted(seen).tables[name].value


def test_the_nearest_are_those_planted_nearest(tmp_path: Path) -> None:
    assert nearest(found(tmp_path, everywhere())) == codes()[1:6]


def test_features_are_those_worked_by_hand(tmp_path: Path) -> None:
    # Place 2: 5,000 x 1.2 = 6,000 people on 100 square kilometres; a tenth of each age; 0.12.
    (like,) = found(tmp_path, everywhere()).likes
    assert [each.key for each in like.candidates.features] == [
        "residents", "density", "young", "adult", "income", "education",
    ]  # fmt: skip
    at = like.candidates.codes.index(other_code(2))
    assert like.candidates.values[at] == pytest.approx([6_000, 60, 10, 10, 0.12, 0.12])


def test_unlikeness_is_the_one_worked_by_hand(tmp_path: Path) -> None:
    # Ages are the same everywhere and drop out. Residents and density differ by the same
    # logarithm, the two scores by the same step, so two features are left, each twice.
    (like,) = found(tmp_path, everywhere()).likes
    people, score = np.log(1 + np.arange(13) / 10), np.arange(13) / 100
    parts = [(people[1] - people[0]) / people.std(), (score[1] - score[0]) / score.std()]
    by_hand = np.sqrt((2 * parts[0] ** 2 + 2 * parts[1] ** 2) / 4)
    assert like.unlike[like.candidates.codes.index(other_code(1))] == pytest.approx(by_hand)


def test_neither_units_nor_the_order_of_rows_matter(tmp_path: Path) -> None:
    plain = found(tmp_path / "a", everywhere())
    for name, given in (("b", {"scale": 10.0}), ("c", {"turned": True})):
        other = found(tmp_path / name, everywhere(), **given)
        assert nearest(other) == nearest(plain)
        (one,), (two,) = plain.likes, other.likes
        # Positions may differ, distances of each code may not.
        assert dict(zip(two.candidates.codes, two.unlike.round(9), strict=True)) == dict(
            zip(one.candidates.codes, one.unlike.round(9), strict=True)
        )


def test_too_few_elsewhere_are_not_called_alike(tmp_path: Path) -> None:
    rows = [row for row in everywhere() if row["area_code"] in codes(8)]
    assert look_elsewhere(tmp_path, rows, others=8) is None


def test_a_change_has_the_interval_worked_by_hand(tmp_path: Path) -> None:
    # 1,000 to 800 of 10,000: 0.8, times or over exp(1.96 sqrt(1/1,000 + 1/800)) = 1.0974.
    own = only(found(tmp_path, everywhere((1_000, 800)))).moves[0]
    assert (own.ratio, own.low, own.high) == pytest.approx((0.8, 0.7290, 0.8779), abs=1e-4)
    assert own.compared == "better"


def test_a_change_that_chance_explains_is_similar(tmp_path: Path) -> None:
    assert only(found(tmp_path, everywhere((100, 110)))).moves[0].compared == "similar"


def test_where_all_others_fell_and_ours_did_not_it_is_worse_here(tmp_path: Path) -> None:
    fell = {f"n{n}": (1_000.0, 500.0) for n in range(1, OTHERS + 1)}
    measure = only(found(tmp_path, everywhere(**fell)))
    assert measure.usual == pytest.approx(0.5)
    assert measure.difference.ratio == pytest.approx(2.0)
    assert measure.difference.low > 1.5
    assert measure.compared == "worse"


def test_one_that_moved_otherwise_does_not_make_ours_differ_from_all(tmp_path: Path) -> None:
    measure = only(found(tmp_path, everywhere(n1=(1_000, 500))))
    assert [each.compared for each in measure.moves] == [
        "similar", "better", "similar", "similar", "similar", "similar",
    ]  # fmt: skip
    assert measure.compared == "similar"


@pytest.mark.parametrize("hidden", [(None, 900), (900, None)])
def test_a_hidden_value_hides_the_change_and_the_difference(
    tmp_path: Path, hidden: tuple[float | None, float | None]
) -> None:
    seen = found(tmp_path, everywhere(hidden))
    row = table(seen, chapter.CHANGES).rows[0]
    assert [row[table(seen, chapter.CHANGES).position(c)] for c in ("change", "change_low")] == [
        "[c]", "[z]",
    ]  # fmt: skip
    differences = table(seen, chapter.DIFFERENCES)
    assert differences.values("change") == ("[c]",)
    assert differences.values("difference") == ("[z]",)
    assert differences.values("compared") == ("not compared",)


def test_a_neighbour_whose_value_is_hidden_is_left_out_of_theirs(tmp_path: Path) -> None:
    rows = [row for row in everywhere() if row["area_code"] != other_code(1)]
    measure = only(found(tmp_path, rows + published(other_code(1), (None, 900))))
    assert measure.others == 4
    assert measure.moves[1].mark == "[c]"


def test_without_counts_a_change_is_shown_and_not_called_different(tmp_path: Path) -> None:
    rows = [{**row, "numerator": None, "denominator": None} for row in everywhere((1_000, 100))]
    seen = found(tmp_path, rows)
    (row,) = table(seen, chapter.DIFFERENCES).rows
    said = dict(zip((c.key for c in table(seen, chapter.DIFFERENCES).columns), row, strict=True))
    assert (said["change"], said["usual"], said["others"]) == (-90, 0, 5)
    assert (said["change_low"], said["difference"], said["compared"]) == (
        "[z]", "[z]", "not compared",
    )  # fmt: skip


def test_two_neighbours_are_too_few_to_say_what_is_usual(tmp_path: Path) -> None:
    rows = [row for row in everywhere() if row["area_code"] in (OWN, *codes()[1:3])]
    others = [{**row, "indicator": "else", "name": "Missing half their sessions"}
              for row in everywhere() if row["area_code"] != OWN]  # fmt: skip
    measure = next(m for m in found(tmp_path, rows + others).measures)
    assert (measure.others, measure.compared) == (2, "not compared")
    assert np.isnan(measure.usual)


def test_the_chapter_says_how_many_differ_beside_what_chance_gives(tmp_path: Path) -> None:
    fell = {f"n{n}": (1_000.0, 500.0) for n in range(1, OTHERS + 1)}
    draft = drafted(found(tmp_path, everywhere(**fell)))
    assert "1 of 1 measure" in draft.findings["elsewhere.moved"].sentence
    assert "would give about 0.1: 1 worse" in draft.findings["elsewhere.moved"].sentence
    said = draft.findings["elsewhere.widest"].sentence
    assert "stayed as it was" in said
    assert "fell by 50 %" in said
    assert "above where their change would have put it" in said
    named = {figure.split(":")[0] for each in draft.findings.values() for figure in each.figures}
    assert named <= set(draft.tables)


def test_the_chapter_says_what_it_lacks() -> None:
    view: Any = SimpleNamespace(scope=SimpleNamespace(name="Loamshire"))
    (block,) = chapter.compose(view, None, Draft())
    assert block.kind is BlockKind.UNKNOWN
    assert "They were not." in block.text
