"""Where claims about one tie do not agree. Each conflict lists who says what, and when; none is decided here.

Amounts conflict when they are of one kind, about one transaction, and no conversion reconciles them (`money`). Claims
dated more than `APART` days from each other are about separate transactions, and so are sums or dates that one voice
gives side by side in one document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from liens.analysis.dates import When, claim_date, event_date, read_date
from liens.analysis.money import one_figure, reconciled, same_kind
from liens.analysis.ties import Tie, find_ties
from liens.ledger.assembling import maker, quick, without_collector
from liens.ledger.view import Entry, View
from liens.market import Market
from liens.model import Amount, AmountKind, Choice, Document, Status

APART = 45
STALE = 365
"""Days after which a state may be another one, so that what is said then contradicts nothing said before."""
MOST_CAMPS = 50
"""A tie on which more camps than this disagree shows the first of them."""


class Dispute(Choice):
    """What a conflict is about."""

    AMOUNT = "amount"
    STATUS = "status"
    EXCLUSIVITY = "exclusivity"
    DATE = "date"


@quick
@dataclass(frozen=True, slots=True)
class Position:
    """One claim's part in a conflict. `speaker` is an entity id, None for the document's own voice; `date` is a day."""

    claim: str
    document: str
    speaker: str | None
    date: str | None


@quick
@dataclass(frozen=True, slots=True)
class Camp:
    """Claims that agree. `value` is what they say, as one puts it: an `Amount`, a `Status`, a bool or a `When`."""

    value: object
    positions: tuple[Position, ...]


@quick
@dataclass(frozen=True, slots=True)
class Conflict:
    """Two or more camps that do not agree about the tie with id `tie`."""

    tie: str
    about: Dispute
    camps: tuple[Camp, ...]

    @property
    def claims(self) -> tuple[str, ...]:
        return tuple(position.claim for camp in self.camps for position in camp.positions)


@quick
@dataclass(frozen=True, slots=True)
class _Word:
    """An entry with what is compared: its sum, the days its claim names, the day it counts by."""

    entry: Entry
    amount: Amount | None
    event: When | None
    day: str | None

    @property
    def voice(self) -> tuple[str, str | None]:
        return self.entry.claim.evidence.document, self.entry.speaker

    @property
    def status(self) -> Status:
        return self.entry.claim.status

    @property
    def year(self) -> int:
        return int(self.day[:4]) if self.day else 9999


_make_word, _make_position = maker(_Word), maker(Position)
Group = tuple[object, list[_Word]]
Fits = Callable[[_Word, _Word], bool]


def find_conflicts(view: View, market: Market) -> tuple[Conflict, ...]:
    """Every conflict of `view`, in the order of its ties."""
    return conflicts_in(find_ties(view, market), view)


@without_collector()
def conflicts_in(ties: Sequence[Tie], view: View) -> tuple[Conflict, ...]:
    """The conflicts of `ties`. One about the same claims is told once, at the first tie that has it."""
    several = [tie for tie in ties if len(tie.claims) > 1]
    wanted = set(chain.from_iterable([tie.claims for tie in several]))
    entries = {entry.id: entry for entry in view.entries if entry.id in wanted}
    documents = dict(view.documents)  # asked in half of the time that a read-only view of it takes
    told: dict[tuple[Dispute, frozenset[str]], Conflict] = {}
    for tie in several:
        words = [_word(entries[claim], documents) for claim in tie.claims]
        for about, groups in (dispute for matter in _matters(words) for dispute in _disputes(matter)):
            conflict = Conflict(tie.id, about, tuple(_camp(value, members) for value, members in groups))
            told.setdefault((about, frozenset(conflict.claims)), conflict)
    return tuple(told.values())


def _matters(words: list[_Word]) -> Iterable[list[_Word]]:
    """The words by what they are about: what an authority does about one deal says nothing of another."""
    if not any(word.entry.parties for word in words):
        return (words,)
    found: dict[frozenset[str], list[_Word]] = {}
    for word in words:
        found.setdefault(frozenset(word.entry.parties), []).append(word)
    return found.values()


def _word(entry: Entry, documents: Mapping[str, Document]) -> _Word:
    when = claim_date(entry, documents.get(entry.claim.evidence.document))
    return _make_word(entry, entry.claim.terms.amount, event_date(entry), when.first if when else None)


def _camp(value: object, members: Iterable[_Word]) -> Camp:
    positions = [_make_position(w.entry.id, w.entry.claim.evidence.document, w.entry.speaker, w.day) for w in members]
    return Camp(value, tuple(positions))


def _disputes(words: list[_Word]) -> Iterator[tuple[Dispute, list[Group]]]:
    """What the claims of one tie disagree on. One alone agrees with itself."""
    pools = [pool for sums in _transactions(words) if len(sums) > 1 for pool in _pools(sums) if len(pool) > 1]
    found = [
        *[(Dispute.AMOUNT, _apart(_by_amount(pool))) for pool in pools],
        (Dispute.STATUS, _by_denial(words)),
        (Dispute.EXCLUSIVITY, _by_exclusivity(words)),
        *[(Dispute.DATE, _apart(_by_day(events))) for events in _events(words) if len(events) > 1],
    ]
    yield from [(about, groups) for about, groups in found if len(groups) > 1]


def _apart(groups: list[Group]) -> list[Group]:
    """The groups that stand against another: no voice speaks in both, else it would speak of two things."""
    if len(groups) < 2:
        return []
    voices = [{word.voice for word in members} for _, members in groups]
    return [
        group
        for index, group in enumerate(groups)
        if any(voices[index].isdisjoint(other) for number, other in enumerate(voices) if number != index)
    ]


def _sort_out(words: Iterable[_Word], fits: Fits) -> list[list[_Word]]:
    """Each word in the first group whose founder it fits, else as the founder of a new one."""
    groups: list[list[_Word]] = []
    for word in words:
        home = next((group for group in groups if fits(group[0], word)), None)
        if home is not None:
            home.append(word)
        elif len(groups) < MOST_CAMPS:
            groups.append([word])
    return groups


def _transactions(words: list[_Word]) -> list[list[_Word]]:
    """Claims with a sum, by transaction: those whose own dates lie together. An undated one goes to the first that its
    sum fits or that its document was published about; those that fit none are held against their like, if they were
    published about the same time: a later and larger sum may include the earlier one."""
    sums = [word for word in words if word.amount is not None and word.status is not Status.DENIED]
    if len(sums) < 2:
        return [sums]
    groups = _sort_out(_by_precision(sums), _same_days)
    founders = [group[:MOST_CAMPS] for group in groups]
    rest: list[_Word] = []
    for word in (word for word in sums if word.event is None):
        home = next((place for place, known in enumerate(founders) if any(_may_join(word, k) for k in known)), None)
        (rest if home is None else groups[home]).append(word)
    return [*groups, *_sort_out(sorted(rest, key=lambda word: word.day or ""), _same_time)]


def _same_time(one: _Word, two: _Word) -> bool:
    first, second = read_date(one.day), read_date(two.day)
    return first is None or second is None or first.gap(second) <= APART


def _may_join(undated: _Word, dated: _Word) -> bool:
    published = read_date(undated.day)
    about = published is not None and dated.event is not None and published.gap(dated.event) <= APART
    if about or undated.amount is None or dated.amount is None:
        return about
    return one_figure(undated.amount, dated.amount, min(undated.year, dated.year))


def _by_precision(words: Iterable[_Word]) -> list[_Word]:
    """Dated words, the most exact date first."""
    dated = [(word.event, word) for word in words if word.event is not None]
    exact_first = sorted(dated, key=lambda pair: (pair[0].days, pair[0], pair[1].entry.id))
    return [word for _, word in exact_first]


def _same_days(one: _Word, two: _Word) -> bool:
    return one.event is not None and two.event is not None and one.event.gap(two.event) <= APART


def _same_sum(one: _Word, two: _Word) -> bool:
    """Whether the two may state one sum, converted at the average rate of the earlier one's year."""
    if one.amount is None or two.amount is None:
        return one.amount is two.amount
    return same_kind(one.amount, two.amount) and reconciled(one.amount, two.amount, min(one.year, two.year))


