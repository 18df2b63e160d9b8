"""Proof: nothing a reader says is stored unless its words are in the document.

Each mention, claim and statement is held against the text. A name is proved if the text has it, or if a proved mention
(a description, a short form) stands for it. What cannot be proved is left out of the reading and becomes a `Problem`
that says what was claimed and why it was refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from liens.model import Claim, Document, Mention, Problem, Reading, Span, Statement, Terms

T = TypeVar("T")

_JOINERS = re.compile(r"[\s\u00a0]+")
_SPOKESPERSON = re.compile(r"\s+spokes(?:person|woman|man)$", re.IGNORECASE)


def prove(document: Document, reading: Reading) -> Reading:
    """`reading` without what the text of `document` does not bear out; each refusal is one more problem."""
    problems = list(reading.problems)
    keep = partial(_keep, document, problems)
    mentions = keep(reading.mentions, partial(_mention_fault, document), _mention_words)
    names = _Names(_flat(document.text), frozenset(_flat(mention.name) for mention in mentions))
    return replace(
        reading,
        claims=keep(reading.claims, partial(_claim_fault, document, names), _claim_words),
        statements=keep(reading.statements, partial(_statement_fault, document, names), _statement_words),
        mentions=mentions,
        problems=tuple(problems),
    )


@dataclass(frozen=True, slots=True)
class _Names:
    """The text's words, and the names that its mentions stand for; both without differences of case and spacing."""

    words: str
    mentioned: frozenset[str]

    def have(self, name: str) -> bool:
        """Whether `name` is proved."""
        flat = _flat(name)
        return bool(flat) and (flat in self.mentioned or flat in self.words)

    def have_speaker(self, name: str) -> bool:
        """Whether `name` is proved as a speaker's: "X spokesperson" needs X alone, "X lawyers" both words."""
        who, _, role = name.rpartition(" ")
        return self.have(_SPOKESPERSON.sub("", name)) or (self.have(who) and self.have(role))


def _keep(
    document: Document,
    problems: list[Problem],
    things: Iterable[T],
    fault: Callable[[T], str | None],
    words: Callable[[T], str],
) -> tuple[T, ...]:
    kept = []
    for thing in things:
        if reason := fault(thing):
            message = f"{words(thing)}: {reason}"
            problems.append(Problem("evidence", document.found_at or document.name, message, "report it to the reader"))
        else:
            kept.append(thing)
    return tuple(kept)


def _span_fault(document: Document, span: Span) -> str | None:
    if span.document != document.id:
        return "its evidence is in another document"
    if not 0 <= span.start < span.end <= len(document.text):
        return f"its evidence {span.start}–{span.end} is outside the text"
    if not document.text[span.start : span.end].strip():
        return f"its evidence {span.start}–{span.end} is blank"
    return None


def _claim_fault(document: Document, names: _Names, claim: Claim) -> str | None:
    if fault := _span_fault(document, claim.evidence):
        return fault
    for reason in claim.reasons:
        if fault := _span_fault(document, reason.span):
            return fault
    ends = (claim.subject, *(claim.object_parties or (claim.object,)))
    for name in ends:
        if not names.have(name):
            return f"the name {name!r} is not in the text"
    if claim.speaker and not names.have_speaker(claim.speaker):
        return f"the name {claim.speaker!r} is not in the text"
    if len(set(ends[:2])) < 2 and not claim.object_parties:
        return "its two ends are the same"
    return _terms_fault(claim.terms) or (None if 0 <= claim.confidence <= 1 else "its confidence is not within 0–1")


def _terms_fault(terms: Terms) -> str | None:
    if terms.stake_pct is not None and not 0 <= terms.stake_pct <= 100:
        return f"a stake of {terms.stake_pct} % is not a share"
    if terms.amount and not (math.isfinite(terms.amount.value) and terms.amount.value >= 0):
        return f"{terms.amount.value} is not an amount"
    return None


def _statement_fault(document: Document, names: _Names, statement: Statement) -> str | None:
    if fault := _span_fault(document, statement.content):
        return fault
    return None if names.have_speaker(statement.speaker) else f"the speaker {statement.speaker!r} is not in the text"


def _mention_fault(document: Document, mention: Mention) -> str | None:
    return _span_fault(document, mention.span)


def _flat(text: str) -> str:
    return _JOINERS.sub(" ", text).strip().casefold()


def _claim_words(claim: Claim) -> str:
    return f"claim “{claim.subject} {claim.relation} {claim.object}”"


def _statement_words(statement: Statement) -> str:
    return f"statement of “{statement.speaker}”"


def _mention_words(mention: Mention) -> str:
    return f"mention of “{mention.name}”"
