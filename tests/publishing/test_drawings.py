"""Timelines, profile matrices, layer charts and ownership trees: what they show, and what bounds them."""

import re
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liens.analysis.dependence.layers import Count, LayerUse
from liens.analysis.dependence.profiles import Dependence, Profile
from liens.analysis.ownership.findings import Control, Overfull, Ownership
from liens.analysis.ownership.grounds import Grounds
from liens.analysis.ownership.holdings import Holding
from liens.market.dependence import Grade
from liens.publishing.charts import MOST_COLUMNS, MOST_ROWS, layer_chart, profile_matrix
from liens.publishing.timeline import MOST, Event, draw_timeline
from liens.publishing.tree import MOST as MOST_BRANCHES
from liens.publishing.tree import draw_tree, grow
from tests.publishing.studies import EVIL, parse


def event(number: int, day: str, lane: str = "x", words: str = "it happened") -> Event:
    return Event(number, day, lane, "full", words, f"row-{number}")


@pytest.mark.parametrize(
    "days", [(), ("2024-01-01",), ("2024-01-01", "2024-01-01"), ("2024-01-01", ""), ("never", "0")]
)
def test_fewer_than_two_days_are_no_timeline(days: tuple[str, ...]) -> None:
    assert draw_timeline([event(n, day) for n, day in enumerate(days)], "x") == ""


@given(st.lists(st.dates().map(str), min_size=2, max_size=120, unique=True))
def test_no_two_marks_touch_and_all_are_inside(days: list[str]) -> None:
    svg = str(draw_timeline([event(n, day) for n, day in enumerate(days)], "x"))
    places = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', svg)]
    width, height = map(int, re.findall(r"\d+", svg.split("viewBox=")[1])[2:4])
    assert len(places) == min(len(days), MOST)
    assert all(10 <= x <= width - 10 and 0 <= y <= height for x, y in places)
    rows: dict[float, list[float]] = {}
    for x, y in places:
        rows.setdefault(y, []).append(x)
    assert all(b - a >= 19 for row in rows.values() for a, b in pairwise(sorted(row)))


def test_words_of_events_stay_text_and_numbers_lead_to_rows() -> None:
    svg = draw_timeline([event(1, "2024-01-01", EVIL, EVIL), event(2, "2025-01-01")], EVIL)
    page = parse(svg)
    assert not page.broken
    assert [link["href"] for link in page.links] == ["#row-1", "#row-2"]
    assert "script" not in [tag for tag, _ in page.tags]


def profile(start_up: str, *cells: tuple[str, str, Grade]) -> Profile:
    held = tuple(Dependence(start_up, channel, provider, grade) for channel, provider, grade in cells)
    return Profile(start_up, None, ("compute", "funding"), (), (), held)


def test_each_grade_has_its_shape_and_silence_has_none() -> None:
    grades = dict(zip("abcde", Grade, strict=True))
    svg = str(profile_matrix([profile("one", *(("compute", p, g) for p, g in grades.items()))], "abcdef", str, {}))
    assert [svg.count(shape) for shape in ('"dot ch0"', '"ring ch0"', '"cross ch0"', '<rect class="dot')] == [
        3,
        1,
        1,
        1,
    ]
    assert "one, compute, a: unknown" in svg
    assert "one, compute, f" not in svg


def test_the_matrix_is_bounded() -> None:
    many = [profile(f"s{n}", *(("compute", f"p{m}", Grade.PRESENT) for m in range(40))) for n in range(200)]
    page = parse(profile_matrix(many, [f"p{m}" for m in range(40)], lambda key: EVIL + key, {}))
    assert len([1 for tag, _ in page.tags if tag == "circle"]) == MOST_ROWS * MOST_COLUMNS
    assert not page.broken


def test_bars_are_as_long_as_start_ups_are_many() -> None:
    use = LayerUse("cloud", ("a", "b", "c"), ("a",), (Count("x", ("a", "b", "c"), ("a",), 1.0, ()),))
    svg = str(layer_chart([use], {"cloud": "Cloud"}, str))
    whole, single = (float(width) for width in re.findall(r'<rect class="bar[^>]* width="([\d.]+)"', svg))
    assert whole == pytest.approx(3 * single)
    assert "3, 1 with no other known" in svg
    assert layer_chart([], {}, str) == ""


def ownership(*holdings: tuple[str, str], control: Iterable[tuple[str, str]] = (), overfull: str = "") -> Ownership:
    nothing = Grounds((), ())
    return Ownership(
        holdings=tuple(Holding(holder, held, 0.3, 0.3) for holder, held in holdings),
        stakes=(),
        control=tuple(Control(holder, held, True, True, nothing) for holder, held in control),
        common=(),
        overfull=(Overfull(overfull, 1.2, nothing),) if overfull else (),
        loops=(),
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([("a", "b")], [("b", 0), ("a", 1)]),
        ([("a", "b"), ("b", "c")], [("c", 0), ("b", 1), ("a", 2)]),
        ([("a", "b"), ("b", "a")], [("a", 0), ("b", 1), ("a", 2)]),
        ([("a", "b"), ("a", "c")], [("b", 0), ("a", 1), ("c", 0), ("a", 1)]),
        ([], []),
    ],
)
def test_a_tree_goes_from_a_company_up_to_its_holders(
    given: list[tuple[str, str]], expected: list[tuple[str, int]]
) -> None:
    assert [(branch.entity, branch.depth) for branch in grow(ownership(*given))] == expected


def test_a_tree_tells_control_and_what_cannot_be_right() -> None:
    svg = draw_tree(grow(ownership(("a", "b"), ("x", "b"), control=[("a", "b")], overfull="b")), str, {})
    text = parse(svg).text
    assert "30 %, controls" in text
    assert text.count("controls") == 1
    assert "what is told of its holders cannot all be right" in text


def test_crowds_and_long_chains_are_bounded() -> None:
    chain = [(f"c{n:03}", f"c{n + 1:03}") for n in range(300)]
    crowd = [(f"h{n:03}", "top") for n in range(300)]
    branches = grow(ownership(*chain, *crowd))
    assert len(branches) == MOST_BRANCHES
    assert not parse(draw_tree(branches, lambda key: EVIL, {})).broken


def test_lanes_stand_in_the_order_in_which_they_are_given() -> None:
    events = [event(2, "2025-01-01", "first"), event(1, "2024-01-01", "second")]
    assert re.findall("first|second", parse(draw_timeline(events, "x")).text) == ["first", "second"]
