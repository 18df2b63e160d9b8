"""A page as lines of tokens in which each mention and each quotation is one token.

Sentences that a quotation runs through are joined, so that a line holds whole quotations only and the grammar of a
reporting clause can be read off a short row of tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from liens.model import Kind, Mention
from liens.reading.rules.page import Page, Sentence
from liens.reading.rules.statements.quotes import Quotation, find_quotations

PERSON, BODY, OUTLET, THING, QUOTE = "<person>", "<body>", "<outlet>", "<thing>", "<quote>"
PRODUCT = "<product>"
SYMBOL = {
    Kind.PERSON: PERSON,
    Kind.COMPANY: BODY,
    Kind.PUBLIC_BODY: BODY,
    Kind.OTHER_ORG: BODY,
    Kind.OUTLET: OUTLET,
    Kind.PRODUCT: PRODUCT,
    Kind.LAW: THING,
    Kind.DEAL: THING,
}
WORD = re.compile(r"\w+?(?=n['’]t\b)|n['’]t\b|['’]s\b|\w+(?:[-.]\w+)*|[^\w\s]")
PRONOUNS = frozenset(("he", "she"))
UNRESOLVED = frozenset(("he", "she", "it", "they", "we", "i"))
RELATIVES = frozenset(("who", "which", "that", "whose", "whom"))
POSSESSIVES = frozenset(("its", "his", "her", "their", "our", "my"))
TITLES = frozenset(
    ("Mr", "Mrs", "Ms", "Dr", "Prof", "Hon", "Sen", "Rep", "Gov", "Shri", "Smt", "Eng", "Sir", "Rev", "Gen")
)
DASHES = ("—", "–", "-", "―")
TITLE_WORDS = 6
LONGEST = 2_000
_new = tuple.__new__  # past the named tuple's own constructor, which takes half of the time of tokenising


class Token(NamedTuple):
    """`text[start:end]`; `word` is its text in lower case, or the symbol of the `mention` or `quotation` that it stands
    for; `surface` is the text of a plain word; `pronoun` marks "he" and "she"."""

    word: str
    start: int
    end: int
    mention: Mention | None = None
    quotation: Quotation | None = None
    surface: str = ""
    pronoun: bool = False

    @property
    def capital(self) -> bool:
        return self.surface[:1].isupper()


@dataclass(frozen=True, slots=True)
class Line:
    """One or more sentences of a paragraph that no quotation crosses the end of; tokens beyond the 2,000th, which no
    prose has, are left out. `dashed` if a dash stands before it."""

    tokens: tuple[Token, ...]
    start: int
    end: int
    paragraph: int
    heading: bool
    dashed: bool = False


def fold(page: Page) -> tuple[Line, ...]:
    """The page's own text as lines, in order; asides are left out."""
    text = page.document.text
    own = [s for s in page.sentences if not s.aside]
    quotations = [q for q in find_quotations(text, _paragraphs(own)) if not _is_title(text, q)]
    pieces = _pieces(page, quotations)
    lines, at = [], 0
    for sentences in _joined(own, quotations):
        start, end = sentences[0].start, sentences[-1].end
        inside = []
        while at < len(pieces) and pieces[at].start < end:
            if pieces[at].start >= start:
                inside.append(pieces[at])
            at += 1
        end = max(end, inside[-1].end) if inside else end
        tokens = tuple(islice(_tokens(text, start, end, inside), LONGEST))
        dashed = text[max(0, start - 3) : start + 1].strip()[:1] in DASHES
        lines.append(Line(tokens, start, end, sentences[0].paragraph, sentences[0].heading, dashed))
    return tuple(lines)


def _paragraphs(sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    bounds: dict[int, tuple[int, int]] = {}
    for s in sentences:
        first = bounds.get(s.paragraph, (s.start, s.end))[0]
        bounds[s.paragraph] = (first, s.end)
    return list(bounds.values())


def _is_title(text: str, quotation: Quotation) -> bool:
    """A name in marks (“Partner Models”, 'Haneul'), not speech: short, capitalised throughout, no stop at its end."""
    inner = text[quotation.inner_start : quotation.inner_end]
    words = [w for w in inner.split() if w[0].isalpha()]
    short = len(words) <= TITLE_WORDS and not inner.endswith((".", "!", "?", "…"))
    return not words or (short and all(w[0].isupper() for w in words if len(w) > 3) and words[0][0].isupper())


def _pieces(page: Page, quotations: Sequence[Quotation]) -> list[Token]:
    """Quotations and the mentions outside them, as tokens in the order of the text."""
    found = [Token(QUOTE, q.start, q.end, quotation=q) for q in quotations]
    at, text = 0, page.document.text
    for mention in page.mentions:
        symbol = SYMBOL.get(mention.kind)
        span = mention.span
        while at < len(quotations) and quotations[at].end <= span.start:
            at += 1
        quoted = at < len(quotations) and quotations[at].start < span.end
        surface = text[span.start : span.end].lower()
        if symbol and not quoted and surface not in POSSESSIVES | RELATIVES and mention.name.lower() not in UNRESOLVED:
            found.append(Token(symbol, span.start, span.end, mention=mention, pronoun=surface in PRONOUNS))
    return sorted(found, key=lambda token: token.start)


def _joined(sentences: Sequence[Sentence], quotations: Sequence[Quotation]) -> Iterator[list[Sentence]]:
    at = 0
    group: list[Sentence] = []
    for sentence in sentences:
        while at < len(quotations) and quotations[at].end <= sentence.start:
            at += 1
        split = at < len(quotations) and quotations[at].start < sentence.start
        if group and not (split and group[-1].paragraph == sentence.paragraph):
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group


def _tokens(text: str, start: int, end: int, pieces: Sequence[Token]) -> Iterator[Token]:
    for piece in pieces:
        yield from _words(text, start, piece.start)
        yield piece
        start = max(start, piece.end)
    yield from _words(text, start, end)


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    before = ""
    for match in WORD.finditer(text, start, end):
        surface = match.group()
        if surface == "." and before in TITLES:
            continue
        left, right = match.span()
        before = surface
        word = surface if surface.islower() else surface.lower()
        word = word.replace("’", "'") if "’" in word else word
        yield _new(Token, (word, left, right, None, None, surface, False))
