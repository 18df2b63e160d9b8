"""How well an entity of a document fits a description: noun, place, size and other words must not speak against it."""

from __future__ import annotations

from functools import lru_cache

from liens.reading.rules.names.context import country
from liens.reading.rules.names.descriptions import Phrase
from liens.reading.rules.names.kinds import is_organised
from liens.reading.rules.names.linking import Portrait
from liens.reading.rules.words import table, words


def fit(portrait: Portrait, phrase: Phrase) -> float | None:
    """How well a portrait fits a description; None if it does not."""
    parts = [
        _noun_fit(portrait, phrase),
        _place_fit(portrait, phrase),
        _size_fit(portrait, phrase),
        _words_fit(portrait, phrase),
    ]
    if any(p is None for p in parts):
        return None
    return sum(p for p in parts if p is not None)


def _noun_fit(portrait: Portrait, phrase: Phrase) -> float | None:
    noun = phrase.noun.replace("startup", "start-up").replace("start up", "start-up")
    nouns = {n.replace("startup", "start-up").replace("start up", "start-up") for n in portrait.nouns}
    generic = (
        phrase.noun in words("generic_nouns_of_" + portrait.kind.value) if portrait.kind.value in _GENERIC else False
    )
    if noun in nouns and (portrait.kind is phrase.kind or is_organised(portrait.kind)):
        return 1.5 if generic else 3.0
    if is_organised(portrait.kind) and _in_name(portrait, noun):
        return 3.0
    return 0.0 if generic else None


_GENERIC = frozenset({"company", "public_body", "outlet", "other_org"})


def _in_name(portrait: Portrait, noun: str) -> bool:
    return any(not _hints(noun).isdisjoint(form.split()) for form in portrait.forms)


@lru_cache(maxsize=1024)
def _hints(noun: str) -> frozenset[str]:
    """The words in a name that say the same as a noun: "Bank", "Banco" for "bank"."""
    return frozenset({noun.capitalize(), *(word for word, of in table("name_hints").items() if of == noun)})


def _place_fit(portrait: Portrait, phrase: Phrase) -> float | None:
    score = 0.0
    for place in phrase.places:
        if place in portrait.places or (portrait.known is not None and portrait.known.name in _seated(place)):
            score += 3.0
            continue
        if country(place) not in _countries(portrait):
            return None
        if place in table("cities"):
            if portrait.known is not None or any(p in table("cities") for p in portrait.places):
                return None
            score -= 1.0
        score += 2.0
    return score


def _seated(city: str) -> frozenset[str]:
    return frozenset(who for who, where in table("seats").items() if where == city)


def _countries(portrait: Portrait) -> set[str]:
    own = portrait.known.country if portrait.known else None
    return {country(p) for p in portrait.places} | ({own} if own else set())


def size_of(phrase: Phrase) -> str | None:
    """The role of the market pack that a description's words demand ("giant": large_group), if any."""
    sizes = table("size_words")
    return next((sizes[w] for w in (phrase.noun, *phrase.modifiers) if w in sizes), None)


def _size_fit(portrait: Portrait, phrase: Phrase) -> float | None:
    size = size_of(phrase)
    if size is None:
        return 0.0
    if portrait.known is not None and portrait.known.role in {"large_group", "start_up"}:
        return 2.0 if portrait.known.role == size else None
    sizes = {table("size_words")[n] for n in portrait.nouns if n in table("size_words")}
    if size == "start_up" and not sizes and words("established_nouns") & set(portrait.nouns):
        return None
    if not sizes:
        return 0.0
    return 2.0 if size in sizes else None


def _words_fit(portrait: Portrait, phrase: Phrase) -> float | None:
    """Whether the other words of a description ("search", "chip") are words by which the text describes the entity."""
    told = [w for w in phrase.modifiers if w not in words("neutral_words") and w not in table("size_words")]
    if not told:
        return 0.0
    own = {*portrait.words, *portrait.name.lower().split()}
    hits = sum(w in own for w in told)
    return 1.5 * hits if hits else None


def is_investor(portrait: Portrait) -> bool:
    """Whether the text or the name makes it one that puts money into companies."""
    return bool(set(portrait.nouns) & words("investor_nouns")) or _in_name(portrait, "fund")
