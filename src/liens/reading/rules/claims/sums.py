"""Sums that a document tells apart from the tie they belong to.

A text often names the two ends in one sentence and the price in the next, or tells of the tie in words that no trigger
knows next to the sum. A sentence that can only speak of one tie lends it its sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from liens.model import Amount, AmountKind, Claim, Kind, Status
from liens.reading.rules.claims.lines import mentions_within
from liens.reading.rules.page import Page

_KINDS = {"invests_in": AmountKind.EQUITY, "acquires": AmountKind.PRICE}
_PARTIES = frozenset((Kind.COMPANY, Kind.OTHER_ORG, Kind.PERSON))
_MOST_NAMES = 3
_DEAL = re.compile(
    r"\b(?:deal|transaction|takeover|acquisition|purchase|bid|offer|price|merger|operation|pay|paid)\b", re.I
)
_CHARGE = re.compile(r"\b(?:fin(?:e|es|ed|ing)|fees?|penalt(?:y|ies)|damages|a share|per share)\b", re.I)
_ROUND = re.compile(r"\b(?:rais(?:e|es|ed|ing)|round|financing|shareholders?|investors|backers|fund(?:s|ing)?)\b", re.I)


class Told(NamedTuple):
    """The companies and people of a sentence and its one sum; whether it speaks of a deal, or of a round of many."""

    names: frozenset[str]
    amount: Amount
    of_deal: bool
    of_round: bool


def sums_told(page: Page, amounts: Mapping[int, Amount]) -> Iterator[Told]:
    """The sentences of `page` that hold one sum, valuations left out; `amounts` are its sums by their offsets."""
    starts = [m.span.start for m in page.mentions]
    for sentence in page.sentences:
        inside = mentions_within(page, sentence, starts)
        told = [amounts[m.span.start] for m in inside if m.span.start in amounts]
        told = [a for a in told if a.kind is not AmountKind.VALUATION]
        names = frozenset(m.name for m in inside if m.kind in _PARTIES)
        if len(told) == 1 and len(names) <= _MOST_NAMES:
            words = page.document.text[sentence.start : sentence.end]
            if _CHARGE.search(words):
                continue
            yield Told(names, told[0], bool(_DEAL.search(words)), bool(_ROUND.search(words)))


Sums = Mapping[frozenset[str], tuple[Told, ...]]
"""The sums told, by the names of their sentences."""


def group_sums(told: Iterable[Told]) -> Sums:
    """`told`, by the names that stand with each."""
    groups: dict[frozenset[str], list[Told]] = {}
    for one in told:
        groups.setdefault(one.names, []).append(one)
    return {names: tuple(group) for names, group in groups.items()}


def with_sum(claim: Claim, sums: Sums) -> Claim:
    """`claim` with the sum of the only sentence that names just its ends or no other deal, if it lacks one."""
    kind = _KINDS.get(claim.relation)
    if kind is None or claim.terms.amount or claim.status is Status.DENIED:
        return claim
    ends = frozenset((claim.subject, claim.object))
    fitting = [t for t in sums.get(ends, ()) if not t.of_round]
    if not fitting and claim.relation == "acquires":
        parts = (frozenset[str](), *(frozenset((end,)) for end in sorted(ends)), ends)
        fitting = [t for names in parts for t in sums.get(names, ()) if t.of_deal and not t.of_round]
    if len({t.amount.value for t in fitting}) != 1:
        return claim
    return replace(claim, terms=replace(claim.terms, amount=replace(fitting[0].amount, kind=kind)))
