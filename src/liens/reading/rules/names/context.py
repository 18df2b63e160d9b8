"""What the words around a name say of it: "the French chip designer Kvanta", "Halla, a cryogenic controller"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from liens.model import Kind
from liens.reading.rules.page import Sentence
from liens.reading.rules.words import either, table, words

_WORD = re.compile(r"[^\W_][\w’'.&-]*[^\W_]|\w|[^\w\s]")
_VERBS = frozenset({"said", "says", "has", "had", "is", "was", "are", "were", "will", "would"})
_COPULAS = frozenset({"is", "was", "remains", "became"})
_APPOSITION = re.compile(
    r"(?:[\"”’»]?,[\"”’»]? (?:which is |who is |itself |once |now |formerly |also |long |by far |then )?"
    r"|\s\(|,? (?:is|was|remains|became) |\s[–—-]\s)"
)
_AGED = re.compile(r", (?:aged )?\d\d(?:,|\b)|, who\b")
_ADVERBS = r"(?:has |have |had |will |would |also |later |then |now |itself |already ){0,2}"
_AFTER = tuple(
    (kind, re.compile(rf"{lead}(?:{either(w for w, k in table('cues_after').items() if k == kind)})(?![\w-])"), weight)
    for kind, lead, weight in (
        (Kind.PERSON, ",? ", 2.0),
        (Kind.COMPANY, rf"(?:['’]s?)? {_ADVERBS}", 1.5),
        (Kind.PRODUCT, " ", 1.5),
    )
)
_LEADS = frozenset({" ", ",", "'", "’"})
_BEFORE_WEIGHTS = {"product": (Kind.PRODUCT, 1.5), "outlet": (Kind.OUTLET, 1.1), "person": (Kind.PERSON, 0.8)}
_REPORTS = re.compile(
    r" (?:has |had |first )?(?:reported|reports|writes)\b"
    r"(?! (?:an? |net |record )?(?:revenue|profit|loss|sales|earnings|turnover))"
)
_BARE = re.compile(r"[.,;)]| (?:was|is|has|will|can|in|from|at|to|for)\b")
_PASSED = frozenset({"its", "the", "their", "a", "an", "new", "The", ","})
_SPEAKING = (" said", " says", " told", " added", " wrote", " argued", " warned", " argues", " insisted", " called")
_SPOKEN = re.compile(r"[\"”»,] (?:said|says|added|wrote|recalls|recalled|told|argued|explained|underlined|warned) $")


@dataclass(frozen=True, slots=True)
class Setting:
    """`nouns` describe the name ("designer"), `words` are all words of its descriptions ("chip", "designer"), `places`
    those of them that are places or nationalities; `votes` weigh the kinds it may be."""

    nouns: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    votes: tuple[tuple[Kind, float], ...] = ()


UNSAID = Setting()


@dataclass(frozen=True, slots=True)
class _Said:
    """A `Setting` that is being gathered."""

    nouns: list[str]
    words: list[str]
    places: list[str]
    votes: list[tuple[Kind, float]]


@lru_cache(maxsize=8192)
def singular(noun: str) -> str:
    """The singular of a regular English plural, else the word itself."""
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("ches", "sses", "shes", "xes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) else noun


@lru_cache(maxsize=16384)
def noun_kind(noun: str) -> Kind | None:
    """The kind of thing a common noun (singular, lower case) describes."""
    kind = table("nouns").get(noun)
    if kind is None and " " not in noun and len(noun) > 7 and noun.endswith("maker"):
        return Kind.COMPANY
    return Kind(kind) if kind else None


def setting(text: str, sentence: Sentence, start: int, end: int) -> Setting:
    """What the sentence says around the name at `text[start:end]`."""
    before = text[max(sentence.start, start - 72) : start]
    after = text[end : min(sentence.end, end + 96)]
    said = _Said([], [], [], [])
    _before(before, said)
    _apposition(after, said)
    _cues(before, after, said.votes)
    return Setting(tuple(said.nouns), tuple(said.words), tuple(said.places), tuple(said.votes))


def _before(before: str, said: _Said) -> None:
    """The noun and the places of "the French chip designer ", "a controller called ", "Spain's ", "Oslo-based "."""
    if before[-1:] not in {" ", "\u00a0", "\n", "-", '"', "“", "«", "‘", "'"}:
        return
    listed = _WORD.findall(before.rstrip("\"“«‘' \n\u00a0"))
    if listed and listed[-1] == ",":
        _described_before(listed[:-1], said)
        return
    if listed and listed[-1] in words("naming_words"):
        noun = _named_noun(listed[:-1])
        said.votes.append((noun_kind(noun) or Kind.PRODUCT if noun else Kind.PRODUCT, 3.0))
        return
    noun, at = _noun_at_end(listed, len(listed))
    if noun is not None:
        said.nouns.append(noun)
        said.votes.append((noun_kind(noun) or Kind.COMPANY, 1.2 if noun in words("loose_nouns") else 3.0))
        said.words.extend(noun.split())
    for word in reversed(listed[max(0, at - 5) : at]):
        place = place_of(word)
        if place:
            said.places.append(place)
        elif word in words("phrase_stops") or not word[0].isalnum():
            break
        elif noun is not None:
            said.words.append(word.lower())
    if len(listed) > 1 and not said.places and noun is None:
        place = place_of(f"{listed[-2]} {listed[-1]}")
        if place:
            said.places.append(place)


def _described_before(listed: list[str], said: _Said) -> None:
    """The noun of "its chairman, ", "the start-up's engine, ": a description that a comma parts from the name."""
    noun, at = _noun_at_end(listed, len(listed))
    kind = noun_kind(noun) if noun else None
    if noun is None or kind is None:
        return
    opening = listed[max(0, at - 4) : at]
    opened = any(w.lower() in words("determiners") or w.endswith(("'s", "’s", "'")) for w in opening)
    if kind is Kind.PERSON or opened:
        said.nouns.append(noun)
        said.words.extend(noun.split())
        said.votes.append((kind, 3.0 if kind is Kind.PERSON else 2.0))


def _named_noun(listed: list[str]) -> str | None:
    """The noun before "called": "a cryogenic controller called", "a model for banks called"."""
    for at in range(len(listed), max(0, len(listed) - 7), -1):
        if noun_kind(singular(listed[at - 1].lower())):
            return singular(listed[at - 1].lower())
    return None


def _noun_at_end(listed: list[str], at: int) -> tuple[str | None, int]:
    for size in (3, 2, 1):
        if at >= size:
            phrase = " ".join(listed[at - size : at])
            if phrase[:1].isupper() and at - size > 0 and size == 1:
                continue
            phrase = phrase.lower()
            if noun_kind(phrase):
                return phrase, at - size
            if noun_kind(singular(phrase)):
                return singular(phrase), at - size
    return None, at


@lru_cache(maxsize=8192)
def place_of(word: str) -> str:
    """The bare place or nationality in a word, "Oslo-based" and "Spain's" included; "" if there is none."""
    for tail in ("-based", "-listed", "-headquartered", "-owned", "-born", "'s", "’s"):
        word = word.removesuffix(tail)
    return word if word in table("nations+cities") else ""


def country(place: str) -> str:
    """The code of the country that a place or nationality belongs to."""
    return table("nations+cities").get(place, "")


def _apposition(after: str, said: _Said) -> None:
    """The noun of ", a Toronto-based start-up that …", " is the largest Dutch lender", ", chief executive of …"."""
    match = _APPOSITION.match(after)
    if match is None:
        return
    listed = _WORD.findall(after[match.end() :])[:12]
    copula = match.group(0).strip(", ") in _COPULAS
    if not listed or (copula and listed[0].lower() not in words("determiners")):
        return
    noun, described, found = _phrase(listed)
    if noun is None:
        return
    kind = noun_kind(noun)
    bare = listed[0].lower() not in words("determiners")
    if (
        kind is None
        or (bare and kind is not Kind.PERSON)
        or (copula and kind is Kind.PERSON and noun not in table("nouns"))
    ):
        return
    said.nouns.append(noun)
    said.words.extend(described)
    said.places.extend(found)
    said.votes.append((kind, 3.0 if not copula else 2.0))


def _phrase(listed: list[str]) -> tuple[str | None, list[str], list[str]]:
    """The head noun of the noun phrase that begins here, its words and its places."""
    stop = 0
    while stop < len(listed) and listed[stop] not in words("phrase_breaks") and listed[stop][0].isalnum():
        if stop and _ends_possessive(listed[stop]):
            return None, [], []
        stop += 1
    if stop < len(listed) and listed[stop] in _VERBS:
        return None, [], []
    places = [p for p in map(place_of, listed[:stop]) if p]
    if stop + 1 < len(listed) and listed[stop] in {"of", "in", "based"}:
        places += [p for p in (place_of(listed[stop + 1]),) if p]
    noun, _ = _noun_at_end(listed[:stop], stop)
    return noun, [w.lower() for w in listed[:stop]], places


def _ends_possessive(word: str) -> bool:
    return word.endswith(("'s", "’s")) and not place_of(word)


def _cues(before: str, after: str, votes: list[tuple[Kind, float]]) -> None:
    """What the words just before and after tell of the kind: "told X", "X's chief executive", "the X chatbot"."""
    if after[:1] in _LEADS:
        _cues_after(after, votes)
    elif after[:1] == ":" and before[-1:] in {"", "\n"}:
        votes.append((Kind.PERSON, 1.0))
    if before[-1:] not in {" ", "\n"}:
        return
    if _SPOKEN.search(before[-14:]):
        votes.append((Kind.PERSON, 1.0))
    listed = before[-40:].split()
    while listed and listed[-1].rstrip(",") in _PASSED:
        listed.pop()
    if before.endswith((" the ", "The ")) and _BARE.match(after):
        votes.append((Kind.PRODUCT, 0.9))
    cue = _cue(listed)
    if cue is not None:
        votes.append(_BEFORE_WEIGHTS[cue])


def _cues_after(after: str, votes: list[tuple[Kind, float]]) -> None:
    if _AGED.match(after):
        votes.append((Kind.PERSON, 2.0))
    votes.extend((kind, weight) for kind, pattern, weight in _AFTER if pattern.match(after))
    if _REPORTS.match(after):
        votes.append((Kind.OUTLET, 1.1))
    if after.startswith(_SPEAKING):
        votes.append((Kind.PERSON, 0.6))


def _cue(listed: list[str]) -> str | None:
    """The kind told by the last words of a list, the longest entry first."""
    cues = table("cues_before")
    ends = (" ".join(listed[-size:]).strip('"“,') for size in (3, 2, 1))
    return next((cues[end] for end in ends if end in cues), None)
