"""Manuscript → docx: real headings, a table of contents, heads repeated over pages, bookmarks that numbers lead to,
pictures with a text in their place. The same manuscript gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from liens.publishing.written.figures import size_of
from liens.publishing.written.manuscript import (
    Block,
    Entry,
    Figure,
    Items,
    Manuscript,
    Paragraph,
    Phrase,
    Piece,
    Section,
    Style,
    Table,
)
from liens.publishing.written.pdf import as_pngs
from liens.publishing.written.wordxml import (
    Element,
    bookmark,
    element,
    field,
    field_end,
    field_start,
    grid,
    line_break,
    link_outside,
    link_within,
    paragraph,
    run,
    tab,
)

FONT = "Georgia"
INK, GREY, LINK = RGBColor(0x1F, 0x21, 0x24), RGBColor(0x55, 0x59, 0x5F), RGBColor(0x1A, 0x4E, 0x7A)
DOTS = 200
"""Dots to the inch of a picture."""
PICTURE, TALLEST = Mm(166), Mm(215)
DEEPEST = 3
"""Levels of headings."""
UNDATED = "2000-01-01"
EARLIEST = "1000-01-01"
"""The first day that python-docx writes in a form which others can read."""
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The day of every file in the archive, the first that its format knows."""
SAFE = "/:?#[]@!$&'()*+,;=%-._~"
STYLES = {
    "Normal": (10, False, INK),
    "Title": (26, True, INK),
    "Subtitle": (14, False, GREY),
    "Heading 1": (18, True, INK),
    "Heading 2": (13, True, INK),
    "Heading 3": (11, True, INK),
    "Caption": (8.5, False, GREY),
    "List Bullet": (10, False, INK),
    "Header": (8, False, GREY),
    "Footer": (8, False, GREY),
    "Study Table": (7.5, False, INK),
    "Study Entry": (8.5, False, INK),
    "TOC Heading": (18, True, INK),
    "toc 1": (10, True, INK),
    "toc 2": (9, False, INK),
}
"""Size in points, weight and colour of each style."""


def files_of(manuscript: Manuscript, place: Path) -> Mapping[Path, bytes]:
    """The file at `place`."""
    return {place: as_docx(manuscript)}


def as_docx(manuscript: Manuscript) -> bytes:
    """The study as a text document."""
    document = docx.Document()
    _prepare(document, manuscript)
    _Writer(document, manuscript).write()
    made = io.BytesIO()
    document.save(made)
    return _repacked(made.getvalue())


def _repacked(archive: bytes) -> bytes:
    """The archive without the day on which it was made."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, FIRST_DAY), old.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _prepare(document: Document, manuscript: Manuscript) -> None:
    """Page, styles, heads and feet, and what the file says of itself."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.top_margin, page.bottom_margin = Mm(25), Mm(24)
    page.different_first_page_header_footer = True
    for name, (size, bold, colour) in STYLES.items():
        _style(document, name, size, bold, colour)
    hyperlink = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    hyperlink.font.color.rgb = LINK
    _spacing(document)
    page.header.paragraphs[0].text = manuscript.title[:120]
    foot = page.footer.paragraphs[0]
    foot.alignment = 1
    foot._p.extend([*field("PAGE", "1"), run(" of "), *field("NUMPAGES", "1")])
    _properties(document, manuscript)


def _style(document: Document, name: str, size: float, bold: bool, colour: RGBColor) -> None:
    styles = document.styles
    style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)


def _spacing(document: Document) -> None:
    styles = document.styles
    for border in styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    for name in ("Study Table", "toc 1", "toc 2"):
        styles[name].paragraph_format.space_after = Pt(1)
    styles["toc 2"].paragraph_format.left_indent = Mm(6)
    for level in range(1, DEEPEST + 1):
        styles[f"Heading {level}"].paragraph_format.space_after = Pt(4)
    styles["Caption"].paragraph_format.space_before = Pt(10)
    styles["Caption"].paragraph_format.space_after = Pt(3)
    entry = styles["Study Entry"].paragraph_format
    entry.left_indent, entry.first_line_indent = Mm(12), Mm(-12)
    entry.keep_together, entry.space_after = True, Pt(5)


def _properties(document: Document, manuscript: Manuscript) -> None:
    told = manuscript.day or UNDATED
    day = datetime.fromisoformat(told if told >= EARLIEST else UNDATED)
    properties = document.core_properties
    properties.title, properties.subject = manuscript.title[:250], manuscript.subtitle
    properties.author = properties.last_modified_by = "liens"
    properties.language, properties.comments, properties.keywords = manuscript.language, "", ""
    properties.created = properties.modified = day
    properties.revision = 1
    for default in document.styles.element.iter(qn("w:lang")):
        default.set(qn("w:val"), f"{manuscript.language}-GB")


