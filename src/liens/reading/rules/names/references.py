"""Descriptions and pronouns, resolved within their document: "the American giant", "its", "the ChatGPT maker".

A description is matched with the entities named before it: what it says (noun, place, size, product) must fit what
the market pack or the text says of the entity. Among those that fit, and for pronouns, the most salient is taken
(see `scene`). What stays ambiguous is left unresolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from liens.model import Kind, Mention, Reason, Span
from liens.reading.rules.names.descriptions import Names, Phrase, read_phrase
from liens.reading.rules.names.fitting import fit, size_of
from liens.reading.rules.names.kinds import is_organised
from liens.reading.rules.names.linking import Named, Portrait
from liens.reading.rules.names.scene import Scene
from liens.reading.rules.page import Anaphor, Sentence
from liens.reading.rules.words import words

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
_RELATIVE_GAPS = frozenset({", ", " ", ",” ", "), "})
_WOMEN = frozenset({"Ms", "Mrs", "Mme", "Madame", "Frau", "Lady", "Dame", "Baroness", "Chairwoman", "Spokeswoman"})
_MEN = frozenset({"Mr", "Sir", "Lord", "Monsieur", "Herr", "Spokesman", "Congressman", "Chairman"})
_BARE = frozenset({Kind.DEAL, Kind.PRODUCT, Kind.LAW})
_Resolved = tuple[int, int, int, str]


def find_references(
    text: str,
    document: str,
    sentences: tuple[Sentence, ...],
    named: list[Named],
    cast: tuple[list[Portrait], list[int]],
) -> tuple[Anaphor, ...]:
    """The descriptions and pronouns of a text that can be resolved, in order. `cast`: the entities, and each name's."""
    portraits, of = cast
    scene, names = Scene(text, sentences, portraits), Names(named, of)
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


_DEFINED = re.compile(r"[ ,]*\((?:hereinafter |together |collectively )?(?:the )?[\"“](?:the )?([A-Z]\w+)[\"”]\)")


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


def _resolve(scene: Scene, match: re.Match[str], names: Names, defined: dict[str, int]) -> _Resolved | None:
    if match["relative"]:
        return _relative(scene, match)
    if match["pronoun"]:
        word = match["pronoun"].lower()
        return _it(scene, match) if word.startswith("it") else _he(scene, match, female=word in {"she", "her"})
    term = re.compile(r"[A-Z]\w+").match(scene.text, match.end()) if defined else None
    if term is not None and term.group(0) in defined:
        who = defined[term.group(0)]
        return (match.start(), term.end(), who, "defined in the text") if scene.was_named(who) else None
    phrase = read_phrase(scene.text, match.start(), match.end(), names)
    return _described(scene, phrase) if phrase is not None else None


def _relative(scene: Scene, match: re.Match[str]) -> _Resolved | None:
    """ "X, which", "X who": the entity just before."""
    last = scene.events[-1]
    gap = scene.text[last.end : match.start()]
    person = scene.portraits[last.who].kind is Kind.PERSON
    if gap not in _RELATIVE_GAPS or (match["relative"] == "who") is not person:
        return None
    return match.start(), match.end(), last.who, "the name just before the relative pronoun"


def _it(scene: Scene, match: re.Match[str]) -> _Resolved | None:
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


def _he(scene: Scene, match: re.Match[str], *, female: bool) -> _Resolved | None:
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


def _described(scene: Scene, phrase: Phrase) -> _Resolved | None:
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
    who = whos[0] if len(whos) == 1 else scene.most_salient(phrase.start, whos)
    if who is None:
        return None
    scene.epithets.update(dict.fromkeys(_epithets(phrase), who))
    return phrase.start, phrase.end, who, f"fits “{phrase.noun}”"


def _maker(scene: Scene, phrase: Phrase) -> int | None:
    thing = scene.portraits[phrase.thing or 0]
    parent = thing.known.parent if thing.known else None
    if parent is None or phrase.noun not in words("maker_nouns"):
        return None
    named = (w for w, p in enumerate(scene.portraits) if p.known is not None and p.known.name == parent)
    return next((who for who in named if scene.was_named(who)), None)


def _epithets(phrase: Phrase) -> Iterator[tuple[str, ...]]:
    """Keys under which a later description of the same sort finds the same entity."""
    size = size_of(phrase)
    if phrase.places:
        yield (size or "", *phrase.places)


def _fitting(scene: Scene, phrase: Phrase) -> Iterator[tuple[float, int]]:
    before = {scene.epithets[k] for k in _epithets(phrase) if k in scene.epithets}
    for who in scene.recent():
        score = fit(scene.portraits[who], phrase)
        if score is not None:
            yield score + (2.0 if who in before else 0.0), who
