"""One document: what was found, missed and wrongly told in it, and what is right about what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from training.scoring.counts import Balance, Rate, Spoken
from training.scoring.matching import Found, Matching, match_claims
from training.scoring.names import Names, words_of
from training.scoring.sheets import Money, Sheet, Statement

LEAST_OVERLAP = 0.5
_SHORTEST_BLOCK = 4
_LEAST_SHARE_OF_GOLD = 0.2
_AMOUNT_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True)
class Outcome:
    """`claims` by relation and both ends, `pairs` whatever the relation and direction."""

    annotated: Sheet
    told: Sheet
    claims: Matching
    pairs: Matching
    statements: Spoken
    venues: Rate

    @property
    def has_claims(self) -> bool:
        """Whether the annotation requires a claim."""
        return not all(claim.optional for claim in self.annotated.claims)


def compare(annotated: Sheet, told: Sheet) -> Outcome:
    """What a reader `told` of a document, held against its annotation."""
    names = Names(annotated.entities)
    pairs = _heard(names, annotated.statements, told.statements)
    return Outcome(
        annotated,
        told,
        match_claims(names, annotated.claims, told.claims),
        match_claims(names, annotated.claims, told.claims, typed=False),
        _spoken(annotated.statements, told.statements, pairs),
        _venues(pairs),
    )


def balance(matching: Matching) -> Balance:
    return Balance(len(matching.found), len(matching.false), len(matching.missed))


def status_right(found: Found) -> bool:
    return any(told.status == claim.status for told in found.told for claim in found.group)


def source_right(names: Names, found: Found) -> bool:
    """Whether a prediction credits whom the annotation credits: the same name, or both nobody."""
    sources = [(claim.source, told.source) for told in found.told for claim in found.group]
    return any(bool(names.match(a, b)) if a and b else not a and not b for a, b in sources)


def amount_right(found: Found) -> bool | None:
    """Whether a prediction gives the amount annotated; None if none is annotated."""
    wanted = [claim.amount for claim in found.group if claim.amount]
    told = [told.amount for told in found.told if told.amount]
    return any(same_amount(a, b) for a in wanted for b in told) if wanted else None


def same_amount(wanted: Money, told: Money) -> bool:
    """Whether both are the same sum, within a hundredth; a valuation is no amount."""
    same_currency = not wanted.currency or not told.currency or wanted.currency == told.currency
    near = abs(wanted.value - told.value) <= _AMOUNT_TOLERANCE * abs(wanted.value)
    return same_currency and near and not told.valuation


def overlap(wanted: str, told: str) -> float:
    """The share of the shorter text that both have in common, in stretches of at least four characters; 0 where that is
    less than a fifth of what is wanted."""
    a, b = (" ".join(text.split()).casefold() for text in (wanted, told))
    if not a or not b:
        return 0.0
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    common = sum(block.size for block in blocks if block.size >= _SHORTEST_BLOCK)
    return common / min(len(a), len(b)) if common >= _LEAST_SHARE_OF_GOLD * len(a) else 0.0


Heard = list[tuple[Statement, int, Statement, int]]


def _heard(names: Names, annotated: Sequence[Statement], told: Sequence[Statement]) -> Heard:
    """The statements that match: same speaker, and words that overlap."""
    return [
        (wanted, i, one, j)
        for i, wanted in enumerate(annotated)
        for j, one in enumerate(told)
        if names.match(wanted.speaker, one.speaker) and overlap(wanted.content, one.content) >= LEAST_OVERLAP
    ]


def _spoken(annotated: Sequence[Statement], told: Sequence[Statement], heard: Heard) -> Spoken:
    wanted = [i for i, statement in enumerate(annotated) if not statement.optional]
    found, right = {i for _, i, _, _ in heard}, {j for _, _, _, j in heard}
    return Spoken(Rate(sum(i in found for i in wanted), len(wanted)), Rate(len(right), len(told)))


def _venues(heard: Heard) -> Rate:
    """Of the statements found whose venue is annotated, those that give at least half of its words."""
    with_venue = [(wanted.venue, one.venue) for wanted, _, one, _ in heard if wanted.venue]
    return Rate(sum(_same_venue(a, b) for a, b in with_venue), len(with_venue))


def _same_venue(wanted: str, told: str) -> bool:
    a, b = set(words_of(wanted)), set(words_of(told))
    return bool(a & b) and len(a & b) / min(len(a), len(b)) >= LEAST_OVERLAP
