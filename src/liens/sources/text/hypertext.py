"""HTML → main text and metadata, through trafilatura."""

from __future__ import annotations

import re
from collections.abc import Iterator

import trafilatura
from lxml import html as lxml_html
from trafilatura.settings import Document as Found

from liens.errors import SourceError
from liens.sources.text.dates import iso_date
from liens.sources.text.encoding import clean, decode
from liens.sources.text.extract import Extract, Metadata
from liens.sources.text.matter import language_code
from liens.sources.text.properties import one_line

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_NOT_FREE = re.compile(r"[\"']?isAccessibleForFree[\"']?\s*:\s*[\"']?false", re.IGNORECASE)
_DATES = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d", "max_date": "2200-01-01"}
_PARAGRAPH = re.compile(r"\n+(?![-|]\s)")
_MOST_AROUND = 20_000
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PARSER = lxml_html.HTMLParser(encoding="utf-8")
_NOT_SHOWN = ("head", "title", "script", "style", "noscript", "template")


def parse_html(data: bytes, charset: str | None = None) -> Extract:
    """The main text of a page, its title first, paragraphs parted by a blank line, items of a
    list and rows of a table by a newline, and what its head says of it.

    `around` is the text of the whole page, for paywall notices that are not part of the main text. A page that says in
    its structured data that it is not free has an unknown `share`.

    Raises:
        SourceError: the bytes are not text, or no main text is found.
    """
    declared = _META_CHARSET.search(data[:4096])
    text, notes = decode(data, charset or (declared[1].decode("ascii") if declared else None))
    tree = trafilatura.load_html(text)
    if tree is None:
        raise SourceError("no HTML could be read in it", "open it in a browser and save it again")
    language, around = language_code(tree.get("lang") or tree.get(_XML_LANG)), _visible(text)
    found = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=True, with_metadata=True, date_extraction_params=dict(_DATES)
    )
    if not isinstance(found, Found) or not (found.text or "").strip():
        raise SourceError("no main text was found in this page", "save the article alone as text")
    body = _PARAGRAPH.sub("\n\n", clean(found.text or "").strip())
    metadata = _metadata(found, language)
    share = None if _NOT_FREE.search(text) else 1.0
    return Extract(_headed(metadata.title, body), metadata, notes=notes, around=around, share=share)


def _metadata(found: Found, language: str | None) -> Metadata:
    url = found.url or ""
    return Metadata(
        title=one_line(found.title),
        publisher=one_line(found.sitename),
        author=one_line(found.author),
        published=iso_date(found.date or ""),
        language=language,
        url=url if url.startswith(("http://", "https://")) else None,
    )


def _headed(title: str | None, body: str) -> str:
    """`body` under its title, unless it begins with it."""
    head = body[:1_000].split("\n\n")[:2]
    if title is None or any(_same(title, line) for line in head):
        return body
    return f"{title}\n\n{body}"


def _same(title: str, line: str) -> bool:
    """Whether one of the two begins with the other: a title in the head often has the site's name after it."""
    title, line = title.casefold(), line.casefold().strip("# ")
    return line.startswith(title) or (len(line) > 20 and title.startswith(line))


def _visible(text: str) -> str:
    """The text that the page shows, one line a piece, as far as `_MOST_AROUND` characters from its end."""
    tree = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=_PARSER)
    pieces = (" ".join(piece.split()) for piece in _pieces(tree))
    return clean("\n".join(piece for piece in pieces if piece)[-_MOST_AROUND:])


def _pieces(tree: lxml_html.HtmlElement) -> Iterator[str]:
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in _NOT_SHOWN:
            yield element.text or ""
        yield element.tail or ""
