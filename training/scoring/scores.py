"""Many documents: the figures, over all of them and by relation, status and genre."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from training.scoring.counts import Balance, Rate, Spoken
from training.scoring.matching import Found
from training.scoring.names import Names
from training.scoring.outcome import Outcome, amount_right, balance, compare, source_right, status_right
from training.scoring.sheets import Line, Sheet, sheet_of


@dataclass(frozen=True, slots=True)
class StatusScore:
    """Of the annotated claims with one status, how many were found and, of these, `read` with the status; of the found
    predictions that say it, how many are `right` to."""

    found: Rate
    read: Rate
    right: Rate


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of a set of documents. `status`, `source` and `amount` are of the claims found; `spurious` counts
    found claims given an amount that the annotation has not. `empty` are the documents that require no claim,
    `invented` the false claims in them."""

    documents: int
    claims: Balance
    pairs: Balance
    statements: Spoken
    venue: Rate
    status: Rate
    source: Rate
    amount: Rate
    spurious: int
    empty: int
    invented: int
    by_relation: Mapping[str, Balance]
    by_status: Mapping[str, StatusScore]

    @property
    def invented_a_document(self) -> float:
        """False claims in a document that has none."""
        return self.invented / self.empty if self.empty else 0.0


def score(annotated: Iterable[Line], predicted: Iterable[Line]) -> Scores:
    """The figures of the predictions of a set of annotated documents; a document without one was told nothing."""
    return scores_of(outcomes(annotated, predicted))


def outcomes(annotated: Iterable[Line], predicted: Iterable[Line]) -> list[Outcome]:
    """What was found in each annotated document, in their order."""
    told = {sheet.id: sheet for sheet in map(sheet_of, predicted)}
    return [compare(sheet, told.get(sheet.id, Sheet(sheet.id))) for sheet in map(sheet_of, annotated)]


def scores_of(all_outcomes: Sequence[Outcome]) -> Scores:
    """The figures over these documents."""
    found = [(Names(o.annotated.entities), f) for o in all_outcomes for f in o.claims.found]
    amounts = [amount_right(f) for _, f in found]
    empty = [o for o in all_outcomes if not o.has_claims]
    return Scores(
        documents=len(all_outcomes),
        claims=sum((balance(o.claims) for o in all_outcomes), Balance()),
        pairs=sum((balance(o.pairs) for o in all_outcomes), Balance()),
        statements=sum((o.statements for o in all_outcomes), Spoken()),
        venue=sum((o.venues for o in all_outcomes), Rate()),
        status=Rate(sum(status_right(f) for _, f in found), len(found)),
        source=Rate(sum(source_right(names, f) for names, f in found), len(found)),
        amount=Rate(sum(a is True for a in amounts), sum(a is not None for a in amounts)),
        spurious=sum(_spurious(f) for _, f in found),
        empty=len(empty),
        invented=sum(len(o.claims.false) for o in empty),
        by_relation=_by_relation(all_outcomes),
        by_status=_by_status(all_outcomes),
    )


def by_genre(all_outcomes: Sequence[Outcome], genre_of: Callable[[str], str]) -> dict[str, Scores]:
    """The figures of each genre; `genre_of` tells it by the document's id."""
    groups: dict[str, list[Outcome]] = {}
    for one in all_outcomes:
        groups.setdefault(genre_of(one.annotated.id), []).append(one)
    return {genre: scores_of(groups[genre]) for genre in sorted(groups)}


def _spurious(found: Found) -> bool:
    return amount_right(found) is None and any(told.amount for told in found.told)


def _by_relation(all_outcomes: Sequence[Outcome]) -> dict[str, Balance]:
    right = Counter(f.group[0].relation for o in all_outcomes for f in o.claims.found)
    false = Counter(claim.relation for o in all_outcomes for claim in o.claims.false)
    missed = Counter(group[0].relation for o in all_outcomes for group in o.claims.missed)
    return {name: Balance(right[name], false[name], missed[name]) for name in sorted({*right, *false, *missed})}


def _by_status(all_outcomes: Sequence[Outcome]) -> dict[str, StatusScore]:
    found, missed, read, told, right = (Counter[str]() for _ in range(5))
    for outcome in all_outcomes:
        missed.update(status for group in outcome.claims.missed for status in {str(c.status) for c in group})
        for one in outcome.claims.found:
            wanted, given = {str(c.status) for c in one.group}, str(one.told[0].status)
            found.update(wanted)
            read.update(wanted & {str(t.status) for t in one.told})
            told[given] += 1
            right[given] += given in wanted
    return {
        name: StatusScore(
            Rate(found[name], found[name] + missed[name]), Rate(read[name], found[name]), Rate(right[name], told[name])
        )
        for name in sorted({*found, *missed, *told})
    }


def as_json(scores: Scores) -> dict[str, Any]:
    """The figures, rounded to four places, as `--json` prints them."""
    return {
        "documents": scores.documents,
        "claims": _balance(scores.claims),
        "pairs": _balance(scores.pairs),
        "statements": _spoken(scores.statements),
        "venue": _rate(scores.venue),
        "status": _rate(scores.status),
        "attribution": _rate(scores.source),
        "amount": {**_rate(scores.amount), "spurious": scores.spurious},
        "documents_without_claims": {"documents": scores.empty, "false_claims": scores.invented},
        "per_relation": {name: _balance(value) for name, value in scores.by_relation.items()},
        "per_status": {name: _status(value) for name, value in scores.by_status.items()},
    }


def _balance(counted: Balance) -> dict[str, float]:
    figures = {"precision": counted.precision, "recall": counted.recall, "f1": counted.f1}
    counts = {"tp": counted.right, "fp": counted.false, "fn": counted.missed}
    return {name: round(value, 4) for name, value in figures.items()} | counts


def _spoken(counted: Spoken) -> dict[str, float]:
    figures = {"precision": counted.precision, "recall": counted.recall, "f1": counted.f1}
    counts = {"gold": counted.found.count, "predicted": counted.right.count}
    return {name: round(value, 4) for name, value in figures.items()} | counts


def _rate(rate: Rate) -> dict[str, float | None]:
    return {"accuracy": round(rate.share, 4) if rate.count else None, "correct": rate.right, "n": rate.count}


def _status(counted: StatusScore) -> dict[str, Any]:
    return {"found": _rate(counted.found), "read": _rate(counted.read), "right": _rate(counted.right)}
