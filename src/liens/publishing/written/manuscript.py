"""The written study before anything is typeset: sections of paragraphs, lists, tables, figures and annex entries.

Every format is written from this one noun, so all say the same. Words are `Piece`s, which hold text and no markup: what
a document, a name or an address says can never become a command of any format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from liens.publishing.filters import is_language, is_web
from liens.publishing.wording import printable

LONGEST = 2000
"""Characters of one piece; a longer text ends in "…"."""
_BLANKS = re.compile("[\t-\r\x85 \u2028\u2029]+")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of what follows, beyond the text they stand in."""


class Style(StrEnum):
    """What a piece is: a word of the study, a document's own words, a number in brackets that leads to a sentence."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    QUOTE = "quote"
    CITE = "cite"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line. `to` is where it leads: "#" and an anchor of the manuscript, or an address on the web;
    `language` is that of a document's words. Text is made printable and put on one line; an address that is not one
    leads nowhere."""

    text: str
    style: Style = Style.PLAIN
    to: str | None = None
    language: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", tidy(self.text))
        if self.to and not self.to.startswith("#") and not is_web(self.to):
            object.__setattr__(self, "to", None)
        if self.language and not is_language(self.language):
            object.__setattr__(self, "language", None)


Phrase = tuple[Piece, ...]


def _tidied(noun: object, *names: str) -> None:
    """Put the texts in the fields `names` of a noun in the making on one line each, as those of pieces are."""
    for name in names:
        value = getattr(noun, name)
        object.__setattr__(noun, name, tidy(value) if isinstance(value, str) else tuple(map(tidy, value)))


@dataclass(frozen=True, slots=True)
class Paragraph:
    words: Phrase
    block: str = field(default="paragraph", init=False)


@dataclass(frozen=True, slots=True)
class Items:
    """A list with a mark before each item."""

    items: tuple[Phrase, ...]
    block: str = field(default="items", init=False)


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` are the columns' shares of the line; `note` tells what rows are not printed and where they are."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Phrase, ...], ...]
    widths: tuple[int, ...]
    note: str = ""
    label: str = ""
    block: str = field(default="table", init=False)

    def __post_init__(self) -> None:
        _tidied(self, "caption", "head", "note")


@dataclass(frozen=True, slots=True)
class Figure:
    """`svg` is a whole drawing with its own style; `alternative` says in words what it shows."""

    caption: str
    svg: str
    alternative: str
    label: str = ""
    block: str = field(default="figure", init=False)

    def __post_init__(self) -> None:
        _tidied(self, "caption", "alternative")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of an annex that others lead to: `label` is "12" or "D3"; `lines` begin with the quoted words."""

    label: str
    anchor: str
    lines: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    entries: tuple[Entry, ...]
    block: str = field(default="entries", init=False)


Block = Paragraph | Items | Table | Figure | Entries


@dataclass(frozen=True, slots=True)
class Section:
    """`number` ("4.2", "A") and `anchor` are given when the manuscript is put together."""

    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    number: str = ""
    anchor: str = ""

    def __post_init__(self) -> None:
        _tidied(self, "title")

    @property
    def is_empty(self) -> bool:
        return not self.blocks and not self.sections


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A whole study, ready to be typeset. `facts` stand on its title page; `day` is the ISO day it is dated by, that of
    the latest document, so that the same ledger gives the same bytes; None if no document has one."""

    title: str
    subtitle: str
    language: str
    day: str | None
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]

    def __post_init__(self) -> None:
        _tidied(self, "title", "subtitle")
        object.__setattr__(self, "facts", tuple((tidy(label), tidy(words)) for label, words in self.facts))

    def walk(self) -> Iterator[tuple[int, Section]]:
        """Every section in reading order, with its depth from 1."""
        yield from _walk(self.sections, 1)

    def figures(self) -> Iterator[Figure]:
        """Every figure in reading order."""
        for _, section in self.walk():
            yield from (block for block in section.blocks if isinstance(block, Figure))


def _walk(sections: Iterable[Section], depth: int) -> Iterator[tuple[int, Section]]:
    for section in sections:
        yield depth, section
        yield from _walk(section.sections, depth + 1)


def tidy(text: str) -> str:
    """`text` on one line, clean, at most `LONGEST` long."""
    line = _BLANKS.sub(" ", clean(text[: 4 * LONGEST]))
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def clean(text: str) -> str:
    """`text` printable, and without marks that would turn the words after it."""
    return _TURNS.sub("", printable(text))


def say(*parts: str | Piece | Phrase) -> Phrase:
    """A phrase of words and pieces; empty ones are left out."""
    found: list[Piece] = []
    for part in parts:
        if isinstance(part, str):
            found.append(Piece(part))
        elif isinstance(part, Piece):
            found.append(part)
        else:
            found += part
    return tuple(piece for piece in found if piece.text)


def listed(phrases: Iterable[Phrase], joint: str = ", ") -> Phrase:
    """`phrases` after each other with `joint` between them."""
    found: list[Piece] = []
    for phrase in phrases:
        if found and phrase:
            found.append(Piece(joint))
        found += phrase
    return tuple(found)


def read(phrase: Phrase) -> str:
    """The words of a phrase as they are read."""
    return "".join(piece.text for piece in phrase)


def numbered(body: Iterable[Section], annexes: Iterable[Section]) -> tuple[Section, ...]:
    """The sections with their numbers (annexes by letter) and anchors, tables and figures with their labels."""
    counter = _Counter()
    told = [_number(section, str(place), counter) for place, section in enumerate(body, 1)]
    return (*told, *(_number(section, chr(64 + place), counter) for place, section in enumerate(annexes, 1)))


@dataclass(slots=True)
class _Counter:
    tables: int = 0
    figures: int = 0

    def label(self, block: Block) -> Block:
        if isinstance(block, Table):
            self.tables += 1
            return replace(block, label=f"Table {self.tables}")
        if isinstance(block, Figure):
            self.figures += 1
            return replace(block, label=f"Figure {self.figures}")
        return block


def _number(section: Section, number: str, counter: _Counter) -> Section:
    blocks = tuple(counter.label(block) for block in section.blocks)
    parts = (_number(part, f"{number}.{place}", counter) for place, part in enumerate(section.sections, 1))
    anchor = f"part-{number.replace('.', '-').lower()}"
    return replace(section, blocks=blocks, sections=tuple(parts), number=number, anchor=anchor)