def _pools(words: list[_Word]) -> Iterator[list[_Word]]:
    """Words whose sums may be compared: those of one kind with those of unknown kind, valuations among themselves."""
    by_kind: dict[AmountKind, list[_Word]] = {}
    for word in words:
        if word.amount is not None:
            by_kind.setdefault(word.amount.kind, []).append(word)
    unknown = by_kind.pop(AmountKind.UNKNOWN, [])
    yield from (by_kind.pop(kind) for kind in (AmountKind.VALUATION,) if kind in by_kind)
    yield from (by_kind[kind] + unknown for kind in sorted(by_kind))
    if not by_kind:
        yield unknown


def _by_amount(words: list[_Word]) -> list[Group]:
    """Camps of sums; bounds and ranges come last, so that they join a camp that they allow."""
    stated = [(word.amount, word) for word in words if word.amount is not None]
    firm_first = sorted(stated, key=lambda s: (s[0].up_to, s[0].upper is not None, s[0].value, s[1].entry.id))
    groups = _sort_out((word for _, word in firm_first), _same_sum)
    return [(group[0].amount, group) for group in groups if group[0].amount is not None]


def _by_denial(words: list[_Word]) -> list[Group]:
    """Those who deny the tie, against each status that others give it; what has ended is no contradiction, nor is what
    is told more than `STALE` days after the last denial."""
    denials = [word for word in words if word.status is Status.DENIED]
    if not denials:
        return []
    last = max(word.day or "9999-12-31" for word in denials)
    by_status: dict[Status, list[_Word]] = {Status.DENIED: denials}
    for word in words:
        if word.status not in (Status.ENDED, Status.DENIED) and not _is_stale(last, word.day):
            by_status.setdefault(word.status, []).append(word)
    return [(status, by_status[status]) for status in Status if status in by_status]


