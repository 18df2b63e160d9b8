"""How far an examination has come, in the text's own words: the whole phrase, not the verb that triggered the claim."""

from __future__ import annotations

import re
from dataclasses import replace

from liens.model import Claim
from liens.reading.rules.claims.lines import COMMAS, Line
from liens.reading.rules.claims.triggers import Hit
from liens.reading.rules.words import words

_LONGEST = 18
_THAT_REACH = 9
_TELLING = words("claim_telling")
_ARTICLES = frozenset(("a", "an", "the", "its"))
_STOPS = frozenset((".", ";", ":", "?", "!", "while", "whereas", "because", "after", "although"))
_LOOKS = re.compile(
    r"(?:\b(?:will|would|may|could|is to|is|was|has been|had been|has|had) (?:not )?)?"
    r"\b(?:analys|analyz|assess|check|examin|investigat|look(?:s|ed|ing)? (?:at|into)\b|prob(?:e|ing)|review|scrutini"
    r"|stud(?:y|ies|ied)|clear|approv|block|prohibit)[\w-]*(?: [\w-]+){0,4}",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"\bnot (?:yet )?an? (?:[\w-]+ ){0,2}(?:investigation|inquiry|probe|procedure|review|proceedings?|decision),? but "
    r"(?:only |merely )?(?P<stage>an? (?:[\w-]+ ){0,2}?"
    r"(?:examination|review|study|inquiry|call|survey|analysis|look))\b",
    re.IGNORECASE,
)
_CORRECTED_WITHIN = 160


def find_stage(hit: Hit, text: str) -> str:
    """What the authority does or did, as the line of `hit` tells it: the verb with what belongs to it; where the
    phrase only says that the authority spoke, what it said that it does."""
    line, start, end = hit.line, hit.start, hit.end
    if set(line.texts[start:end]) & _TELLING:
        told = _told(line, end)
        if told is None:
            return _looks(line, text) or _words(line, start, _clause_end(line, end), text)
        start, end = told, told + 1
    return _words(line, _with_verb(line, start), max(end, _clause_end(line, end)), text)


def _told(line: Line, at: int) -> int | None:
    """The verb of the clause that tells what was found, said or decided after `at`."""
    texts = line.texts
    if at < len(texts) and texts[at] in ("to", "not"):
        return at
    that = next((i for i in range(at, min(at + _THAT_REACH, len(texts))) if texts[i] == "that"), None)
    if that is None:
        return None
    verbs = words("claim_auxiliaries") | words("claim_verbs")
    limit = min(that + _LONGEST, len(texts))
    return next((i for i in range(that + 1, limit) if texts[i] in verbs or texts[i].endswith("ed")), that + 1)


def _looks(line: Line, text: str) -> str | None:
    match = _LOOKS.search(text, line.tokens[0].start, line.tokens[-1].end)
    return match.group() if match else None


def _with_verb(line: Line, start: int) -> int:
    """Where the words that carry the phrase begin: auxiliaries, or the verb of which it is the object."""
    before = words("claim_auxiliaries") | words("claim_verbs") | _ARTICLES
    while start > 0 and line.texts[start - 1] in before:
        start -= 1
    return start


def _clause_end(line: Line, at: int) -> int:
    """Where the clause around `at` ends, at most `_LONGEST` tokens on."""
    texts = line.texts
    limit = min(at + _LONGEST, len(texts))
    return next((i for i in range(at, limit) if texts[i] in _STOPS or texts[i] in COMMAS), limit)


def _words(line: Line, start: int, end: int, text: str) -> str:
    return text[line.tokens[start].start : line.tokens[min(end, len(line.tokens)) - 1].end]


def with_corrected_stage(claim: Claim, text: str) -> Claim:
    """An examination whose stage the text corrects at once ("not a formal investigation, but an examination")."""
    if claim.relation != "examines":
        return claim
    match = _CORRECTION.search(text, claim.evidence.start, claim.evidence.end + _CORRECTED_WITHIN)
    return replace(claim, terms=replace(claim.terms, stage=match["stage"])) if match else claim
