"""Which ties a document tells of: trigger, ends, status, source and terms make a claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import combinations, product

from liens.market import Market
from liens.model import Amount, Claim, Document, Kind, Mention, Reason, Span, Statement, Status, Terms
from liens.reading.rules.claims.attribution import find_speaker
from liens.reading.rules.claims.binding import Focus, Tie, Topics, bind, raiser_of
from liens.reading.rules.claims.deals import (
    DEALISH,
    Houses,
    leading_pair,
    maker_of,
    name_deal,
    pairs_of_two,
    parties_of,
)
from liens.reading.rules.claims.lines import MARKS, NAMES, Line, draw_line, mentions_within
from liens.reading.rules.claims.stages import with_corrected_stage
from liens.reading.rules.claims.status import find_status, still_running, with_reversal
from liens.reading.rules.claims.sums import Sums, group_sums, sums_told, with_sum
from liens.reading.rules.claims.terms import find_terms
from liens.reading.rules.claims.triggers import lexicon
from liens.reading.rules.page import Page
from liens.reading.rules.values.money import find_money

_LEAST = 0.25
_BY_ANAPHOR = 0.92
_MOST_MEMBERS = 12
_OF_PRODUCTS = frozenset(("develops", "founded", "works_for"))
_BETWEEN_HOUSES = frozenset(("partners_with", "distributes", "competes_with", "supplies", "licenses_to"))
_BUSINESS = _BETWEEN_HOUSES | {"hires_from", "invests_in", "acquires", "holds_stake_in"}
_CLOSED = frozenset(("examines", "sues"))
_BACKGROUND = frozenset(("founded", "develops", "subsidiary_of", "works_for", "competes_with"))


@dataclass(frozen=True)
class _Context:
    """What the rules know of the document while they read it."""

    page: Page
    statements: tuple[Statement, ...]
    amounts: dict[int, Amount]
    why: dict[Span, Reason]
    names: tuple[str, ...]
    sums: Sums

    @cached_property
    def named(self) -> frozenset[str]:
        return frozenset(self.names)


def find_claims(page: Page, statements: tuple[Statement, ...], market: Market) -> tuple[Claim, ...]:
    """The claims of `page`, in the order of their evidence; one for a triple, unless terms or status set them apart."""
    amounts = _amounts(page)
    context = _Context(
        page,
        tuple(sorted(statements, key=lambda s: s.content)),
        amounts,
        {a.mention.span: a.why for a in page.anaphors},
        tuple(dict.fromkeys(m.name for m in page.mentions if m.kind is not Kind.DEAL)),
        group_sums(sums_told(page, amounts)),
    )
    found = [c for tie in _ties(page, market) for c in _claims(tie, context)]
    made = list(_with_makers(found, context, market))
    houses = Houses(market, made, context.names)
    made = _plausible(made, houses)
    merged = _merged([*_with_parties(made, context, houses), *_moves(made)])
    return tuple(_finished(claim, context, page.document) for claim in merged)


def _finished(claim: Claim, context: _Context, document: Document) -> Claim:
    """`claim` with what only its surroundings tell: a sum, the authority's stage, an end in the next sentence."""
    whole = with_corrected_stage(with_sum(claim, context.sums), document.text)
    return still_running(with_reversal(whole, document.text), document)


def _plausible(claims: list[Claim], houses: Houses) -> list[Claim]:
    """The claims, less those that join what belongs together, and those that make an authority do business in a text
    in which it examines."""
    watching = {(c.subject, c.evidence) for c in claims if c.relation == "examines"}
    watchers = {authority for authority, _ in watching}
    apart = (c for c in claims if c.relation not in _BETWEEN_HOUSES or not houses.same(c.subject, c.object))
    kept = (c for c in apart if c.relation not in _BUSINESS or watchers.isdisjoint((c.subject, c.object)))
    return [_in_own_voice(c) if (c.speaker, c.evidence) in watching else c for c in kept]


def _amounts(page: Page) -> dict[int, Amount]:
    """The sums of the document by their offsets."""
    if not any(m.kind is Kind.MONEY for m in page.mentions):
        return {}
    return {m.start: m.amount for m in find_money(page.document.text, page.document.language)}


