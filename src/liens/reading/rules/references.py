"""Descriptions and pronouns, resolved within their document: "the American giant", "its", "the ChatGPT maker".

A description is matched with the entities named before it: what it says (noun, place, size, product) must fit what
the market pack or the text says of the entity. Among those that fit, and for pronouns, the most salient is taken:
subjects over others and recent mentions over old ones, after the centering account of local coherence (Grosz, Joshi
and Weinstein, "Centering", Computational Linguistics 21(2), 1995). What stays ambiguous is left unresolved.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from liens.model import Kind, Mention, Reason, Span
from liens.reading.rules.context import country
from liens.reading.rules.descriptions import Names, Phrase, read_phrase
from liens.reading.rules.kinds import is_organised
from liens.reading.rules.linking import Named, Portrait
from liens.reading.rules.page import Anaphor, Sentence
from liens.reading.rules.words import table, words

_OPENING = re.compile(
    r"\b(?:(?P<det>[Tt]he|[Tt]his) (?=[^\W_])"
    r"|(?P<pronoun>[Ii]ts?|[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Ii]tself)\b(?![-’'])|(?P<relative>which|who)\b)"
)
_EMPTY_IT = re.compile(
    r"(?: (?:is|was|would be|will be|may be|seems|became|remains) (?:\w+ ){0,2}?(?:clear|unclear|possible|impossible"
    r"|likely|unlikely|necessary|important|true|hard|difficult|easy|time|said|understood|known|believed|thought|expected"
    r"|a pity|a shame|a matter|too early|up to|worth|essential|because)\b"
    r"| (?:seems|appears|turns out|turned out|emerged|follows|remains to be|takes|took|comes as|came as|depends)\b"
    r"|['’]s )"
)
_NOT_SUBJECT = re.compile(
    r"\b(?:of|by|to|with|for|in|from|at|against|between|on|than|as|via|into|over|about"
    r"|like) (?:the )?$"
)
_SUBJECT_VERB = re.compile(
    r"(?:, [^,.;]{2,80},)? (?:has|have|had|is|was|will|would|can|could|may|might|said|says|did|does"
    r"|also|[a-z]+s|[a-z]+ed)\b"
)
_PREAMBLE = re.compile(
    r"(?:According to|At|For|In|With|Under|After|Like|Unlike|Alongside|From|By|As|On|Since) [^,]{1,60}, (?:the )?$"
)
_RELATIVE_GAPS = frozenset({", ", " ", ",” ", '," ', "), "})
_WOMEN = frozenset({"Ms", "Mrs", "Mme", "Madame", "Frau", "Lady", "Dame", "Baroness", "Chairwoman", "Spokeswoman"})
_MEN = frozenset({"Mr", "Sir", "Lord", "Monsieur", "Herr", "Spokesman", "Congressman", "Chairman"})
_MAKERS = frozenset(
    {
        "maker",
        "creator",
        "developer",
        "publisher",
        "parent",
        "parent company",
        "owner",
        "company",
        "operator",
        "editor",
        "manufacturer",
        "designer",
        "inventor",
        "author",
        "group",
        "firm",
        "start-up",
        "startup",
        "mother company",
    }
)
_BARE = frozenset({Kind.DEAL, Kind.PRODUCT, Kind.LAW})
_SUBJECT, _DECAY, _MARGIN = 3.0, 0.9, 1.7


@dataclass(frozen=True, slots=True)
class _Event:
    """A point at which an entity is spoken of; `subject` if it is probably the subject of its clause."""

    start: int
    end: int
    who: int
    sentence: int
    subject: bool


_Resolved = tuple[int, int, int, str]


class _Scene:
    """What has been spoken of so far in a document."""

    def __init__(self, text: str, sentences: tuple[Sentence, ...], portraits: list[Portrait]) -> None:
        self.text, self.sentences, self.portraits = text, sentences, portraits
        self.events: list[_Event] = []
        self.epithets: dict[tuple[str, ...], int] = {}
        self.quotes = _quotes(text)
        self._starts = [s.start for s in sentences]

    def sentence_at(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def add(self, start: int, end: int, who: int) -> None:
        sentence = self.sentence_at(start)
        head = self.text[self.sentences[sentence].start : start]
        first = not self.events or self.events[-1].sentence != sentence or _PREAMBLE.match(head) is not None
        subject = first or (_SUBJECT_VERB.match(self.text, end) is not None and not _NOT_SUBJECT.search(head[-12:]))
        self.events.append(_Event(start, end, who, sentence, subject))

    def back(self, sentence: int, fits: Callable[[Portrait], bool]) -> list[_Event]:
        """The events of a sentence whose entities fit."""
        found: list[_Event] = []
        for event in reversed(self.events):
            if event.sentence < sentence:
                break
            if event.sentence == sentence and fits(self.portraits[event.who]):
                found.append(event)
        return found[::-1]

    def last(self, who: int) -> _Event:
        return next(e for e in reversed(self.events) if e.who == who)

    def quote_at(self, offset: int) -> tuple[int, int] | None:
        """The quotation that holds `offset`."""
        at = bisect_right(self.quotes, (offset, len(self.text))) - 1
        return self.quotes[at] if at >= 0 and self.quotes[at][1] > offset else None


def find_references(
    text: str,
    document: str,
    sentences: tuple[Sentence, ...],
    named: list[Named],
    cast: tuple[list[Portrait], list[int]],
) -> tuple[Anaphor, ...]:
    """The descriptions and pronouns of a text that can be resolved, in order. `cast`: the entities, and each name's."""
    portraits, of = cast
    scene, names = _Scene(text, sentences, portraits), Names(named, of)
    defined = _defined(text, names)
    found: list[Anaphor] = []
    at = 0
    for match in _OPENING.finditer(text):
        while at < len(named) and named[at].start < match.start():
            scene.add(named[at].start, named[at].end, of[at])
            at += 1
        resolved = _resolve(scene, match, names, defined) if scene.events else None
        if resolved is not None:
            start, end, who, note = resolved
            before = scene.last(who)
            mention = Mention(Span(document, start, end), portraits[who].kind, portraits[who].name)
            found.append(Anaphor(mention, Reason(Span(document, before.start, before.end), "antecedent", note)))
            scene.add(start, end, who)
    return tuple(found)


