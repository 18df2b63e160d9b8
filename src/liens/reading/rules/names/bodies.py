"""Public bodies that a text calls by less than their name: "Germany's cartel office", "the economy ministry", "the
Commission".

Where the market pack knows exactly one body that can be meant, the mention carries its name; else the description is
the name, for its document has no other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from liens.market import KnownEntity
from liens.reading.rules.names.context import country, place_of
from liens.reading.rules.names.gazetteer import Gazetteer
from liens.reading.rules.names.linking import Named, Portrait
from liens.reading.rules.words import either, table, words

_OF_PLACE = re.compile(
    r"(?P<place>[A-Z](?<![\w'’-].)(?!(?<=T)he )[\w.]{0,24}+(?: [A-Z]\w{1,24}+)?)(?:['’]s)? "
    rf"(?:(?!and |or )[a-z][a-z-]{{1,24}} ){{0,3}}?(?:{either(words('body_nouns'))})(?![\w-])"
)
_OF_TOPIC = re.compile(
    r"\b(?:[Tt]he (?=[a-z])|(?=[A-Z]))"
    rf"(?P<name>(?P<topic>[A-Za-z][a-z-]{{1,24}}) (?:and [a-z]{{1,24}} )?(?:{either(words('body_nouns'))}))(?![\w-])"
)
_COMPETITION = re.compile(rf"\b(?:{either(words('competition_words'))})\b")
_CAPITAL = re.compile(r"[A-Z][\w.]*")
_Body = tuple[int, int, str]


def find_bodies(text: str, known: Gazetteer, portraits: Iterable[Portrait] = ()) -> list[_Body]:
    """Start, end and name of each body described by its place or its topic, in order. `portraits` are the entities
    that the text names: what it says of one of them carries the name that the text uses."""
    cast = {p.known: p.name for p in portraits if p.known is not None}
    own = {entity.name: name for entity, name in cast.items()}
    authorities: dict[str | None, list[str]] = {}
    for entity, name in cast.items():
        if entity.role == "authority":
            authorities.setdefault(entity.country, []).append(name)
    return sorted((*_placed(text, known, own, authorities), *_topical(text, known, own)))


def _placed(
    text: str, known: Gazetteer, own: dict[str, str], authorities: dict[str | None, list[str]]
) -> Iterator[_Body]:
    """ "Brazil's competition authority", "the British authority": the latter is the one of that place that the text
    names, or watches over competition as others do that a text on competition names."""
    of_competition = not own.keys().isdisjoint(known.enforcers.values()) and _COMPETITION.search(text) is not None
    for match in _OF_PLACE.finditer(text):
        code = country(place_of(match["place"]))
        if not code:
            continue
        name = match.group(0).replace("\n", " ")
        bare = name[len(match["place"]) :].removeprefix("'s").removeprefix("’s").strip()
        here = authorities.get(code, []) if bare in words("watching_nouns") else []
        if len(here) == 1:
            name = here[0]
        elif code in known.enforcers and (_watches_competition(name) or (of_competition and bare == "authority")):
            name = own.get(known.enforcers[code], known.enforcers[code])
        yield match.start(), match.end(), name


def _topical(text: str, known: Gazetteer, own: dict[str, str]) -> Iterator[_Body]:
    """ "the competition watchdog": the only one that the text names. Without "the" it must be one that is named."""
    named = [own[body] for body in known.enforcers.values() if body in own]
    for match in _OF_TOPIC.finditer(text):
        name = match["name"].replace("\n", " ")
        if len(named) == 1 and _watches_competition(name):
            yield match.start("name"), match.end("name"), named[0]
        elif match["topic"].capitalize() in words("topics") and match["topic"][0].islower():
            yield match.start("name"), match.end("name"), name


def _watches_competition(description: str) -> bool:
    told = description.lower().split()
    return told[-1] in words("watching_nouns") and not words("competition_words").isdisjoint(told)


def completed(named: list[Named], text: str, known: Gazetteer) -> list[Named]:
    """`named` with the pack's body for each word that stands alone for one ("the Commission") in a text that never
    gives its name: the one that the text names otherwise ("CADE"), else the one whose place it speaks of most."""
    lone = {n.text for n in named if n.known is None and n.text in known.lone}
    for one in named:
        if lone and " " in one.text:
            lone -= {one.text.split()[0], one.text.split()[-1]}
    if not lone:
        return named
    present = {n.known.name for n in named if n.known is not None}
    told = _countries(text)
    meant = {word: _meant(known.lone[word], present, told) for word in lone}
    return [replace(n, known=meant[n.text]) if n.text in meant else n for n in named]


def _meant(bodies: tuple[KnownEntity, ...], present: set[str], told: Counter[str]) -> KnownEntity | None:
    here = [b for b in bodies if b.name in present]
    if here:
        return here[0] if len(here) == 1 else None
    placed = sorted((b for b in bodies if told[b.country or ""]), key=lambda b: -told[b.country or ""])
    if len(placed) > 1 and told[placed[0].country or ""] < 2 * told[placed[1].country or ""]:
        return None
    return placed[0] if placed else None


def _countries(text: str) -> Counter[str]:
    """How often a text speaks of each country, by its code."""
    places = table("nations+cities")
    told = (word if word in places else word.rstrip(".") for word in _CAPITAL.findall(text))
    return Counter(places[word] for word in told if word in places)
