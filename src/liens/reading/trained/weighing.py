"""Which of a document's candidates are right, in the light of the others.

The heads judge each pair of entities by itself. Which pair of three parties a sentence ties, and how, is seen better
side by side: a candidate is the less likely, the likelier another with the same relation and subject, object or
sentence is, or another relation of the same two. A logistic regression weighs this; what it gives is how often
candidates like this one are right, as measured on texts that were not fitted to.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from liens.reading.trained.deciding import Candidate
from liens.reading.trained.labels import SYMMETRIC

Array = npt.NDArray[np.float64]
Triple = tuple[str, str, str]

_GROUPS = ("sentence", "subject", "object")
FEATURES = ("own", "told", "other", "reverse", *(f"{group}.{what}" for group in _GROUPS for what in ("most", "sum")))
"""Log-odds of the candidate's own probability, of the likeliest other relation of its pair and of the same one the
other way round; whether the rules tell it; and of the other candidates of its relation with the same sentence, subject
or object the log-odds of the likeliest and how many there are, each counted by its probability."""
_LEAST, _MOST_OTHERS = 0.001, 5.0


@dataclass(frozen=True)
class Weighing:
    """What each of `FEATURES` adds to the log-odds of being right, and what each relation does."""

    features: Mapping[str, float]
    relations: Mapping[str, float]

    def weighed(self, found: Iterable[Candidate]) -> list[Candidate]:
        """The likeliest candidate of each triple, as likely as it is among the others."""
        best = best_of(found)
        slopes = np.array([self.features[name] for name in FEATURES])
        odds = features_of(best) @ slopes
        return [
            replace(one, probability=_probability(float(more) + self.relations[one.relation]))
            for one, more in zip(best.values(), odds, strict=True)
            if _stands(one, best)
        ]


def best_of(found: Iterable[Candidate]) -> dict[Triple, Candidate]:
    """The likeliest candidate of each triple."""
    best: dict[Triple, Candidate] = {}
    for one in found:
        key = triple_of(one)
        if key not in best or one.probability > best[key].probability:
            best[key] = one
    return best


def triple_of(one: Candidate) -> Triple:
    return ordered(one.relation, one.subject, one.object)


def ordered(relation: str, subject: str, object_: str) -> Triple:
    """The triple of a tie; of a symmetric one, the ends in order."""
    if relation in SYMMETRIC:
        return relation, min(subject, object_), max(subject, object_)
    return relation, subject, object_


def _stands(one: Candidate, best: Mapping[Triple, Candidate]) -> bool:
    """Whether the tie is not told likelier the other way round."""
    other = best.get((one.relation, one.object, one.subject))
    if other is None or one.relation in SYMMETRIC:
        return True
    return (one.probability, one.subject) > (other.probability, other.subject)


def features_of(best: Mapping[Triple, Candidate]) -> Array:
    """(candidates × `FEATURES`), in their order."""
    pairs: dict[frozenset[str], list[Candidate]] = defaultdict(list)
    for one in best.values():
        pairs[frozenset((one.subject, one.object))].append(one)
    groups = _grouped(best.values())
    out = np.zeros((len(best), len(FEATURES)))
    for row, one in zip(out, best.values(), strict=True):
        own = one.probability
        rivals = pairs[frozenset((one.subject, one.object))]
        reverse = best.get((one.relation, one.object, one.subject)) if one.relation not in SYMMETRIC else None
        row[:4] = (
            _log_odds(own),
            one.told,
            _log_odds(max((c.probability for c in rivals if c.relation != one.relation), default=0.0)),
            _log_odds(reverse.probability if reverse else 0.0),
        )
        for at, key in zip(range(4, len(FEATURES), 2), _keys(one), strict=True):
            first, second, total = groups[key]
            row[at] = _log_odds(second if own == first else first)
            row[at + 1] = min(total - own, _MOST_OTHERS)
    return out


Key = tuple[str, str, str | int]


def _keys(one: Candidate) -> tuple[Key, ...]:
    """The groups that a candidate belongs to, in the order of `_GROUPS`."""
    relation = one.relation
    return (
        ("sentence", relation, one.evidence.start),
        ("subject", relation, one.subject),
        ("object", relation, one.object),
    )


def _grouped(candidates: Iterable[Candidate]) -> dict[Key, tuple[float, float, float]]:
    """The two largest probabilities of each group, and their sum."""
    members: dict[Key, list[float]] = defaultdict(list)
    for one in candidates:
        for key in _keys(one):
            members[key].append(one.probability)
    return {key: (*_two_largest(all_), math.fsum(all_)) for key, all_ in members.items()}


def _two_largest(values: Sequence[float]) -> tuple[float, float]:
    first, second = sorted((*values, 0.0), reverse=True)[:2]
    return first, second


def _log_odds(probability: float) -> float:
    kept = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))


def _probability(odds: float) -> float:
    return 0.5 + 0.5 * math.tanh(odds / 2)