_QUOTE = re.compile(r"[“«„][^“”«»„]{2,1500}?[”»“]|\"[^\"\n]{2,1500}\"")
_DEFINED = re.compile(r"[ ,]*\((?:hereinafter |together |collectively )?(?:the )?[\"“](?:the )?([A-Z]\w+)[\"”]\)")


def _quotes(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in _QUOTE.finditer(text)]


def _defined(text: str, names: Names) -> dict[str, int]:
    """Terms that the document defines: 'Sund Kraft ASA ("the Group")'."""
    if '("' not in text and "(the" not in text and "(“" not in text:
        return {}
    found: dict[str, int] = {}
    for one, who in zip(names.named, names.of, strict=True):
        match = _DEFINED.match(text, one.end)
        if match is not None:
            found.setdefault(match[1], who)
    return found


def _resolve(scene: _Scene, match: re.Match[str], names: Names, defined: dict[str, int]) -> _Resolved | None:
    if match["relative"]:
        return _relative(scene, match)
    if match["pronoun"]:
        word = match["pronoun"].lower()
        return _it(scene, match) if word.startswith("it") else _he(scene, match, female=word in {"she", "her"})
    term = re.compile(r"[A-Z]\w+").match(scene.text, match.end()) if defined else None
    if term is not None and term.group(0) in defined:
        who = defined[term.group(0)]
        return (match.start(), term.end(), who, "defined in the text") if _was_named(scene, who) else None
    phrase = read_phrase(scene.text, match.start(), match.end(), names)
    return _described(scene, phrase) if phrase is not None else None


def _relative(scene: _Scene, match: re.Match[str]) -> _Resolved | None:
    """ "X, which", "X who": the entity just before."""
    last = scene.events[-1]
    gap = scene.text[last.end : match.start()]
    person = scene.portraits[last.who].kind is Kind.PERSON
    if gap not in _RELATIVE_GAPS or (match["relative"] == "who") is not person:
        return None
    return match.start(), match.end(), last.who, "the name just before the relative pronoun"


def _it(scene: _Scene, match: re.Match[str]) -> _Resolved | None:
    """ "it", "its": the last subject of this sentence that is an organisation, else that of the sentence before."""
    if match["pronoun"].lower() == "it" and _EMPTY_IT.match(scene.text, match.end()):
        return None
    sentence = scene.sentence_at(match.start())
    quote = scene.quote_at(match.start())
    for at in (sentence, sentence - 1):
        events = [e for e in scene.back(at, _is_organisation) if quote is None or e.start >= quote[0]]
        if not events:
            continue
        if at != sentence and scene.sentences[at].heading:
            return None
        subjects = [e for e in events if e.subject]
        chosen = (subjects[-1] if at == sentence else subjects[0]) if subjects else events[0]
        return match.start(), match.end(), chosen.who, "subject of the nearest clause"
    return None


def _is_organisation(portrait: Portrait) -> bool:
    return is_organised(portrait.kind)


def _is_person(portrait: Portrait) -> bool:
    return portrait.kind is Kind.PERSON


