"""Manuscript → Markdown (CommonMark with tables), with its drawings as SVG files in a folder beside it.

Every character that could be markup is escaped, so that words of documents stay words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from liens.publishing.written.manuscript import (
    Block,
    Entries,
    Figure,
    Items,
    Manuscript,
    Paragraph,
    Phrase,
    Piece,
    Section,
    Style,
    Table,
)

_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$^@{}#]")
_AUTOLINK = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp|www)([:.])")
_SHORTCODE = re.compile(r":(?=[\w+-]{1,40}:)")
_FIRST = re.compile(r"^(\s*)(?:([-+=])|(\d{1,9})([.)]))")
_BRACKETS = str.maketrans({"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\\": "%5C", "|": "%7C", "`": "%60"})


def files_of(manuscript: Manuscript, place: Path) -> Mapping[Path, bytes]:
    """The text at `place`, after the drawings that it shows."""
    folder = place.with_name(f"{place.stem}.figures")
    text, drawings = as_markdown(manuscript, folder.name)
    return {**{folder / name: drawing for name, drawing in drawings.items()}, place: text}


def as_markdown(manuscript: Manuscript, folder: str) -> tuple[bytes, Mapping[str, bytes]]:
    """The study as text, and the drawings by name, which the text looks for in `folder` beside it."""
    text = "\n\n".join(part for part in _parts(manuscript, quote(folder)) if part)
    return f"{text}\n".encode(), {_file(figure): figure.svg.encode() for figure in manuscript.figures()}


def _file(figure: Figure) -> str:
    return figure.label.lower().replace(" ", "-") + ".svg"


def _parts(manuscript: Manuscript, folder: str) -> Iterator[str]:
    yield f"# {_line(manuscript.title)}"
    yield _line(manuscript.subtitle)
    yield _grid(("", ""), [(_text(label), _text(words)) for label, words in manuscript.facts])
    yield "**Contents**"
    sections = [(depth, section) for depth, section in manuscript.walk() if depth < 3]
    yield "\n".join(f"{'  ' * (depth - 1)}* [{_title(section)}](#{section.anchor})" for depth, section in sections)
    for depth, section in manuscript.walk():
        yield f'<a id="{section.anchor}"></a>'
        yield f"{'#' * (depth + 1)} {_title(section)}"
        for block in section.blocks:
            yield from _block(block, folder)


def _title(section: Section) -> str:
    return f"{section.number} {_text(section.title)}"


def _block(block: Block, folder: str) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield _first(_words(block.words))
    elif isinstance(block, Items):
        yield "\n".join(f"* {_first(_words(item))}" for item in block.items)
    elif isinstance(block, Table):
        yield f"**{block.label}.** {_text(block.caption)}"
        yield _grid([_text(title) for title in block.head], [[_words(cell) for cell in row] for row in block.rows])
        yield _line(block.note)
    elif isinstance(block, Figure):
        yield f"![{_text(block.alternative)}]({folder}/{_file(block)})"
        yield f"**{block.label}.** {_text(block.caption)}"
    else:
        yield from _entries(block)


def _entries(block: Entries) -> Iterator[str]:
    """Each entry as a paragraph, its lines under each other."""
    for entry in block.entries:
        lines = "\\\n".join(_words(line) for line in entry.lines)
        yield f'<a id="{entry.anchor}"></a>**{_text(entry.label)}** {lines}'


def _grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _words(phrase: Phrase) -> str:
    return "".join(map(_piece, phrase))


def _piece(piece: Piece) -> str:
    """A piece with its mark-up; blanks at its ends stay outside, as Markdown wants."""
    text = _text(piece.text)
    if piece.style is Style.STRONG and text.strip():
        bare = text.strip()
        text = text.replace(bare, f"**{bare}**", 1)
    if piece.to is None:
        return text
    target = piece.to if piece.to.startswith("#") else piece.to.translate(_BRACKETS)
    return f"[{text}]({target})"


def _line(text: str) -> str:
    return _first(_text(text))


def _first(text: str) -> str:
    """`text` where a line begins: not a list, a rule or a heading."""
    return _FIRST.sub(
        lambda found: f"{found[1]}\\{found[2]}" if found[2] else f"{found[1]}{found[3]}\\{found[4]}", text
    )


def _text(text: str) -> str:
    escaped = _MARKUP.sub(lambda found: "\\" + found[0], text)
    return _SHORTCODE.sub("\\:", _AUTOLINK.sub(r"\1\\\2", escaped))
