"""What the rules read in a document, and how far apart two entities stand, as numbers beside the encoder's states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from liens.model import Claim, Statement
from liens.reading.trained.labels import RELATIONS, STATUSES, SYMMETRIC
from liens.reading.trained.windows import Place, Window

_GAPS = (0, 1, 2, 4)
RULES = len(RELATIONS) + len(STATUSES)
DISTANCES = len(_GAPS) + 1 + 2
FEATURES = RULES + DISTANCES


@dataclass(frozen=True, slots=True)
class Told:
    """The rules' claims by (subject, object): (relation number, status number, confidence) each; their statements."""

    claims: Mapping[tuple[str, str], tuple[tuple[int, int, float], ...]]
    statements: tuple[Statement, ...] = ()


def told_by_rules(claims: Iterable[Claim], statements: Iterable[Statement]) -> Told:
    """`claims` for looking up; a deal's claim counts for each of its parties."""
    found: dict[tuple[str, str], list[tuple[int, int, float]]] = {}
    for claim in claims:
        if claim.relation not in RELATIONS:
            continue
        told = (RELATIONS.index(claim.relation), STATUSES.index(claim.status), claim.confidence)
        for party in claim.object_parties or (claim.object,):
            found.setdefault((claim.subject, party), []).append(told)
            if claim.relation in SYMMETRIC:
                found.setdefault((party, claim.subject), []).append(told)
    return Told({ends: tuple(all_) for ends, all_ in found.items()}, tuple(statements))


def rules_features(window: Window, told: Told) -> np.ndarray:
    """(entities, entities, `RULES`): what the rules say of each ordered pair."""
    names = window.names
    at = {name: i for i, name in enumerate(names)}
    out = np.zeros((len(names), len(names), RULES), dtype=np.float32)
    for (subject, object_), all_ in told.claims.items():
        if subject in at and object_ in at:
            for relation, status, confidence in all_:
                out[at[subject], at[object_], relation] = confidence
                out[at[subject], at[object_], len(RELATIONS) + status] = 1.0
    return out


def distance_features(window: Window) -> np.ndarray:
    """(entities, entities, `DISTANCES`): sentences between the nearest mentions (one of `_GAPS` and more), tokens
    between them (log scale), and which comes first there."""
    size = len(window.entities)
    out = np.zeros((size, size, DISTANCES), dtype=np.float32)
    for i, first in enumerate(window.entities):
        for j, second in enumerate(window.entities):
            if i != j:
                gap, tokens, before = _nearest(first, second)
                out[i, j, sum(gap > g for g in _GAPS)] = 1.0
                out[i, j, len(_GAPS) + 1] = np.log1p(tokens) / 6
                out[i, j, len(_GAPS) + 2] = float(before)
    return out


def _nearest(first: tuple[Place, ...], second: tuple[Place, ...]) -> tuple[int, int, bool]:
    return min(
        (abs(a.sentence - b.sentence), max(b.start - a.end, a.start - b.end, 0), a.start < b.start)
        for a in first
        for b in second
    )
