"""What the rules read in a document, and how far apart two entities stand, as numbers beside the encoder's states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from liens.model import Claim, Statement
from liens.reading.trained.labels import RELATIONS, STATUSES, SYMMETRIC
from liens.reading.trained.windows import Window

Array = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]

_GAPS = (0, 1, 2, 4)
_MOST = 4096
"""More tokens than a window has."""
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


def rules_features(window: Window, told: Told) -> Array:
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


def distance_features(window: Window) -> Array:
    """(entities, entities, `DISTANCES`): sentences between the nearest mentions (one of `_GAPS` and more), tokens
    between them (log scale), and whether the first one's stands first."""
    size = len(window.entities)
    gap, tokens, before = _nearest(window)
    out = np.zeros((size, size, DISTANCES), dtype=np.float32)
    steps = (gap[..., None] > np.array(_GAPS)).sum(-1)
    np.put_along_axis(out, steps[..., None], 1.0, axis=-1)
    out[..., len(_GAPS) + 1] = np.log1p(tokens) / 6
    out[..., len(_GAPS) + 2] = before
    out[range(size), range(size)] = 0.0
    return out


def _nearest(window: Window) -> tuple[Numbers, Numbers, Numbers]:
    """Of the nearest mentions of each ordered pair of entities: sentences apart, tokens apart, whether the first one's
    stands first. Where two pairs of mentions are as near, one in which it does not."""
    places = [p for entity in window.entities for p in entity]
    starts, ends, sentences = (np.array([getattr(p, f) for p in places]) for f in ("start", "end", "sentence"))
    apart = np.maximum(np.maximum(starts[None] - ends[:, None], starts[:, None] - ends[None]), 0)
    gaps = np.abs(sentences[:, None] - sentences[None])
    keys = (gaps * _MOST + apart) * 2 + (starts[:, None] < starts[None])
    first = np.cumsum([0, *(len(entity) for entity in window.entities[:-1])])
    least = np.minimum.reduceat(np.minimum.reduceat(keys, first, axis=0), first, axis=1)
    return least // (2 * _MOST), least // 2 % _MOST, least % 2
