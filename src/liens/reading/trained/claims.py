"""What the rules tell and what the heads find likely → claims, with their terms and the words that made them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from liens.model import Amount, Claim, Reason, Span
from liens.reading.rules.claims.deals import DEALISH, name_deal
from liens.reading.rules.page import Page
from liens.reading.rules.values.money import find_money, first_told
from liens.reading.trained.deciding import Candidate
from liens.reading.trained.labels import RELATIONS
from liens.reading.trained.terms import amount_named, amount_of, exclusive_of, terms_of
from liens.reading.trained.weighing import Triple, ordered, triple_of
from liens.reading.trained.weights import Weights

_NOUNS = {"partners_with": "partnership", "invests_in": "investment", "acquires": "merger"}
_DEAL = 0.3
_OWN = 0.5


def claims_of(page: Page, found: Iterable[Candidate], told: Sequence[Claim], weights: Weights) -> tuple[Claim, ...]:
    """The claims of a page: those `told` by the rules that are likely enough, as the rules tell them, and of every
    other triple the likeliest candidate, if it is."""
    best = weights.weighing.weighed(found)
    scene = _Scene(
        page,
        {triple_of(c): c for c in _with_own_sums([_sure(c, weights) for c in best], weights)},
        first_told(page.document.text, find_money(page.document.text, page.document.language)),
        {a.mention.span: a.why for a in page.anaphors},
        weights,
        Counter(triple for c in told for triple in _triples(c)),
    )
    known = {triple for claim in told for triple in _triples(claim)}
    more = [c for key, c in scene.likely.items() if key not in known and c.probability >= weights.least_claim]
    own = _with_deals([_claim(scene, one) for one in more], best)
    made = [*(scene.weighed(claim) for claim in told if scene.bears_out(claim)), *own]
    return tuple(sorted(made, key=lambda c: (c.evidence, c.relation, c.subject, c.object, c.status)))


@dataclass(frozen=True)
class _Scene:
    """A page with its candidates by triple, its sums by offset and its anaphors' reasons by place; `stages` counts the
    rules' claims by triple."""

    page: Page
    likely: Mapping[Triple, Candidate]
    amounts: Mapping[int, Amount]
    why: Mapping[Span, Reason]
    weights: Weights
    stages: Counter[Triple]

    def bears_out(self, claim: Claim) -> bool:
        """Whether the heads find a claim of the rules likely enough; they have no say in relations unknown to them."""
        if claim.relation not in RELATIONS:
            return True
        chosen = self._candidate(claim)
        return chosen is not None and chosen.probability >= self.weights.least_claim

    def weighed(self, claim: Claim) -> Claim:
        """The rules' claim, as sure as the heads make it and with their status, and with their sum and exclusivity
        if it has none. Where the rules tell several stages of a tie, each keeps its status."""
        chosen = self._candidate(claim)
        if chosen is None:
            return claim
        text, terms = self.page.document.text, claim.terms
        where = claim.evidence.start, claim.evidence.end
        named = amount_named(claim.relation, where, text, self.amounts)
        amount = terms.amount or amount_of(chosen, self.amounts) or named
        exclusive = exclusive_of(chosen, text) if terms.exclusive is None else terms.exclusive
        stages = max(self.stages[triple] for triple in _triples(claim))
        return replace(
            claim,
            terms=replace(terms, amount=amount, exclusive=exclusive),
            status=chosen.status if stages == 1 else claim.status,
            confidence=round(chosen.probability, 2),
        )

    def _candidate(self, claim: Claim) -> Candidate | None:
        """The likeliest candidate that tells what the claim tells."""
        all_ = [self.likely[t] for t in _triples(claim) if t in self.likely]
        return max(all_, key=lambda c: c.probability, default=None)


def _triples(claim: Claim) -> list[Triple]:
    """The triples that a claim tells: of a deal, one for each of its parties."""
    parties = claim.object_parties or (claim.object,)
    return [ordered(claim.relation, claim.subject, party) for party in parties]


def _sure(one: Candidate, weights: Weights) -> Candidate:
    """The candidate with its sum and share only where they are likely enough."""
    money = one.money if one.money_probability >= weights.least_value else None
    share = one.share if one.share_probability >= weights.least_value else None
    return replace(one, money=money, share=share)


def _with_own_sums(found: Sequence[Candidate], weights: Weights) -> list[Candidate]:
    """The candidates, without the sums at which several likely ones of one relation point, unless it is more likely
    than not that the sum is this one's: what two invest together is seldom either's own."""
    likely = [c for c in found if c.probability >= weights.least_claim]
    count = Counter((c.relation, c.money.mention.span) for c in likely if c.money)

    def shared(one: Candidate) -> bool:
        return (
            one.money is not None and one.money_probability < _OWN and count[one.relation, one.money.mention.span] > 1
        )

    return [replace(c, money=None) if shared(c) else c for c in found]


def _claim(scene: _Scene, one: Candidate) -> Claim:
    document = scene.page.document
    spans = [Span(document.id, start, end) for start, end in one.triggers]
    antecedents = [scene.why[p.mention.span] for p in one.ends if p.mention.span in scene.why]
    return Claim(
        subject=one.subject,
        relation=one.relation,
        object=one.object,
        evidence=Span(document.id, one.evidence.start, one.evidence.end),
        status=one.status,
        speaker=one.speaker,
        terms=terms_of(one, document.text, scene.amounts, document.published),
        confidence=round(one.probability, 2),
        reasons=(*(Reason(span, "trigger", "weighed most by the reader") for span in spans), *antecedents),
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