def _he(scene: _Scene, match: re.Match[str], *, female: bool) -> _Resolved | None:
    """ "he", "she": the first person who agrees in the nearest sentence that has one. Inside a quotation the speaker is
    not meant; there "he" may be an organisation, where a translation kept the gender of its language."""
    sentence = scene.sentence_at(match.start())
    quote = scene.quote_at(match.start())
    for at in range(sentence, sentence - 3, -1):
        events = [e for e in scene.back(at, _is_person) if quote is None or e.start >= quote[0]]
        fitting = [e.who for e in events if is_female(scene.portraits[e.who]) in {female, None}]
        if fitting:
            return match.start(), match.end(), fitting[0], "nearest person that agrees"
        inside = [
            e for e in scene.back(at, _is_organisation) if quote is not None and e.start >= quote[0] and e.subject
        ]
        if inside and at < sentence:
            return match.start(), match.end(), inside[0].who, "subject of the sentence before, in a quotation"
    return None


def is_female(portrait: Portrait) -> bool | None:
    """Whether "she" stands for a person; None if neither title nor given name tells."""
    titles = {t.strip(".") for title in portrait.titles for t in title.split()}
    if titles & _WOMEN or titles & _MEN:
        return bool(titles & _WOMEN)
    given = portrait.name.split()[0].split("-")[0]
    if given in words("ambiguous_names"):
        return None
    if given in words("female_names"):
        return True
    return False if given in words("given_names") else None


def _described(scene: _Scene, phrase: Phrase) -> _Resolved | None:
    if phrase.thing is not None:
        who = _maker(scene, phrase)
        return (phrase.start, phrase.end, who, "maker or parent of what is named") if who is not None else None
    if (
        phrase.restricted
        or (phrase.kind in _BARE and not phrase.modifiers)
        or set(phrase.modifiers) & words("other_words")
    ):
        return None
    fitting = list(_fitting(scene, phrase))
    if not fitting:
        return None
    best = max(score for score, _ in fitting)
    whos = [who for score, who in fitting if score >= best - 0.5]
    who = whos[0] if len(whos) == 1 else _most_salient(scene, phrase, whos)
    if who is None:
        return None
    scene.epithets.update(dict.fromkeys(_epithets(phrase), who))
    return phrase.start, phrase.end, who, f"fits “{phrase.noun}”"


def _maker(scene: _Scene, phrase: Phrase) -> int | None:
    thing = scene.portraits[phrase.thing or 0]
    parent = thing.known.parent if thing.known else None
    if parent is None or phrase.noun not in _MAKERS:
        return None
    named = (w for w, p in enumerate(scene.portraits) if p.known is not None and p.known.name == parent)
    return next((who for who in named if _was_named(scene, who)), None)


def _was_named(scene: _Scene, who: int) -> bool:
    return any(e.who == who for e in scene.events)


def _epithets(phrase: Phrase) -> Iterator[tuple[str, ...]]:
    """Keys under which a later description of the same sort finds the same entity."""
    size = _size(phrase)
    if phrase.places:
        yield (size or "", *phrase.places)


def _fitting(scene: _Scene, phrase: Phrase) -> Iterator[tuple[float, int]]:
    before = {scene.epithets[k] for k in _epithets(phrase) if k in scene.epithets}
    for who in dict.fromkeys(e.who for e in scene.events):
        score = _fit(scene.portraits[who], phrase)
        if score is not None:
            yield score + (2.0 if who in before else 0.0), who


def _fit(portrait: Portrait, phrase: Phrase) -> float | None:
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
    hints = {noun.capitalize(), *(w for w, of in table("name_hints").items() if of == noun)}
    return any(hints & set(form.split()) for form in portrait.forms)


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


def _size(phrase: Phrase) -> str | None:
    sizes = table("size_words")
    return next((sizes[w] for w in (phrase.noun, *phrase.modifiers) if w in sizes), None)


def _size_fit(portrait: Portrait, phrase: Phrase) -> float | None:
    size = _size(phrase)
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


def _most_salient(scene: _Scene, phrase: Phrase, whos: list[int]) -> int | None:
    """Of several that fit equally, the most salient; None if two are nearly as salient."""
    sentence = scene.sentence_at(phrase.start)
    salience = dict.fromkeys(whos, 0.0)
    for event in scene.events:
        if event.who in salience:
            salience[event.who] += (_SUBJECT if event.subject else 1.0) * _DECAY ** (sentence - event.sentence)
    for who in whos:
        if set(scene.portraits[who].nouns) & words("investor_nouns") or _in_name(scene.portraits[who], "fund"):
            salience[who] *= 0.3
    first, second = sorted(whos, key=lambda who: -salience[who])[:2]
    return first if salience[first] >= _MARGIN * salience[second] else None
