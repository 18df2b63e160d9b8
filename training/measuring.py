"""A fitted model → what it says of documents, in the form that is scored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from liens.model import AmountKind
from liens.reading.rules.values.money import find_money
from liens.reading.trained.claims import best_of
from liens.reading.trained.deciding import Candidate, Said, apart, borne_out, candidates, said
from liens.reading.trained.heads import Heads
from liens.reading.trained.terms import PAID
from training.fit import encode
from training.holdout import Annotated
from training.losses import Model, Ready

Line = dict[str, Any]
Found = tuple[list[Candidate], list[Said]]


def weights_of(model: Model) -> dict[str, np.ndarray]:
    """The heads' weights as arrays, by name."""
    return {k: v.detach().float().numpy() for k, v in model.state_dict().items() if not k.startswith("encoder.")}


@torch.no_grad()
def read_all(model: Model, examples: Sequence[Ready]) -> dict[str, Found]:
    """Document → what its windows say, by the encoder as it was fitted."""
    model.eval()
    heads = Heads(weights_of(model))
    found: dict[str, Found] = defaultdict(lambda: ([], []))
    for one in examples:
        window = one.example.window
        told = heads.read(encode(model, [one])[0].numpy(), one.arrays)
        claims, statements = found[one.example.document]
        claims.extend(candidates(window, told, one.example.told))
        statements.extend(said(window, told, one.example.told))
    model.train()
    return found


@dataclass(frozen=True, slots=True)
class Least:
    """The least probabilities of a statement, of one that the rules heard too, of a claim's sum, and of a claim that
    the rules told too."""

    statement: float
    heard: float
    value: float
    told: float


def is_kept(one: Candidate, thresholds: Mapping[str, float], least_told: float) -> bool:
    return one.probability >= (least_told if one.told else thresholds[one.relation])


def prediction(document: Annotated, found: Found, thresholds: Mapping[str, float], least: Least) -> Line:
    """A document's line for the scorer."""
    claims = [c for c in best_of(found[0]) if is_kept(c, thresholds, least.told)]
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
