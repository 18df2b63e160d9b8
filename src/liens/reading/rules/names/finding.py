"""A document → its page: who and what it mentions, each under the fullest name the document gives it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from liens.market import KnownEntity, Market
from liens.model import Document, Kind, Mention, Span
from liens.reading.rules.names.bodies import completed, find_bodies
from liens.reading.rules.names.context import setting
from liens.reading.rules.names.gazetteer import Gazetteer, gazetteer
from liens.reading.rules.names.linking import Named, Portrait, link
from liens.reading.rules.names.places import is_dateline, is_located
from liens.reading.rules.names.references import find_references
from liens.reading.rules.names.shapes import Shape, Token, find_shapes
from liens.reading.rules.page import Page, Sentence
from liens.reading.rules.sentences import split_sentences
from liens.reading.rules.values.dates import find_dates
from liens.reading.rules.values.money import find_money
from liens.reading.rules.values.shares import find_shares
from liens.reading.rules.words import either, is_ordinary, table, words

_TICKER = re.compile(r"(?:[A-Z]{3,8}|Xetra|Euronext)(?: [A-Z]\w+)?: ?[A-Z0-9.]{1,6}\)")
_ACTS = re.compile(rf"(?:,? which|, who)? (?:has |had |have |also ){{0,2}}(?:{either(words('acting_verbs'))})(?!\w)")
_LOBBYING = re.compile(r"\b(?:lobbying|pressure|opposition|demands?|insistence) (?:of|by|from) (?:[^.;]{0,40}\band )?$")
_VERB_AFTER = re.compile(
    r"['’]s\b|,? (?:has|have|had|is|was|will|would|said|says|also|and (?=[A-Z])|which|who|[a-z]+(?:ed|es|s))\b"
)
_WORD = re.compile(r"\w[\w&.’'-]*")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_DOMAIN = re.compile(r"(?<![\w@/.:-])(?<!at )(?<!visit )(?!www)[a-z][\w-]{2,30}\.(?:ai|com|io)\b(?![\w/@-])")
_DOMAIN_ENDS = (".ai", ".com", ".io")
_SMALL = frozenset({"of", "and", "the", "for", "&", "on", "in"})


def read_page(document: Document, market: Market) -> Page:
    """`document` as the rules see it. `market` gives the names that are known beforehand."""
    text, sentences = document.text, split_sentences(document)
    named, portraits, of = find_names(text, sentences, market)
    anaphors = find_references(text, document.id, sentences, named, (portraits, of))
    names = [(n.start, n.end, portraits[i].kind, portraits[i].name) for n, i in zip(named, of, strict=True)]
    bodies = [
        (start, end, Kind.PUBLIC_BODY, name) for start, end, name in find_bodies(text, gazetteer(market), portraits)
    ]
    plain = [Mention(Span(document.id, s, e), k, n) for s, e, k, n in chain(_values(document), names)]
    described = [Mention(Span(document.id, s, e), k, n) for s, e, k, n in bodies]
    mentions = _merged(len(text), plain, [a.mention for a in anaphors], described)
    at = {m.span.start: m for m in mentions}
    return Page(document, sentences, mentions, tuple(a for a in anaphors if at.get(a.mention.span.start) is a.mention))


_Found = tuple[int, int, Kind, str]


def _values(document: Document) -> list[_Found]:
    """Money, shares and dates; where two overlap, the money stays."""
    text = document.text
    found = [(m.start, m.end, Kind.MONEY, text[m.start : m.end]) for m in find_money(text, document.language)]
    found += [(s.start, s.end, Kind.SHARE, text[s.start : s.end]) for s in find_shares(text)]
    found += [(d.start, d.end, Kind.DATE, d.words) for d in find_dates(text)]
    return found


def _merged(size: int, *layers: Iterable[Mention]) -> tuple[Mention, ...]:
    """All mentions of a text of `size` characters, by place; where two overlap, the one of the earlier layer stays."""
    kept: list[Mention] = []
    taken = bytearray(size)
    for layer in layers:
        for mention in layer:
            start, end = mention.span.start, mention.span.end
            if taken.find(1, start, end) < 0:
                taken[start:end] = b"\1" * (end - start)
                kept.append(mention)
    return tuple(sorted(kept, key=lambda m: m.span.start))


def find_names(
    text: str, sentences: tuple[Sentence, ...], market: Market
) -> tuple[list[Named], list[Portrait], list[int]]:
    """The names of a text, the entities they name, and the index of each name's entity."""
    known = gazetteer(market)
    shapes = list(find_shapes(text, sentences))
    shouting = frozenset(i for i, s in enumerate(sentences) if s.heading and _is_title_case(text, s))
    sure = {s.text for s in shapes if s.sentence not in shouting and _is_sure(s)}
    named = [n for s in shapes if s.sentence not in shouting for n in _named(text, s, known, sure, sentences)]
    named += _in_titles(text, sentences, shouting, {n.text for n in named}, known)
    named += _in_lower_case(text, sentences, known)
    named.sort(key=lambda n: (n.start, n.end))
    named = [n for at, n in enumerate(named) if at == 0 or n.start >= named[at - 1].end]
    named = completed(_without_places(named), text, known)
    return named, *link(named, text)


