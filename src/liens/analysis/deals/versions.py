"""Deals over time: for each pair, the chain of dated versions, and the terms in force on any day.

Claims tell of one version when they are about one relation in one phase, contradict each other in no share or
exclusivity, and their days lie within `APART` of each other. A claim without a date of its own that gives a sum told
before retells that version, however late it was published, unless its words make the sum a further one ("another $4
billion"). A version counts by the day of its event where a claim names one, else by the first publication; both are
kept. Units and products deal for the house they belong to, so that one pair has one chain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from operator import attrgetter

from liens.analysis.dates import When, read_date
from liens.analysis.deals.phases import Phasebook, Told, build_phasebook
from liens.analysis.directory import Directory, build_directory
from liens.analysis.handles import handles
from liens.analysis.money import one_figure
from liens.analysis.ties import TermSeen, terms_in, terms_seen
from liens.ledger.assembling import maker, quick, without_collector
from liens.ledger.view import Entry, View
from liens.market import Effect, Market, Phase
from liens.model import Amount, Document, Status

APART = 45
"""Days between two claims that may still tell of one event."""
MOST_COMPARED = 60
"""Versions of one relation and phase with which a claim is compared: the latest ones."""
LONE = "start_up"
"""The role of companies that deal for themselves, whoever owns them."""
Key = tuple[str, str, str, str]
End = tuple[str, str]


@quick
@dataclass(frozen=True, slots=True)
class Voice:
    """One claim's part in a version. `speaker` is an entity id, None for the document's own voice; `published` is the
    document's day, `event` the days that the claim names, `due` the days ahead that it names; `phrase` are the words
    that told the phase."""

    claim: str
    document: str
    speaker: str | None
    status: Status
    published: str | None = None
    event: When | None = None
    due: When | None = None
    phrase: str | None = None


@quick
@dataclass(frozen=True, slots=True)
class Version:
    """A deal's state as from `when` (None if no day is known): one relation, in one phase, on some terms.

    `subject` and `object` are the entities as the first claim names them; `by_event` tells whether `when` is the
    event's day or, for want of one, that of the first publication; `anew`, whether its words make it a further deal.
    """

    phase: Phase
    subject: str
    relation: str
    object: str
    when: When | None
    by_event: bool
    terms: tuple[TermSeen, ...]
    voices: tuple[Voice, ...]
    anew: bool = False

    @property
    def claims(self) -> tuple[str, ...]:
        return tuple([voice.claim for voice in self.voices])

    @property
    def day(self) -> str:
        """The first day of `when`; "" if none is known."""
        return self.when.first if self.when else ""

    @property
    def amounts(self) -> tuple[TermSeen, ...]:
        """The sums that the version's claims give; their values are `Amount`s."""
        return tuple(term for term in self.terms if term.name == "amount")


@quick
@dataclass(frozen=True, slots=True)
class Deal:
    """All dealings between the houses `ends`, which stand in the order of their names. `versions` come by day, then by
    phase; `denials` are the claims that deny a dealing. `id` can be typed."""

    id: str
    ends: End
    versions: tuple[Version, ...]
    denials: tuple[Voice, ...] = ()

    @property
    def claims(self) -> tuple[str, ...]:
        return tuple(c for v in self.versions for c in v.claims) + tuple(voice.claim for voice in self.denials)


@quick
@dataclass(frozen=True, slots=True)
class Held:
    """What holds of one relation on a day: since when, on which terms, by which claims. Of each term but the sum the
    latest value holds; sums stand side by side, as each is a transaction of its own."""

    subject: str
    relation: str
    object: str
    since: When | None
    terms: tuple[TermSeen, ...]
    claims: tuple[str, ...]


@quick
@dataclass(frozen=True, slots=True)
class Standing:
    """How a deal stands on `day`: what is in force; what was planned or rumoured by then and has neither come into
    force nor ended; what had ended."""

    day: str
    in_force: tuple[Held, ...]
    open: tuple[Version, ...]
    ended: tuple[Version, ...]


@quick
@dataclass(frozen=True, slots=True)
class _Word:
    """An entry with its phase, the house at each end and the days that it counts by."""

    entry: Entry
    phase: Phase
    houses: End
    voice: Voice
    when: When | None
    anew: bool

    @property
    def amount(self) -> Amount | None:
        return self.entry.claim.terms.amount

    @property
    def key(self) -> Key:
        return (self.entry.claim.relation, *self.houses, self.phase.name)


_make_voice, _make_word, _make_version, _make_deal = maker(Voice), maker(_Word), maker(Version), maker(Deal)


