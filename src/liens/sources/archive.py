"""A zip archive → the documents of its members."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO

from liens.errors import SourceError
from liens.model import Document, Problem
from liens.sources.jsonl import read_lines
from liens.sources.limits import Limits
from liens.sources.text.encoding import shown
from liens.sources.text.extract import Metadata, Note
from liens.sources.text.formats import Format, detect
from liens.sources.text.intake import File, documents, problem
from liens.sources.text.matter import SIDECAR, sidecar
from liens.sources.text.packed import open_packed, read_member
from liens.sources.text.parsers import Parsers


@dataclass(frozen=True, slots=True)
class Archive:
    """An open archive, found at `where`."""

    container: zipfile.ZipFile
    where: str
    parsers: Parsers
    limits: Limits

    def documents(self) -> Iterator[Document | Problem]:
        """What its members hold, in the order of their names; nothing is ever written to disk."""
        members = {member.filename: member for member in self.container.infolist() if not member.is_dir()}
        for name in sorted(members):
            if hidden(name):
                continue
            if name.endswith(SIDECAR) and name.removesuffix(SIDECAR) in members:
                continue
            yield from self._member(members[name], members.get(name + SIDECAR))

    def _member(self, member: zipfile.ZipInfo, beside: zipfile.ZipInfo | None) -> Iterator[Document | Problem]:
        name = shown(member.filename)
        found_at = f"{self.where}!{name}"
        try:
            data = self._data(member)
            kind = detect(BytesIO(data), PurePosixPath(member.filename).suffix, self.limits)
            if kind is Format.ZIP:
                raise SourceError("an archive within an archive is not opened", "unpack the outer one first")
        except SourceError as error:
            yield problem(error, found_at)
            return
        if kind is Format.LINES:
            yield from read_lines(BytesIO(data), found_at, self.limits)
            return
        told, notes = self._told(beside)
        yield from documents(File(data, kind, name, found_at, told=told, notes=notes), self.parsers, self.limits)

    def _data(self, member: zipfile.ZipInfo) -> bytes:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            raise SourceError("its name leads out of the archive", "do not trust this archive")
        return read_member(self.container, member, self.limits.file)

    def _told(self, beside: zipfile.ZipInfo | None) -> tuple[Metadata, tuple[Note, ...]]:
        if beside is None:
            return Metadata(), ()
        try:
            return sidecar(read_member(self.container, beside, self.limits.file))
        except SourceError as error:
            return Metadata(), (Note(f"{shown(beside.filename)}: {error}", error.advice),)


def read_archive(stream: BinaryIO, where: str, parsers: Parsers, limits: Limits) -> Iterator[Document | Problem]:
    """The documents in the zip archive `stream`, or the problem why it cannot be opened."""
    try:
        container = open_packed(stream, limits)
    except SourceError as error:
        yield problem(error, where)
        return
    with container:
        yield from Archive(container, where, parsers, limits).documents()


def hidden(name: str) -> bool:
    """Whether a path within a folder or archive is hidden, or is what macOS adds to archives."""
    parts = PurePosixPath(name).parts
    return any((part.startswith(".") and part not in (".", "..")) or part == "__MACOSX" for part in parts)
