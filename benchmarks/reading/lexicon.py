"""Triples → claims by `verbs.toml`; standard library only."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_VERBS = tomllib.loads(Path(__file__).with_name("verbs.toml").read_text(encoding="utf-8"))
SPEECH = frozenset(_VERBS["speech"])
RELATIONS: dict[str, str] = {verb: relation for relation, verbs in _VERBS["relations"].items() for verb in verbs}
_NAMED = re.compile(r"\b(?!(?:The|An?|Its?|He|She|They|This|That|We|I|In|On|His|Her|Their|Our)\b)[A-Z]")


def relation_of(words: Sequence[str]) -> str | None:
    """The relation that a verb with its particle or preposition (base forms) tells of, by the longest entry of it."""
    for size in (3, 2, 1):
        for at in range(len(words) - size + 1):
            if relation := RELATIONS.get(" ".join(words[at : at + size]).casefold()):
                return relation
    return None


def claim(subject: str, relation: str, object_: str, source: str | None = None) -> dict[str, Any] | None:
    """The claim, if both ends hold a name and are not the same."""
    if subject == object_ or not _NAMED.search(subject) or not _NAMED.search(object_):
        return None
    told = {"subject": subject, "relation": relation, "object": object_, "status": "asserted"}
    return {**told, "attributed_to": source, "qualifiers": {}}


def statement(speaker: str, content: str) -> dict[str, Any] | None:
    """The statement, if its speaker is named."""
    return {"speaker": speaker, "content": content} if _NAMED.search(speaker) else None
