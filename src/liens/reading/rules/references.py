"""Descriptions and pronouns, resolved within their document: "the American giant", "its", "the ChatGPT maker".

A description is matched with the entities named before it: what it says (noun, place, size, product) must fit what
the market pack or the text says of the entity. Among those that fit, and for pronouns, the subject of the nearest
sentence is taken, after the centering account of local coherence (Grosz, Joshi and Weinstein 1995). What stays
ambiguous is left unresolved.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from liens.model import Kind, Mention, Reason, Span
from liens.reading.rules.context import noun_kind, place_of, singular
from liens.reading.rules.kinds import is_organised
from liens.reading.rules.linking import Named, Portrait
from liens.reading.rules.page import Anaphor, Sentence
from liens.reading.rules.words import table, words

_OPENING = re.compile(
    r"\b(?:(?P<det>[Tt]he|[Tt]his|[Tt]hat|[Tt]hese) (?=[^\W_])|(?P<pronoun>[Ii]ts?|[Hh]e|[Ss]he|[Hh]is|[Hh]im|[Hh]er|[Hh]erself|[Hh]imself|[Ii]tself)\b(?![-’'])|(?P<relative>which|who|whose)\b)"
)
_WORD = re.compile(r"[^\W_](?:[\w&]|[-.](?=\w))*+(?P<own>['’]s?(?!\w))?")
_MAKERS = frozenset(
    {
        "maker",
        "creator",
        "developer",
        "publisher",
        "parent",
        "parent company",
        "owner",
        "company behind",
        "operator",
        "editor",
        "manufacturer",
        "designer",
        "inventor",
        "author",
    }
)
_ENDS = frozenset(
    "that which who whose of in with for by from at on to and or is was are were has have had said says will would could may might must can should did does if as when while after before than but not also".split()
)
_VERBLIKE = frozenset(
    "offer target host head chair sale label target act text draft line judge deputy feature site agent exchange code program trust rules broker build design engine".split()
)
_EMPTY_IT = re.compile(
    r"(?: (?:is|was|would be|will be|may be|seems|became|remains|is also|is not|was not|is now|is still) (?:\w+ ){0,2}?(?:clear|unclear|possible|impossible|likely|unlikely|necessary|important|true|hard|difficult|easy|time|said|understood|known|believed|thought|expected|a pity|a shame|a matter|too early|up to|worth|essential|also|not just|because)\b| (?:seems|appears|turns out|turned out|emerged|follows|remains to be|takes|took|rained|makes sense|comes as|came as|depends)\b|['’]s )"
)
_REACH = {"person": 3, "other": 3}


@dataclass(frozen=True, slots=True)
class _Event:
    """A point at which an entity is spoken of. `leading`: first of its sentence, so probably its subject."""

    start: int
    end: int
    who: int
    sentence: int
    leading: bool


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A definite noun phrase: its span, head noun, other words, places and the names in or after it."""

    start: int
    end: int
    noun: str
    kind: Kind
    modifiers: tuple[str, ...]
    places: tuple[str, ...]
    product: int | None = None


class _Scene:
    """What has been spoken of so far in a document."""

    def __init__(self, text: str, sentences: tuple[Sentence, ...], portraits: list[Portrait]) -> None:
        self.text = text
        self.sentences = sentences
        self.portraits = portraits
        self.events: list[_Event] = []
        self.starts = [s.start for s in sentences]

    def sentence_at(self, offset: int) -> int:
        return max(0, bisect_right(self.starts, offset) - 1)

    def add(self, start: int, end: int, who: int) -> None:
        sentence = self.sentence_at(start)
        leading = not self.events or self.events[-1].sentence != sentence or self._after_preamble(sentence, start)
        self.events.append(_Event(start, end, who, sentence, leading))

    def _after_preamble(self, sentence: int, start: int) -> bool:
        """Whether what came before in the sentence was only "According to X," or "At Y,"."""
        head = self.text[self.sentences[sentence].start : start]
        return (
            re.match(
                r"(?:According to|At|For|In|With|Under|After|Like|Unlike|Alongside|From|By|As|On|Since) [^,]{1,60}, (?:the )?$",
                head,
            )
            is not None
        )