def _without_places(named: list[Named]) -> list[Named]:
    """`named` without the names that are only ever spoken of as places."""
    elsewhere = {n.text for n in named if not n.located}
    return [n for n in named if not n.located or n.text in elsewhere]


def _is_title_case(text: str, sentence: Sentence) -> bool:
    """Whether nearly all longer words have capitals: then capitals tell nothing."""
    longer = _LONG_WORD.findall(text, sentence.start, sentence.end)
    capitals = sum(w[0].isupper() for w in longer)
    return len(longer) >= 3 and capitals >= 0.8 * len(longer)


def _is_sure(shape: Shape) -> bool:
    """Whether the capitals can only be those of a name."""
    if not shape.initial or shape.title:
        return shape.text not in words("not_names")
    return len(shape.tokens) > 1 or not is_ordinary(shape.text)


def _named(
    text: str, shape: Shape, known: Gazetteer, sure: set[str], sentences: tuple[Sentence, ...]
) -> Iterator[Named]:
    for part in _parted(_whole(text, shape, known, sentences[shape.sentence]), known, sure):
        entity = known.entity(part.text)
        if not _is_name(text, part, entity, sure):
            continue
        sentence = sentences[part.sentence]
        around = setting(text, sentence, part.start, part.end)
        located = entity is None and not around.votes and is_located(text, part)
        marks = (part.title, part.place, entity, sentence.heading, located)
        yield Named(part.start, part.end, part.text, part.sentence, around, *marks)


def _whole(text: str, shape: Shape, known: Gazetteer, sentence: Sentence) -> Shape:
    """The run with the words in lower case that the market pack has in its name: "Autorité de la concurrence"."""
    name = known.longest(text, shape.start, sentence.end) if text[shape.end : shape.end + 1] == " " else None
    if name is None or len(name) <= len(shape.text) or name[-1].isdigit():
        return shape
    end = shape.start + len(name)
    last = shape.tokens[-1]
    tokens = (*shape.tokens[:-1], replace(last, end=end, text=text[last.start : end]))
    return replace(shape, end=end, text=name, tokens=tokens)


def _parted(shape: Shape, known: Gazetteer, sure: set[str]) -> list[Shape]:
    """A run that is really two names: "Mistral-Microsoft", "OpenAI ChatGPT"; an ordinary first word is left off."""
    if known.entity(shape.text):
        return [shape]
    if shape.initial and len(shape.tokens) > 1 and _is_loose(shape, known, sure):
        return _parted(shape.part(1, len(shape.tokens), initial=False), known, sure)
    at = _hyphen(shape, known, sure)
    if at:
        return [p for half in _halves(shape, at) for p in _parted(half, known, sure)]
    for cut in range(len(shape.tokens) - 1, 0, -1):
        left = shape.part(0, cut, initial=shape.initial)
        right = shape.part(cut, len(shape.tokens), initial=False)
        if known.entity(left.text) and known.entity(right.text):
            return [left, right]
    return [shape]


def _is_loose(shape: Shape, known: Gazetteer, sure: set[str]) -> bool:
    first = shape.tokens[0].text
    rest = shape.part(1, len(shape.tokens), initial=False).text
    return first.lower() in words("common") and (rest in sure or known.entity(rest) is not None)


def _hyphen(shape: Shape, known: Gazetteer, sure: set[str]) -> int:
    """The offset in the run's text of a hyphen between two names of the document; 0 if there is none."""
    text = shape.text
    at = text.find("-", 1)
    while at > 0:
        sides = text[:at], text[at + 1 :]
        if all(side in sure or known.entity(side) for side in sides):
            return at
        at = text.find("-", at + 1)
    return 0


