"""Who holds how much of whom: from what claims say, and from imported records.

A tie *holds a stake in* gives the percentages that its claims state; one without a percentage is a holding of unknown
size. A *subsidiary of* and an *acquired* company is held for more than a half, unless a stake is told. Only ties that
claims assert and that have not ended are holdings: a planned, alleged or denied one holds nothing. Warrants, options
and convertible notes are not shares, and a claim about these counts for nothing here.

Stakes change: the claims of the last `APART` days that state one describe one state, and the range spans them. A stake
of unknown size stays unknown: it adds nothing to a minimum, and to a maximum what the other holders' minima leave.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain

from liens.analysis.conflicts import APART
from liens.analysis.dates import claim_date
from liens.analysis.ties import Tie, find_ties
from liens.ledger.assembling import maker, quick
from liens.ledger.view import Entry, View
from liens.market import Market
from liens.model import Choice, Document, Kind, Status, Terms

STAKE = "holds_stake_in"
MAJORITY = {"subsidiary_of": True, "acquires": False}
"""Relations that give more than a half, and whether they read from the held company to its holder."""

TELLING = frozenset({STAKE, *MAJORITY})
HELD = (Kind.COMPANY, Kind.OTHER_ORG, Kind.OUTLET, Kind.PUBLIC_BODY)
"""Kinds of what can be held, and hold; persons hold too. A product has a maker, not a holder."""
HOLDING = (*HELD, Kind.PERSON)

_NO_SHARES = re.compile(r"\b(?:warrants?|options?|convertibles?|(?:convertible|promissory) (?:note|loan)s?)\b", re.I)
_NO_VOTES = re.compile(r"\b(?:non[- ]?voting|without vot\w{0,8}|no vot\w{0,8}|profits?|economic)\b", re.I)
_VOTES = re.compile(r"\b(?:vot(?:e|es|ing))\b", re.I)
_DILUTED = re.compile(r"\bdiluted\b", re.I)


class Basis(Choice):
    """What a share is a share of: of profits and assets, of votes, of shares once all rights to new ones are used."""

    ECONOMIC = "economic"
    VOTES = "votes"
    DILUTED = "diluted"
    UNKNOWN = "unknown"


@quick
@dataclass(frozen=True, slots=True)
class Holding:
    """`holder` holds `low` to `high` (0–1) of `held`; both are None if the size is unknown, and `above` says that it is
    more than `low`. The ends are entity ids. `claims` are ids of claims; `source` is where an imported record stands
    ("file.csv, line 3"). `date` is the ISO day of the last word on it.
    """

    holder: str
    held: str
    low: float | None = None
    high: float | None = None
    basis: Basis = Basis.UNKNOWN
    above: bool = False
    date: str | None = None
    claims: tuple[str, ...] = ()
    source: str | None = None

    @property
    def known(self) -> bool:
        return self.low is not None

    def __post_init__(self) -> None:
        low, high = self.low, self.high
        if (low is None) != (high is None) or (low is not None and high is not None and not 0 <= low <= high <= 1):
            raise ValueError(
                f"a holding of {low} to {high}: shares keep to 0 ≤ minimum ≤ maximum ≤ 1, or both are None"
            )


_make_holding = maker(Holding)


def find_holdings(view: View, market: Market, on: str | None = None) -> tuple[Holding, ...]:
    """The holdings that the claims of `view` assert, as of ISO day `on` if given; by holder, held company and basis."""
    return holdings_in(find_ties(view, market), view, on)


def holdings_in(ties: Iterable[Tie], view: View, on: str | None = None) -> tuple[Holding, ...]:
    """`find_holdings` for a caller that has the ties already."""
    telling = [tie for tie in ties if tie.relation in TELLING and _can_be_one(tie, view)]
    wanted = set(chain.from_iterable([tie.claims for tie in telling]))
    entries = {entry.id: entry for entry in view.entries if entry.id in wanted}
    documents = dict(view.documents)  # asked in half of the time that a read-only view of it takes
    found = (_holdings(tie, [entries[claim] for claim in tie.claims], documents, on) for tie in telling)
    return joined(chain.from_iterable(found))


def _can_be_one(tie: Tie, view: View) -> bool:
    """Whether the tie, of a relation that makes a holding, is between ends that can hold and be held."""
    holder, held = _sides(tie)
    return view.entities[held].kind in HELD and view.entities[holder].kind in HOLDING


def _sides(tie: Tie) -> tuple[str, str]:
    """The holder, and what it holds."""
    return (tie.object, tie.subject) if MAJORITY.get(tie.relation) else (tie.subject, tie.object)


def _holdings(
    tie: Tie, entries: Sequence[Entry], documents: Mapping[str, Document], on: str | None
) -> Iterable[Holding]:
    """The holdings of one tie, one for each basis that its claims name."""
    if len(entries) == 1 and entries[0].claim.status is not Status.ASSERTED:
        return ()
    dated = [(_day(entry, documents), entry) for entry in entries]
    settled = [(day, entry) for day, entry in dated if (not on or day <= on) and _settles(entry)]
    if not settled or max([(day, e.claim.status is Status.ENDED) for day, e in settled])[1]:
        return ()
    by_basis: dict[Basis, list[tuple[str, Entry]]] = {}
    for day, entry in settled:
        if entry.claim.status is Status.ASSERTED:
            by_basis.setdefault(basis_in(entry.claim.terms), []).append((day, entry))
    return [_sized(*_sides(tie), basis, said, tie.relation in MAJORITY) for basis, said in by_basis.items()]


def _day(entry: Entry, documents: Mapping[str, Document]) -> str:
    when = claim_date(entry, documents.get(entry.claim.evidence.document))
    return when.first if when else ""


def _settles(entry: Entry) -> bool:
    return entry.claim.status in (Status.ASSERTED, Status.ENDED) and are_shares(entry.claim.terms)


def _sized(holder: str, held: str, basis: Basis, said: Sequence[tuple[str, Entry]], majority: bool) -> Holding:
    """The holding with the range of the latest stakes told."""
    stakes = [(day, entry.claim.terms.stake_pct, entry.id) for day, entry in said]
    told = [(day, pct / 100, claim) for day, pct, claim in stakes if pct is not None and 0 <= pct <= 100]
    last = max([day for day, _ in said]) or None
    if told:
        since = _before(max([day for day, _, _ in told])) if len(told) > 1 else ""
        told = [one for one in told if one[0] >= since]
        shares = [share for _, share, _ in told]
        claims = tuple(dict.fromkeys([claim for _, _, claim in told]))
        return _make_holding(holder, held, min(shares), max(shares), basis, date=last, claims=claims)
    claims = tuple(dict.fromkeys([entry.id for _, entry in said]))
    if majority:
        return _make_holding(holder, held, 0.5, 1.0, basis, above=True, date=last, claims=claims)
    return _make_holding(holder, held, basis=basis, date=last, claims=claims)


def _before(day: str) -> str:
    """The first day that still describes one state with `day`."""
    return (date.fromisoformat(day) - timedelta(APART)).isoformat() if day > "0002" else ""


def are_shares(terms: Terms) -> bool:
    """Whether the terms' words leave it at shares: rights to have some later are none."""
    words = _words(terms)
    return not words or _NO_SHARES.search(words) is None


