"""What is known of each pair and relation, over all claims: a `Tie` is never more than its claims.

What holds now is told by the latest claim that settles it: one that asserts the tie or says that it has ended. Plans,
allegations and denials leave an asserted tie as it is, and stay on it as what they are; a tie that nobody asserts has
the status of its latest plan or allegation, and is denied only where every claim denies it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from liens.analysis.dates import When, claim_date
from liens.analysis.directory import Directory, build_directory
from liens.analysis.handles import handles, slug
from liens.analysis.origins import Origins, Support, find_origins
from liens.ledger.assembling import maker, quick, without_collector
from liens.ledger.view import Entry, View
from liens.market import Market
from liens.model import Document, Status, Terms, digest

Key = tuple[str, str, str]
SETTLED = (Status.ENDED, Status.ASSERTED)
STATUSES = tuple(Status)
TERMS = tuple(f.name for f in fields(Terms))
TERM_VALUES = attrgetter(*TERMS)
NO_TERMS = TERM_VALUES(Terms())
OPEN = (Status.PLANNED, Status.ALLEGED)
PLAIN = re.compile(r"[a-z][a-z0-9_]{0,39}")


@quick
@dataclass(frozen=True, slots=True)
class TermSeen:
    """A term that claims give a tie: field `name` of `Terms`, its `value`, and the ids of the claims that say so."""

    name: str
    value: object
    claims: tuple[str, ...]


@quick
@dataclass(frozen=True, slots=True)
class Tie:
    """A relation between two entities over all claims.

    `id` can be typed; `first` and `last` are the dates of the claims' events (else of publication) in ISO form, as
    exact as they are known ("2019"); `claims` are ids by that date; `contested` if some deny what others do not.
    """

    id: str
    subject: str
    relation: str
    object: str
    status: Status
    claims: tuple[str, ...]
    statuses: tuple[tuple[Status, tuple[str, ...]], ...]
    support: Support
    terms: tuple[TermSeen, ...] = ()
    first: str | None = None
    last: str | None = None
    contested: bool = False

    @property
    def ends(self) -> tuple[str, str]:
        return (self.subject, self.object)

    def other(self, end: str) -> str:
        """The end that is not `end`."""
        return self.object if end == self.subject else self.subject


_make_tie, _make_term = maker(Tie), maker(TermSeen)


def find_ties(view: View, market: Market) -> tuple[Tie, ...]:
    """Every tie of `view`, the best supported first."""
    directory = build_directory(view, market)
    origins = find_origins(view.documents.values(), directory)
    return ties_from(view, market, origins, directory)


@without_collector()
def ties_from(view: View, market: Market, origins: Origins, directory: Directory) -> tuple[Tie, ...]:
    """`find_ties` for a caller that has the origins and the directory already."""
    grouped = _grouped(view, market)
    ids = _ids(grouped, view)
    documents = dict(view.documents)  # asked in half of the time that a read-only view of it takes
    ties = []
    for (key, entries), handle in zip(grouped.items(), ids, strict=True):
        support = origins.support(entries, (key[0], key[2]), directory)
        if len(entries) == 1:
            (entry,) = entries
            when = claim_date(entry, documents.get(entry.claim.evidence.document))
            ties.append(_lone_tie(key, handle, entry, when, support))
        else:
            ties.append(_tie(key, handle, _dated(entries, documents), support))
    ties.sort(key=attrgetter("id"))
    ties.sort(key=_weight, reverse=True)
    return tuple(ties)


def _weight(tie: Tie) -> tuple[int, int]:
    return tie.support.total, len(tie.claims)


def _grouped(view: View, market: Market) -> dict[Key, list[Entry]]:
    """The entries of each tie, each once."""
    by_name = sorted(view.entities, key=lambda key: _name_key(key, view))
    places = {key: place for place, key in enumerate(by_name)}
    symmetric = {relation.name for relation in market.relations.values() if relation.symmetric}
    grouped: defaultdict[Key, list[Entry]] = defaultdict(list)
    for entry in view.entries:
        one, relation, two = entry.subject, entry.claim.relation, entry.object
        if entry.parties or relation in symmetric:
            for key in _keys(entry, places.__getitem__ if relation in symmetric else None):
                grouped[key].append(entry)
        elif one != two:
            grouped[one, relation, two].append(entry)
    return grouped


def tie_keys(entry: Entry, view: View, market: Market) -> list[Key]:
    """The ties that a claim is about: one, and for a claim about a deal also one to each of the deal's parties.

    A symmetric relation has its ends in the order of their names. Two ends that are one entity after all tie nothing.
    """
    relation = market.relations.get(entry.claim.relation)
    return _keys(entry, (lambda end: _name_key(end, view)) if relation is not None and relation.symmetric else None)


def _keys(entry: Entry, place: Callable[[str], Any] | None) -> list[Key]:
    """`tie_keys`; `place` tells by what the ends of a symmetric relation are ordered, None for any other relation."""
    one, relation = entry.subject, entry.claim.relation
    others = dict.fromkeys((entry.object, *entry.parties)) if entry.parties else (entry.object,)
    if place is None:
        return [(one, relation, two) for two in others if two != one]
    pairs = [(one, two) if place(one) < place(two) else (two, one) for two in others if two != one]
    return [(first, relation, second) for first, second in pairs]


def _name_key(entity: str, view: View) -> tuple[str, str]:
    return (view.entities[entity].name.casefold(), entity)


def _ids(keys: Collection[Key], view: View) -> Iterator[str]:
    """A tie's id is `subject--relation--object`, each by its handle: a name that any file system can hold."""
    ends = handles({e.id: e.name for e in view.entities.values()})
    plain = {relation: _plain(relation) for relation in {key[1] for key in keys}}
    return (f"{ends[subject]}--{plain[relation]}--{ends[object]}" for subject, relation, object in keys)


