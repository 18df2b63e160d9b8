"""Public bodies that a text describes without naming them: "Germany's cartel office", "the economy ministry".

They have no other name in their document, so the description is their name.
"""

from __future__ import annotations

import re

from liens.reading.rules.context import place_of
from liens.reading.rules.words import either, words

_OF_PLACE = re.compile(
    r"(?<![\w'’-])(?P<place>[A-Z][\w.]{0,24}+(?: [A-Z]\w{1,24}+)?)(?:['’]s)? "
    rf"(?:(?!and |or )[a-z][a-z-]{{1,24}} ){{0,3}}?(?:{either(words('body_nouns'))})(?![\w-])"
)
_OF_TOPIC = re.compile(
    rf"\b[Tt]he (?P<name>(?P<topic>[a-z-]{{1,24}}) (?:and [a-z]{{1,24}} )?(?:{either(words('body_nouns'))}))(?![\w-])"
)


def find_bodies(text: str) -> list[tuple[int, int, str]]:
    """Start, end and name of each body described by its place or its topic, in order."""
    placed = (m for m in _OF_PLACE.finditer(text) if place_of(m["place"]))
    topical = (m for m in _OF_TOPIC.finditer(text) if m["topic"].capitalize() in words("topics"))
    found = [(m.start(), m.end(), m.group(0)) for m in placed]
    found += [(m.start("name"), m.end("name"), m["name"]) for m in topical]
    return sorted((start, end, name.replace("\n", " ")) for start, end, name in found)
