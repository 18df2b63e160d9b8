"""docx → text and core properties, in reading order, tables included."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from liens.errors import SourceError
from liens.sources.limits import Limits
from liens.sources.text.encoding import clean
from liens.sources.text.extract import Extract, Metadata
from liens.sources.text.packed import open_packed
from liens.sources.text.properties import from_properties

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_HIDDEN = {f"{_W}{name}" for name in ("del", "moveFrom", "txbxContent", "instrText", "pPr", "rPr")}


def parse_docx(data: bytes, limits: Limits) -> Extract:
    """The text as it reads with all tracked changes accepted: paragraphs parted by a blank line, a table's rows by a
    newline and its cells by " | ". Text boxes, headers, footers and notes are left out.

    Raises:
        SourceError: it is no docx, or unpacks to more than the limits allow.
    """
    open_packed(io.BytesIO(data), limits).close()
    try:
        document = docx.Document(io.BytesIO(data))
        told = document.core_properties
        own = Metadata(told.title, told.category, told.author, language=told.language)
        metadata, notes = from_properties(own, (told.subject, told.keywords, told.comments))
    except (PackageNotFoundError, KeyError, ValueError, etree.LxmlError) as error:
        raise SourceError("this Word file is broken", "open it in a word processor and save it again") from error
    text = "\n\n".join(_blocks(document.element.body))
    return Extract(clean(text), metadata, notes=notes)


def _blocks(parent: Any) -> Iterator[str]:
    """The paragraphs and tables under `parent` that hold text."""
    for child in parent:
        if child.tag == f"{_W}p":
            text = "".join(_runs(child)).strip()
        elif child.tag == f"{_W}tbl":
            text = "\n".join(_table(child))
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml"):
            yield from _blocks(child)
            continue
        else:
            continue
        if text:
            yield text


def _table(table: Any) -> Iterator[str]:
    for row in table.iterchildren(f"{_W}tr"):
        cells = (" ".join(" ".join(_blocks(cell)).split()) for cell in row.iterchildren(f"{_W}tc"))
        line = " | ".join(cell for cell in cells if cell)
        if line:
            yield line


def _runs(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag not in _HIDDEN:
            yield from _runs(child)
