"""Prints that outlive the server, so that one that starts again answers at once what was asked of the one before.

They lie beside the ledger, sealed with a key that this user alone has: a print goes to browsers as it is, scripts
included, so a file that came with somebody else's study must not be taken for one. Only prints made by this very
program for these very settings are taken; where anything does not fit, there are none.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import liens
from liens.config import Config, key_file
from liens.publishing.folder import staged
from liens.serving.printer import Print

FILE = "prints.cache"
MOST_BYTES = 64 * 2**20
LONGEST_LINE = 1 << 16
KEY_BYTES = 32
UNABLE = (OSError, RuntimeError)
"""What is raised where a file cannot be read or written, and where a user has no home."""
Entry = tuple[tuple[str, str], Print]


@dataclass(frozen=True, slots=True)
class Kept:
    """Prints of the edition at `revision`, each with what was asked for."""

    revision: int
    prints: tuple[Entry, ...]


def keep(config: Config, revision: int, prints: Iterable[Entry]) -> None:
    """Keep of `prints`, the most wanted first, as many as there is room for. What cannot be written is not kept."""
    with suppress(*UNABLE), staged(config.folder / FILE) as path:
        seal = hmac.new(_key(), digestmod="sha256")
        with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
            file.write(bytes(KEY_BYTES))
            for piece in chain([_line([_maker(config), revision])], _pieces(prints)):
                file.write(piece)
                seal.update(piece)
            file.seek(0)
            file.write(seal.digest())


def _pieces(prints: Iterable[Entry]) -> Iterator[bytes]:
    size = 0
    for (what, name), each in prints:
        size += len(each.body)
        if size > MOST_BYTES:
            return
        yield _line([what, name, each.status, each.kind, len(each.body)])
        yield each.body


def find_kept(config: Config, revision: int) -> Kept | None:
    """What was kept of a study that was at `revision` or before."""
    try:
        path = config.folder / FILE
        if path.is_symlink() or path.stat().st_size > 2 * MOST_BYTES:
            return None
        content = path.read_bytes()
        if not hmac.compare_digest(content[:KEY_BYTES], hmac.digest(_key(), content[KEY_BYTES:], "sha256")):
            return None
        kept = _read(content, _maker(config))
    except (*UNABLE, ValueError):
        return None
    return kept if kept is not None and kept.revision <= revision else None


def _read(content: bytes, maker: str) -> Kept | None:
    line, at = _next(content, KEY_BYTES)
    made_by, revision = json.loads(line)
    if made_by != maker:
        return None
    prints = []
    while at < len(content):
        line, at = _next(content, at)
        what, name, status, kind, size = json.loads(line)
        prints.append(((what, name), Print(status, kind, content[at : at + size])))
        at += size
    return Kept(revision, tuple(prints))


def _next(content: bytes, at: int) -> tuple[bytes, int]:
    """The line that begins at `at`, and where what follows it begins."""
    end = content.index(b"\n", at, at + LONGEST_LINE)
    return content[at:end], end + 1


def _line(values: object) -> bytes:
    return json.dumps(values).encode() + b"\n"


def _maker(config: Config) -> str:
    """Who makes prints of what: the program's files as they are, and the settings."""
    root = Path(liens.__file__).parent
    files = sorted(chain(root.rglob("*.py"), root.glob("publishing/*/*"), root.glob("serving/*/*")))
    told = [
        replace(config, folder=config.folder.resolve()),
        *((path.relative_to(root), path.stat().st_mtime_ns, path.stat().st_size) for path in files),
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _key() -> bytes:
    """This user's key, made at its first use.

    Raises:
        OSError: there is none and it cannot be kept.
    """
    path = key_file()
    with suppress(FileNotFoundError):
        return path.read_bytes()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError), os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
    return path.read_bytes()
