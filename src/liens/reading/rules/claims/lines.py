"""A sentence as a line of words and names, the form in which the trigger phrases see it.

Words are in lower case, a name is one capital letter (its kind), names joined by "and" are one token with several
members. Quotation marks vanish; brackets and spaced dashes count as commas; a bracket without a name is left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from liens.model import Kind, Mention
from liens.reading.rules.page import Page, Sentence
from liens.reading.rules.words import words

MARKS = {
    Kind.COMPANY: "C",
    Kind.PUBLIC_BODY: "B",
    Kind.OTHER_ORG: "O",
    Kind.OUTLET: "U",
    Kind.PERSON: "P",
    Kind.PRODUCT: "D",
    Kind.LAW: "L",
    Kind.DEAL: "K",
    Kind.MONEY: "M",
    Kind.SHARE: "S",
    Kind.DATE: "T",
}
ORGS = "CBOU"
PRODUCT = "D"
NAMES = "CBOUPDLK"
_WORD = re.compile(r"['’]s(?!\w)|\d{1,3}(?:,\d{3})+(?![\w,])|[^\W_]+(?:[-&./][^\W_]+|['’](?!s(?!\w))[^\W_]+)*|[^\w\s]")
_DASHES = "-–—‐‑"
_QUOTES = "\"“”„«»‘’'`*_#"
_LONGEST_BRACKET = 9
_LONGEST_LINE = 400
BREAK = "·"
COMMAS = frozenset((",", "(", ")"))
_POSSESSIVES = frozenset(("its", "their", "his", "her", "our", "my", "whose"))
_RELATIVES = frozenset(("which", "who", "that", "whom"))
_TITLES = frozenset(
    ("mr", "mrs", "ms", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "capt", "sen", "rep", "hon")
)
_JOINERS = frozenset(("and", "or", "&", "plus"))


class Token(NamedTuple):
    """A word, a mark of punctuation, or one or more names; `start` and `end` are offsets in the document."""

    text: str
    start: int
    end: int
    members: tuple[Mention, ...] = ()


@dataclass(frozen=True)
class Line:
    """The tokens of one sentence; `number` counts sentences. `flat` is their texts, each between single spaces; a
    `BREAK` follows the words that end a noun phrase."""

    sentence: Sentence
    number: int
    tokens: tuple[Token, ...]

    @cached_property
    def flat(self) -> str:
        return flatten(self.tokens)

    @property
    def named(self) -> bool:
        """Whether the line holds a name of anything."""
        return any(t.members for t in self.tokens)

    @cached_property
    def _starts(self) -> list[int]:
        at, starts = 1, []
        for token in self.tokens:
            starts.append(at)
            at += len(_shown(token.text)) + 1
        return starts

    def index(self, offset: int) -> int:
        """The token that begins at `offset` of `flat`, or the next one after it."""
        return bisect_left(self._starts, offset)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return tuple(t.text for t in self.tokens)

    @cached_property
    def words(self) -> frozenset[str]:
        """The different texts of the line."""
        return frozenset(self.texts)

    @cached_property
    def bracketed(self) -> tuple[bool, ...]:
        """For each token, whether it stands in brackets."""
        depth, flags = 0, []
        for text in self.texts:
            depth = max(0, depth + (text == "(") - (text == ")"))
            flags.append(depth > 0)
        return tuple(flags)

    @cached_property
    def inserted(self) -> tuple[bool, ...]:
        """For each token, whether it stands in an insertion: a stretch between commas that the clause can spare."""
        return tuple(_insertions(self.texts))


def flatten(tokens: Sequence[Token]) -> str:
    """The texts of `tokens` as triggers are searched in them."""
    return " " + " ".join(_shown(t.text) for t in tokens) + " "


@lru_cache(maxsize=1 << 15)
def _shown(text: str) -> str:
    if text in COMMAS:
        return ","
    return text + BREAK if text in words("claim_breaks") or text in words("claim_verbs") else text


def draw_line(page: Page, sentence: Sentence, number: int, mentions: Sequence[Mention]) -> Line:
    """The line of `sentence`; `mentions` are the page's mentions that lie in it."""
    tokens = _without_empty_brackets(_without_inner_stops(_tokens(page.document.text, sentence, mentions)))
    return Line(sentence, number, tuple(_grouped(tokens[:_LONGEST_LINE])))


