"""Public bodies that a text describes without naming them: "Germany's cartel office", "the economy ministry".

They have no other name in their document, so the description is their name.
"""

from __future__ import annotations

import re

from liens.reading.rules.context import place_of
from liens.reading.rules.words import words

_NOUN = "|".join(sorted((re.escape(n) for n in words("body_nouns")), key=lambda n: (-len(n), n)))
_OF_PLACE = re.compile(
    rf"(?<![\w'’-])(?P<place>[A-Z][\w.]*(?: [A-Z]\w+)?)(?:['’]s)? (?P<between>(?:(?!and |or )[a-z][a-z-]+ ){{0,3}}?)(?:{_NOUN})(?![\w-])"
)
_OF_TOPIC = re.compile(rf"\b[Tt]he (?P<name>(?P<topic>[a-z-]+) (?:and [a-z]+ )?(?:{_NOUN}))(?![\w-])")


def find_bodies(text: str) -> list[tuple[int, int, str]]:
    """Start, end and name of each body described by its place or its topic, in order."""
    found = []
    for match in _OF_PLACE.finditer(text):
        if place_of(match["place"]):
            found.append((match.start(), match.end(), match.group(0).replace("\n", " ")))
    for match in _OF_TOPIC.finditer(text):
        if match["topic"].capitalize() in words("topics"):
            found.append((match.start("name"), match.end("name"), match["name"].replace("\n", " ")))
    return sorted(found)
