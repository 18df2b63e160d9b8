"""Manuscript → one HTML file that needs nothing else: its style and its drawings are in it, and no script may run."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from liens.publishing.written.figures import size_of
from liens.publishing.written.manuscript import Manuscript, Piece, Style

CLASSES = {Style.STRONG: "strong", Style.QUIET: "quiet", Style.QUOTE: "said", Style.CITE: "cite"}


def files_of(manuscript: Manuscript, place: Path) -> Mapping[Path, bytes]:
    """The file at `place`."""
    return {place: as_html(manuscript)}


def as_html(manuscript: Manuscript) -> bytes:
    """The study as a page."""
    style = files("liens.publishing.written").joinpath("templates/study.css").read_text(encoding="utf-8")
    page = (
        _environment()
        .get_template("study.html")
        .render(
            study=manuscript,
            style=Markup(style),
            digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        )
    )
    return page.encode()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("liens.publishing.written"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(words=_words, picture=_picture, size=size_of)
    return made


def _words(phrase: tuple[Piece, ...]) -> Markup:
    return Markup("").join(_piece(piece) for piece in phrase)


def _piece(piece: Piece) -> Markup:
    """Words of documents are set apart from the direction of those around them."""
    text = Markup("{}").format(piece.text)
    if piece.style is Style.QUOTE:
        language = Markup(' lang="{}"').format(piece.language) if piece.language else Markup("")
        text = Markup('<bdi class="said"{}>{}</bdi>').format(language, text)
    elif piece.style in CLASSES and piece.style is not Style.CITE:
        text = Markup('<span class="{}">{}</span>').format(CLASSES[piece.style], text)
    if piece.to is None:
        return text
    outside = Markup(' rel="noreferrer nofollow"') if not piece.to.startswith("#") else Markup("")
    return Markup('<a href="{}"{}>{}</a>').format(piece.to, outside, text)


def _picture(svg: str) -> str:
    """A drawing as an address that holds it all."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
