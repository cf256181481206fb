"""Pictures of indicators: what is drawn, and what never is."""

from xml.etree import ElementTree

import pytest

from headwater.web.editions.indicator_charts import Point, Scale, Spine, dots, over_time, spine

POINTS = [
    Point("Larkminster", 42.0, 40.0, 44.0, side="higher"),
    Point("Candlemere <b>", None, mark="[c]"),
    Point("Thimblewick", 30.0, 28.0, 32.0, side="lower"),
]
PICTURES = {
    "dots": dots(
        POINTS,
        title="A & B",
        unit="per 1,000",
        decimals=1,
        benchmark=36.0,
        benchmark_label="Loamshire",
    ),
    "over time": over_time(POINTS, title="A & B", unit="per 1,000", decimals=1),
    "spine": spine(
        [
            Spine("Rate", 42.0, 36.0, 30.0, 42.0, "higher"),
            Spine("Hidden", None, 36.0, 30.0, 42.0, mark="[c]"),
        ],
        title="A & B",
        benchmark_label="Set beside",
    ),
}


@pytest.mark.parametrize("svg", PICTURES.values(), ids=PICTURES)
def test_a_picture_is_well_formed_and_says_its_title(svg: str) -> None:
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own text
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "A & B"


@pytest.mark.parametrize("svg", PICTURES.values(), ids=PICTURES)
def test_a_picture_carries_no_style_and_no_script(svg: str) -> None:
    assert "style" not in svg
    assert "<script" not in svg
    assert "<b>" not in svg


def test_a_hidden_number_is_words_and_not_a_dot() -> None:
    assert PICTURES["dots"].count("<circle") + PICTURES["dots"].count("<polygon") == 2
    assert "[c] hidden to protect people" in PICTURES["dots"]


def test_a_line_is_not_drawn_across_a_hidden_period_or_a_new_definition() -> None:
    whole = over_time(
        [Point("a", 1.0), Point("b", 2.0), Point("c", 3.0)], title="t", unit="u", decimals=0
    )
    broken = over_time(
        [Point("a", 1.0), Point("b", 2.0, breaks=True), Point("c", 3.0)],
        title="t",
        unit="u",
        decimals=0,
    )
    assert whole.count('stroke-width="2"') == broken.count('stroke-width="2"') + 1
    assert "counted another way" in broken


def test_higher_and_lower_differ_in_shape_and_not_only_in_colour() -> None:
    up = dots([Point("a", 2.0, side="higher")], title="t", unit="u", decimals=0)
    down = dots([Point("a", 2.0, side="lower")], title="t", unit="u", decimals=0)
    corners = [svg.split('points="')[1].split('"')[0] for svg in (up, down)]
    assert corners[0] != corners[1]


def test_scales_start_at_nought_and_have_round_steps() -> None:
    assert Scale(0.0, 44.0, 0, 100).ticks == [0, 10, 20, 30, 40]
    assert [round(tick, 3) for tick in Scale(0.0, 0.9, 0, 100).ticks] == [0, 0.2, 0.4, 0.6, 0.8]


def test_nothing_to_draw_is_a_picture_all_the_same() -> None:
    assert dots([], title="t", unit="u", decimals=0).startswith("<svg")
    assert over_time([], title="t", unit="u", decimals=0).startswith("<svg")
