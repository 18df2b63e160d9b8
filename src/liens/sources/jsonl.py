"""JSON lines → documents, one line at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from liens.errors import SourceError
from liens.model import Document, Problem
from liens.sources.limits import Limits
from liens.sources.text.encoding import clean, shown
from liens.sources.text.extract import Extract
from liens.sources.text.facts import document
from liens.sources.text.intake import bounded, problem
from liens.sources.text.matter import from_mapping

_ADVICE = 'write one JSON object a line, such as {"id": "a1", "text": "…"}'


def read_lines(stream: BinaryIO, where: str, limits: Limits | None = None) -> Iterator[Document | Problem]:
    """The documents in `stream`, in order: each line a JSON object with `text` and, as wanted, `id`, `title`, `url`,
    `publisher`, `published`, `author` and `language`.

    A line that cannot be read is a problem that names its number. A document without an id is called by its line's
    number. No more than one line is held in memory.
    """
    limits = limits or Limits()
    for number, line in enumerate(_lines(stream, limits.file), 1):
        if isinstance(line, SourceError):
            yield problem(line, f"{where}, line {number}")
        elif line.strip():
            yield from _read(line, number, where, limits)


def _lines(stream: BinaryIO, longest: int) -> Iterator[bytes | SourceError]:
    """The lines of `stream`; an error in place of one that is too long."""
    while line := stream.readline(longest + 1):
        if len(line) <= longest:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(longest + 1)
        yield SourceError(f"the line is longer than {longest:,} bytes", "split the document")


def _read(line: bytes, number: int, where: str, limits: Limits) -> Iterator[Document | Problem]:
    at = f"{where}, line {number}"
    try:
        values = _object(line)
        metadata, notes = from_mapping(values)
        extract = bounded(Extract(clean(_text(values)), metadata, notes=notes), limits)
    except SourceError as error:
        yield problem(error, at)
        return
    name = _name(values.get("id"), number)
    yield document(extract, name, f"{where}#{name}")
    yield from (note.at(at) for note in notes)


def _object(line: bytes) -> dict[str, Any]:
    try:
        values = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SourceError(f"not JSON ({str(error)[:80]})", _ADVICE) from error
    if not isinstance(values, dict):
        raise SourceError("not a JSON object", _ADVICE)
    return values


def _text(values: dict[str, Any]) -> str:
    text = values.get("text")
    if not isinstance(text, str):
        raise SourceError('it has no "text"', _ADVICE)
    return text


def _name(given: object, number: int) -> str:
    return shown(str(given)[:200]) if isinstance(given, str | int) and str(given).strip() else str(number)