class _Writer:
    """Writes a manuscript into a document, block after block."""

    def __init__(self, document: Document, manuscript: Manuscript) -> None:
        self._document, self._manuscript = document, manuscript
        self._end = document.element.body.sectPr
        self._marks = 0
        self._pictures = iter(as_pngs((figure.svg for figure in manuscript.figures()), DOTS))

    def write(self) -> None:
        """Title page, contents and every section."""
        self._title_page()
        self._contents()
        for depth, section in self._manuscript.walk():
            self._heading(depth, section)
            for block in section.blocks:
                self._block(block)

    def _add(self, *made: Element) -> None:
        for each in made:
            self._end.addprevious(each)

    def _title_page(self) -> None:
        study = self._manuscript
        self._add(paragraph("Title", [run(study.title)], element("spacing", before="2400", after="120")))
        self._add(paragraph("Subtitle", [run(study.subtitle)], element("spacing", after="900")))
        for label, words in study.facts:
            self._add(paragraph("Normal", [run(f"{label}: ", element("b")), run(words)]))

    def _contents(self) -> None:
        """The first two levels as links, in a field that Word and LibreOffice can bring up to date."""
        shown = [(depth, section) for depth, section in self._manuscript.walk() if depth < DEEPEST]
        self._add(paragraph("TOCHeading", [run("Contents")], element("pageBreakBefore")))
        for place, (depth, section) in enumerate(shown):
            start = field_start('TOC \\o "1-2" \\h \\z \\n') if place == 0 else []
            link = link_within(section.anchor, run(f"{section.number} {section.title}"))
            stop = [field_end()] if place == len(shown) - 1 else []
            self._add(paragraph(f"toc{depth}", [*start, link, *stop]))

    def _heading(self, depth: int, section: Section) -> None:
        start, stop = self._mark(section.anchor)
        words = run(f"{section.number} {section.title}")
        fresh = [element("pageBreakBefore")] if section.number in ("1", "A") else []
        self._add(paragraph(f"Heading{min(depth, DEEPEST)}", [start, words, stop], *fresh))

    def _mark(self, anchor: str) -> tuple[Element, Element]:
        self._marks += 1
        return bookmark(self._marks, anchor)

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._add(paragraph("Normal", self._words(block.words)))
        elif isinstance(block, Items):
            self._add(*(paragraph("ListBullet", self._words(item)) for item in block.items))
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Figure):
            self._figure(block)
        else:
            self._add(*(self._entry(entry) for entry in block.entries))

    def _table(self, block: Table) -> None:
        self._add(paragraph("Caption", _caption(block.label, block.caption), element("keepNext")))
        head = [paragraph("StudyTable", [run(title, element("b"))]) for title in block.head]
        rows = ([paragraph("StudyTable", self._words(cell)) for cell in row] for row in block.rows)
        self._add(grid(block.caption, block.widths, head, rows))
        self._add(paragraph("Caption", [run(block.note)] if block.note else []))

    def _figure(self, block: Figure) -> None:
        held = self._document.add_paragraph()
        held.paragraph_format.keep_with_next = True
        held.add_run().add_picture(io.BytesIO(next(self._pictures)), width=_width(block))
        for properties in held._p.iter(qn("wp:docPr")):
            properties.set("name", block.label)
            properties.set("descr", block.alternative)
        self._add(paragraph("Caption", _caption(block.label, block.caption)))

    def _entry(self, entry: Entry) -> Element:
        start, stop = self._mark(entry.anchor)
        content = [start, run(entry.label, element("b")), stop, tab()]
        for place, line in enumerate(entry.lines):
            content += [*([line_break()] if place else []), *self._words(line)]
        return paragraph("StudyEntry", content)

    def _words(self, phrase: Phrase) -> Iterator[Element]:
        for piece in phrase:
            yield self._piece(piece)

    def _piece(self, piece: Piece) -> Element:
        words = run(piece.text, *_look(piece))
        if piece.to is None:
            return words
        if piece.to.startswith("#"):
            return link_within(piece.to[1:], words)
        address = quote(piece.to, safe=SAFE)
        return link_outside(
            self._document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True), words
        )


def _look(piece: Piece) -> Iterator[Element]:
    """How a piece looks, in the order that the format wants."""
    if piece.to is not None:
        yield element("rStyle", val="Hyperlink")
    if piece.style is Style.STRONG:
        yield element("b")
    if piece.style is Style.QUIET and piece.to is None:
        yield element("color", val=str(GREY))
    if piece.language:
        yield element("lang", val=piece.language)


def _width(block: Figure) -> int:
    """As wide as the line, unless it would be higher than a page."""
    wide, tall = size_of(block.svg)
    return min(PICTURE, TALLEST * wide // tall)


def _caption(label: str, words: str) -> list[Element]:
    return [run(f"{label}. ", element("b")), run(words)]
