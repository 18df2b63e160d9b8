"""The pictures of the study for paper: whole drawings in print colours, without links, with their key below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from lxml import etree
from markupsafe import Markup

from liens.publishing.written.manuscript import clean

NAMESPACE = "http://www.w3.org/2000/svg"
KEY_ROW = 26
KEY_MARK = 26
LETTER = 7.6
"""Units that a letter of a key takes on average."""
KEY_GAP = 26
KEPT = frozenset({"class", "d", "x", "y", "width", "height", "cx", "cy", "r", "points", "transform", "text-anchor"})
"""Attributes that a drawing may have; no other takes part in how it looks."""
_SIZE = re.compile(r"0 0 (\d{1,6}) (\d{1,6})")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


@dataclass(frozen=True, slots=True)
class Key:
    """What a mark means. `mark` is drawn around (8, 0)."""

    mark: Markup
    words: str


def line_key(channel: str, words: str) -> Key:
    """A line in the colour of the class `channel`."""
    return Key(Markup('<g class="line {}"><path class="curve" d="M-4,0 H20"/></g>').format(channel), words)


def mark_key(shape: str, words: str) -> Key:
    """A mark of a timeline."""
    inner = '<rect x="1" y="-7" width="14" height="14"/>' if shape == "square" else '<circle cx="8" cy="0" r="7"/>'
    return Key(Markup('<g class="mark {}">{}</g>').format(shape, Markup(inner)), words)


def bar_key(kind: str, words: str) -> Key:
    """A bar of the layer chart."""
    return Key(Markup('<rect class="bar {}" x="-2" y="-6" width="20" height="12"/>').format(kind), words)


def node_key(kind: str, words: str) -> Key:
    """A company of the ownership tree."""
    return Key(Markup('<circle class="{}" cx="8" cy="0" r="4"/>').format(kind), words)


def stroke_key(kind: str, words: str) -> Key:
    """A line of the ownership tree."""
    return Key(Markup('<path class="{}" d="M-4,0 H20"/>').format(kind), words)


def drawing(svg: Markup, keys: Sequence[Key]) -> str:
    """`svg`, a drawing of the study's pages, as a document of its own, with `keys` below it."""
    root = etree.fromstring(clean(str(svg)).encode(), _PARSER)
    size = _SIZE.fullmatch(root.get("viewBox", ""))
    assert size is not None
    width, height = int(size[1]), int(size[2])
    placed = list(_placed(keys, width, height + 22))
    tall = (max(y for _, _, y in placed) + KEY_ROW // 2) if placed else height
    body = "".join(_plain(child) for child in root)
    legend = Markup("").join(_key(key, x, y) for key, x, y in placed)
    return (
        f'<svg xmlns="{NAMESPACE}" viewBox="0 0 {width} {tall}" width="{width}" height="{tall}" '
        f'class="{root.get("class", "")}"><style>{print_style()}</style>{body}<g class="keys">{legend}</g></svg>'
    )


def size_of(svg: str) -> tuple[int, int]:
    """Width and height of a drawing, in its own units."""
    found = _SIZE.search(svg)
    assert found is not None
    return int(found[1]), int(found[2])


@lru_cache(maxsize=1)
def print_style() -> str:
    """The rules by which drawings look on paper."""
    text = files("liens.publishing.written").joinpath("templates/figures.css").read_text(encoding="utf-8")
    return " ".join(line.strip() for line in text.splitlines() if line.strip())


def _placed(keys: Sequence[Key], width: int, top: int) -> Iterator[tuple[Key, float, int]]:
    """Each key with its place, in rows as wide as the drawing."""
    x, y = 6.0, top
    for key in keys:
        wide = KEY_MARK + LETTER * len(key.words) + KEY_GAP
        if x > 6 and x + wide > width:
            x, y = 6.0, y + KEY_ROW
        yield key, x, y
        x += wide


def _key(key: Key, x: float, y: int) -> Markup:
    return Markup('<g transform="translate({:.1f} {})">{}<text x="{}" y="5">{}</text></g>').format(
        x, y, key.mark, KEY_MARK, clean(key.words)
    )


def _plain(element: etree._Element) -> str:
    """An element without titles, links and whatever else is for a screen only."""
    for child in list(element.iter()):
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name in ("title", "desc", ""):
            _drop(child)
            continue
        if name == "a":
            child.tag = "g"
        for attribute in [key for key in child.attrib if key not in KEPT]:
            del child.attrib[attribute]
    if isinstance(element.tag, str) and element.tag in ("title", "desc"):
        return ""
    return etree.tostring(element, encoding="unicode", with_tail=False)


def _drop(child: etree._Element) -> None:
    parent = child.getparent()
    if parent is not None:
        parent.remove(child)
