"""How candidates are weighed and how likely is likely enough, chosen on documents that nothing was learned from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from liens.reading.trained.deciding import Candidate
from liens.reading.trained.labels import RELATIONS
from liens.reading.trained.weighing import FEATURES, Weighing, best_of, features_of
from training.holdout import Annotated
from training.measuring import Found, Least, claim_line, statement_lines
from training.scoring.counts import Balance, Spoken
from training.scoring.matching import match_claims
from training.scoring.names import Names
from training.scoring.outcome import amount_right, balance, compare
from training.scoring.sheets import Claim, Sheet, sheet_of

Array = npt.NDArray[np.float64]
GRID = tuple(round(0.02 + 0.02 * step, 2) for step in range(46))
COARSE = (0.02, *GRID[1::5])
TOLERANCE = 0.02
"""What keeping more of the statements that the rules heard may cost in F1 on the held tenth: its writers are few, and
texts of other hands say that the rules hold there too."""
SURER = 0.002
"""What telling only surer claims and statements may cost in F1: a false one in a ledger is worse than one that is not
there."""
RIDGE = 10.0
"""How strongly the regression's weights are drawn to nothing, with features of unit variance (Hoerl and Kennard, 1970).
"""
_NOTHING: Found = ([], [])


@dataclass(frozen=True, slots=True)
class Choice:
    """How candidates are weighed, and the `least` probabilities of all that is told."""

    weighing: Weighing
    least: Least


@dataclass(frozen=True, slots=True)
class _Told:
    """A document's annotated claims, and its candidates as the reader and as the scorer see them."""

    names: Names
    wanted: tuple[Claim, ...]
    likely: tuple[tuple[Candidate, Claim], ...]

    def balance(self, least: float) -> Balance:
        kept = [claim for one, claim in self.likely if one.probability >= least]
        return balance(match_claims(self.names, self.wanted, kept)) if self.wanted or kept else Balance()

    def verdicts(self) -> list[bool | None]:
        """Whether each candidate is right; None if it is neither right nor false."""
        matching = match_claims(self.names, self.wanted, [claim for _, claim in self.likely])
        right = {id(told) for found in matching.found for told in found.told}
        false = {id(claim) for claim in matching.false}
        known = {True: right, False: false}
        return [next((v for v, ids in known.items() if id(claim) in ids), None) for _, claim in self.likely]


def choose(documents: Sequence[Annotated], found: Mapping[str, Found]) -> Choice:
    """The weighing that fits `documents` best, and what then has the best F1. Where little hangs on a threshold, more
    of what the rules say is kept."""
    weighing = fit_weighing(documents, found)
    told = [_told(d, weighing.weighed(found.get(d.id, _NOTHING)[0])) for d in documents]
    scores = {t: sum((d.balance(t) for d in told), Balance()).f1 for t in GRID}
    smooth = {t: _smooth(scores, t) for t in GRID}
    claim = max(t for t in GRID if smooth[t] >= max(smooth.values()) - SURER)
    spoken = {(h, s): _statements(documents, found, Least(0, 0, s, h)) for s in COARSE for h in COARSE if h <= s}
    enough = max(spoken.values()) - TOLERANCE
    heard = min(h for (h, _), f1 in spoken.items() if f1 >= enough)
    best = max(f1 for (h, _), f1 in spoken.items() if h == heard)
    statement = max(s for s in COARSE if spoken.get((heard, s), 0.0) >= best - SURER)
    sums = {t: _amounts(told, Least(claim, t, statement, heard)) for t in GRID}
    value = max(sums, key=lambda t: (sums[t], t))
    return Choice(weighing, Least(claim, value, statement, heard))


def fit_weighing(documents: Sequence[Annotated], found: Mapping[str, Found]) -> Weighing:
    """The weights under which the verdicts on the candidates of `documents` are likeliest."""
    rows, verdicts = [], []
    for document in documents:
        best = best_of(found.get(document.id, _NOTHING)[0])
        told = _told(document, list(best.values()))
        kinds = [[float(one.relation == name) for name in RELATIONS] for one in best.values()]
        for features, kind, verdict in zip(features_of(best), kinds, told.verdicts(), strict=True):
            if verdict is not None:
                rows.append([*features, *kind])
                verdicts.append(verdict)
    weights = _regressed(np.array(rows), np.array(verdicts, dtype=np.float64)).round(4).tolist()
    return Weighing(
        dict(zip(FEATURES, weights, strict=False)), dict(zip(RELATIONS, weights[len(FEATURES) :], strict=True))
    )


def _regressed(x: Array, y: Array, rounds: int = 25) -> Array:
    """The weights of a logistic regression of `y` (rows) on `x` (rows × columns, of which one in each row is 1 to stand
    for the constant), by Newton's method; the columns count as if they had unit variance."""
    spread = np.maximum(x.std(0), 1e-6)
    scaled = x / spread
    weights = np.zeros(x.shape[1])
    for _ in range(rounds):
        likely = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (likely - y) + RIDGE * weights
        curve = (scaled * (likely * (1 - likely))[:, None]).T @ scaled + RIDGE * np.eye(len(weights))
        weights = weights - np.linalg.solve(curve, slope)
    return np.asarray(weights / spread)


def _told(document: Annotated, likely: Sequence[Candidate]) -> _Told:
    sheet = sheet_of(document.gold)
    claims = sheet_of({"id": document.id, "claims": [claim_line(c, 0.0) for c in likely]}).claims
    return _Told(Names(sheet.entities), sheet.claims, tuple(zip(likely, claims, strict=True)))


def _smooth(scores: Mapping[float, float], threshold: float) -> float:
    """The mean score of a threshold and its neighbours."""
    near = [score for t, score in scores.items() if abs(t - threshold) < 0.05]
    return sum(near) / len(near)


def _statements(documents: Sequence[Annotated], found: Mapping[str, Found], least: Least) -> float:
    total = Spoken()
    for document in documents:
        lines = statement_lines(document.text, found.get(document.id, _NOTHING)[1], least)
        wanted = sheet_of(document.gold)
        told = sheet_of({"id": document.id, "statements": lines}).statements
        total += compare(
            Sheet(wanted.id, (), wanted.statements, wanted.entities), Sheet(wanted.id, (), told)
        ).statements
    return total.f1


def _amounts(told: Sequence[_Told], least: Least) -> float:
    """F3 of the sums of the claims found: a sum too many is seen at once, one missed is not."""
    right, given, wanted = 0, 0, 0
    for document in told:
        kept = [claim_line(c, least.value) for c, _ in document.likely if c.probability >= least.claim]
        lines: dict[str, Any] = {"id": "", "claims": kept}
        for one in match_claims(document.names, document.wanted, sheet_of(lines).claims).found:
            verdict = amount_right(one)
            right, wanted = right + bool(verdict), wanted + (verdict is not None)
            given += any(c.amount for c in one.told)
    return 10 * right / max(1, given + 9 * wanted)
