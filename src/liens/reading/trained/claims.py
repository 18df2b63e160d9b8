"""Likely ties → claims: the triples that are likely enough, with their terms, and the words that made them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from liens.model import Amount, Claim, Reason, Span, Terms
from liens.reading.rules.claims.deals import DEALISH, name_deal
from liens.reading.rules.page import Page
from liens.reading.rules.values.money import find_money
from liens.reading.trained.deciding import Candidate
from liens.reading.trained.labels import SYMMETRIC
from liens.reading.trained.terms import terms_of
from liens.reading.trained.weights import Weights

_NOUNS = {"partners_with": "partnership", "invests_in": "investment", "acquires": "merger"}
_DEAL = 0.3


def claims_of(page: Page, found: Iterable[Candidate], told: Sequence[Claim], weights: Weights) -> tuple[Claim, ...]:
    """The claims of a page: of each triple the likeliest candidate, if it is likely enough. `told` are the rules'
    claims, which lend the terms that they read in the same tie."""
    best = best_of(found)
    kept = [_sure(c, weights) for c in best if c.probability >= weights.thresholds[c.relation]]
    rules = {(c.subject, c.relation, c.object): c for c in reversed(told)}
    amounts = {m.start: m.amount for m in find_money(page.document.text, page.document.language)}
    why = {a.mention.span: a.why for a in page.anaphors}
    made = [_claim(page, one, rules, amounts, why, weights) for one in kept]
    return tuple(sorted(_with_deals(made, best), key=lambda c: (c.evidence, c.relation, c.subject, c.object, c.status)))


def best_of(found: Iterable[Candidate]) -> list[Candidate]:
    """The likeliest candidate of each triple; of a tie told both ways round, the likelier way."""
    best: dict[tuple[str, str, str], Candidate] = {}
    for one in found:
        key = _triple(one)
        if key not in best or one.probability > best[key].probability:
            best[key] = one
    return [c for (relation, a, b), c in best.items() if _stronger(c, best.get((relation, b, a)), relation)]


def _sure(one: Candidate, weights: Weights) -> Candidate:
    """The candidate with its sum and share only where they are likely enough."""
    money = one.money if one.money_probability >= weights.least_value else None
    share = one.share if one.share_probability >= weights.least_value else None
    return replace(one, money=money, share=share)


def _triple(one: Candidate) -> tuple[str, str, str]:
    if one.relation in SYMMETRIC:
        return (one.relation, min(one.subject, one.object), max(one.subject, one.object))
    return (one.relation, one.subject, one.object)


def _stronger(one: Candidate, other: Candidate | None, relation: str) -> bool:
    if other is None or relation in SYMMETRIC:
        return True
    return (one.probability, one.subject) > (other.probability, other.subject)


def _claim(
    page: Page,
    one: Candidate,
    rules: Mapping[tuple[str, str, str], Claim],
    amounts: Mapping[int, Amount],
    why: Mapping[Span, Reason],
    weights: Weights,
) -> Claim:
    document = page.document
    same = rules.get((one.subject, one.relation, one.object))
    terms = terms_of(one, document.text, amounts, document.published)
    reasons = [
        Reason(Span(document.id, start, end), "trigger", "weighed most by the reader") for start, end in one.triggers
    ]
    if same is not None:
        terms = _filled(same.terms, terms)
        reasons = [r for r in same.reasons if r.role == "trigger"] or reasons
    antecedents = [why[p.mention.span] for p in one.ends if p.mention.span in why]
    return Claim(
        subject=one.subject,
        relation=one.relation,
        object=one.object,
        evidence=Span(document.id, one.evidence.start, one.evidence.end),
        status=one.status,
        speaker=one.speaker,
        terms=terms,
        confidence=weights.confidence(one.probability),
        reasons=(*reasons, *antecedents),
        object_parties=same.object_parties if same else (),
    )


def _filled(told: Terms, own: Terms) -> Terms:
    """The rules' terms where they read any; sum and share are the candidate's own."""
    return Terms(
        amount=own.amount,
        stake_pct=own.stake_pct,
        date=told.date or own.date,
        exclusive=told.exclusive if told.exclusive is not None else own.exclusive,
        what=told.what or own.what,
        role=told.role or own.role,
        instrument=told.instrument or own.instrument,
        stage=told.stage or own.stage,
    )


def _with_deals(claims: Sequence[Claim], best: Sequence[Candidate]) -> Iterator[Claim]:
    """The claims, with an authority's look at two companies that one deal ties made a look at that deal."""
    ties = {
        frozenset((c.subject, c.object)): c for c in reversed(best) if c.relation in DEALISH and c.probability >= _DEAL
    }
    watched: dict[tuple[str, Span], list[Claim]] = {}
    for claim in claims:
        if claim.relation == "examines" and not claim.object_parties:
            watched.setdefault((claim.subject, claim.evidence), []).append(claim)
    joined: set[int] = set()
    for group in watched.values():
        for first, second in ((a, b) for at, a in enumerate(group) for b in group[at + 1 :]):
            tie = ties.get(frozenset((first.object, second.object)))
            if tie is not None and joined.isdisjoint((id(first), id(second))):
                joined.update((id(first), id(second)))
                parties = (tie.subject, tie.object)
                yield replace(
                    first, object=name_deal(parties, _NOUNS.get(tie.relation, "deal")), object_parties=parties
                )
    yield from (c for c in claims if id(c) not in joined)