def mentions_within(page: Page, sentence: Sentence, starts: Sequence[int]) -> tuple[Mention, ...]:
    """The mentions inside `sentence`; `starts` are the starts of all the page's mentions."""
    left, right = bisect_left(starts, sentence.start), bisect_right(starts, sentence.end)
    return tuple(m for m in page.mentions[left:right] if m.span.end <= sentence.end)


def _tokens(text: str, sentence: Sentence, mentions: Sequence[Mention]) -> list[Token]:
    found: list[Token] = []
    at = sentence.start
    for mention in mentions:
        if mention.span.start < at or text[mention.span.start : mention.span.end].lower() in _RELATIVES:
            continue
        found += _plain(text, at, mention.span.start)
        if mention.kind is Kind.PERSON:
            _drop_title(found)
        found.append(Token(MARKS[mention.kind], mention.span.start, mention.span.end, (mention,)))
        at = mention.span.end
        if text[mention.span.start : at].lower() in _POSSESSIVES:
            found.append(Token("'s", at, at))
    found += _plain(text, at, sentence.end)
    return found


def _drop_title(tokens: list[Token]) -> None:
    """Take a title ("Dr.") off the end of `tokens`."""
    if len(tokens) > 1 and tokens[-1].text == "." and tokens[-2].text in _TITLES:
        del tokens[-2:]
    elif tokens and tokens[-1].text in _TITLES:
        del tokens[-1:]


def _plain(text: str, start: int, end: int) -> list[Token]:
    found = []
    for match in _WORD.finditer(text, start, end):
        word = match.group()
        left, right = match.span()
        if word[0].isalnum():
            found.append(Token(_plainly(word), left, right))
            continue
        word = word.replace("’", "'")
        if word in _DASHES:
            word = "," if text[left - 1 : left].isspace() or text[right : right + 1].isspace() else "-"
        elif word == "'" and left == start and text[right : right + 1].isspace():
            word = "'s"
        elif word in _QUOTES or (word == ":" and text[right : right + 1] == "/"):
            continue
        found.append(Token(word, left, right))
    return found


@lru_cache(maxsize=1 << 15)
def _plainly(word: str) -> str:
    """A word in lower case, without the stops of an abbreviation ("U.S")."""
    return word.lower().replace("’", "'").replace(".", "")


def _without_inner_stops(tokens: list[Token]) -> list[Token]:
    """A full stop inside a sentence belongs to an abbreviation."""
    return [t for i, t in enumerate(tokens) if t.text != "." or i == len(tokens) - 1]


def _without_empty_brackets(tokens: list[Token]) -> list[Token]:
    """Brackets that hold a name become commas; others go, and so do those that repeat the name before them."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        close = _close(tokens, at)
        if close is not None and _is_idle(tokens[at + 1 : close], found[-1] if found else None):
            at = close + 1
            continue
        token = tokens[at]
        found.append(token._replace(text="(" if token.text in "([" else ")") if token.text in "([)]" else token)
        at += 1
    return found


def _close(tokens: list[Token], at: int) -> int | None:
    if tokens[at].text not in "([":
        return None
    for ahead in range(at + 1, min(at + 2 + _LONGEST_BRACKET, len(tokens))):
        if tokens[ahead].text in ")]":
            return ahead
    return None


def _is_idle(inside: list[Token], before: Token | None) -> bool:
    named = [m for t in inside for m in t.members]
    if not named:
        return True
    known = {m.name for m in before.members} if before else set()
    return all(m.name in known for m in named)


def _family(text: str) -> str:
    if text in ORGS + PRODUCT:
        return ORGS + PRODUCT
    return text if text in "PL" else ""


def _grouped(tokens: list[Token]) -> list[Token]:
    """Names in a row ("A, B and C") made one token."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        if not tokens[at].members:
            found.append(tokens[at])
            at += 1
            continue
        ends = _row(tokens, at) if _family(tokens[at].text) else [at]
        row = [tokens[e] for e in ends]
        members = tuple(m for t in row for m in t.members)
        found.append(Token(row[0].text, row[0].start, row[-1].end, members) if len(row) > 1 else tokens[at])
        at = ends[-1] + 1
    return found


