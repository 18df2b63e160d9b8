"""What the writers share: files that are there whole or not at all, and JSON that any reader takes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from liens.analysis.handles import handles
from liens.errors import ConfigError
from liens.ledger.view import View

PREFIX = "liens-"


def ids_of(view: View) -> dict[str, str]:
    """Entity id → an id of ASCII letters, digits and hyphens that other programs take."""
    return {key: PREFIX + handle for key, handle in handles({e.id: e.name for e in view.entities.values()}).items()}


@contextmanager
def written(path: Path) -> Iterator[IO[bytes]]:
    """A stream whose bytes become the file `path` once the block is done.

    Raises:
        ConfigError: the file cannot be written.
    """
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as stream:
                yield stream
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}: choose another place") from error


def write_lines(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """One JSON object a line."""
    with written(path) as stream:
        for row in rows:
            stream.write(as_json(row) + b"\n")


def write_array(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """One JSON array, an object a line."""
    with written(path) as stream:
        stream.write(b"[")
        for number, row in enumerate(rows):
            stream.write((b",\n" if number else b"\n") + as_json(row))
        stream.write(b"\n]\n")


def as_json(row: Mapping[str, object]) -> bytes:
    """`row` in UTF-8; half a surrogate pair, which UTF-8 cannot hold, becomes a question mark."""
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "replace")