def _halves(shape: Shape, at: int) -> tuple[Shape, Shape]:
    """The run cut at the hyphen that is `at` characters into it."""
    where = shape.start + at
    left = tuple(_clipped(t, shape.start, where) for t in shape.tokens if t.start < where)
    right = tuple(_clipped(t, where + 1, shape.end) for t in shape.tokens if t.end > where + 1)
    ahead = Shape(shape.start, where, shape.text[:at], left, shape.sentence, shape.initial, shape.title, shape.place)
    return ahead, Shape(where + 1, shape.end, shape.text[at + 1 :], right, shape.sentence)


def _clipped(token: Token, low: int, high: int) -> Token:
    start, end = max(token.start, low), min(token.end, high)
    return Token(start, end, token.text[start - token.start : end - token.start], token.gap, token.possessive)


def _is_name(text: str, shape: Shape, entity: KnownEntity | None, sure: set[str]) -> bool:
    name = shape.text
    if entity is not None and (entity.kind is not Kind.PUBLIC_BODY or name not in table("nations+cities")):
        return not (shape.initial and is_ordinary(name) and name not in sure) or bool(
            _VERB_AFTER.match(text, shape.end)
        )
    if name in table("nations+cities"):
        return name in words("country_names") and _acts(text, shape)
    if name in words("not_names") or is_dateline(text, shape) or all(map(_names_nothing, name.split())):
        return False
    if len(shape.tokens) == 1 and not shape.title:
        return _is_single_name(text, shape, sure)
    if shape.initial and name.isupper() and any(t.text.lower() in words("common") for t in shape.tokens):
        return False
    return not _is_ticker(text, shape)


def _names_nothing(word: str) -> bool:
    return (
        word in words("not_names")
        or word in table("nations+cities")
        or word.isdigit()
        or len(word) == 1
        or word in _SMALL
    )


def _acts(text: str, shape: Shape) -> bool:
    """Whether a country does something here, as a company or a ministry would."""
    return (
        _ACTS.match(text, shape.end) is not None
        or _LOBBYING.search(text, max(0, shape.start - 70), shape.start) is not None
    )


def _is_single_name(text: str, shape: Shape, sure: set[str]) -> bool:
    word = shape.text
    if len(word) < 2 or word in words("openers") or word in words("descriptors") or word in words("roles"):
        return False
    if any(place in table("nations+cities") for place in (word, word.split("-")[0])):
        return False
    if shape.initial and is_ordinary(word) and word not in sure:
        return word in words("lone_bodies") and text[max(0, shape.start - 4) : shape.start] == "The "
    return not _is_ticker(text, shape)


def _is_ticker(text: str, shape: Shape) -> bool:
    if text[shape.start - 1 : shape.start] == "(" and _TICKER.match(text, shape.start):
        return True
    return (
        text[max(0, shape.start - 2) : shape.start] in {": ", ":"}
        and shape.text.isupper()
        and text[shape.end : shape.end + 1] == ")"
    )


def _in_titles(
    text: str, sentences: tuple[Sentence, ...], shouting: frozenset[int], names: set[str], known: Gazetteer
) -> Iterator[Named]:
    """Names in headings all of whose words have capitals: only those that the body or the market pack knows."""
    by_first: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda n: (-len(n), n)):
        by_first.setdefault(name.split()[0], []).append(name)
    for index in sorted(shouting):
        sentence = sentences[index]
        at = sentence.start
        for word in _WORD.finditer(text, sentence.start, sentence.end):
            first = word.group(0).removesuffix("'s").removesuffix("’s")
            fitting = (n for n in by_first.get(first, ()) if text.startswith(n, word.start()))
            found = next(fitting, None) or known.longest(text, word.start(), sentence.end)
            if found is not None and word.start() >= at:
                at = word.start() + len(found)
                yield Named(word.start(), at, found, index, known=known.entity(found), doubtful=True)


def _in_lower_case(text: str, sentences: tuple[Sentence, ...], known: Gazetteer) -> Iterator[Named]:
    """Names without a capital: those the market pack knows ("mirrorx"), and those that are a domain ("tessera.ai")."""
    starts = [s.start for s in sentences]
    domains = (m.span() for m in _DOMAIN.finditer(text)) if any(end in text for end in _DOMAIN_ENDS) else ()
    for start, end in (*known.lower_case(text), *domains):
        index = bisect_right(starts, start) - 1
        if index >= 0 and end <= sentences[index].end:
            around = setting(text, sentences[index], start, end)
            yield Named(start, end, text[start:end], index, around, known=known.entity(text[start:end]))