@without_collector()
def find_deals(view: View, market: Market, directory: Directory | None = None) -> tuple[Deal, ...]:
    """Every deal of `view`, the one with most versions first."""
    told: defaultdict[End, list[_Word]] = defaultdict(list)
    denied: defaultdict[End, list[Voice]] = defaultdict(list)
    for pair, heard in _hear_all(view, market, _Houses(view, directory or build_directory(view, market))):
        if isinstance(heard, _Word):
            told[pair].append(heard)
        else:
            denied[pair].append(heard)
    pairs = {**told, **denied}
    ids = handles({end: view.entities[end].name for end in dict.fromkeys(chain.from_iterable(pairs))})
    deals = [
        _make_deal(f"{ids[pair[0]]}--{ids[pair[1]]}", pair, _versions(told.get(pair, ())), tuple(denied.get(pair, ())))
        for pair in pairs
    ]
    deals.sort(key=attrgetter("id"))
    deals.sort(key=_length, reverse=True)
    return tuple(deals)


def _length(deal: Deal) -> int:
    return len(deal.versions)


def _hear_all(view: View, market: Market, houses: _Houses) -> Iterator[tuple[End, _Word | Voice]]:
    """The claims of dealings with the pair that each is about, a denial as a mere voice."""
    book = build_phasebook(market.phases)
    symmetric = {relation.name for relation in market.relations.values() if relation.symmetric}
    documents = dict(view.documents)  # asked in half of the time that a read-only view of it takes
    for entry in view.entries:
        relation = entry.claim.relation
        ends = houses.ends(entry) if relation in book.relations else None
        if ends is None:
            continue
        voice, told = _hear(entry, documents[entry.claim.evidence.document], book)
        if told.phase is not None:
            sides = ends if relation not in symmetric or ends[0] <= ends[1] else (ends[1], ends[0])
            when = voice.event or read_date(voice.published)
            yield houses.pair(ends), _make_word(entry, told.phase, sides, voice, when, told.anew)
        elif entry.claim.status is Status.DENIED:
            yield houses.pair(ends), voice


def deals_of(deals: Iterable[Deal], entity: str, directory: Directory) -> tuple[Deal, ...]:
    """The deals of `entity` or of the house that it deals for, in their order."""
    keys = directory.house(entity)
    return tuple(deal for deal in deals if keys.intersection(deal.ends))


class _Houses:
    """Which entity each entity deals for: the topmost owner that the view knows, below any start-up, which deals for
    itself."""

    def __init__(self, view: View, directory: Directory) -> None:
        self._view, self._directory = view, directory
        self._tops = {key: self._climb(key) for key in view.entities}
        self._places = {entity.id: (entity.name.casefold(), entity.id) for entity in view.entities.values()}

    def ends(self, entry: Entry) -> End | None:
        """Who deals with whom in `entry`; None where one entity is on both sides."""
        one, two = self._tops[entry.subject], self._tops[entry.object]
        if one != two:
            return one, two
        return (entry.subject, entry.object) if entry.subject != entry.object else None

    def _climb(self, entity: str) -> str:
        top = entity
        for key in self._directory.lineage(entity):
            if key in self._view.entities:
                top = key
                if self._view.entities[key].role == LONE:
                    break
        return top

    def pair(self, ends: End) -> End:
        one, two = ends
        return ends if self._places[one] <= self._places[two] else (two, one)


def _hear(entry: Entry, document: Document, book: Phasebook) -> tuple[Voice, Told]:
    """A claim's voice and what it tells. A date ahead of its publication is no event's day, but when something is
    due."""
    said, published = entry.claim.terms.date, document.published
    event = read_date(said) if said else None
    due = None
    if event is not None and (day := read_date(published)) is not None and event.first > day.last:
        event, due = None, event
    told = book.tell(entry, document, runs=due is not None)
    status, speaker = entry.claim.status, entry.speaker
    return _make_voice(entry.id, document.id, speaker, status, published, event, due, told.phrase), told


def _versions(words: Sequence[_Word]) -> tuple[Version, ...]:
    """The versions that `words`, all about one pair, tell of: dated claims found them, others join or follow."""
    if len(words) < 2:
        return tuple(map(_lone_version, words))
    groups: defaultdict[Key, list[list[_Word]]] = defaultdict(list)
    for word in sorted(words, key=_exact_first):
        homes = groups[word.key]
        fitting = [group for group in homes[-MOST_COMPARED:] if _fits(group, word)] if homes else homes
        if fitting:
            min(fitting, key=lambda group: _gap(group[0], word)).append(word)
        else:
            homes.append([word])
    found = chain.from_iterable(groups.values())
    versions = [_version(group) if len(group) > 1 else _lone_version(group[0]) for group in found]
    return tuple(sorted(versions, key=_in_course))


def _in_course(version: Version) -> tuple[str, int, str, tuple[str, ...]]:
    """By day, then by phase."""
    return (version.day, version.phase.rank, version.relation, version.claims)


def _exact_first(word: _Word) -> tuple[bool, str, int, str]:
    """Claims that name their event's day first, then by day, the most exact first."""
    when = word.when
    return (word.voice.event is None, when.first if when else "9999", when.days if when else 0, word.entry.id)