def find_references(
    text: str,
    document: str,
    sentences: tuple[Sentence, ...],
    named: list[Named],
    cast: tuple[list[Portrait], list[int]],
) -> tuple[Anaphor, ...]:
    """The descriptions and pronouns of a text that can be resolved, in order. `cast`: the entities, and each name's."""
    portraits, of = cast
    scene = _Scene(text, sentences, portraits)
    starts = [n.start for n in named]
    found: list[Anaphor] = []
    at = 0
    for match in _OPENING.finditer(text):
        while at < len(named) and named[at].start < match.start():
            scene.add(named[at].start, named[at].end, of[at])
            at += 1
        resolved = _resolve(scene, match, named, of, starts)
        if resolved is not None:
            start, end, who, note = resolved
            before = next(e for e in reversed(scene.events) if e.who == who)
            mention = Mention(Span(document, start, end), portraits[who].kind, portraits[who].name)
            found.append(Anaphor(mention, Reason(Span(document, before.start, before.end), "antecedent", note)))
            scene.add(start, end, who)
    return tuple(found)


_Resolved = tuple[int, int, int, str]


def _resolve(
    scene: _Scene, match: re.Match[str], named: list[Named], of: list[int], starts: list[int]
) -> _Resolved | None:
    if not scene.events:
        return None
    if match["relative"]:
        return _relative(scene, match)
    if match["pronoun"]:
        return _pronoun(scene, match)
    phrase = _phrase(scene, match, named, of, starts)
    return _described(scene, phrase) if phrase is not None else None


def _relative(scene: _Scene, match: re.Match[str]) -> _Resolved | None:
    """ "X, which", "X who": the entity just before."""
    last = scene.events[-1]
    gap = scene.text[last.end : match.start()]
    if gap not in {", ", " ", ",” ", ",” ", "), "} or scene.sentence_at(match.start()) != last.sentence:
        return None
    kind = scene.portraits[last.who].kind
    if match["relative"] == "who" and kind is not Kind.PERSON:
        return None
    if match["relative"] == "which" and kind is Kind.PERSON:
        return None
    return match.start(), match.end(), last.who, "the name just before the relative pronoun"


def _pronoun(scene: _Scene, match: re.Match[str]) -> _Resolved | None:
    word = match["pronoun"].lower()
    if word.startswith("it"):
        if word == "it" and _EMPTY_IT.match(scene.text, match.end()):
            return None
        who = _centre(scene, match.start(), lambda p: is_organised(p.kind))
        return (match.start(), match.end(), who, "subject of the nearest sentence") if who is not None else None
    female = word in {"she", "her", "herself"}
    who = _person(scene, match.start(), female)
    return (match.start(), match.end(), who, "nearest person that agrees") if who is not None else None


def _centre(scene: _Scene, start: int, fits: object) -> int | None:
    """The organisation that "it" at `start` most likely continues: the first named in this sentence before it, if one
    leads it, else the one that led the sentence before; None when no organisation leads."""
    assert callable(fits)
    sentence = scene.sentence_at(start)
    for back in range(2):
        events = [e for e in scene.events if e.sentence == sentence - back and fits(scene.portraits[e.who])]
        if not events:
            continue
        if back and scene.sentences[sentence - back].heading:
            return None
        return events[0].who
    return None


def _person(scene: _Scene, start: int, female: bool) -> int | None:
    sentence = scene.sentence_at(start)
    for back in range(3):
        whos = [
            e.who for e in scene.events if e.sentence == sentence - back and scene.portraits[e.who].kind is Kind.PERSON
        ]
        fitting = [w for w in dict.fromkeys(whos) if _is_female(scene.portraits[w]) in {female, None}]
        if fitting:
            certain = [w for w in fitting if _is_female(scene.portraits[w]) is female]
            chosen = certain or fitting
            return chosen[0] if len(chosen) == 1 else chosen[0] if back else chosen[-1]
        if any(scene.portraits[w].kind is Kind.PERSON for w in whos):
            continue
    return None


def _is_female(portrait: Portrait) -> bool | None:
    titles = " ".join(portrait.titles).split()
    if any(
        t.strip(".") in {"Ms", "Mrs", "Mme", "Madame", "Frau", "Lady", "Dame", "Baroness", "Chairwoman", "Spokeswoman"}
        for t in titles
    ):
        return True
    if any(t.strip(".") in {"Mr", "Sir", "Lord", "Monsieur", "Herr", "Spokesman", "Congressman"} for t in titles):
        return False
    given = portrait.name.split()[0].split("-")[0]
    if given in words("female_names"):
        return True
    return False if given in words("given_names") and given not in _EITHER else None


