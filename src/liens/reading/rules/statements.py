"""Page → statements: who says what, where, about whom, in which tone.

A line's reporting clauses are found first (speech verbs with their subjects, "according to"); what stands between them
is then given to the one it belongs to. Quotations without a reporting clause continue the last speaker's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from liens.market import Market
from liens.model import Span, SpeechKind, Statement
from liens.reading.rules.clauses import Reporting, find_reporting
from liens.reading.rules.folding import BODY, PERSON, QUOTE, Line, Token, fold
from liens.reading.rules.page import Page
from liens.reading.rules.speakers import STOPS, Memory
from liens.reading.rules.stance import judge

CONNECTIVES = frozenset(("and", "but", "that", "so", "or", "while", "then", "yet", "whereas", "as"))
SHORT = 4
FEWEST_WORDS = 3
LEAD_REACH = 30


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before its target is known: tokens `first` to `last` (exclusive), or what a quotation holds."""

    names: tuple[str, ...]
    start: int
    end: int
    kind: SpeechKind
    venue: str | None = None
    lemma: str = ""


def find_statements(page: Page, market: Market) -> tuple[Statement, ...]:
    """The statements of the page's own text, in the order of their contents; several speakers of the same words make
    a statement each."""
    memory = Memory()
    found: list[Statement] = []
    before: Line | None = None
    open_quote = False
    for line in fold(page):
        drafts = [] if line.heading else list(_read(line, memory, before, open_quote))
        for draft in drafts:
            memory.spoke(draft.names)
            found.extend(_statements(page, draft))
        memory.note(line.tokens)
        open_quote = (
            (bool(drafts) and line.tokens[-1].word == QUOTE) or (bool(drafts) and drafts[-1].kind == SpeechKind.DIRECT)
        )
        before = line
    return tuple(sorted(dict.fromkeys(found), key=lambda s: (s.content, s.speaker)))


def _statements(page: Page, draft: Draft) -> Iterator[Statement]:
    content = Span(page.document.id, draft.start, draft.end)
    for name in draft.names:
        target, stance = judge(page, content, name, draft.lemma)
        yield Statement(name, content, draft.kind, draft.venue, target, stance)


def _read(line: Line, memory: Memory, before: Line | None, open_quote: bool) -> Iterator[Draft]:
    tokens = line.tokens
    reportings = find_reporting(tokens, memory)
    done = 0
    any_found = False
    for index, reporting in enumerate(reportings):
        limit = reportings[index + 1].start if index + 1 < len(reportings) else len(tokens)
        for first, last in _regions(tokens, reporting, done, limit):
            drafts = list(_drafts(tokens, first, last, reporting))
            yield from drafts
            any_found = any_found or bool(drafts)
            done = max(done, last if drafts else 0)
        done = max(done, reporting.end)
    if not any_found:
        yield from _without_verb(line, memory, before, open_quote)


def _regions(tokens: Sequence[Token], reporting: Reporting, low: int, limit: int) -> Iterator[tuple[int, int]]:
    """The stretches of tokens that the reporting clause reports."""
    if reporting.complement is not None:
        yield reporting.complement, limit
        return
    left = _trimmed(tokens, low, reporting.start)
    has_quote = any(t.word == QUOTE for t in tokens[left[0] : left[1]])
    if left[1] - left[0] > SHORT or has_quote:
        yield left
    at = reporting.end
    if at < limit and tokens[at].word in (",", ":", ";", "—", "–", "-", "."):
        at += 1
    if (at < limit and (
        tokens[at].word == QUOTE
        or (tokens[at].word in ("and", "but")
        and at + 1 < limit
        and tokens[at + 1].word == QUOTE)
    )) or (not has_quote and left[1] - left[0] <= SHORT):
        yield at, limit


def _trimmed(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    while first < last and (tokens[first].word in STOPS - {QUOTE} or tokens[first].word in CONNECTIVES):
        first += 1
    while last > first and (tokens[last - 1].word in STOPS - {QUOTE, ")"} or tokens[last - 1].word in CONNECTIVES):
        last -= 1
    return first, last


def _drafts(tokens: Sequence[Token], first: int, last: int, reporting: Reporting) -> Iterator[Draft]:
    first, last = _trimmed(tokens, first, last)
    region = tokens[first:last]
    quotes = [t for t in region if t.word == QUOTE]
    words = [t for t in region if t.word not in STOPS and t.word not in CONNECTIVES]
    if not quotes:
        if len(words) >= FEWEST_WORDS:
            yield _draft(reporting, region[0].start, region[-1].end, SpeechKind.INDIRECT)
    elif not words or (region[0].word == QUOTE and not reporting.complement_is_clause):
        for token in quotes if not words else quotes[:1]:
            yield _quoted(reporting, token)
    else:
        yield _draft(reporting, region[0].start, region[-1].end, SpeechKind.MIXED)


def _quoted(reporting: Reporting, token: Token) -> Draft:
    assert token.quotation is not None
    return _draft(reporting, token.quotation.inner_start, token.quotation.inner_end, SpeechKind.DIRECT)


def _draft(reporting: Reporting, start: int, end: int, kind: SpeechKind) -> Draft:
    return Draft(reporting.names, start, end, kind, reporting.venue, reporting.lemma)


def _without_verb(line: Line, memory: Memory, before: Line | None, open_quote: bool) -> Iterator[Draft]:
    """Quotations that no verb reports: after a colon, or on their own after words of the same speaker."""
    tokens = line.tokens
    at = next((i for i, t in enumerate(tokens) if t.word == QUOTE), None)
    if at is None:
        return
    names: tuple[str, ...] = ()
    if at == 0 or all(t.word in STOPS for t in tokens[:at]):
        words = [t for t in tokens[at + 1 :] if t.word not in STOPS]
        if words:
            return
        quotation = tokens[at].quotation
        if open_quote or (quotation and quotation.carried):
            names = memory.last
        elif before and before.paragraph == line.paragraph:
            names = _first_named(before.tokens, len(before.tokens))
    elif tokens[at - 1].word == ":" and at < LEAD_REACH:
        names = _first_named(tokens, at) or memory.last
    if names:
        plain = Reporting(names, 0, 0)
        yield from (_quoted(plain, t) for t in tokens[at:] if t.word == QUOTE)


def _first_named(tokens: Sequence[Token], end: int) -> tuple[str, ...]:
    """The first person that the tokens name, else the first body."""
    for symbol in (PERSON, BODY):
        for token in tokens[:end]:
            if token.word == symbol and token.mention:
                return (token.mention.name,)
    return ()