def _fits(group: Sequence[_Word], word: _Word) -> bool:
    """Whether `word` may tell of the version that `group` tells of."""
    terms = word.entry.claim.terms
    for other in group:
        known = other.entry.claim.terms
        if None not in (terms.stake_pct, known.stake_pct) and terms.stake_pct != known.stake_pct:
            return False
        if None not in (terms.exclusive, known.exclusive) and terms.exclusive is not known.exclusive:
            return False
        if word.amount and other.amount and not _one_sum(word, other):
            return False
    near = _gap(group[0], word) <= APART
    retold = word.voice.event is None and not word.anew
    if word.amount is not None and any(other.amount for other in group):
        return near or retold
    return near or (retold and word.amount is None and _is_before(group[0], word))


def _one_sum(one: _Word, two: _Word) -> bool:
    """Whether two claims may state one sum, at the rates of the earlier year."""
    years = [int(word.when.first[:4]) for word in (one, two) if word.when]
    if one.amount is None or two.amount is None:
        return False
    return one_figure(one.amount, two.amount, min(years, default=9999))


def _gap(one: _Word, two: _Word) -> int:
    """Days between the two; none where a day is not known."""
    return one.when.gap(two.when) if one.when and two.when else 0


def _is_before(one: _Word, two: _Word) -> bool:
    return one.when is not None and two.when is not None and one.when.first <= two.when.last


def _lone_version(word: _Word) -> Version:
    """The version of one claim alone, as most are."""
    entry, voice = word.entry, word.voice
    subject, relation, object = entry.subject, entry.claim.relation, entry.object
    when, by_event = voice.event or word.when, voice.event is not None
    return _make_version(word.phase, subject, relation, object, when, by_event, terms_in(entry), (voice,), word.anew)


def _version(group: Sequence[_Word]) -> Version:
    first = group[0]
    events = [w.voice.event for w in group if w.voice.event]
    days = events or [w.when for w in group if w.when]
    exact_first = sorted(days, key=(lambda when: (when.days, when.first)) if events else None)
    ordered = sorted(group, key=lambda w: (w.voice.published or "9999", w.entry.id))
    return Version(
        phase=first.phase,
        subject=first.entry.subject,
        relation=first.entry.claim.relation,
        object=first.entry.object,
        when=exact_first[0] if exact_first else None,
        by_event=bool(events),
        terms=terms_seen([w.entry for w in ordered]),
        voices=tuple(w.voice for w in ordered),
        anew=any(w.anew for w in group),
    )


def stand_on(deal: Deal, day: str) -> Standing:
    """How `deal` stands at the end of `day` (ISO), as told by all claims of the ledger, later ones included.

    Versions without a day are left out. A relation ends with the last version that ends it; what is agreed after that
    holds anew.
    """
    past = [version for version in deal.versions if version.day and version.day <= day]
    held: dict[tuple[str, bool], list[Version]] = {}
    waiting: dict[tuple[str, bool], list[Version]] = {}
    ended: list[Version] = []
    for version in past:
        key = (version.relation, version.subject == deal.ends[0])
        if version.phase.effect is Effect.END:
            ended.append(version)
            held.pop(key, None)
            waiting.pop(key, None)
        elif version.phase.effect is Effect.FORCE:
            held.setdefault(key, []).append(version)
            waiting[key] = [plan for plan in waiting.get(key, ()) if not _carried_out(plan, version)]
        else:
            waiting.setdefault(key, []).append(version)
    return Standing(
        day=day,
        in_force=tuple(_held(versions) for versions in held.values()),
        open=tuple(version for versions in waiting.values() for version in versions),
        ended=tuple(ended),
    )


def _carried_out(plan: Version, done: Version) -> bool:
    """Whether `done` puts `plan` into force: one of its sums is that of the plan, or one of the two names none."""
    if not plan.amounts or not done.amounts:
        return True
    return any(_same_sum(a, b, done.day) for a in plan.amounts for b in done.amounts)


def _same_sum(one: TermSeen, two: TermSeen, day: str) -> bool:
    a, b = one.value, two.value
    return isinstance(a, Amount) and isinstance(b, Amount) and one_figure(a, b, int(day[:4]))


def _held(versions: Sequence[Version]) -> Held:
    """The terms that `versions`, earliest first, add up to."""
    latest: dict[str, list[TermSeen]] = {}
    sums: list[TermSeen] = []
    for version in versions:
        _enter(version, sums)
        fresh: Mapping[str, list[TermSeen]] = {
            term.name: [seen for seen in version.terms if seen.name == term.name]
            for term in version.terms
            if term.name not in ("amount", "date")
        }
        latest |= fresh
    first = versions[0]
    return Held(
        subject=first.subject,
        relation=first.relation,
        object=first.object,
        since=first.when,
        terms=(*sums, *(term for terms in latest.values() for term in terms)),
        claims=tuple(claim for version in versions for claim in version.claims),
    )


def _enter(version: Version, sums: list[TermSeen]) -> None:
    """Add the sums of `version` to `sums`, earlier ones of the same relation: one that was agreed and then paid, or is
    told again, is one transaction unless the version is a further one."""
    for term in version.amounts:
        place = next((i for i, known in enumerate(sums) if _same_sum(known, term, version.day)), None)
        if place is None or version.anew:
            sums.append(term)
        else:
            sums[place] = replace(sums[place], claims=(*sums[place].claims, *term.claims))
