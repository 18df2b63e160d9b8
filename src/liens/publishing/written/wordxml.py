"""The elements of WordprocessingML that the written study needs, made from words and never from markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

Element = Any
"""An lxml element; the package gives them no types."""
WIDTH = 9412
"""Twentieths of a point between the margins of an A4 page."""


def element(tag: str, *children: Element, **attributes: str) -> Element:
    """`w:tag` with attributes of the same namespace."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    made.extend(children)
    return made


def run(text: str, *properties: Element) -> Element:
    """A stretch of text."""
    words = OxmlElement("w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    return element("r", *([element("rPr", *properties)] if properties else ()), words)


def line_break() -> Element:
    return element("r", element("br"))


def tab() -> Element:
    return element("r", element("tab"))


def paragraph(style: str, content: Iterable[Element], *properties: Element) -> Element:
    """A paragraph in the style with the id `style`."""
    return element("p", element("pPr", element("pStyle", val=style), *properties), *content)


def link_within(anchor: str, content: Element) -> Element:
    """A link to a bookmark of the document."""
    return element("hyperlink", content, anchor=bookmark_name(anchor), history="1")


def link_outside(relation: str, content: Element) -> Element:
    """A link to the address of the relationship with the id `relation`."""
    made = element("hyperlink", content, history="1")
    made.set(qn("r:id"), relation)
    return made


def bookmark_name(anchor: str) -> str:
    """Word takes letters, digits and underscores, at most 40 of them."""
    return anchor.replace("-", "_")[:40]


def bookmark(number: int, anchor: str) -> tuple[Element, Element]:
    """The two ends of a bookmark."""
    name = bookmark_name(anchor)
    return element("bookmarkStart", id=str(number), name=name), element("bookmarkEnd", id=str(number))


def field(instruction: str, shown: str) -> list[Element]:
    """A field such as a page number, with what it shows until it is brought up to date."""
    return [*field_start(instruction), run(shown), field_end()]


def field_start(instruction: str) -> list[Element]:
    text = OxmlElement("w:instrText")
    text.text = f" {instruction} "
    text.set(qn("xml:space"), "preserve")
    begin, separate = (element("r", element("fldChar", fldCharType=kind)) for kind in ("begin", "separate"))
    return [begin, element("r", text), separate]


def field_end() -> Element:
    return element("r", element("fldChar", fldCharType="end"))


def grid(caption: str, widths: Sequence[int], head: Sequence[Element], rows: Iterable[Sequence[Element]]) -> Element:
    """A table of paragraphs: its head is repeated on every page, and no row breaks over two."""
    shares = [WIDTH * width // sum(widths) for width in widths]
    properties = element(
        "tblPr",
        element("tblW", w=str(sum(shares)), type="dxa"),
        element("tblLayout", type="fixed"),
        element("tblCellMar", element("left", w="40", type="dxa"), element("right", w="80", type="dxa")),
        element("tblLook", val="0020", firstRow="1", lastRow="0", firstColumn="0", lastColumn="0", noHBand="1"),
        element("tblCaption", val=caption[:250]),
    )
    columns = element("tblGrid", *(element("gridCol", w=str(share)) for share in shares))
    body = (_row(cells, shares, is_head=False) for cells in rows)
    return element("tbl", properties, columns, _row(head, shares, is_head=True), *body)


def _row(cells: Sequence[Element], shares: Sequence[int], is_head: bool) -> Element:
    properties = element("trPr", element("cantSplit"), *([element("tblHeader")] if is_head else ()))
    return element("tr", properties, *(_cell(c, share, is_head) for c, share in zip(cells, shares, strict=True)))


def _cell(content: Element, share: int, is_head: bool) -> Element:
    rule = element(
        "bottom", val="single", sz="8" if is_head else "4", space="0", color="1F2124" if is_head else "C9C5BD"
    )
    return element("tc", element("tcPr", element("tcW", w=str(share), type="dxa"), element("tcBorders", rule)), content)
