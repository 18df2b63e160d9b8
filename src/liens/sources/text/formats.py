"""What a file is, told by its content first: a wrong extension does no harm."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import BinaryIO

from liens.errors import SourceError
from liens.sources.limits import Limits
from liens.sources.text.packed import open_packed


class Format(StrEnum):
    """A kind of file that can be read."""

    TXT = "txt"
    MD = "md"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    EML = "eml"
    LINES = "jsonl"
    ZIP = "zip"


HEAD = 4_096
_SUFFIXES = {
    ".txt": Format.TXT,
    ".text": Format.TXT,
    ".md": Format.MD,
    ".markdown": Format.MD,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".eml": Format.EML,
    ".jsonl": Format.LINES,
    ".ndjson": Format.LINES,
}
_REFUSED = {
    ".csv": "a table",
    ".tsv": "a table",
    ".json": "JSON",
    ".xml": "XML",
    ".yaml": "YAML",
    ".yml": "YAML",
    ".toml": "a settings file",
    ".css": "a style sheet",
    ".js": "a program",
    ".py": "a program",
    ".rtf": "rich text (RTF)",
}
_MAGIC = (
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or Outlook file, or a Word file protected by a password"),
    (b"{\\rtf", "rich text (RTF)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a rar archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
)
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,500}(?:<\?xml[^>]{0,200}>\s{0,50})?(?:<!--.{0,500}?-->\s{0,50}){0,3}"
    rb"<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(rb"<[a-zA-Z!/]")
_MAIL_FIELD = re.compile(
    rb"^(?:From|To|Subject|Date|Received|Return-Path|MIME-Version|Message-ID|Delivered-To|"
    rb"Content-Type)[ \t]*:[ \t]*\S",
    re.IGNORECASE | re.MULTILINE,
)
_SAVE_AS = "save it as text, PDF, docx or HTML"


def detect(stream: BinaryIO, suffix: str, limits: Limits) -> Format:
    """The format of the file in `stream` (seekable, left at its start), whose name ends with `suffix` (".xyz").

    Raises:
        SourceError: it is empty, a broken or dangerous zip, or of a kind that cannot be read; the message names it.
    """
    head = stream.read(HEAD)
    stream.seek(0)
    if not head.strip():
        raise SourceError("the file is empty", "remove it, or fetch it again")
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(stream, limits)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            raise SourceError(f"this is {kind}, which cannot be read", _SAVE_AS)
    return _textual(head, suffix.lower())


def _packed(stream: BinaryIO, limits: Limits) -> Format:
    names = set(open_packed(stream, limits).namelist())
    stream.seek(0)
    if "word/document.xml" in names:
        return Format.DOCX
    if names & {"[Content_Types].xml", "mimetype"}:
        raise SourceError("this is an office or e-book file, but no docx, and cannot be read", _SAVE_AS)
    return Format.ZIP


def _textual(head: bytes, suffix: str) -> Format:
    """The format of something that has no binary signature; the suffix counts where the content does not decide."""
    declared = _SUFFIXES.get(suffix)
    if _HTML_START.match(head):
        return Format.HTML
    if suffix in _REFUSED:
        raise SourceError(f"this is {_REFUSED[suffix]}, not a document", f"leave it out, or {_SAVE_AS}")
    if declared is Format.HTML and not _TAG.search(head):
        return Format.TXT
    if declared is Format.EML or declared is None:
        mail = len(_MAIL_FIELD.findall(head.split(b"\n\n")[0].split(b"\r\n\r\n")[0])) >= 2
        return Format.EML if mail else Format.TXT
    return declared
