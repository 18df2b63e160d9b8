"""Writing a study's folder so that a kill at any moment leaves a study that can be read.

What has changed is first written into a folder of its own; then each file takes its place by a rename, pages before
the front page that links them. Pages of what has vanished go last. The ledger and the settings beside them are never
touched.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from liens.errors import ConfigError

WORKSHOP = ".publishing"
ROOMS = ("ties", "deals", "entities", "sources", "network")


def replace_files(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    """Write `files`, (address, content) pairs, into `folder`, and remove what else they held from its rooms.

    Raises:
        ConfigError: the folder cannot be written, or a part of it is a link to somewhere else.
    """
    try:
        _refuse_links(folder)
        workshop = folder / WORKSHOP
        shutil.rmtree(workshop, ignore_errors=True)
        for room in ROOMS:
            (workshop / room).mkdir(parents=True)
            (folder / room).mkdir(parents=True, exist_ok=True)
        addresses = [_stage(folder, workshop, address, content.encode("utf-8")) for address, content in files]
        for address in addresses:
            if (workshop / address).exists():
                (workshop / address).replace(folder / address)
        _remove_stale(folder, frozenset(addresses))
        shutil.rmtree(workshop)
    except OSError as error:
        raise ConfigError(f"{folder}: the study cannot be written: {error.strerror}: choose another folder") from error


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """A path beside `target` to write to; what was written takes `target`'s place when all went well."""
    path = target.with_name(f".{target.name}.part")
    try:
        yield path
        path.replace(target)
    finally:
        path.unlink(missing_ok=True)


def _refuse_links(folder: Path) -> None:
    for name in (WORKSHOP, *ROOMS):
        if (folder / name).is_symlink():
            raise ConfigError(f"{folder / name} is a link to another place: remove it, or choose another folder")


def _stage(folder: Path, workshop: Path, address: str, content: bytes) -> str:
    """Write the file into the workshop, unless the folder has it as it is."""
    place = folder / address
    if not (place.is_file() and place.read_bytes() == content):
        (workshop / address).write_bytes(content)
    return address


def _remove_stale(folder: Path, addresses: frozenset[str]) -> None:
    for room in ROOMS:
        for path in sorted((folder / room).iterdir()):
            if path.suffix in (".html", ".js") and f"{room}/{path.name}" not in addresses:
                path.unlink()
    for path in sorted(folder.glob("*-*.html")):
        page, _, number = path.stem.rpartition("-")
        if number.isdigit() and f"{page}.html" in addresses and path.name not in addresses:
            path.unlink()