def _plain(relation: str) -> str:
    """The relation's name where it is like those of a market pack, else a handle made from it."""
    return relation if PLAIN.fullmatch(relation) else f"{slug(relation)}-{digest(relation)[:8]}"


def _dated(entries: Sequence[Entry], documents: Mapping[str, Document]) -> list[tuple[When | None, Entry]]:
    """The entries, each once, with the days that each counts by (None if not known); earliest first."""
    unique = {entry.id: entry for entry in entries}.values()
    dated = [(claim_date(e, documents.get(e.claim.evidence.document)), e) for e in unique]
    return sorted(dated, key=_moment)


def _moment(dated: tuple[When | None, Entry]) -> tuple[str, str, str]:
    when, entry = dated
    return (when.first, when.last, entry.id) if when else ("", "", entry.id)


def _tie(key: Key, handle: str, dated: list[tuple[When | None, Entry]], support: Support) -> Tie:
    entries = [entry for _, entry in dated]
    days = [when for when, _ in dated if when]
    statuses = _statuses(entries)
    return Tie(
        id=handle,
        subject=key[0],
        relation=key[1],
        object=key[2],
        status=status_of([(when.first if when else "", entry.claim.status) for when, entry in dated]),
        claims=tuple([entry.id for entry in entries]),
        statuses=statuses,
        support=support,
        terms=terms_seen(entries),
        first=days[0].opening if days else None,
        last=max(days, key=attrgetter("last")).closing if days else None,
        contested=len(statuses) > 1 and any(status is Status.DENIED for status, _ in statuses),
    )


def _lone_tie(key: Key, handle: str, entry: Entry, when: When | None, support: Support) -> Tie:
    """The tie of one claim alone, as most are."""
    subject, relation, object = key
    status, claims = entry.claim.status, (entry.id,)
    statuses, terms = ((status, claims),), terms_in(entry)
    first, last = (when.opening, when.closing) if when else (None, None)
    return _make_tie(handle, subject, relation, object, status, claims, statuses, support, terms, first, last)


def status_of(told: Sequence[tuple[str, Status]]) -> Status:
    """The status by the rule at the top of this module, given what is told and its day ("" if not known); of several on
    the latest day, the one named first there."""
    for rank in (SETTLED, OPEN):
        if found := [(day, -rank.index(status), status) for day, status in told if status in rank]:
            return max(found)[2]
    return Status.DENIED


def _statuses(entries: list[Entry]) -> tuple[tuple[Status, tuple[str, ...]], ...]:
    seen: dict[Status, list[str]] = {}
    for entry in entries:
        seen.setdefault(entry.claim.status, []).append(entry.id)
    return tuple((status, tuple(seen[status])) for status in STATUSES if status in seen)


def terms_seen(entries: Sequence[Entry]) -> tuple[TermSeen, ...]:
    """Each term and value once, with its claims; by field, then in the order of the claims."""
    if len(entries) == 1:
        return terms_in(entries[0])
    seen: dict[tuple[int, object], list[str]] = {}
    for entry in entries:
        values = TERM_VALUES(entry.claim.terms)
        if values != NO_TERMS:
            for place, value in enumerate(values):
                if value is not None:
                    seen.setdefault((place, value), []).append(entry.id)
    by_field = sorted(seen.items(), key=lambda item: item[0][0])
    return tuple(TermSeen(TERMS[place], value, tuple(claims)) for (place, value), claims in by_field)


def terms_in(entry: Entry) -> tuple[TermSeen, ...]:
    """The terms of one claim, by field: spelled out, as a loop over the fields takes four times as long."""
    terms, claims = entry.claim.terms, (entry.id,)
    seen: list[TermSeen] = []
    if terms.amount is not None:
        seen.append(_make_term("amount", terms.amount, claims))
    if terms.stake_pct is not None:
        seen.append(_make_term("stake_pct", terms.stake_pct, claims))
    if terms.date is not None:
        seen.append(_make_term("date", terms.date, claims))
    if terms.exclusive is not None:
        seen.append(_make_term("exclusive", terms.exclusive, claims))
    if terms.what is not None:
        seen.append(_make_term("what", terms.what, claims))
    if terms.role is not None:
        seen.append(_make_term("role", terms.role, claims))
    if terms.instrument is not None:
        seen.append(_make_term("instrument", terms.instrument, claims))
    if terms.stage is not None:
        seen.append(_make_term("stage", terms.stage, claims))
    return tuple(seen)