def _ties(page: Page, market: Market) -> Iterator[Tie]:
    triggers, topics, focus = lexicon(market), Topics(), Focus()
    for line in _lines(page):
        topics = topics._replace(raiser=raiser_of(line) or topics.raiser)
        ties = [t for t in (bind(h, topics) for h in triggers.find(line)) if t]
        yield from _preferred(ties)
        funded = [t.object.members[0] for t in ties if t.hit.trigger.relation.name == "invests_in"]
        laws = [m for t in line.tokens for m in t.members if m.kind is Kind.LAW]
        topics = Topics(
            focus.after(line), focus.last, funded[0] if funded else topics.raiser, laws[-1] if laws else topics.law
        )


def _preferred(ties: list[Tie]) -> Iterator[Tie]:
    """The ties of a line, less those with an end from elsewhere where the line itself tells that end."""
    told = {(t.hit.trigger.relation.name, t.subject.members) for t in ties if t.object.at >= 0}
    for tie in ties:
        if tie.object.at >= 0 or (tie.hit.trigger.relation.name, tie.subject.members) not in told:
            yield tie


def _lines(page: Page) -> Iterator[Line]:
    starts = [m.span.start for m in page.mentions]
    for number, sentence in enumerate(page.sentences):
        mentions = () if sentence.aside else mentions_within(page, sentence, starts)
        if any(MARKS[m.kind] in NAMES for m in mentions):
            yield draw_line(page, sentence, number, mentions)


def _claims(tie: Tie, context: _Context) -> Iterator[Claim]:
    """One claim for each pair of members of the ends."""
    hit, tokens, document = tie.hit, tie.hit.line.tokens, context.page.document
    status = find_status(tie, document.id)
    low, high = tie.stretch
    speaker = None
    if not (hit.trigger.relation.name in _BACKGROUND and status.status in (Status.ASSERTED, Status.ENDED)):
        speaker = find_speaker(hit.line, (low, high), context.statements, alleged=status.status is Status.ALLEGED)
    terms = find_terms(tie, context.amounts, document.text, document.published)
    trigger = Reason(Span(document.id, tokens[hit.start].start, tokens[hit.end - 1].end), "trigger", hit.trigger.name)
    told = (trigger, *((status.why,) if status.why else ()))
    sentence = hit.line.sentence
    for subject, object_ in _pairs(tie):
        if subject.name != object_.name and (object_.kind is Kind.DEAL or object_.name in context.named):
            antecedents = tuple(context.why[m.span] for m in (subject, object_) if m.span in context.why)
            yield Claim(
                subject=subject.name,
                relation=hit.trigger.relation.name,
                object=object_.name,
                evidence=Span(document.id, sentence.start, sentence.end),
                status=status.status,
                speaker=speaker,
                terms=terms,
                confidence=round(hit.trigger.confidence * _BY_ANAPHOR ** len(antecedents), 2),
                reasons=told + antecedents,
                object_parties=tie.parties,
            )


def _in_own_voice(claim: Claim) -> Claim:
    """A tie that an authority's step only mentions ("found that A's partnership with B…"), told by the text itself."""
    mentioned = claim.relation in DEALISH and claim.status is Status.ASSERTED
    return replace(claim, speaker=None) if mentioned else claim


def _pairs(tie: Tie) -> Iterable[tuple[Mention, Mention]]:
    if tie.subject.members == tie.object.members:
        return combinations(tie.subject.members[:_MOST_MEMBERS], 2)
    return product(tie.subject.members[:_MOST_MEMBERS], tie.object.members[:_MOST_MEMBERS])


def _with_parties(claims: list[Claim], context: _Context, houses: Houses) -> Iterator[Claim]:
    """The claims with the deals among their objects named by the parties; a deal of unknown parties is no object."""
    kinds = {m.name: m.kind for m in context.page.mentions}
    pairs = pairs_of_two(claims)
    leading = leading_pair(context.page, houses)
    for claim in claims:
        if claim.object_parties:
            parties = parties_of(claim, context.names, pairs, houses, leading)
            if len(parties) == 2:
                yield replace(claim, object=name_deal(parties, claim.object), object_parties=parties)
        elif kinds.get(claim.object) is Kind.DEAL:
            parties = parties_of(claim, context.names, pairs, houses, leading)
            yield replace(claim, object_parties=parties if len(parties) == 2 else ())
        else:
            yield claim