_EITHER = frozenset(
    "Alex Robin Kim Sam Jo Chris Ashley Jordan Leslie Kelly Morgan Andrea Dominique Camille Kai Sasha Terry Lee Jamie Casey Taylor Pat Jean Li Lin Wei Chen Ming Jun Charlie Max Nico Noa Toni Michele Gabriele Simone Daniele Jan Joan Rowan Shannon Dana Drew Ariel Kiran Sidney Tracy Bo Inge Maria Laurence Claude Maxime Joyce Jess Danny Frankie Ali Tal Yuval Noor Shan Eli Ellis Robbie".split()
)


def _phrase(
    scene: _Scene, match: re.Match[str], named: list[Named], of: list[int], starts: list[int]
) -> _Phrase | None:
    """The noun phrase that "the" at `match` opens, if its head noun describes an entity in the singular."""
    text, at = scene.text, match.end()
    listed: list[re.Match[str]] = []
    for _ in range(7):
        word = _WORD.match(text, at)
        if word is None or (word.group(0).lower() in _ENDS):
            break
        listed.append(word)
        at = word.end() + 1
        if word["own"] or text[word.end() : at] not in {" ", "\n", "\u00a0"}:
            break
    head = _head(listed)
    if head is None:
        return None
    size, noun, kind = head
    start, end = match.start(), listed[size - 1].end() - len(listed[size - 1]["own"] or "")
    if _is_part(listed, size) or _names_follow(text, listed[size - 1], starts):
        return None
    inner = [of[i] for i in range(bisect_left(starts, match.end()), bisect_left(starts, end))]
    if len(inner) > 1 or (inner and starts[bisect_left(starts, match.end())] != match.end()):
        return None
    if inner:
        start = named[bisect_left(starts, match.end())].end + 1
    modifiers = tuple(w.group(0).lower() for w in listed[: size - len(noun.split())])
    places = [p for p in (place_of(w.group(0)) for w in listed[: size - 1]) if p]
    product, place = _complement(text, listed[size - 1].end(), named, of, starts)
    return _Phrase(start, end, noun, kind, modifiers, tuple(places + place), inner[0] if inner else product)


def _head(listed: list[re.Match[str]]) -> tuple[int, str, Kind] | None:
    """How many words the phrase has, its head noun and that noun's kind; the noun is in the singular."""
    found: tuple[int, str, Kind] | None = None
    for size in range(1, len(listed) + 1):
        tokens = [w.group(0).removesuffix(w["own"] or "") for w in listed[:size]]
        if found and (tokens[-1] in _VERBLIKE or found[0] < size - 1):
            break
        for length in (3, 2, 1):
            noun = " ".join(tokens[-length:]).lower()
            kind = (
                noun_kind(noun)
                if length <= size and not (tokens[-1][:1].isupper() and found is None and size > 1 and length == 1)
                else None
            )
            if kind is not None and not (length == 1 and singular(noun) != noun and noun_kind(singular(noun))):
                found = (size, noun, kind)
                break
    return found


def _is_part(listed: list[re.Match[str]], size: int) -> bool:
    """ "the company board": another noun is the head."""
    return (
        size < len(listed) and not listed[size - 1]["own"] and listed[size].group(0).lower() in words("company_parts")
    )


def _names_follow(text: str, last: re.Match[str], starts: list[int]) -> bool:
    """ "the chip designer Kvanta" names its entity itself."""
    after = last.end() + 1
    at = bisect_left(starts, after)
    return (
        not last["own"]
        and at < len(starts)
        and starts[at] - after <= (1 if text[after : after + 1] in '"“«‘' else 0)
        and text[last.end() : after] == " "
    )


def _complement(
    text: str, end: int, named: list[Named], of: list[int], starts: list[int]
) -> tuple[int | None, list[str]]:
    """The entity or the place in "the maker of ChatGPT", "the group of Denver"."""
    match = re.compile(r" (?:of|behind)(?: the)? (?=(?P<word>[^\W_]\w*(?: [A-Z]\w+)?))").match(text, end)
    if match is None:
        return None, []
    at = bisect_left(starts, match.end())
    if at < len(starts) and starts[at] == match.end():
        return of[at], []
    place = place_of(match["word"]) or place_of(match["word"].split()[0])
    return None, [place] if place else []


