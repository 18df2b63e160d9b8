"""PDF → text by pages, through pdfium: lines joined into paragraphs, running heads and page numbers left out."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium
from pypdfium2 import raw

from liens.errors import SourceError
from liens.sources.text.encoding import clean
from liens.sources.text.extract import Extract, Metadata, Note
from liens.sources.text.properties import from_properties

_DIVIDED = "\u0002\ufffe"
_HYPHENS = "-\u00ad\u2010"
_LINE = re.compile(rf"[^\r\n{_DIVIDED}]+[{_DIVIDED}]?")
_SENTENCE_END = (".", "!", "?", ":", ";", "”", '"', "»", "…", ".)")
_BULLET = re.compile(r"(?:[•▪■◦‣–—*]|\d{1,2}[.)]|\([a-z0-9]{1,3}\))\s")
_FOLIO = re.compile(
    r"(?:page|seite|p\.?|página|pagina|strona|sida|side)?\s?[-–—]?\s?\d{1,5}\s?[-–—]?"
    r"(?:\s?(?:/|of|de|von|sur|di|van|z|av|af)\s?\d{1,5})?",
    re.IGNORECASE,
)
_COMPOUND = re.compile(r"\w{1,40}-\w{1,40}")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of print: its text, the left and right ends and the baseline in points, and the size of its letters."""

    text: str
    left: float
    right: float
    base: float
    size: float


def parse_pdf(data: bytes, pages: int) -> Extract:
    """The text of the first `pages` pages, with the offset of each; if there are more, a note says so and `share` is
    the share of the pages that were read.

    Raises:
        SourceError: the file is protected by a password, broken, or holds no text.
    """
    document = _opened(data)
    total = len(document)
    sheets = _without_running([_rows(document, number) for number in range(min(total, pages))])
    text, offsets = _set(sheets)
    if not text.strip():
        raise SourceError(
            f"no text in its {total} pages, only pictures", "have the text recognised (OCR), then try again"
        )
    metadata, notes = _metadata(document)
    if total > pages:
        notes += (
            Note(f"only the first {pages:,} of its {total:,} pages were read", "split the file to have all of it read"),
        )
    return Extract(text, metadata, pages=tuple(offsets), notes=notes, share=round(min(1.0, pages / total), 4))


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
        if len(document) > 0:
            return document
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise SourceError("this PDF is protected by a password", "save a copy without the password") from error
    raise SourceError("this PDF is broken", "fetch it again, or print it to a new PDF")


def _metadata(document: pdfium.PdfDocument) -> tuple[Metadata, tuple[Note, ...]]:
    told = document.get_metadata_dict(skip_empty=True)
    own = Metadata(title=told.get("Title"), author=told.get("Author"))
    return from_properties(own, (told.get("Subject"), told.get("Keywords")))


def _rows(document: pdfium.PdfDocument, number: int) -> list[Row]:
    """The lines of one page; none if the page is broken."""
    try:
        page = document[number]
        sheet = page.get_textpage()
    except pdfium.PdfiumError:
        return []
    try:
        return list(_lines(sheet))
    finally:
        sheet.close()
        page.close()


def _lines(sheet: pdfium.PdfTextPage) -> Iterator[Row]:
    """The lines of print in reading order; pdfium marks a word divided at a line's end, and runs the lines together."""
    text = sheet.get_text_range(errors="replace")
    for match in _LINE.finditer(text):
        line = match[0].strip()
        if line:
            first = match.start() + match[0].index(line[0])
            yield _row(sheet, line, first, first + len(line) - 1)


def _row(sheet: pdfium.PdfTextPage, text: str, first: int, last: int) -> Row:
    first = max(0, raw.FPDFText_GetCharIndexFromTextIndex(sheet, first))
    last = max(first, raw.FPDFText_GetCharIndexFromTextIndex(sheet, last))
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(sheet, first, x, y)
    left, right, low, high = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(sheet, last, left, right, low, high)
    shown = text[:-1] + "-" if text[-1] in _DIVIDED else text
    return Row(shown, x.value, right.value, y.value, raw.FPDFText_GetFontSize(sheet, first))


