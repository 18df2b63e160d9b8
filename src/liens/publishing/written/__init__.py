"""Report → the written study: one manuscript, and a writer for each format, so that all of them say the same.

manuscript  sections, paragraphs, tables, figures and annex entries, before anything is typeset
parts       what the study says, a module a part; desk has what they are written with; compose puts them in order
figures     drawings for paper
pdf         with the template study.typ; html, docx, markdown and data likewise
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from liens.errors import ConfigError
from liens.publishing.folder import staged
from liens.publishing.site import GROUPS
from liens.publishing.written.manuscript import Manuscript

__all__ = ["FORMATS", "place_for", "write_study"]

FORMATS = ("html", "pdf", "docx", "md", "json")
WRITERS = {"html": "html", "pdf": "pdf", "docx": "docx", "md": "markdown", "json": "data"}
"""The module of each format. Its `files_of` takes a manuscript and the place for it, and gives the files; it is loaded
when it is called, so that other commands start without it."""
NAMES = {"json": "manuscript.json"}
"""Names of files that are not called after the study: `study.json` is its report."""
OWN = frozenset({address for _, pages in GROUPS for address, _ in pages} | {"study.json", "state.json"})
"""What `liens run` writes into a study's folder."""


def place_for(form: str, folder: Path, output: Path | None) -> Path:
    """Where the study of `folder` is written in the format `form`: `output`, else into the folder.

    Raises:
        ConfigError: `output` is a folder, has another ending, or is a file of the study itself.
    """
    place = output or folder / NAMES.get(form, f"study.{form}")
    if place.is_dir():
        raise ConfigError(f"{place} is a folder: name a file in it, such as {place / f'study.{form}'}")
    if place.suffix.lower() != f".{form}":
        raise ConfigError(f"{place} does not end in .{form}: name a file that does, or choose another --format")
    if place.name in OWN and place.parent.resolve() == folder.resolve():
        raise ConfigError(f"{place} is a page of the study itself: choose another name")
    return place


def write_study(manuscript: Manuscript, form: str, place: Path) -> tuple[Path, ...]:
    """Write `manuscript` in the format `form` to the file `place`; → the files that were written, `place` the last.
    Each takes its place when it is whole.

    Raises:
        ConfigError: a file cannot be written.
    """
    written: Mapping[Path, bytes] = import_module(f"{__name__}.{WRITERS[form]}").files_of(manuscript, place)
    try:
        for path, content in written.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with staged(path) as draft:
                draft.write_bytes(content)
    except OSError as error:
        raise ConfigError(f"{place}: cannot be written: {error.strerror}: choose another place") from error
    return tuple(written)
