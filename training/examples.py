"""Annotated documents → examples: the windows of a document, and what its annotation says of them.

The page is the one that the reader itself will see (names found by rules, not by annotators), so that what is learned
holds for it. Annotated names are matched with the page's as the scorer matches them: equal, an alias, or one contained
in the other. What cannot be matched is not learned from; what the annotation calls optional is neither right nor wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from liens.market import Market
from liens.model import Document, Kind, Status
from liens.reading.rules.claims.finding import find_claims
from liens.reading.rules.names.finding import read_page
from liens.reading.rules.page import Page
from liens.reading.rules.statements.finding import find_statements
from liens.reading.trained.features import Told, told_by_rules
from liens.reading.trained.labels import RELATIONS, STATUSES, SYMMETRIC
from liens.reading.trained.pieces import Pieces
from liens.reading.trained.values import number_of
from liens.reading.trained.windows import Window, draw_windows
from training.holdout import Annotated
from training.scoring.names import Match, Names


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie of a window: ends by slot − 1, relation by number. `evidence` is the window's sentence (−1: outside it),
    `money` and `share` the numbers of the window's values (−1: none), `speaker` a slot − 1 (−1: the text's own
    voice, None: cannot be told)."""

    subject: int
    relation: int
    object: int
    status: int
    evidence: int
    money: int | None
    share: int | None
    speaker: int | None
    optional: bool


@dataclass(frozen=True, slots=True)
class Speech:
    """A statement of a window: its first token and the end of its last, and the speaker's slot − 1 (−1: unknown)."""

    start: int
    end: int
    speaker: int
    optional: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A window with what is told in it; `told` is what the rules read in the document."""

    document: str
    window: Window
    told: Told
    ties: tuple[Tie, ...]
    speeches: tuple[Speech, ...]


def examples_of(annotated: Annotated, market: Market, pieces: Pieces) -> Iterator[Example]:
    """The examples of one document, a window each."""
    document, gold = Document(annotated.text, annotated.id, language="en"), annotated.gold
    page = read_page(document, market)
    statements = find_statements(page, market)
    told = told_by_rules(find_claims(page, statements, market), statements)
    matcher = _Matcher(page, gold)
    for window in draw_windows(page, pieces):
        yield Example(
            document.name,
            window,
            told,
            tuple(_ties(window, gold, matcher, document.text)),
            tuple(_speeches(window, gold, matcher, document.text)),
        )


class _Matcher:
    """An annotated name → the page's names for it."""

    def __init__(self, page: Page, gold: Mapping[str, Any]) -> None:
        self._names = tuple(
            dict.fromkeys(m.name for m in page.mentions if m.kind not in (Kind.MONEY, Kind.SHARE, Kind.DATE))
        )
        self._matching = Names([(e["name"], *e.get("mentions", ())) for e in gold["entities"]])
        self._found: dict[str, tuple[str, ...]] = {}

    def names(self, name: str) -> tuple[str, ...]:
        """Those of the page's names that match best; usually one."""
        if name not in self._found:
            levels = [(self._matching.match(name, n), n) for n in self._names]
            best = max((level for level, _ in levels), default=Match.NONE)
            self._found[name] = tuple(n for level, n in levels if level == best) if best else ()
        return self._found[name]


def _ties(window: Window, gold: Mapping[str, Any], matcher: _Matcher, text: str) -> Iterator[Tie]:
    slots = {name: at for at, name in enumerate(window.names)}
    for claim in gold["claims"]:
        if claim["relation"] not in RELATIONS:
            continue
        where = text.find(claim["evidence"])
        evidence = _sentence_at(window, where, where + len(claim["evidence"]))
        for party in claim.get("object_parties") or (claim["object"],):
            for subject in (slots[n] for n in matcher.names(claim["subject"]) if n in slots):
                for object_ in (slots[n] for n in matcher.names(party) if n in slots):
                    if subject != object_:
                        yield _tie(claim, (subject, object_), evidence, window, matcher)


def _tie(claim: Mapping[str, Any], ends: tuple[int, int], evidence: int, window: Window, matcher: _Matcher) -> Tie:
    terms = claim.get("qualifiers") or {}
    return Tie(
        ends[0],
        RELATIONS.index(claim["relation"]),
        ends[1],
        STATUSES.index(Status(claim["status"])),
        evidence,
        _value(window, Kind.MONEY, (terms.get("amount") or {}).get("value"), evidence),
        _value(window, Kind.SHARE, terms.get("stake_pct"), evidence),
        _speaker(window, claim["attributed_to"], matcher),
        bool(claim.get("optional")),
    )


def _sentence_at(window: Window, start: int, end: int) -> int:
    """The window's sentence that shares most with `text[start:end]`; −1 if none does."""
    best, chosen = 0, -1
    for number, (_, _, sentence) in enumerate(window.sentences):
        shared = min(end, sentence.end) - max(start, sentence.start)
        if start >= 0 and shared > best:
            best, chosen = shared, number
    return chosen


def _value(window: Window, kind: Kind, value: float | None, evidence: int) -> int | None:
    """The number of the window's value that says `value`, the nearest to the evidence; −1: the claim has none; None: it
    has one that the window does not show."""
    if value is None:
        return -1
    near = [
        (abs(p.sentence - evidence), at)
        for at, p in enumerate(window.values)
        if p.mention.kind is kind and _says(p.mention.name, kind, value)
    ]
    return min(near)[1] if near and evidence >= 0 else None


def _says(words: str, kind: Kind, value: float) -> bool:
    told = number_of(words, kind)
    return told is not None and abs(told - value) <= 0.01 * abs(value)


def _speaker(window: Window, name: str | None, matcher: _Matcher) -> int | None:
    if name is None:
        return -1
    slots = {n: at for at, n in enumerate(window.names)}
    return next((slots[n] for n in matcher.names(name) if n in slots), None)


def _speeches(window: Window, gold: Mapping[str, Any], matcher: _Matcher, text: str) -> Iterator[Speech]:
    for one in gold["statements"]:
        words = one.get("quote_or_content") or one.get("content") or ""
        start = text.find(words)
        if start < 0 or not words:
            continue
        inside = [
            i for i, p in enumerate(window.pieces) if p.start >= start and p.start >= 0 and p.end <= start + len(words)
        ]
        if not inside or inside[-1] - inside[0] + 1 != len(inside):
            continue
        speaker = re.sub(r"\s+spokes(?:person|woman|man)$", "", one["speaker"])
        who = _speaker(window, speaker, matcher)
        yield Speech(inside[0], inside[-1] + 1, -1 if who is None else who, bool(one.get("optional")))


def symmetric(relation: int) -> bool:
    return RELATIONS[relation] in SYMMETRIC


def all_examples(documents: Iterable[Annotated], market: Market, pieces: Pieces) -> list[Example]:
    """The examples of many documents."""
    return [e for document in documents for e in examples_of(document, market, pieces)]
