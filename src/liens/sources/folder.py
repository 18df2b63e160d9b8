"""Files and folders."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from liens.config import FILE as SETTINGS
from liens.config import is_study
from liens.errors import SourceError
from liens.model import Document, Problem
from liens.sources import Item
from liens.sources.archive import read_archive
from liens.sources.jsonl import read_lines
from liens.sources.limits import Limits, in_mb
from liens.sources.text.encoding import shown
from liens.sources.text.extract import Metadata, Note
from liens.sources.text.formats import Format, detect
from liens.sources.text.intake import File, documents, problem
from liens.sources.text.matter import LONGEST, SIDECAR, sidecar
from liens.sources.text.parsers import Parsers, parsers_for


class FolderSource:
    """A file, or all files below a folder, in the order of their paths.

    Hidden files are skipped, so are studies (a folder with a ledger or a `liens.toml`), and links that stay within the
    folder (their targets are read anyway). A link that leads out of it is never followed. `NAME.meta.yaml` beside the
    file NAME is not a document but tells about one.
    """

    def __init__(self, root: Path, limits: Limits | None = None, parsers: Parsers | None = None) -> None:
        self._root = root
        self._limits = limits or Limits()
        self._parsers = parsers or parsers_for(self._limits)
        self._paths: dict[str, Path] = {}

    def find(self) -> Iterator[Item | Problem]:
        """The files; a problem for each thing that is there but is not a file that can be read."""
        if not self._root.is_dir():
            yield self._item(self._root)
            return
        yield from self._below(self._root)

    def get(self, item: Item) -> Iterator[Document | Problem]:
        """The document in a file; those in an archive or a file of JSON lines."""
        path = self._paths.get(item.where, Path(item.where))
        try:
            stream = self._opened(path)
        except SourceError as error:
            yield problem(error, item.where)
            return
        with stream:
            yield from self._read(stream, path, item.where)

    def _below(self, folder: Path) -> Iterator[Item | Problem]:
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield problem(_unreadable(error), shown(str(folder)))
            return
        for entry in entries:
            if not entry.name.startswith(".") and entry.name != SETTINGS:
                yield from self._entry(Path(entry.path), entry)

    def _entry(self, path: Path, entry: os.DirEntry[str]) -> Iterator[Item | Problem]:
        if entry.is_symlink():
            yield from self._link(path)
        elif entry.is_dir(follow_symlinks=False):
            yield from () if is_study(path) else self._below(path)
        elif path.name.endswith(SIDECAR):
            if not path.with_name(path.name.removesuffix(SIDECAR)).exists():
                yield Problem(
                    "sources", shown(str(path)), "it tells about a file that is not there", "rename or remove it"
                )
        elif entry.is_file(follow_symlinks=False):
            yield self._item(path)
        else:
            yield Problem("sources", shown(str(path)), "it is not a file (a device, pipe or socket)", "remove it")

    def _link(self, path: Path) -> Iterator[Problem]:
        try:
            target = path.resolve(strict=True)
        except (OSError, RuntimeError):
            yield Problem("sources", shown(str(path)), "the link leads nowhere", "remove it")
            return
        if not target.is_relative_to(self._root.resolve()):
            yield Problem(
                "sources", shown(str(path)), "the link leads out of the folder", "copy the file into the folder"
            )

    def _item(self, path: Path) -> Item:
        where = shown(str(path))
        self._paths[where] = path
        return Item(where, "+".join(_stamp(p) for p in (path, _beside(path))))

    def _opened(self, path: Path) -> BinaryIO:
        """The file, opened without following a link or waiting for a pipe.

        Raises:
            SourceError: it cannot be opened.
        """
        flags = os.O_RDONLY | os.O_NONBLOCK | (os.O_NOFOLLOW if path != self._root else 0)
        try:
            stream = os.fdopen(os.open(path, flags), "rb")
        except OSError as error:
            raise _unreadable(error) from error
        if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            return stream
        stream.close()
        raise SourceError("it is not a file (a device, pipe or socket)", "remove it")

    def _read(self, stream: BinaryIO, path: Path, where: str) -> Iterator[Document | Problem]:
        try:
            kind = detect(stream, path.suffix, self._limits)
            data = b"" if kind in (Format.ZIP, Format.LINES) else self._data(stream)
        except SourceError as error:
            yield problem(error, where)
        except OSError as error:
            yield problem(_unreadable(error), where)
        else:
            yield from self._documents(stream, kind, data, path)

    def _documents(self, stream: BinaryIO, kind: Format, data: bytes, path: Path) -> Iterator[Document | Problem]:
        where = shown(str(path))
        if kind is Format.ZIP:
            yield from read_archive(stream, where, self._parsers, self._limits)
        elif kind is Format.LINES:
            yield from read_lines(stream, where, self._limits)
        else:
            told, notes = _told(_beside(path))
            file = File(data, kind, self._name(path), where, told=told, notes=notes)
            yield from documents(file, self._parsers, self._limits)

    def _data(self, stream: BinaryIO) -> bytes:
        data = stream.read(self._limits.file + 1)
        if len(data) > self._limits.file:
            raise SourceError(f"it is larger than {in_mb(self._limits.file)}", "split it, or save its text alone")
        return data

    def _name(self, path: Path) -> str:
        return shown(path.name if path == self._root else str(path.relative_to(self._root)))


def _beside(path: Path) -> Path:
    return path.with_name(path.name + SIDECAR)


def _stamp(path: Path) -> str:
    """What changes when a file does: its size and time of change; nothing if there is none."""
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{status.st_size}-{status.st_mtime_ns}"


def _told(path: Path) -> tuple[Metadata, tuple[Note, ...]]:
    """What a sidecar tells, with a note if it cannot be read."""
    if path.is_symlink() or not path.is_file():
        return Metadata(), ()
    try:
        with path.open("rb") as stream:
            return sidecar(stream.read(LONGEST + 1))
    except OSError as error:
        return Metadata(), (Note(f"{shown(path.name)}: {_unreadable(error)}"),)
    except SourceError as error:
        return Metadata(), (Note(f"{shown(path.name)}: {error}", error.advice),)


def _unreadable(error: OSError) -> SourceError:
    return SourceError(f"it cannot be read ({error.strerror or type(error).__name__})", "check its permissions")
