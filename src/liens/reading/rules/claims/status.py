"""How the document presents a tie: planned, alleged, denied, ended, or plainly asserted."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from liens.model import Claim, Document, Reason, Span, Status
from liens.reading.rules.claims.binding import Tie
from liens.reading.rules.claims.lines import Token, flatten
from liens.reading.rules.claims.phrases import Phrase, compile_phrase
from liens.reading.rules.words import LEXICON

_BEFORE = 7
_FURTHEST = 12
_AFTER = 6
_OPENING = 5
_NOT_REVERSED = frozenset(("works_for", "founded", "develops", "examines", "lobbies", "competes_with", "subsidiary_of"))
_REVERSAL = re.compile(
    r"[\s”\"]{1,3}(?P<words>(?:It|The (?:[\w-]+ ){0,2}(?:deal|agreement|contract|licen[cs]e|offer|bid|partnership"
    r"|alliance|venture|option|plan|arrangement|takeover|merger|sale|talks|suit|lawsuit)) (?:[\w-]+ ){0,3}?"
    r"(?:lapsed|expired|collapsed|fell through|(?:was|were|has been|have been) (?:since |later |then |soon )?"
    r"(?:called off|dropped|withdrawn|cancelled|canceled|abandoned|terminated|dissolved|wound up)))\b"
)
_UNTIL = re.compile(r"until (?:[\w.,]+ ){0,3}(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
_RANK = {status: rank for rank, status in enumerate(Status)}


@dataclass(frozen=True)
class Cue:
    """Words that change a tie's status, and where they must stand."""

    status: Status
    zone: str
    phrases: tuple[Phrase, ...]
    relations: frozenset[str]
    exempt: frozenset[str]

    @cached_property
    def anchors(self) -> frozenset[str]:
        """The words of which every one of the phrases needs one."""
        return frozenset(a for p in self.phrases for a in p.anchors)

    def may_stand_in(self, zone: _Zone) -> bool:
        """Whether `zone` holds a word without which no phrase of this cue can be there."""
        return self._loose or not self.anchors.isdisjoint(zone.texts)

    @cached_property
    def _loose(self) -> bool:
        return any(p.is_loose for p in self.phrases)

    def concerns(self, relation: str) -> bool:
        return relation not in self.exempt and (not self.relations or relation in self.relations)


@dataclass(frozen=True)
class _Zone:
    """A stretch of a line in which cues are looked for."""

    tokens: tuple[Token, ...]
    texts: frozenset[str]

    @classmethod
    def of(cls, tokens: tuple[Token, ...]) -> _Zone:
        return cls(tokens, frozenset(t.text for t in tokens))

    @cached_property
    def flat(self) -> str:
        return flatten(self.tokens)


class Verdict(NamedTuple):
    """A status, and the words that told it (none if it is the default)."""

    status: Status
    why: Reason | None


@lru_cache(maxsize=1)
def _cues() -> tuple[Cue, ...]:
    data = tomllib.loads((LEXICON / "claim_status.toml").read_text(encoding="utf-8"))
    return tuple(
        Cue(
            Status(c["status"]),
            c["zone"],
            tuple(compile_phrase(p) for p in c["phrases"]),
            frozenset(c.get("relations", ())),
            frozenset(c.get("except", ())),
        )
        for c in data["cue"]
    )


def find_status(tie: Tie, document: str) -> Verdict:
    """The status of `tie` as the words around its trigger tell it."""
    hit = tie.hit
    best = Verdict(hit.trigger.status or Status.ASSERTED, None)
    before = _before(tie)
    after = (hit.end, min(len(hit.line.tokens), max((hit.end, *tie.places)) + _AFTER))
    bounds = {"before": before, "after": after, "clause": (before[0], after[1]), "sentence": (0, len(hit.line.tokens))}
    zones = {name: _Zone.of(hit.line.tokens[left:right]) for name, (left, right) in bounds.items()}
    relevant = [c for c in _cues() if c.concerns(hit.trigger.relation.name) and c.may_stand_in(zones[c.zone])]
    lasting = any(_seen(c, zones[c.zone], document) for c in relevant if c.status is Status.ASSERTED)
    for cue in relevant:
        if _RANK[cue.status] <= _RANK[best.status] or (lasting and cue.status is Status.PLANNED):
            continue
        why = _seen(cue, zones[cue.zone], document)
        if why:
            best = Verdict(cue.status, why)
    return best


def with_reversal(claim: Claim, text: str) -> Claim:
    """A tie of which the next sentence tells the end ("It lapsed.", "The deal was called off in May.")."""
    if claim.status not in (Status.ASSERTED, Status.PLANNED) or claim.relation in _NOT_REVERSED:
        return claim
    match = _REVERSAL.match(text, claim.evidence.end)
    if match is None:
        return claim
    why = Reason(Span(claim.evidence.document, match.start("words"), match.end()), "status", Status.ENDED)
    return replace(claim, status=Status.ENDED, reasons=(*claim.reasons, why))


def still_running(claim: Claim, document: Document) -> Claim:
    """A tie that a text gives a last day which was yet to come when it was published: it has not ended."""
    if claim.status is not Status.ENDED or not document.published:
        return claim
    last = next((r for r in claim.reasons if r.role == "status"), None)
    if last is None:
        return claim
    words = _UNTIL.match(document.text, last.span.start)
    if words is None or words["year"] <= document.published[:4]:
        return claim
    return replace(claim, status=Status.ASSERTED, reasons=tuple(r for r in claim.reasons if r is not last))


def _before(tie: Tie) -> tuple[int, int]:
    """From the nearer end left of the phrase (or a few words before it) up to the phrase's own end."""
    hit = tie.hit
    left = [i + 1 for i in tie.places if i < hit.start]
    if not left:
        held = all(hit.start <= i < hit.end for i in tie.places)
        return max(0, hit.start - (2 if held else _BEFORE)), hit.end
    start = max(*left, hit.start - _FURTHEST)
    if min(left) <= _OPENING:
        start = 0
    return (max(0, min(left) - 3) if hit.start - start < 2 else start), hit.end


def _seen(cue: Cue, zone: _Zone, document: str) -> Reason | None:
    for phrase in cue.phrases:
        if not phrase.may_stand_among(zone.texts):
            continue
        match = phrase.pattern.search(zone.flat)
        if match:
            first = zone.flat.count(" ", 0, match.start()) - 1
            last = zone.flat.count(" ", 0, match.end()) - 2
            span = Span(document, zone.tokens[first].start, zone.tokens[max(first, last)].end)
            return Reason(span, "status", cue.status)
    return None