def basis_in(terms: Terms) -> Basis:
    """The basis that the terms' own words name."""
    words = _words(terms)
    if not words:
        return Basis.UNKNOWN
    if _NO_VOTES.search(words):
        return Basis.ECONOMIC
    if _VOTES.search(words):
        return Basis.VOTES
    return Basis.DILUTED if _DILUTED.search(words) else Basis.UNKNOWN


def _words(terms: Terms) -> str:
    told = [word for word in (terms.instrument, terms.what, terms.role) if word]
    return " ".join(told)[:400] if told else ""


def joined(holdings: Iterable[Holding]) -> tuple[Holding, ...]:
    """One holding for each holder, held company and basis, in that order.

    Several are several words on one holding, not parcels: where their ranges meet, it is in all of them; where they do
    not, they contradict each other and the range spans them. An unknown size yields to a known one.
    """
    groups: dict[tuple[str, str, str], list[Holding]] = {}
    for holding in holdings:
        groups.setdefault((holding.holder, holding.held, holding.basis), []).append(holding)
    return tuple(_one(groups[key]) for key in sorted(groups))


def _one(words: Sequence[Holding]) -> Holding:
    if len(words) == 1:
        return words[0]
    ordered = sorted(words, key=lambda h: (h.low or 0.0, h.high or 0.0, h.source or "", h.claims))
    ranges = [(h.low, h.high, h.above) for h in ordered if h.low is not None and h.high is not None]
    claims = tuple(dict.fromkeys(claim for h in ordered for claim in h.claims))
    source = "; ".join(dict.fromkeys(h.source for h in ordered if h.source)) or None
    last = max((h.date for h in ordered if h.date), default=None)
    one = replace(ordered[0], low=None, high=None, above=False, date=last, claims=claims, source=source)
    if not ranges:
        return one
    low, above = max((low, above) for low, _, above in ranges)
    high = min(high for _, high, _ in ranges)
    if low > high or (low == high and above):
        low, high = min(low for low, _, _ in ranges), max(high for _, high, _ in ranges)
        above = all(beyond for least, _, beyond in ranges if least == low)
    return replace(one, low=low, high=high, above=above)


def for_votes(holdings: Iterable[Holding]) -> tuple[Holding, ...]:
    """The holdings that count for control: of each pair the one of votes, else one whose basis nobody names; shares
    that are said to be economic or diluted tell nothing of votes."""
    return _preferred(holdings, (Basis.VOTES, Basis.UNKNOWN))


def for_ownership(holdings: Iterable[Holding]) -> tuple[Holding, ...]:
    """The holdings that count for integrated ownership: of each pair the economic one, else one of unknown basis, else
    the diluted one. Votes alone tell nothing of ownership."""
    return _preferred(holdings, (Basis.ECONOMIC, Basis.UNKNOWN, Basis.DILUTED))


def _preferred(holdings: Iterable[Holding], order: Sequence[Basis]) -> tuple[Holding, ...]:
    """Of each pair the known holding of the first basis in `order`, else an unknown one."""
    best: dict[tuple[str, str], Holding] = {}
    ranked = [h for h in holdings if h.basis in order]
    for holding in sorted(ranked, key=lambda h: (h.holder, h.held, not h.known, order.index(h.basis))):
        best.setdefault((holding.holder, holding.held), holding)
    return tuple(best.values())
