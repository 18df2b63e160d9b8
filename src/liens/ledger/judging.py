"""What people decided about claims, applied: reviews, corrections, and decisions whose claim is gone.

A decision finds its claim by id. If no reading in force has it, it is passed on to the claim of the same document with
the same relation and ends whose evidence overlaps with or is nearest to that of the claim judged; of a later version of
the document only if the evidence has the same words. Else it is an orphan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from liens.ledger.corrections import corrected
from liens.ledger.view import Review
from liens.model import Claim, Decision, Verdict

REVIEWS = {
    Verdict.ACCEPT: Review.ACCEPTED,
    Verdict.REJECT: Review.REJECTED,
    Verdict.CORRECT: Review.CORRECTED,
}

Judged = tuple[Decision, Claim]
"""A decision and the claim it is about, as it was read then."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What decisions make of claims, by the claims' ids."""

    reviews: Mapping[str, Review]
    claims: Mapping[str, Claim]
    orphans: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Passing:
    """What is needed to pass decisions on: claims with their ids, when two names are one, the words of a piece of
    evidence, and the later versions of a document."""

    claims: Sequence[tuple[str, Claim]]
    is_same: Callable[[str, str], bool]
    words: Callable[[Claim], str]
    successors: Callable[[str], tuple[str, ...]]


def judge(judged: Iterable[Judged], claims: Mapping[str, Claim], passing: Callable[[], Passing]) -> Judgement:
    """`judged` in order of time, `claims` in force by id. `passing` is called only if a decision's claim is gone.

    The last verdict on a claim is its review; corrections add up, a later one of the same field winning.
    """
    reviews: dict[str, Review] = {}
    changed: dict[str, Claim] = {}
    orphans = []
    heirs: Passing | None = None
    for decision, about in judged:
        id: str | None = decision.targets[0]
        if id not in claims:
            heirs = heirs or passing()
            id = heir(about, heirs)
        if id is None:
            orphans.append(decision)
            continue
        reviews[id] = REVIEWS[decision.verdict]
        if decision.verdict is Verdict.CORRECT:
            changed[id] = corrected(changed.get(id, claims[id]), decision.changes)
    return Judgement(reviews, changed, tuple(orphans))


def heir(about: Claim, passing: Passing) -> str | None:
    """The id of the claim that takes the place of `about`, None if there is none."""
    document = about.evidence.document
    near = [(_distance(about, claim), id) for id, claim in _alike(about, {document}, passing)]
    if near:
        return min(near)[1]
    versions = set(passing.successors(document))
    if not versions:
        return None
    words = passing.words(about)
    same = [(claim.evidence, id) for id, claim in _alike(about, versions, passing) if passing.words(claim) == words]
    return min(same)[1] if same else None


def _alike(about: Claim, documents: set[str], passing: Passing) -> list[tuple[str, Claim]]:
    return [
        (id, claim)
        for id, claim in passing.claims
        if claim.evidence.document in documents
        and claim.relation == about.relation
        and passing.is_same(claim.subject, about.subject)
        and passing.is_same(claim.object, about.object)
    ]


def _distance(about: Claim, claim: Claim) -> tuple[int, int, int]:
    """Code points between two pieces of evidence, 0 if they overlap; then how far apart they begin and end."""
    a, b = about.evidence, claim.evidence
    return max(0, a.start - b.end, b.start - a.end), abs(a.start - b.start) + abs(a.end - b.end), b.start