def _described(scene: _Scene, phrase: _Phrase) -> _Resolved | None:
    if phrase.product is not None:
        who = _owner(scene, phrase)
        return (
            (phrase.start, phrase.end, who, "maker or parent of what the description names")
            if who is not None
            else None
        )
    if phrase.kind in {Kind.DEAL, Kind.PRODUCT, Kind.LAW} and not phrase.modifiers and phrase.noun not in _SELF:
        return None
    fitting = list(_fitting(scene, phrase))
    if not fitting:
        return None
    best = max(score for score, _ in fitting)
    whos = [who for score, who in fitting if score == best]
    who = whos[0] if len(whos) == 1 else _nearest(scene, phrase, whos)
    return (phrase.start, phrase.end, who, f"{phrase.noun}: best fit") if who is not None else None


_SELF = frozenset(
    {
        "bill",
        "act",
        "regulation",
        "directive",
        "chatbot",
        "app",
        "assistant",
        "chip",
        "model",
        "platform",
        "law",
        "tool",
        "robot",
        "drug",
        "treaty",
        "code",
    }
)


def _owner(scene: _Scene, phrase: _Phrase) -> int | None:
    if phrase.noun not in _MAKERS and phrase.noun not in words("generic_nouns"):
        return None
    assert phrase.product is not None
    thing = scene.portraits[phrase.product]
    parent = thing.known.parent if thing.known else None
    if parent is not None:
        for who, portrait in enumerate(scene.portraits):
            if portrait.known is not None and portrait.known.name == parent and _was_named(scene, who):
                return who
    return None


def _was_named(scene: _Scene, who: int) -> bool:
    return any(e.who == who for e in scene.events)


def _fitting(scene: _Scene, phrase: _Phrase) -> Iterator[tuple[float, int]]:
    for who in dict.fromkeys(e.who for e in scene.events):
        score = _fit(scene.portraits[who], phrase)
        if score is not None:
            yield score, who


def _fit(portrait: Portrait, phrase: _Phrase) -> float | None:
    """How well a portrait fits a description; None if it does not."""
    if not _same_kind(portrait, phrase):
        return None
    score = 0.0
    if phrase.places:
        if not set(phrase.places) & _places(portrait):
            return None
        score += 2.0
    generic = phrase.noun in words("generic_nouns")
    size = _size(phrase)
    if size is not None:
        fits = _has_size(portrait, size)
        if fits is False:
            return None
        score += 2.0 if fits else 0.0
    if phrase.noun in portrait.nouns:
        return score + 3.0 + (1.0 if not generic else 0.0)
    if _in_name(portrait, phrase.noun):
        return score + 3.0
    return score if generic or (phrase.places and phrase.kind is Kind.COMPANY and not portrait.nouns) else None


def _same_kind(portrait: Portrait, phrase: _Phrase) -> bool:
    if portrait.kind is phrase.kind:
        return True
    return phrase.noun in portrait.nouns and is_organised(portrait.kind) and is_organised(phrase.kind)


def _places(portrait: Portrait) -> set[str]:
    return {*portrait.places, *((portrait.known.country,) if portrait.known and portrait.known.country else ())}


def _size(phrase: _Phrase) -> str | None:
    sizes = table("size_words")
    return next((sizes[w] for w in (phrase.noun, *phrase.modifiers) if w in sizes), None)


def _has_size(portrait: Portrait, size: str) -> bool | None:
    if portrait.known is not None and portrait.known.role in {"large_group", "start_up"}:
        return portrait.known.role == size
    sizes = {table("size_words")[n] for n in portrait.nouns if n in table("size_words")}
    return (size in sizes) if sizes else None


def _in_name(portrait: Portrait, noun: str) -> bool:
    return any(noun.capitalize() in form.split() for form in portrait.forms)


def _nearest(scene: _Scene, phrase: _Phrase, whos: list[int]) -> int | None:
    """Of several that fit equally, the most salient; None if two are nearly as salient."""
    sentence = scene.sentence_at(phrase.start)
    salience = dict.fromkeys(whos, 0.0)
    for event in scene.events:
        if event.who in salience:
            salience[event.who] += (_LEADING if event.leading else 1.0) * _DECAY ** (sentence - event.sentence)
    for who in whos:
        if scene.portraits[who].nouns and _INVESTORS & set(scene.portraits[who].nouns):
            salience[who] *= 0.3
    ranked = sorted(whos, key=lambda who: -salience[who])
    first, second = salience[ranked[0]], salience[ranked[1]]
    return ranked[0] if first >= _MARGIN * second else None


_LEADING = 3.0
_DECAY = 0.6
_MARGIN = 1.4
_INVESTORS = frozenset(
    {
        "investor",
        "fund",
        "backer",
        "investment firm",
        "private equity firm",
        "pension fund",
        "asset manager",
        "venture firm",
    }
)
