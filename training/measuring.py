"""A fitted model → what it says of documents, in the form that is scored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch

from liens.model import AmountKind
from liens.reading.rules.values.money import find_money
from liens.reading.trained.claims import best_of
from liens.reading.trained.deciding import Candidate, Said, candidates, said
from liens.reading.trained.heads import Heads
from training.fit import Model, Ready, encode

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
        claims.extend(candidates(window, told))
        statements.extend(said(window, told, one.example.told))
    model.train()
    return found


def prediction(name: str, text: str, found: Found, thresholds: Mapping[str, float], least: float) -> dict[str, Any]:
    """A document's line for the scorer."""
    claims = [c for c in best_of(found[0]) if c.probability >= thresholds[c.relation]]
    return {
        "id": name,
        "claims": [claim_line(c) for c in claims],
        "statements": statement_lines(text, found[1], least),
    }


def claim_line(one: Candidate) -> dict[str, Any]:
    told = next(iter(find_money(one.money.mention.name, "en")), None) if one.money else None
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


def statement_lines(text: str, found: Sequence[Said], least: float) -> list[dict[str, str]]:
    """The statements likely enough, none overlapping another."""
    kept: list[Said] = []
    for one in sorted(found, key=lambda s: (-s.probability * s.speaker_probability, s.start)):
        likely = one.probability * one.speaker_probability >= least
        if likely and all(one.end <= k.start or one.start >= k.end for k in kept):
            kept.append(one)
    return [{"speaker": s.speaker, "content": text[s.start : s.end]} for s in sorted(kept, key=lambda s: s.start)]
