"""How likely is likely enough: thresholds and calibration, chosen on documents that nothing was learned from."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from liens.reading.trained.claims import best_of
from liens.reading.trained.deciding import Candidate
from liens.reading.trained.labels import RELATIONS
from training.holdout import Annotated
from training.measuring import Found, Least, claim_line, is_kept, statement_lines
from training.scoring.counts import Balance, Spoken
from training.scoring.matching import match_claims
from training.scoring.names import Names
from training.scoring.outcome import amount_right, balance, compare
from training.scoring.sheets import Claim, Sheet, sheet_of

GRID = tuple(round(0.02 + 0.02 * step, 2) for step in range(46))
COARSE = (0.02, *GRID[1::5])
TOLERANCE = 0.02
"""What keeping more of the statements that the rules heard may cost in F1 on the held tenth: its writers are few, and
texts of other hands say that the rules hold there too."""
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
    """A document's annotated claims and the likely ones, as the scorer sees them."""

    names: Names
    wanted: tuple[Claim, ...]
    likely: tuple[tuple[Candidate, Claim], ...]

    def balance(self, relation: str, threshold: float, least_told: float) -> Balance:
        wanted = [c for c in self.wanted if c.relation == relation]
        kept = [
            claim
            for one, claim in self.likely
            if one.relation == relation and one.probability >= (least_told if one.told else threshold)
        ]
        return balance(match_claims(self.names, wanted, kept)) if wanted or kept else Balance()


def choose(documents: Sequence[Annotated], found: Mapping[str, Found]) -> Choice:
    """The thresholds with the best F1 over `documents`. A relation's own threshold is drawn towards the common one, the
    more the rarer it is. Where little hangs on a threshold, more of what the rules say is kept."""
    told = [_told(d, found.get(d.id, ([], []))) for d in documents]

    def table(least_told: float) -> dict[str, dict[float, Balance]]:
        return {r: {t: sum((d.balance(r, t, least_told) for d in told), Balance()) for t in GRID} for r in RELATIONS}

    def common(tables: Mapping[str, Mapping[float, Balance]]) -> tuple[float, float]:
        return max((sum((tables[r][t] for r in RELATIONS), Balance()).f1, t) for t in GRID)

    tables = {least: table(least) for least in GRID[:8:2]}
    scores = {least: common(t) for least, t in tables.items()}
    least_told = max(scores, key=lambda least: (round(scores[least][0], 3), -least))
    thresholds = {r: _own(tables[least_told][r], scores[least_told][1]) for r in RELATIONS}
    spoken = {(h, s): _statements(documents, found, Least(s, h, 0, 0)) for s in COARSE for h in COARSE if h <= s}
    enough = max(spoken.values()) - TOLERANCE
    heard = min(h for (h, _), f1 in spoken.items() if f1 >= enough)
    statement = max(COARSE, key=lambda s: spoken.get((heard, s), 0.0))
    sums = {t: _amounts(documents, found, thresholds, Least(0, 0, t, least_told)) for t in GRID}
    value = max(sums, key=lambda t: (sums[t], t))
    least = Least(statement, heard, value, least_told)
    return Choice(thresholds, least, _calibration(list(_judged(told, thresholds, least_told))))


def _told(document: Annotated, found: Found) -> _Told:
    sheet = sheet_of(document.gold)
    likely = best_of(found[0])
    claims = sheet_of({"id": document.id, "claims": [claim_line(c, 0.0) for c in likely]}).claims
    return _Told(Names(sheet.entities), sheet.claims, tuple(zip(likely, claims, strict=True)))


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
    documents: Sequence[Annotated], found: Mapping[str, Found], thresholds: Mapping[str, float], least: Least
) -> float:
    """F3 of the sums of the claims found: a sum too many is seen at once, one missed is not."""
    right, told, wanted = 0, 0, 0
    for document in documents:
        sheet = sheet_of(document.gold)
        kept = [c for c in best_of(found.get(document.id, ([], []))[0]) if is_kept(c, thresholds, least.told)]
        lines = sheet_of({"id": document.id, "claims": [claim_line(c, least.value) for c in kept]})
        for one in match_claims(Names(sheet.entities), sheet.claims, lines.claims).found:
            verdict = amount_right(one)
            right, wanted = right + bool(verdict), wanted + (verdict is not None)
            told += any(c.amount for c in one.told)
    return 10 * right / max(1, told + 9 * wanted)


def _judged(told: Sequence[_Told], thresholds: Mapping[str, float], least: float) -> Iterator[tuple[float, bool]]:
    """(probability, right) of the claims told, those neither right nor false left out."""
    for one in told:
        kept = [(c.probability, claim) for c, claim in one.likely if is_kept(c, thresholds, least)]
        matching = match_claims(one.names, one.wanted, [c for _, c in kept])
        right = {id(f.told[0]) for f in matching.found}
        false = {id(c) for c in matching.false}
        yield from ((p, id(c) in right) for p, c in kept if id(c) in right or id(c) in false)


def _calibration(judged: Sequence[tuple[float, bool]], rounds: int = 50) -> tuple[float, float]:
    """Slope and offset of the log-odds that fit best (Platt, 1999), by Newton's method; that a model is right about
    itself (slope 1, offset 0) counts as much as one claim."""
    slope, offset = 1.0, 0.0
    points = [(_log_odds(p), float(y)) for p, y in judged]
    for _ in range(rounds):
        g0, g1 = slope - 1.0, offset
        h00, h01, h11 = 1.0, 0.0, 1.0
        for x, y in points:
            q = 0.5 + 0.5 * math.tanh((slope * x + offset) / 2)
            w = q * (1 - q)
            g0, g1 = g0 + (q - y) * x, g1 + (q - y)
            h00, h01, h11 = h00 + w * x * x, h01 + w * x, h11 + w
        det = h00 * h11 - h01 * h01
        slope -= _step((h11 * g0 - h01 * g1) / det)
        offset -= _step((h00 * g1 - h01 * g0) / det)
    return round(slope, 4), round(offset, 4)


def _step(wanted: float) -> float:
    """A short step: where all claims are nearly certain, Newton's own would leap over the best."""
    return max(-0.2, min(wanted, 0.2))


def _log_odds(probability: float) -> float:
    kept = min(max(probability, 0.001), 0.999)
    return math.log(kept / (1 - kept))
