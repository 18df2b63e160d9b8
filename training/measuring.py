"""A model's weights → what it says of documents, in the form that is scored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from liens.model import AmountKind
from liens.reading.rules.values.money import find_money
from liens.reading.trained.deciding import Candidate, Said, apart, borne_out, candidates, said
from liens.reading.trained.terms import PAID
from liens.reading.trained.weighing import Weighing
from liens.reading.trained.weights import load_network
from training.batches import Ready
from training.holdout import Annotated

Line = dict[str, Any]
Found = tuple[list[Candidate], list[Said]]


def read_all(folder: Path, examples: Sequence[Ready]) -> dict[str, Found]:
    """Document → what its windows say, by the weights in `folder`, as they are shipped."""
    network, heads = load_network(folder)
    found: dict[str, Found] = defaultdict(lambda: ([], []))
    for one in examples:
        window = one.example.window
        told = heads.read(network.states(window), one.arrays)
        claims, statements = found[one.example.document]
        claims.extend(candidates(window, told, one.example.told))
        statements.extend(said(window, told, one.example.told))
    return found


@dataclass(frozen=True, slots=True)
class Least:
    """The least probabilities of a claim, of its sum, of a statement, and of one that the rules heard too."""

    claim: float
    value: float
    statement: float
    heard: float


def prediction(document: Annotated, found: Found, weighing: Weighing, least: Least) -> Line:
    """A document's line for the scorer."""
    claims = [c for c in weighing.weighed(found[0]) if c.probability >= least.claim]
    return {
        "id": document.id,
        "claims": [claim_line(c, least.value) for c in claims],
        "statements": statement_lines(document.text, found[1], least),
    }


def claim_line(one: Candidate, least: float) -> Line:
    likely = one.money is not None and one.money_probability >= least and one.relation in PAID
    told = next(iter(find_money(one.money.mention.name, "en")), None) if likely and one.money else None
    amount = None
    if told is not None and told.amount.kind is not AmountKind.VALUATION:
        amount = {"value": told.amount.value, "currency": told.amount.currency}
    return {
        "subject": one.subject,
        "relation": one.relation,
        "object": one.object,
        "status": str(one.status),
        "attributed_to": one.speaker,
        "qualifiers": {"amount": amount} if amount else {},
        "confidence": one.probability,
    }


def statement_lines(text: str, found: Sequence[Said], least: Least) -> list[dict[str, str]]:
    heard = list(dict.fromkeys(s.heard for s in found if s.heard is not None))
    kept = borne_out(heard, found, least.heard)
    own = [(s.speaker, s.start, s.end) for s in apart(found, kept, least.statement)]
    told = [(s.speaker, s.content.start, s.content.end) for s in kept]
    return [{"speaker": speaker, "content": text[start:end]} for speaker, start, end in (*told, *own)]