def _with_makers(claims: list[Claim], context: _Context, market: Market) -> Iterator[Claim]:
    """The claims with the products among their ends replaced by their makers, as the document or the market tells
    them; a product without a known maker is no end."""
    products = {m.name for m in context.page.mentions if m.kind is Kind.PRODUCT}
    if not products:
        yield from claims
        return
    makers = {p: maker_of(p, market, context.named) for p in sorted(products)}
    makers |= {c.object: c.subject for c in claims if c.relation == "develops" and c.object in products}
    for claim in claims:
        if claim.relation in _OF_PRODUCTS or not products.intersection((claim.subject, claim.object)):
            yield claim
            continue
        subject = makers.get(claim.subject, claim.subject)
        object_ = makers.get(claim.object, claim.object)
        bought = claim.relation == "acquires" and object_ != claim.object  # who buys a product buys no maker
        if subject and object_ and subject != object_ and not bought:
            yield replace(claim, subject=subject, object=object_)


def _moves(claims: list[Claim]) -> Iterator[Claim]:
    """One company hires from another where a sentence tells that a person leaves one for the other."""
    posts: dict[tuple[str, Span], list[Claim]] = {}
    for claim in claims:
        if claim.relation == "works_for":
            posts.setdefault((claim.subject, claim.evidence), []).append(claim)
    for new, old in (pair for group in posts.values() for pair in product(group, group)):
        moves = old.status is Status.ENDED and new.status in (Status.ASSERTED, Status.PLANNED)
        if moves and new.object != old.object:
            yield replace(
                new,
                subject=new.object,
                relation="hires_from",
                object=old.object,
                terms=Terms(date=new.terms.date, what=new.subject),
                confidence=round(new.confidence * old.confidence, 2),
            )


def _merged(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """One claim a triple, in the order of the evidence; two where one source denies what another says."""
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        ends = (claim.subject, claim.object)
        if claim.relation in ("partners_with", "competes_with"):
            ends = (min(ends), max(ends))
        groups.setdefault((claim.relation, *ends), []).append(claim)
    told = (c for group in groups.values() for deal in _transactions(group) for c in _chosen(deal))
    kept = [c for c in told if c.confidence >= _LEAST]
    return tuple(sorted(kept, key=lambda c: (c.evidence, c.relation, c.subject, c.object, c.status)))


def _transactions(group: list[Claim]) -> list[list[Claim]]:
    """The claims of a triple, those with different sums apart: each sum is a transaction of its own. Claims without a
    sum go with the first."""
    deals: dict[tuple[float, str | None], list[Claim]] = {}
    for claim in group:
        if claim.terms.amount:
            deals.setdefault((claim.terms.amount.value, claim.terms.amount.currency), []).append(claim)
    if len(deals) < 2:
        return [group]
    first, *others = deals.values()
    return [[*first, *(c for c in group if not c.terms.amount)], *others]


def _chosen(group: list[Claim]) -> Iterator[Claim]:
    """The best of the claims with the status that weighs most, and a contradiction by another source."""
    weights: dict[Status, float] = {}
    for claim in group:
        weights[claim.status] = weights.get(claim.status, 0.0) + claim.confidence
    status = max(weights, key=lambda s: weights[s])
    if group[0].relation in _CLOSED and Status.ENDED in weights:
        status = Status.ENDED
    best = _best(c for c in group if c.status is status)
    yield replace(best, terms=_filled([best, *group]))
    denied = Status.DENIED if status is not Status.DENIED else Status.ALLEGED
    others = [c for c in group if c.status is denied and c.speaker != best.speaker]
    if others:
        yield _best(others)


def _filled(claims: list[Claim]) -> Terms:
    """The terms of the first claim, with what it lacks taken from the others."""
    told = {
        field.name: next((v for c in claims if (v := getattr(c.terms, field.name)) is not None), None)
        for field in fields(Terms)
    }
    return Terms(**told)


def _best(claims: Iterable[Claim]) -> Claim:
    return max(claims, key=lambda c: (c.terms.amount is not None, c.confidence, -c.evidence.start))
