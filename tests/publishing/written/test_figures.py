"""Drawings for paper."""

from __future__ import annotations

import re

import pytest
from lxml import etree
from markupsafe import Markup

from liens.publishing.written.figures import Key, bar_key, drawing, line_key, mark_key, node_key, size_of, stroke_key
from tests.publishing.written.test_same_content import STUDIES, manuscript_of

SCREEN = Markup(
    '<svg class="timeline" viewBox="0 0 960 100" role="img"><title>T</title><a href="#x" class="mark full" '
    'onclick="y"><title>hover</title><circle cx="1" cy="2" r="3" style="fill:red"/></a></svg>'
)


@pytest.mark.parametrize("name", STUDIES)
def test_every_class_of_a_drawing_has_a_rule(name: str) -> None:
    for figure in manuscript_of(name).figures():
        root = etree.fromstring(figure.svg.encode())
        used = {word for e in root.iter() for word in str(e.get("class", "")).split()}
        ruled = set(re.findall(r"\.([a-z][a-z0-9-]*)", figure.svg[: figure.svg.index("</style>")]))
        plain = {"asserted", "w1", "line", "open", "square", "mark", "timeline", "profiles", "keys"}
        assert used <= ruled | plain


def test_links_titles_and_styles_of_the_screen_go() -> None:
    made = drawing(SCREEN, ())
    assert '<g class="mark full"><circle cx="1" cy="2" r="3"/></g>' in made
    assert not re.search(r"<a\b|<title|onclick|style=|href", made)


def test_keys_stand_in_rows_below_the_drawing() -> None:
    keys = [line_key("ch0", "a" * 60), mark_key("square", "b" * 60), bar_key("single", "c"), node_key("hollow", "d")]
    made = drawing(SCREEN, [*keys, stroke_key("limb", "e"), Key(Markup("<g/>"), "f & <g>")])
    assert size_of(made)[0] == 960
    assert size_of(made)[1] > 140
    root = etree.fromstring(made.encode())
    assert [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")][-1] == "f & <g>"


def test_names_in_a_drawing_are_clean() -> None:
    svg = Markup('<svg viewBox="0 0 960 100"><text x="1">{}</text></svg>').format("a\x00\u202eb")
    assert "a\ufffdb" in drawing(svg, ())
