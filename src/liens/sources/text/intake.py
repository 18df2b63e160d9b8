"""One file's bytes → its document and what was wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from liens.errors import SourceError
from liens.model import Document, Problem
from liens.sources.limits import Limits
from liens.sources.text.extract import NOTHING, Extract, Metadata, Note
from liens.sources.text.facts import document
from liens.sources.text.formats import Format
from liens.sources.text.parsers import Parsers
from liens.sources.text.plain import parse_md, parse_txt


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was found. `told` is what was said of it outside itself (a sidecar, an address): it goes first."""

    data: bytes
    kind: Format
    name: str
    found_at: str
    charset: str | None = None
    told: Metadata = NOTHING
    notes: tuple[Note, ...] = ()


def documents(file: File, parsers: Parsers, limits: Limits) -> Iterator[Document | Problem]:
    """The document in `file`, then a problem for each thing that was lost; or the one problem why there is none."""
    try:
        extract = bounded(_parsed(file, parsers), limits)
    except SourceError as error:
        yield problem(error, file.found_at)
        return
    extract = replace(extract, metadata=file.told.over(extract.metadata))
    yield document(extract, file.name, file.found_at)
    yield from (note.at(file.found_at) for note in file.notes + extract.notes)


def problem(error: SourceError, where: str) -> Problem:
    """`error` as data."""
    return Problem(stage="sources", where=where, message=str(error), advice=error.advice)


def bounded(extract: Extract, limits: Limits) -> Extract:
    """`extract`, if it holds text and not too much of it.

    Raises:
        SourceError: it does not.
    """
    if not extract.text.strip():
        raise SourceError("there is no text in it", "remove it, or fetch it again")
    if len(extract.text) > limits.text:
        raise SourceError(f"its text has {len(extract.text):,} characters, more than {limits.text:,}", "split it")
    return extract


def _parsed(file: File, parsers: Parsers) -> Extract:
    if file.kind is Format.TXT:
        return parse_txt(file.data, file.charset)
    if file.kind is Format.MD:
        return parse_md(file.data, file.charset)
    return parsers.parse(file.kind, file.data, file.charset)