def _row(tokens: list[Token], at: int) -> list[int]:
    """The indices of the names in the row that begins at `at`; only `at` if there is no row."""
    ends, joined = [at], False
    while not joined:
        ahead = _next_in_row(tokens, ends[-1], _family(tokens[at].text))
        if ahead is None:
            break
        ends.append(ahead[0])
        joined = ahead[1]
    if not joined and len(ends) < 4:
        return [at]
    if len(ends) == 2 and tokens[at + 1].text in COMMAS and _is_described_by(tokens, at):
        return [at]
    if joined and _begins_clause(tokens, at, ends):
        ends.pop()
        return ends if len(ends) > 2 else [at]
    return ends


def _is_described_by(tokens: list[Token], at: int) -> bool:
    """Whether the name at `at` only describes one before it, so that ", and" goes on from that one ("between A, the
    owner of B, and C")."""
    for before in range(at - 1, max(0, at - 7), -1):
        if tokens[before].text in COMMAS:
            opens = tokens[before + 1].text in ("the", "a", "an") and bool(tokens[before - 1].members)
            return opens and tokens[at - 1].text in words("claim_prepositions")
        if not is_modifier(tokens[before].text) and tokens[before].text not in words("claim_prepositions"):
            return False
    return False


def _next_in_row(tokens: list[Token], end: int, family: str) -> tuple[int, bool] | None:
    """The next name after the one at `end`, and whether "and" joins it."""
    at, joined = end + 1, False
    at = _past_sum(tokens, at)
    if at < len(tokens) and tokens[at].text in COMMAS:
        at += 1
    if at < len(tokens) and (tokens[at].text in _JOINERS or _well_as(tokens, at)):
        joined = True
        at += 3 if _well_as(tokens, at) else 1
    if at == end + 1:
        return None
    if (
        joined
        and at < len(tokens)
        and tokens[at].text in words("claim_prepositions")
        and _repeats(tokens, end, tokens[at].text)
    ):
        at += 1
    for step in range(6):
        if at + step >= len(tokens):
            return None
        text = tokens[at + step].text
        if tokens[at + step].members and text in family:
            return at + step, joined
        if not _is_modifier(tokens, at + step):
            return None
    return None


def _past_sum(tokens: list[Token], at: int) -> int:
    """The place after a bracket that holds one sum or share ("A (22 percent) and B"), else `at`."""
    inside = at + 2 < len(tokens) and tokens[at].text == "(" and tokens[at + 2].text == ")"
    return at + 3 if inside and tokens[at + 1].text in ("M", "S", "T") else at


def _repeats(tokens: list[Token], end: int, preposition: str) -> bool:
    """Whether the names before `end` follow the same preposition ("with A and with B")."""
    return any(tokens[i].text == preposition for i in range(max(0, end - 6), end))


def _well_as(tokens: list[Token], at: int) -> bool:
    return at + 2 < len(tokens) and [t.text for t in tokens[at : at + 3]] == ["as", "well", "as"]


def _is_modifier(tokens: list[Token], at: int) -> bool:
    text = tokens[at].text
    if text.isupper():
        return at + 1 < len(tokens) and tokens[at + 1].text == "'s"
    return is_modifier(text)


def is_modifier(text: str) -> bool:
    """Whether a word may stand between an article and a name: no verb, preposition, conjunction or punctuation."""
    if not (text[0].isalnum() or text in ("'s", "-")):
        return False
    return text not in words("claim_breaks") and text not in words("claim_verbs")


def _begins_clause(tokens: list[Token], at: int, ends: list[int]) -> bool:
    """Whether the last name of a row is the subject of a verb that the others do not share ("in A and B bought C")."""
    follower = tokens[ends[-1] + 1].text if ends[-1] + 1 < len(tokens) else "."
    before = tokens[at - 1].text if at else "."
    objects = before in words("claim_prepositions") or before in words("claim_verbs")
    if before == "between" or follower in ("are", "were", "have"):
        return False
    return objects and (follower in words("claim_verbs") or follower in words("claim_auxiliaries"))


def _insertions(texts: tuple[str, ...]) -> list[bool]:
    flags = [False] * len(texts)
    commas = [i for i, t in enumerate(texts) if t in COMMAS]
    for left, right in pairwise(commas):
        bracket = texts[left] == "(" and texts[right] == ")"
        if right - left > 1 and (bracket or _opens_insertion(texts, left + 1)):
            flags[left : right + 1] = [True] * (right + 1 - left)
    return flags


def _opens_insertion(texts: tuple[str, ...], at: int) -> bool:
    word = texts[at]
    if word in words("claim_insertions") or (word.endswith("ing") and len(word) > 4):
        return True
    return word.endswith("ed") and len(word) > 4 and not word.isupper()
