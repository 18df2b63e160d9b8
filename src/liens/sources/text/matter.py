"""Metadata that people write: front matter at the head of a text file, and `NAME.ext.meta.yaml` beside any file.

Both are YAML mappings with the keys of `KEYS`. They come from strangers, so they are short, flat, and may hold no
aliases.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from liens.errors import SourceError
from liens.sources.text.dates import iso_date
from liens.sources.text.encoding import clean
from liens.sources.text.extract import Metadata, Note

SIDECAR = ".meta.yaml"
LONGEST = 16_384
LONGEST_VALUE = 500
MOST_BRACKETS = 50
KEYS = {
    "title": ("title", "headline"),
    "publisher": ("publisher", "source", "outlet", "site"),
    "author": ("author", "authors", "by"),
    "published": ("published", "date", "published_at"),
    "language": ("language", "lang"),
    "url": ("url", "link", "source_url"),
}
_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?![a-z])")


class _Loader(yaml.SafeLoader):
    """Safe YAML without aliases, which can make a small file stand for a huge value."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not allowed")
        return super().compose_node(parent, index)


def split(text: str) -> tuple[Metadata, str, tuple[Note, ...]]:
    """The metadata of `text`'s front matter and the text without it.

    A text whose first line is `---` but which no mapping follows has no front matter. Front matter that is too long or
    is not YAML is kept in the text and noted.
    """
    if not text.startswith("---") or text[3:].split("\n", 1)[0].strip():
        return Metadata(), text, ()
    head = text[: LONGEST + 4]
    end = _FENCE.search(head, 4)
    if end is None:
        return Metadata(), text, _unclosed(text)
    try:
        metadata, notes = parse(head[4 : end.start()])
    except SourceError as error:
        return Metadata(), text, (Note(f"front matter not read: {error}", error.advice),)
    if metadata is None:
        return Metadata(), text, ()
    return metadata, text[end.end() :].lstrip("\n"), notes


def sidecar(data: bytes) -> tuple[Metadata, tuple[Note, ...]]:
    """The metadata of a `.meta.yaml` file.

    Raises:
        SourceError: it is too long, not UTF-8 or not a YAML mapping.
    """
    if len(data) > LONGEST:
        raise SourceError(f"metadata longer than {LONGEST:,} bytes", "keep only the keys that are known")
    try:
        metadata, notes = parse(clean(data.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise SourceError("metadata that are not UTF-8", "save the file as UTF-8") from error
    if metadata is None:
        raise SourceError("metadata that are not a list of keys and values", "write lines such as `title: ...`")
    return metadata, notes


def parse(source: str) -> tuple[Metadata | None, tuple[Note, ...]]:
    """The metadata written in YAML, None if it is no mapping.

    Raises:
        SourceError: `source` is not YAML, or not as simple as metadata are.
    """
    if source.count("[") + source.count("{") > MOST_BRACKETS:
        raise SourceError("too many brackets", "write simple lines such as `title: ...`")
    try:
        values = yaml.load(source, Loader=_Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = (
            getattr(error, "problem", None) or type(error).__name__
            if isinstance(error, yaml.MarkedYAMLError)
            else error
        )
        raise SourceError(
            f"not YAML ({str(reason)[:100]})", "mend the YAML, quoting values that hold a colon"
        ) from error
    return (from_mapping(values)) if isinstance(values, dict) else (None, ())


def from_mapping(values: Mapping[Any, Any]) -> tuple[Metadata, tuple[Note, ...]]:
    """The metadata among `values`; unknown keys are ignored, a date or address that makes no sense is noted."""
    found = {field: _first(values, keys) for field, keys in KEYS.items()}
    notes = []
    date = found["published"]
    found["published"] = iso_date(date) if date else None
    if date and not found["published"]:
        notes.append(Note(f"date {shortened(date)} not understood", "write it as YYYY-MM-DD"))
    found["language"] = language_code(found["language"])
    url = found["url"]
    if url and not url.lower().startswith(("http://", "https://")):
        notes.append(Note(f"address {shortened(url)} is not one of the web", "write it with http:// or https://"))
        found["url"] = None
    return Metadata(**found), tuple(notes)


def language_code(given: str | None) -> str | None:
    """The two or three letters of a language tag ("en" of "en-GB", "fr" of "fr_FR")."""
    match = _LANGUAGE.match((given or "").strip().lower())
    return match[0] if match else None


def shortened(value: str) -> str:
    return repr(value if len(value) <= 60 else value[:57] + "...")


def _first(values: Mapping[Any, Any], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = values.get(key)
        if isinstance(value, list):
            value = ", ".join(str(v) for v in value[:10])
        if value is not None and not isinstance(value, dict | bool):
            line = " ".join(clean(str(value)[:LONGEST_VALUE]).split())
            if line:
                return line
    return None


def _unclosed(text: str) -> tuple[Note, ...]:
    if not re.match(r"---[ \t]*\n[A-Za-z_]+:", text):
        return ()
    return (Note(f"front matter not closed within {LONGEST:,} characters; kept as text", "close it with a line `---`"),)
