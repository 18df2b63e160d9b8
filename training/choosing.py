"""How likely is likely enough: thresholds and calibration, chosen on documents that nothing was learned from."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from liens.reading.trained.claims import best_of
from liens.reading.trained.labels import RELATIONS
from training.holdout import Annotated
from training.measuring import Found, Least, claim_line, statement_lines
from training.scoring.counts import Balance, Spoken
from training.scoring.matching import match_claims
from training.scoring.names import Names
from training.scoring.outcome import amount_right, balance, compare
from training.scoring.sheets import Claim, Sheet, sheet_of

GRID = tuple(round(0.02 + 0.02 * step, 2) for step in range(46))
COARSE = GRID[1::5]
TOLERANCE = 0.005
"""What little a statement of the rules may cost in F1 on the held tenth to be kept: its writers are few."""
SHRINKAGE = 25
"""So many annotated claims of a relation weigh as much as all the others."""


@dataclass(frozen=True, slots=True)
class Choice:
    """`thresholds` by relation, `least` probabilities of all else, and `calibration` (slope, offset) of log-odds."""

    thresholds: Mapping[str, float]
    least: Least
    calibration: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Told:
    """A document's annotated claims and the likely ones, as the scorer sees them, with their probabilities."""

    names: Names
    wanted: tuple[Claim, ...]
    likely: tuple[tuple[float, Claim], ...]


def choose(documents: Sequence[Annotated], found: Mapping[str, Found]) -> Choice:
    """The thresholds with the best F1 over `documents`. A relation's own threshold is drawn towards the common one, the
    more the rarer it is."""
    told = [_told(d, found.get(d.id, ([], []))) for d in documents]
    table = {r: {t: _balance(told, r, t) for t in GRID} for r in RELATIONS}
    common = max(GRID, key=lambda t: sum((table[r][t] for r in RELATIONS), Balance()).f1)
    thresholds = {r: _own(table[r], common) for r in RELATIONS}
    spoken = {(s, h): _statements(documents, found, Least(s, h, 0)) for s in COARSE for h in COARSE if h <= s}
    best = max(spoken.values())
    statement, heard = min((h, s) for (s, h), f1 in spoken.items() if f1 >= best - TOLERANCE)[::-1]
    value = max(GRID, key=lambda t: _amounts(documents, found, thresholds, t))
    return Choice(thresholds, Least(statement, heard, value), _calibration(list(_judged(told, thresholds))))


def _told(document: Annotated, found: Found) -> _Told:
    sheet = sheet_of(document.gold)
    likely = [(c.probability, claim_line(c, 0.0)) for c in best_of(found[0])]
    claims = sheet_of({"id": document.id, "claims": [line for _, line in likely]}).claims
    paired = tuple((p, c) for (p, _), c in zip(likely, claims, strict=True))
    return _Told(Names(sheet.entities), sheet.claims, paired)


def _balance(told: Sequence[_Told], relation: str, threshold: float) -> Balance:
    total = Balance()
    for one in told:
        wanted = [c for c in one.wanted if c.relation == relation]
        likely = [c for p, c in one.likely if c.relation == relation and p >= threshold]
        if wanted or likely:
            total += balance(match_claims(one.names, wanted, likely))
    return total


def _own(table: Mapping[float, Balance], common: float) -> float:
    """The relation's best threshold, by the mean F1 of it and its neighbours."""

    def smooth(threshold: float) -> float:
        near = [table[t].f1 for t in GRID if abs(t - threshold) < 0.05]
        return sum(near) / len(near)

    own = max(GRID, key=lambda t: (round(smooth(t), 4), -abs(t - common)))
    count = table[common].right + table[common].missed
    weight = count / (count + SHRINKAGE)
    return round(weight * own + (1 - weight) * common, 3)


def _statements(documents: Sequence[Annotated], found: Mapping[str, Found], least: Least) -> float:
    total = Spoken()
    for document in documents:
        lines = statement_lines(document.text, found.get(document.id, ([], []))[1], least)
        wanted = sheet_of(document.gold)
        told = sheet_of({"id": document.id, "statements": lines}).statements
        total += compare(
            Sheet(wanted.id, (), wanted.statements, wanted.entities), Sheet(wanted.id, (), told)
        ).statements
    return total.f1


def _amounts(
    documents: Sequence[Annotated], found: Mapping[str, Found], thresholds: Mapping[str, float], least: float
) -> float:
    """F1 of the sums of the claims found."""
    right, told, wanted = 0, 0, 0
    for document in documents:
        sheet = sheet_of(document.gold)
        kept = [c for c in best_of(found.get(document.id, ([], []))[0]) if c.probability >= thresholds[c.relation]]
        lines = sheet_of({"id": document.id, "claims": [claim_line(c, least) for c in kept]})
        for one in match_claims(Names(sheet.entities), sheet.claims, lines.claims).found:
            verdict = amount_right(one)
            right, wanted = right + bool(verdict), wanted + (verdict is not None)
            told += any(c.amount for c in one.told)
    return 2 * right / max(1, told + wanted)


def _judged(told: Sequence[_Told], thresholds: Mapping[str, float]) -> Iterator[tuple[float, bool]]:
    """(probability, right) of the claims told, those neither right nor false left out."""
    for one in told:
        kept = [(p, c) for p, c in one.likely if p >= thresholds[c.relation]]
        matching = match_claims(one.names, one.wanted, [c for _, c in kept])
        right = {id(f.told[0]) for f in matching.found}
        false = {id(c) for c in matching.false}
        yield from ((p, id(c) in right) for p, c in kept if id(c) in right or id(c) in false)


def _calibration(judged: Sequence[tuple[float, bool]], rounds: int = 50) -> tuple[float, float]:
    """Slope and offset of the log-odds that fit best (Platt, 1999), by Newton's method with a little ridge."""
    slope, offset = 1.0, 0.0
    points = [(math.log(min(p, 0.999) / (1 - min(p, 0.999))), float(y)) for p, y in judged]
    for _ in range(rounds):
        g0 = g1 = 0.0
        h00, h01, h11 = 1e-3, 0.0, 1e-3
        for x, y in points:
            q = 1 / (1 + math.exp(-(slope * x + offset)))
            w = q * (1 - q)
            g0, g1 = g0 + (q - y) * x, g1 + (q - y)
            h00, h01, h11 = h00 + w * x * x, h01 + w * x, h11 + w
        det = h00 * h11 - h01 * h01
        slope -= (h11 * g0 - h01 * g1) / det
        offset -= (h00 * g1 - h01 * g0) / det
    return round(slope, 4), round(offset, 4)