def _is_stale(then: str, now: str | None) -> bool:
    """Whether so much time lies between `then` and the later day `now` that things may have changed."""
    before, after = read_date(then), read_date(now)
    return before is not None and after is not None and after.first > before.last and after.gap(before) > STALE


def _by_exclusivity(words: list[_Word]) -> list[Group]:
    """Exclusive against not exclusive, unless one side began to say so more than `STALE` days after the other ended."""
    stated = [word for word in words if word.entry.claim.terms.exclusive is not None]
    stated = [word for word in stated if word.status is not Status.DENIED]
    sides = [(value, [w for w in stated if w.entry.claim.terms.exclusive is value]) for value in (True, False)]
    if not all(members for _, members in sides):
        return []
    (first, last), (begin, end) = (_reach(members) for _, members in sides)
    return [] if _is_stale(last, begin) or _is_stale(end, first) else list(sides)


def _reach(words: list[_Word]) -> tuple[str, str]:
    """The first and the last day of `words`; open where one is not known."""
    days = [word.day for word in words]
    return min(day or "0001-01-01" for day in days), max(day or "9999-12-31" for day in days)


def _events(words: list[_Word]) -> Iterator[list[_Word]]:
    """Dated claims by the event that they are about: same status, stage, post and sum. What one alone tells of is left
    out."""
    kinds: dict[tuple[object, ...], list[_Word]] = {}
    for word in words:
        if word.event is not None and word.status is not Status.DENIED:
            terms = word.entry.claim.terms
            kinds.setdefault((word.status, terms.stage, terms.role, terms.what), []).append(word)
    for members in kinds.values():
        if len(members) > 1:
            yield from _sort_out(members, _same_sum)


def _by_day(words: list[_Word]) -> list[Group]:
    groups = _sort_out(_by_precision(words), _same_days)
    dated = [(group[0].event, group) for group in groups if group[0].event is not None]
    return [(days, group) for days, group in sorted(dated, key=lambda pair: pair[0])]
