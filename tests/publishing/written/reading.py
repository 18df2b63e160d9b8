"""Readers of the written study that know nothing of how it was made: each gives the body's words without blanks."""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator
from typing import Any

import docx
import pypdfium2
from lxml import html
from markdown_it import MarkdownIt
from pypdfium2 import raw

from liens.publishing.written.manuscript import Block, Entries, Figure, Items, Manuscript, Paragraph, Table, read

MARGIN = 64
"""Points at the top and the bottom of a page in which heads and feet stand."""

LINE = 26
"""Points of a square in which the label stands that a link leads to."""


def squashed(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def lines_of(manuscript: Manuscript) -> Iterator[str]:
    """Every line of the body that a reader must find, in order."""
    for _, section in manuscript.walk():
        yield f"{section.number} {section.title}"
        for block in section.blocks:
            yield from _lines(block)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield read(block.words)
        case Items():
            yield from map(read, block.items)
        case Table():
            yield f"{block.label}. {block.caption}"
            yield from block.head
            yield from (read(cell) for row in block.rows for cell in row)
            yield block.note
        case Figure():
            yield f"{block.label}. {block.caption}"
        case Entries():
            for entry in block.entries:
                yield entry.label
                yield from map(read, entry.lines)


def in_html(page: bytes) -> str:
    return _text(page.decode().partition("<main")[2].partition(">")[2])


def in_markdown(text: bytes) -> str:
    """The body as a viewer shows it, with the texts in the place of pictures left out."""
    shown = MarkdownIt("commonmark", {"html": True}).enable("table").render(text.decode())
    return _text(shown[shown.index('<a id="part-1"') :])


def _text(markup: str) -> str:
    return squashed("".join(html.fragment_fromstring(markup, create_parent="div").itertext()))


def in_docx(document: bytes) -> str:
    """Paragraphs and cells in their order, from the first heading on."""
    opened = docx.Document(io.BytesIO(document))
    texts: list[str] = []
    begun = False
    for paragraph in opened.element.body.iter(f"{{{opened.element.nsmap['w']}}}p"):
        style = paragraph.style or ""
        begun = begun or style == "Heading1"
        if begun:
            texts += [each.text or "" for each in paragraph.iter(f"{{{opened.element.nsmap['w']}}}t")]
    return squashed("".join(texts))


def in_pdf(document: bytes) -> str:
    """The pages without their heads and feet. A hyphen at the end of a line is read as U+0002."""
    with pypdfium2.PdfDocument(document) as opened:
        pages = [_page(page) for page in opened]
    return squashed("".join(pages))


def _page(page: pypdfium2.PdfPage) -> str:
    width, height = page.get_size()
    text: str = page.get_textpage().get_text_bounded(0, MARGIN, width, height - MARGIN)
    return re.sub("[\x02\ufffe]", "-", text)


def pdf_links(document: bytes) -> Iterator[tuple[str, str]]:
    """Of each link within a PDF the words that are its face, and those that stand where it leads."""
    with pypdfium2.PdfDocument(document) as opened:
        for page in opened:
            place, link = ctypes.c_int(0), raw.FPDF_LINK()
            while raw.FPDFLink_Enumerate(page, place, link):
                dest = raw.FPDFLink_GetDest(opened, link)
                if dest:
                    box = raw.FS_RECTF()
                    raw.FPDFLink_GetAnnotRect(link, box)
                    face = page.get_textpage().get_text_bounded(box.left, box.bottom, box.right, box.top)
                    there = opened[raw.FPDFDest_GetDestPageIndex(opened, dest)]
                    x, y = _point(dest)
                    yield face, there.get_textpage().get_text_bounded(x, y - LINE, x + LINE, y)


def _point(dest: Any) -> tuple[float, float]:
    has = [ctypes.c_int() for _ in range(3)]
    x, y, zoom = ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    raw.FPDFDest_GetLocationInPage(dest, *has, x, y, zoom)
    return x.value, y.value