def _without_running(sheets: list[list[Row]]) -> list[list[Row]]:
    """`sheets` without page numbers and without lines that most pages repeat at their head or foot."""
    edges = Counter(form for rows in sheets for form in {_form(row) for row in _edge(rows)})
    often = max(3, len(sheets) // 2)
    repeated = {form for form, count in edges.items() if count >= often}
    return [_inner(rows, repeated) for rows in sheets]


def _edge(rows: list[Row]) -> list[Row]:
    return rows[:2] + rows[2:][-2:]


def _inner(rows: list[Row], repeated: set[str]) -> list[Row]:
    edge = {id(row) for row in _edge(rows)}
    return [row for row in rows if id(row) not in edge or not (_form(row) in repeated or _FOLIO.fullmatch(row.text))]


def _form(row: Row) -> str:
    return re.sub(r"\d+", "#", row.text.casefold())


def _set(sheets: list[list[Row]]) -> tuple[str, list[int]]:
    """The pages' text in one, and the offset at which each page begins in it."""
    compounds = {match[0].casefold() for rows in sheets for row in rows for match in _COMPOUND.finditer(row.text)}
    parts, offsets, length = [""], [], 0
    for rows in sheets:
        text = clean(_page(rows, compounds))
        if text and length:
            before = len(parts[-1])
            parts[-1], glue = _glued(parts[-1], text, compounds)
            length += len(parts[-1]) - before + len(glue)
            parts.append(glue)
        offsets.append(length)
        if text:
            parts.append(text)
            length += len(text)
    return "".join(parts), offsets


def _glued(above: str, below: str, compounds: set[str]) -> tuple[str, str]:
    """The text of a page as it goes on with that of the next, and what comes between: nothing or a blank if a sentence
    runs on, else a blank line."""
    if above.endswith(_SENTENCE_END) or not below[:1].islower():
        return above, "\n\n"
    return _joint(above, below, compounds)


def _page(rows: list[Row], compounds: set[str]) -> str:
    """The text of one page, paragraphs parted by a blank line."""
    if not rows:
        return ""
    leading, edges = _leading(rows), _edges(rows)
    out = [rows[0].text]
    for above, row in pairwise(rows):
        if _breaks(above, row, leading, edges[_column(above)]):
            out += ["\n\n", row.text]
        else:
            out[-1], glue = _joint(out[-1], row.text, compounds)
            out += [glue, row.text]
    return "".join(out)


def _joint(above: str, below: str, compounds: set[str]) -> tuple[str, str]:
    """`above` as it goes on with `below`, and what comes between: a word divided at the end of a line is made whole,
    unless the document writes it with a hyphen elsewhere."""
    if above[-1] not in _HYPHENS or not above[-2:-1].isalpha():
        return above, " "
    stem = above[:-1]
    whole = re.search(r"\w+$", stem), re.match(r"\w+", below)
    compound = "-".join(part[0] if part else "" for part in whole).casefold()
    if below[:1].islower() and compound not in compounds:
        return stem, ""
    return stem + "-", ""


def _leading(rows: list[Row]) -> float:
    """The usual distance from one line to the next, in points."""
    steps = [above.base - row.base for above, row in pairwise(rows) if above.base > row.base]
    return median(steps) if steps else 0.0


def _edges(rows: list[Row]) -> dict[int, float]:
    """How far to the right the lines of each column go."""
    edges: dict[int, float] = {}
    for row in rows:
        edges[_column(row)] = max(edges.get(_column(row), row.right), row.right)
    return edges


def _column(row: Row) -> int:
    return round(row.left / 30)


def _breaks(above: Row, row: Row, leading: float, edge: float) -> bool:
    """Whether a new paragraph begins with `row`."""
    step = above.base - row.base
    ended = above.text.endswith(_SENTENCE_END)
    if step < -1:
        return ended or not row.text[:1].islower()
    if step > 1.35 * leading or abs(above.size - row.size) > 0.1 * max(above.size, row.size):
        return True
    width = max(edge - above.left, 1.0)
    short = above.right < edge - 0.12 * width
    indented = row.left > above.left + 0.8 * row.size
    if (short or indented) and ended:
        return True
    headed = above.right < edge - 0.4 * width and not row.text[:1].islower() and above.text[-1] not in _HYPHENS + ","
    return headed or bool(_BULLET.match(row.text))
