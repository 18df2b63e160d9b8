"""Manuscript → PDF, typeset by typst from `templates/study.typ`, which is given the manuscript as data.

A4, with contents, bookmarks, page numbers, repeated table heads, the document's language and a structure for screen
readers (PDF/UA-1, unless a text needs a letter that no font here has). Fonts come with typst; those of the system are
taken for scripts that it lacks, so studies with such texts may differ from one machine to another.

It is typeset twice: first to learn on which page and where everything stands that a link leads to, then with links to
these places. Links to labels would have it laid out anew with all that the first time left in memory, which takes twice
as much of it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from liens.publishing.written.manuscript import Manuscript
from liens.publishing.written.press import REFUSED

_compile: Any = typst.compile
"""The package's own types do not tell that files may be given as a dict of their contents."""
LONGEST_WORD = 22
"""Letters after which a word may break over lines where nothing else lets it."""
BOXES = ("Letters", "A box stands for a letter that no font of this machine has; the html and the docx have them all")
SHORT_TITLE = 60
BREAK = "\u200b"
_LONG_WORD = re.compile(rf"[^\s{BREAK}]{{{LONGEST_WORD},}}")
_DRAWINGS = (
    '#set page(width: auto, height: auto, margin: 0pt)\n#let all = json("all.json")\n'
    '#for (place, svg) in all.enumerate() { if place > 0 { pagebreak() }\n image(bytes(svg), format: "svg") }'
)


def files_of(manuscript: Manuscript, place: Path) -> Mapping[Path, bytes]:
    """The file at `place`."""
    return {place: as_pdf(manuscript)}


def as_pdf(manuscript: Manuscript) -> bytes:
    """The study as a PDF, the same bytes for the same manuscript. If no font has a letter, the title page says so."""
    try:
        return _typeset(manuscript, pdf_standards="ua-1")
    except RefusedError as error:
        if "could not be displayed" not in str(error):
            raise
        return _typeset(replace(manuscript, facts=(*manuscript.facts, BOXES)))


def as_pngs(drawings: Iterable[str], dots: int) -> list[bytes]:
    """Each SVG drawing as a PNG with `dots` to the inch."""
    given = list(drawings)
    if not given:
        return []
    sources = {"main.typ": _DRAWINGS.encode(), "all.json": json.dumps(given).encode()}
    pages = _compile(sources, format="png", ppi=float(dots))
    return list(pages) if isinstance(pages, list) else [pages]


class RefusedError(Exception):
    """What typst says to a manuscript that it does not typeset."""


def _typeset(manuscript: Manuscript, **options: str) -> bytes:
    sources = {"main.typ": _template(), "study.json": json.dumps(_data(manuscript)), "places.json": "{}"}
    (places,) = json.loads(_press(sources, "<places>"))
    sources["places.json"] = json.dumps({anchor: place for anchor, *place in places})
    return _press(sources, None, **options)


def _press(sources: Mapping[str, str], query: str | None, **options: str) -> bytes:
    """What `press` makes, in a process of its own.

    Raises:
        RefusedError: it cannot be typeset.
    """
    asked = json.dumps({"sources": sources, "query": query, "options": options}).encode()
    script = str(files("liens.publishing.written").joinpath("press.py"))
    made = subprocess.run([sys.executable, script], input=asked, capture_output=True, check=False)
    if made.returncode == REFUSED:
        raise RefusedError(made.stderr.decode())
    made.check_returncode()
    return made.stdout


@lru_cache(maxsize=1)
def _template() -> str:
    return files("liens.publishing.written").joinpath("templates/study.typ").read_text(encoding="utf-8")


def _data(manuscript: Manuscript) -> dict[str, Any]:
    """The manuscript for the template: long words may break, and a long title is cut for the page heads."""
    data: dict[str, Any] = _breakable(asdict(manuscript))
    title = manuscript.title
    data["short"] = title if len(title) <= SHORT_TITLE else title[: SHORT_TITLE - 1].rstrip() + "…"
    return data


def _breakable(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _breakable(each, name) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_breakable(each, key) for each in value]
    return _broken(value) if isinstance(value, str) and key not in ("svg", "to", "anchor") else value


def _broken(text: str) -> str:
    return _LONG_WORD.sub(_split, text)


def _split(found: re.Match[str]) -> str:
    word = found[0]
    return BREAK.join(word[at : at + LONGEST_WORD // 2] for at in range(0, len(word), LONGEST_WORD // 2))
