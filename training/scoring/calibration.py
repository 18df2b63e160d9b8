"""How far a reader's confidence can be believed: of the claims held for 80 % sure, are 80 % right?

Expected calibration error over bins of equal mass, after Nguyen and O'Connor (2015), "Posterior calibration and
exploratory analysis for natural language processing models".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from training.scoring.outcome import Outcome

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """`count` claims whose confidence goes from `low` to `high`: `confidence` in the mean, `right` in truth."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """`error` is the mean distance of confidence and truth over the bins, weighted by their counts; 0 of no claims."""

    error: float
    bins: tuple[Bin, ...]


def calibration(outcomes: Sequence[Outcome], bins: int = BINS) -> Calibration:
    """Of the claims that are right or false; what repeats a claim or matches an optional one is left out, as it is in
    the score. Claims without a confidence count as surely right."""
    return calibration_of([pair for outcome in outcomes for pair in _judged(outcome)], bins)


def calibration_of(judged: Sequence[tuple[float, bool]], bins: int = BINS) -> Calibration:
    """Of (confidence, right) pairs. Equal confidences are never parted, so that there may be fewer bins."""
    parts = tuple(_bin(part) for part in _parts(sorted(judged), bins))
    error = sum(part.count * abs(part.confidence - part.right) for part in parts)
    return Calibration(error / len(judged) if judged else 0.0, parts)


def _judged(outcome: Outcome) -> list[tuple[float, bool]]:
    right = [(found.told[0], True) for found in outcome.claims.found]
    told = [*right, *((claim, False) for claim in outcome.claims.false)]
    return [(1.0 if claim.confidence is None else claim.confidence, truth) for claim, truth in told]


def _parts(judged: Sequence[tuple[float, bool]], bins: int) -> list[list[tuple[float, bool]]]:
    """`judged` in its order, parted at the quantiles."""
    parts: list[list[tuple[float, bool]]] = []
    last: tuple[float, int] | None = None
    for rank, pair in enumerate(judged):
        number = last[1] if last and last[0] == pair[0] else rank * bins // len(judged)
        if last is None or number != last[1]:
            parts.append([])
        parts[-1].append(pair)
        last = pair[0], number
    return parts


def _bin(part: Sequence[tuple[float, bool]]) -> Bin:
    values = [confidence for confidence, _ in part]
    return Bin(
        low=values[0],
        high=values[-1],
        count=len(part),
        confidence=sum(values) / len(part),
        right=sum(truth for _, truth in part) / len(part),
    )
