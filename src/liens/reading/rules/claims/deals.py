"""Deals as objects: their names and parties."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from liens.market import KnownEntity, Market
from liens.model import Claim, Kind, Status
from liens.reading.rules.page import Page

DEALISH = ("acquires", "partners_with", "invests_in", "holds_stake_in", "hires_from", "licenses_to")
_SURE = 0.65
_FAR = 60
_FEW = 4
_GENERATIONS = 4
_MOST_NAMES = 400
_NOUNS = {"merger": "merger", "partnership": "partnership", "alliance": "alliance", "investment": "investment"}


class Houses:
    """Who belongs to whom, by the market pack and by what the document says of units and their parents."""

    def __init__(self, market: Market, claims: Iterable[Claim], names: Iterable[str]) -> None:
        index = entities_by_name(market)
        known = {n: e for n in names if (e := index.get(n) or index.get(n.rstrip(".")))}
        self._parents = {n: e.name for n, e in known.items() if n != e.name}
        self._parents |= {e.name: e.parent for e in known.values() if e.parent}
        for claim in claims:
            if claim.relation == "subsidiary_of" and claim.status is Status.ASSERTED and claim.confidence >= _SURE:
                self._parents.setdefault(claim.subject, claim.object)

    def same(self, one: str, other: str) -> bool:
        """Whether one of two names is a unit of the other, or both belong to a third."""
        return self._top(one) == self._top(other)

    def _top(self, name: str) -> str:
        seen = {name}
        while (above := self._parents.get(name)) and above not in seen:
            seen.add(above)
            name = above
        return name


def entities_by_name(market: Market) -> Mapping[str, KnownEntity]:
    """The entities of `market` by all their names; made once a market."""
    key = id(market)
    if key not in _CACHE or _CACHE[key][0] is not market:
        _CACHE.clear()
        _CACHE[key] = (market, {n: e for e in reversed(market.entities) for n in (*e.aliases, e.name)})
    return _CACHE[key][1]


def maker_of(product: str, market: Market, named: Collection[str]) -> str | None:
    """Who stands for `product` among the names of a document: its maker by the market pack or whom that belongs to;
    itself if the market does not know it as a product; None if the document names none of them."""
    index = entities_by_name(market)
    entity = index.get(product)
    if entity is None or entity.kind is not Kind.PRODUCT:
        return product
    for _ in range(_GENERATIONS):
        if entity is None or entity.parent is None:
            return None
        entity = index.get(entity.parent)
        told = next((n for n in (entity.name, *entity.aliases) if n in named), None) if entity else None
        if told:
            return told
    return None


_CACHE: dict[int, tuple[Market, Mapping[str, KnownEntity]]] = {}


def name_deal(parties: tuple[str, ...], noun: str) -> str:
    """What the deal between `parties` is called; `noun` is the text's own word for it."""
    return f"{parties[0]}–{parties[1]} {_NOUNS.get(noun, 'deal')}"


def pairs_of_two(claims: Iterable[Claim]) -> list[Claim]:
    """The ties that a deal can make, in the order of the text; not those of a sentence that joins many by one word."""
    dealish = [c for c in claims if c.relation in DEALISH]
    crowd = Counter((c.relation, c.evidence) for c in dealish)
    few = (c for c in dealish if crowd[c.relation, c.evidence] <= _FEW)
    return sorted(few, key=lambda c: c.evidence.start)


def leading_pair(page: Page, houses: Houses) -> tuple[str, ...]:
    """The two companies of different houses that a document names most, more than once; none if there are no two."""
    counts = Counter(m.name for m in page.mentions if m.kind is Kind.COMPANY)
    best = [name for name, count in counts.most_common(4) if count > 1]
    pair = best[:1] + [name for name in best[1:] if not houses.same(best[0], name)][:1]
    return tuple(pair) if len(pair) == 2 else ()


def parties_of(
    claim: Claim, names: Sequence[str], pairs: Sequence[Claim], houses: Houses, leading: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """The two parties of the deal that is the object of `claim`: those it names, else those of the document's
    nearest tie that a deal can make (of `pairs`, in the order of the text), else the `leading` pair. They belong to
    different houses."""
    known = [p for p in claim.object_parties if p != "?"]
    if not claim.object_parties:
        known = _named(claim.object, names[:_MOST_NAMES])
    if len(known) > 1:
        other = next((p for p in known[1:] if not houses.same(known[0], p)), None)
        known = [known[0], other] if other else known[:1]
    if len(known) == 2:
        return tuple(known)
    nearest = _nearest(claim, known, pairs, houses)
    return (nearest.subject, nearest.object) if nearest else tuple(known) or leading


def _nearest(claim: Claim, known: Sequence[str], pairs: Sequence[Claim], houses: Houses) -> Claim | None:
    """The tie nearest to `claim` between others of different houses, one of them the party `known`, if any; one before
    it rather than one after it."""
    middle = bisect_right(pairs, claim.evidence.start, key=lambda p: p.evidence.start)
    for pair in chain(reversed(pairs[max(0, middle - _FAR) : middle]), pairs[middle : middle + _FAR]):
        ends = (pair.subject, pair.object)
        if claim.subject not in ends and not houses.same(*ends) and (not known or known[0] in ends):
            return pair
    return None


def _named(deal: str, names: Iterable[str]) -> list[str]:
    """The names that a deal's own name holds ("Adobe–Figma deal"), in its order."""
    found = [(deal.find(n), -len(n), n) for n in names if n in deal]
    kept: list[tuple[int, str]] = []
    for at, _, name in sorted(found):
        if all(at >= start + len(held) for start, held in kept):
            kept.append((at, name))
    return [name for _, name in kept][:2]
