"""Text files and Markdown → text."""

from __future__ import annotations

import re
from itertools import pairwise

from liens.sources.text import matter
from liens.sources.text.encoding import clean, decode
from liens.sources.text.extract import Extract

_SHORTEST, _LONGEST = 50, 90
_LIST_ITEM = re.compile(r"\s*(?:[-*+•–—>|]|\d{1,3}[.)])\s")
_QUOTED = re.compile(r"^(?: {0,3}>[ \t]?)+", re.MULTILINE)
_MARKS = (
    (re.compile(r"^ {0,3}#{1,6}[ \t]+", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}(?:[-*_][ \t]*){3,}$", re.MULTILINE), ""),
    (re.compile(r"!\[[^\[\]\n]{0,500}\]\([^()\s]{0,2000}\)"), ""),
    (re.compile(r"\[([^\[\]\n]{1,500})\]\([^()\s]{0,2000}(?: \"[^\"\n]{0,200}\")?\)"), r"\1"),
    (re.compile(r"<(https?://[^<>\s]{1,2000})>"), r"\1"),
    (re.compile(r"\*\*(?=\S)([^*\n]{1,1000})(?<=\S)\*\*"), r"\1"),
    (re.compile(r"(?<!\w)__(?=\S)([^_\n]{1,1000})(?<=\S)__(?!\w)"), r"\1"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,1000})(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]{1,1000})(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"`([^`\n]{1,500})`"), r"\1"),
)


def parse_txt(data: bytes, charset: str | None = None) -> Extract:
    """A text file, with or without front matter; lines wrapped at a fixed width are joined.

    Raises:
        SourceError: the bytes are not text.
    """
    text, notes = decode(data, charset)
    metadata, body, more = matter.split(clean(text))
    return Extract(unwrap(body), metadata, notes=notes + more)


def parse_md(data: bytes, charset: str | None = None) -> Extract:
    """A Markdown file as its reader sees it: marks of headings, emphasis, links and quotes go, their words stay, and
    the lines of a paragraph are joined.

    Raises:
        SourceError: the bytes are not text.
    """
    text, notes = decode(data, charset)
    metadata, body, more = matter.split(clean(text))
    body = _QUOTED.sub("", body)
    blocks = re.split(r"(\n[ \t]*\n)", body)
    joined = "".join(_joined(block) if index % 2 == 0 else block for index, block in enumerate(blocks))
    for mark, plain in _MARKS:
        joined = mark.sub(plain, joined)
    return Extract(joined.strip("\n"), metadata, notes=notes + more)


def unwrap(text: str) -> str:
    """`text` with the lines of hard-wrapped paragraphs joined by a space; every offset stays as it was.

    A paragraph is taken as wrapped if each of its lines but the last is 50 to 90 characters long and none begins
    like an item of a list.
    """
    blocks = re.split(r"(\n[ \t]*\n)", text)
    return "".join(_filled(block) if index % 2 == 0 else block for index, block in enumerate(blocks))


def _filled(block: str) -> str:
    lines = block.split("\n")
    wrapped = len(lines) > 2 and all(_SHORTEST <= len(line) <= _LONGEST for line in lines[:-1] if line)
    if not wrapped or any(_LIST_ITEM.match(line) for line in lines) or not _runs_on(lines):
        return block
    return block[: len(block) - len(block.lstrip("\n"))] + block.lstrip("\n").replace("\n", " ")


def _runs_on(lines: list[str]) -> bool:
    """Whether most lines do not end a sentence: in a list of headlines each would stand alone."""
    open_ends = sum(not line.rstrip().endswith((".", "!", "?", ":", ";")) for line, _ in pairwise(lines))
    return open_ends * 2 > len(lines) - 1


def _joined(block: str) -> str:
    """A Markdown block with its lines joined, except where one is a heading, an item of a list or a row of a table."""
    parts: list[str] = []
    above = ""
    for line in block.split("\n"):
        if parts:
            parts.append("\n" if _alone(above, line) else " ")
        parts.append(line if not parts or parts[-1] == "\n" else line.strip())
        above = line
    return "".join(parts)


def _alone(above: str, line: str) -> bool:
    """Whether `line` does not go on with the line above it."""
    if not above.strip() or not line.strip() or above.lstrip().startswith("#"):
        return True
    return bool(_LIST_ITEM.match(line)) or line.lstrip().startswith(("#", "|"))
