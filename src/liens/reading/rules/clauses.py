"""Reporting clauses: a speech verb with its subject and venue, or "according to" with its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from liens.reading.rules.folding import OUTLET, QUOTE, Token
from liens.reading.rules.speakers import NAMED, STOPS, Memory, Subject, subject_after, subject_before
from liens.reading.rules.speech import LINKS, Cue, find_cues
from liens.reading.rules.words import words

FINITE = frozenset(
    ["is", "are", "was", "were", "be", "will", "would", "has", "have", "had", "could", "should", "can", "may", "might", "must", "did", "does", "do", "'s", "n't", "not"]
)
BEFORE_INVERSION = frozenset((",", QUOTE, "—", "–", "-", "”", '"', "!", "?", "…", "."))
THAT_REACH = 16
LINK_REACH = 12
CLAUSE_REACH = 25


@dataclass(frozen=True, slots=True)
class Reporting:
    """A reporting clause: tokens `start` to `end`, its speakers, and where its complement begins (None: it stands
    before the clause, or in quotation marks around it)."""

    names: tuple[str, ...]
    start: int
    end: int
    complement: int | None = None
    complement_is_clause: bool = False
    venue: str | None = None
    lemma: str = ""


def find_reporting(tokens: Sequence[Token], memory: Memory) -> list[Reporting]:
    """The reporting clauses of a line, in order, none overlapping another."""
    found: list[Reporting] = []
    low = 0
    for cue in find_cues(tokens):
        reporting = (
            _source(tokens, cue, memory)
            if cue.verb.lemma == "according to"
            else _clause(tokens, cue, low, found, memory)
        )
        if reporting and reporting.start >= (found[-1].end if found else 0):
            found.append(reporting)
            low = reporting.end
    return found


def _source(tokens: Sequence[Token], cue: Cue, memory: Memory) -> Reporting | None:
    subject = subject_after(tokens, cue.end, len(tokens), memory, strict=False)
    if not subject or any(t.word == OUTLET for t in tokens[cue.end : subject.end]):
        return None
    after = subject.end
    if cue.start <= 1 and after < len(tokens):
        comma = next((i for i in range(after, min(after + 25, len(tokens))) if tokens[i].word == ","), None)
        if comma is not None:
            return Reporting(subject.names, cue.start, comma, comma + 1, True, lemma=cue.verb.lemma)
    return Reporting(subject.names, cue.start, after, lemma=cue.verb.lemma)


def _clause(
    tokens: Sequence[Token], cue: Cue, low: int, found: Sequence[Reporting], memory: Memory
) -> Reporting | None:
    before = tokens[cue.start - 1].word if cue.start else "."
    if before in BEFORE_INVERSION and cue.verb.form != "participle":
        subject = subject_after(tokens, cue.end, len(tokens), memory)
        if subject and (before != "." or cue.start == 0 or tokens[cue.start - 1].word == QUOTE):
            return Reporting(subject.names, cue.start, subject.end, venue=None, lemma=cue.verb.lemma)
    subject = _subject(tokens, cue, low, found, memory)
    if not subject:
        return None
    end = _end_of_clause(tokens, cue)
    start = min(subject.start, cue.start)
    if end >= len(tokens) or (tokens[end].word in STOPS - {QUOTE, ":"} and not _quote_at(tokens, end)):
        if "quote" in cue.verb.takes or "that" in cue.verb.takes or "clause" in cue.verb.takes:
            return Reporting(subject.names, start, end, lemma=cue.verb.lemma)
        return None
    complement = _complement(tokens, cue, end)
    if complement is None:
        return None
    at, is_clause = complement
    return Reporting(subject.names, start, cue.end, at, is_clause, lemma=cue.verb.lemma)


def _quote_at(tokens: Sequence[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at].word in (",", ":", "-", "–", "—") and tokens[at + 1].word == QUOTE


def _subject(tokens: Sequence[Token], cue: Cue, low: int, found: Sequence[Reporting], memory: Memory) -> Subject | None:
    before = tokens[cue.start - 1].word if cue.start else "."
    if cue.verb.form == "participle" or before in ("and", "but", "or"):
        if found:
            return Subject(found[-1].names, cue.start, cue.start)
        names = _first_subject(tokens, cue.start)
        return Subject(names, cue.start, cue.start) if names else None
    return subject_before(tokens, cue.start, low, memory)


def _first_subject(tokens: Sequence[Token], end: int) -> tuple[str, ...]:
    for token in tokens[:end]:
        if token.word in NAMED and token.mention:
            return (token.mention.name,)
    return ()


def _end_of_clause(tokens: Sequence[Token], cue: Cue) -> int:
    """Past what may stand between verb and complement: addressee, medium, time."""
    at = cue.end
    high = len(tokens)
    if "told" in cue.verb.takes:
        at = _past_addressee(tokens, at)
    mark = at
    while at < high and at - mark < THAT_REACH:
        word = tokens[at].word
        if word in ("that", QUOTE, ":") or word in STOPS:
            return at
        if at == mark and word not in words("speech_prepositions") and word not in words("speech_time"):
            return mark
        at += 1
    if at >= high:
        return at
    return _past_time(tokens, mark)


def _past_time(tokens: Sequence[Token], at: int) -> int:
    start = at
    if at < len(tokens) and tokens[at].word in ("on", "in", "last", "this", "earlier", "yesterday", "today", "late"):
        at += 1
        while at < len(tokens) and (
            tokens[at].word in words("speech_time") - {"the", "this"} or tokens[at].word.isdigit()
        ):
            at += 1
        return at if at > start + 1 or tokens[start].word not in ("on", "in") else start
    return at


def _past_addressee(tokens: Sequence[Token], at: int) -> int:
    if at >= len(tokens):
        return at
    token = tokens[at]
    if token.mention or token.word in words("speech_addressees"):
        return at + 1
    if token.word in words("speech_determiners") or token.word.isalpha():
        for on in range(at + 1, min(at + 9, len(tokens))):
            word = tokens[on].word
            if word in ("that", QUOTE) or word in STOPS or word in words("speech_prepositions") or word in FINITE:
                return on
            if tokens[on].mention or word in words("speech_addressees"):
                return on + 1
            if word in ("he", "she", "it", "they", "the", "its", "there"):
                return on
    return at


def _complement(tokens: Sequence[Token], cue: Cue, at: int) -> tuple[int, bool] | None:
    """Where the reported matter begins, and whether it is a clause rather than a quotation."""
    takes, word, high = cue.verb.takes, tokens[at].word, len(tokens)
    if word == QUOTE:
        return at, "clause" not in takes and "that" not in takes and "quote" not in takes
    if _quote_at(tokens, at):
        return at + 1, False
    if word == ":":
        return (at + 1, False) if at + 2 < high else None
    if word == "that" and takes & {"that", "clause"}:
        return at + 1, True
    if "clause" in takes and _is_clause(tokens, at):
        return at, True
    near = tokens[cue.end : cue.end + LINK_REACH]
    for link in sorted(takes & LINKS):
        for offset, token in enumerate(near):
            if token.word in STOPS:
                break
            if token.word == link:
                return cue.end + offset + 1, True
    if "quoted" in takes and any(t.word == QUOTE for t in near):
        return cue.end, True
    return (cue.end, True) if "object" in takes else None


def _is_clause(tokens: Sequence[Token], at: int) -> bool:
    for token in tokens[at : at + CLAUSE_REACH]:
        if token.word in FINITE or (token.word.endswith(("ed", "es")) and not token.mention):
            return True
        if token.word == ".":
            return False
    return False
