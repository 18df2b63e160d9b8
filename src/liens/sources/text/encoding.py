"""Bytes → clean text: the encoding found, newlines made one kind, control characters removed.

Code points are otherwise kept as they came: no Unicode normalisation, so that offsets and quoted evidence match what
the file says. CR LF, CR, NEL, VT, FF, LS and PS become LF; other control characters go; lone surrogates become U+FFFD.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from liens.errors import SourceError
from liens.sources.text.extract import Note

SAMPLE = 65_536
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_USUAL = ("cp1252", "cp1250", "iso8859_2", "cp1251", "cp1253", "cp1257", "cp1254", "koi8_r")
_EQUAL = 0.02
_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_DROPPED = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)}
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """`text` as it is stored: see the module's docstring."""
    text = _NEWLINES.sub("\n", text.removeprefix("\ufeff"))
    return _SURROGATES.sub("\ufffd", text.translate(_DROPPED))


def shown(name: str) -> str:
    """A file's name fit to be shown and stored: undecodable bytes and control characters become U+FFFD."""
    return "".join(c if c.isprintable() else "\ufffd" for c in name)


def decode(data: bytes, declared: str | None = None) -> tuple[str, tuple[Note, ...]]:
    """The text of `data`, raw, with a note if part of it could not be decoded.

    A byte order mark decides, then `declared` (an HTTP or MIME charset), then UTF-8, then what charset-normalizer
    finds in the first 64 KB.

    Raises:
        SourceError: the bytes are not text, or are in no encoding that could be told.
    """
    for mark, marked in _BOMS:
        if data.startswith(mark):
            return _forgiving(data[len(mark) :], marked)
    for encoding in (declared, "utf-8"):
        exact = _strict(data, encoding) if encoding else None
        if exact is not None and "\x00" not in exact:
            return exact, ()
    if b"\x00" in data:
        return _wide(data)
    if _mostly_utf8(data):
        return _forgiving(data, "utf-8")
    return _detected(data)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        return None


def _forgiving(data: bytes, encoding: str) -> tuple[str, tuple[Note, ...]]:
    text = data.decode(encoding, "replace")
    bad = text.count("\ufffd") - data.count(b"\xef\xbf\xbd") if encoding == "utf-8" else text.count("\ufffd")
    if bad > max(3, len(text) // 10):
        raise _not_text()
    if bad <= 0:
        return text, ()
    note = Note(f"{bad} characters are not valid {encoding} and were replaced by U+FFFD", "save the file as UTF-8")
    return text, (note,)


def _mostly_utf8(data: bytes) -> bool:
    text = data[:SAMPLE].decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return sum(c > "\x7f" for c in text) - bad > 4 * bad


def _wide(data: bytes) -> tuple[str, tuple[Note, ...]]:
    """Text with zero bytes: UTF-16 without a byte order mark, or no text at all."""
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high, low = data[start:SAMPLE:2], data[1 - start : SAMPLE : 2]
        if len(data) % 2 == 0 and high.count(0) > 0.6 * len(high) and low.count(0) < 0.1 * len(low):
            return _forgiving(data, encoding)
    raise _not_text()


def _detected(data: bytes) -> tuple[str, tuple[Note, ...]]:
    """Text in an older encoding. Several fit most texts equally well: of those, the most common one is taken."""
    usual = list(from_bytes(data[:SAMPLE], cp_isolation=list(_USUAL)))
    if usual:
        least = min(match.chaos for match in usual)
        fit = {match.encoding for match in usual if match.chaos <= least + _EQUAL}
        return _forgiving(data, next(encoding for encoding in _USUAL if encoding in fit))
    found = from_bytes(data[:SAMPLE]).best()
    if found is None:
        raise _not_text()
    return _forgiving(data, found.encoding)


def _not_text() -> SourceError:
    return SourceError("this is not text in any known encoding", "save it as UTF-8 text, PDF, docx or HTML")
