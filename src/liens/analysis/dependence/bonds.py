"""Bonds: ties by which a start-up comes to depend on a company, graded by the market's rules (`market.dependence`).

A bond is in force from its first asserted claim until a claim that says it has ended, and again from a later assertion;
plans, allegations and denials leave it as it is. A claim counts from the first of its days (`claim_date`); one of which
no day is known counts on every day. Ends are rolled up: a unit and an executive stand for the company at the top of
their house, a product for its maker, and a start-up for itself even where a group owns it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from liens.analysis.dates import claim_date, read_date
from liens.analysis.directory import build_directory
from liens.analysis.ties import Tie
from liens.errors import ConfigError
from liens.ledger.assembling import maker, quick, without_collector
from liens.ledger.view import Entry, View
from liens.market import Market
from liens.market.dependence import DependencyTable, Grade, Rule, Showing
from liens.model import Claim, Document, Kind, Status

START_UP = "start_up"
IN_FORCE = tuple(grade for grade in Grade if grade.rank >= Grade.PRESENT.rank)
LONGEST = 2_000
"""Characters of a claim's evidence in which words are looked for."""
TURNS = {Status.DENIED: 0, Status.ALLEGED: 1, Status.PLANNED: 2, Status.ASSERTED: 3, Status.ENDED: 4}
"""Of claims that count from one day, who speaks last: an end outdoes an assertion of the same day."""


@quick
@dataclass(frozen=True, slots=True)
class Word:
    """What one claim says of a bond from `day` on ("" if no day is known). An asserted one has a `grade` and its rule's
    `why`; it is `open` if it says that the tie is not exclusive."""

    day: str
    claim: str
    status: Status
    grade: Grade = Grade.UNKNOWN
    why: str = ""
    open: bool = False


@quick
@dataclass(frozen=True, slots=True)
class Bond:
    """The tie `tie` as it makes `start_up` depend on `provider` in `channel`. `layer` is where the provider stands in
    it, None if the market does not tell; `words` are its claims, earliest first."""

    tie: str
    relation: str
    start_up: str
    channel: str
    provider: str
    layer: str | None
    words: tuple[Word, ...]


@quick
@dataclass(frozen=True, slots=True)
class State:
    """How a bond stands: `none` if it is said not to be or to have ended, `unknown` if it is only planned or alleged or
    nobody has spoken yet, else in force. `claims` are those that it rests on."""

    grade: Grade
    why: str = ""
    claims: tuple[str, ...] = ()

    @property
    def in_force(self) -> bool:
        return self.grade in IN_FORCE


@quick
@dataclass(frozen=True, slots=True)
class Turn:
    """How a bond stands from `day` on; `claims` are those of that day."""

    day: str
    grade: Grade
    claims: tuple[str, ...]


_make_word, _make_bond, _make_state = maker(Word), maker(Bond), maker(State)


@dataclass(slots=True)
class _Run:
    """A bond while its words are heard in order: the claims of each sort, and what the asserted ones tell of its grade
    since it last ended."""

    settled: Status | None = None
    asserted: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    denied: list[str] = field(default_factory=list)
    best: Grade = Grade.UNKNOWN
    why: str = ""
    closed: Word | None = None
    opened: str = ""

    def hear(self, word: Word) -> None:
        if word.status is Status.ASSERTED:
            self.settled = word.status
            self.asserted.append(word.claim)
            self._grade(word)
        elif word.status is Status.ENDED:
            self.settled = word.status
            self.ended.append(word.claim)
            self.asserted, self.best, self.why, self.closed, self.opened = [], Grade.UNKNOWN, "", None, ""
        else:
            (self.denied if word.status is Status.DENIED else self.pending).append(word.claim)

    def _grade(self, word: Word) -> None:
        if word.open:
            self.opened = word.day
        if word.grade is Grade.EXCLUSIVE:
            self.closed = word
        elif word.grade.rank > self.best.rank:
            self.best, self.why = word.grade, word.why

    def verdict(self) -> tuple[Grade, str, list[str]]:
        """The grade, its reason and the claims that decide: settled ones, else plans and allegations, else denials."""
        if self.settled is Status.ASSERTED:
            if self.closed is not None and self.opened <= self.closed.day:
                return Grade.EXCLUSIVE, self.closed.why, self.asserted
            return self.best, self.why, self.asserted if self.best is not Grade.UNKNOWN else []
        if self.settled is Status.ENDED:
            return Grade.NONE, "", self.ended
        if self.pending:
            return Grade.UNKNOWN, "", self.pending
        return Grade.NONE if self.denied else Grade.UNKNOWN, "", self.denied


def state_on(bond: Bond, on: str | None) -> State:
    """How `bond` stands at the end of day `on`, or after all that is known."""
    words = bond.words if on is None else [word for word in bond.words if word.day <= on]
    if len(words) == 1:
        return _lone_state(words[0])
    run = _Run()
    for word in words:
        run.hear(word)
    grade, why, claims = run.verdict()
    return State(grade, why, tuple(claims))


def _lone_state(word: Word) -> State:
    """How a bond stands of which one claim alone speaks, as of most: the same as a run of it has."""
    if word.status is Status.ASSERTED:
        return _make_state(word.grade, word.why, () if word.grade is Grade.UNKNOWN else (word.claim,))
    return _make_state(lone_grade(word), "", (word.claim,))


def lone_grade(word: Word) -> Grade:
    """The grade of such a bond."""
    if word.status is Status.ASSERTED:
        return word.grade
    is_over = word.status is Status.ENDED or word.status is Status.DENIED
    return Grade.NONE if is_over else Grade.UNKNOWN


def course(bond: Bond) -> Iterator[Turn]:
    """The days on which someone speaks of `bond`, and how it stands after each. Words without a day are left out."""
    words = [word for word in bond.words if word.day]
    if len(words) == 1:
        yield Turn(words[0].day, lone_grade(words[0]), (words[0].claim,))
        return
    run = _Run()
    claims: list[str] = []
    for place, word in enumerate(words):
        run.hear(word)
        claims.append(word.claim)
        if place + 1 == len(words) or words[place + 1].day != word.day:
            yield Turn(word.day, run.verdict()[0], tuple(claims))
            claims = []


def last_day(on: str | None) -> str | None:
    """The last day of the date `on`: of a month or year, its end.

    Raises:
        ConfigError: `on` is no date.
    """
    if on is None:
        return None
    when = read_date(on)
    if when is None:
        raise ConfigError(f"{on!r} is no date: write it like 2024-05-01, 2024-05 or 2024")
    return when.last


@quick
@dataclass(frozen=True, slots=True)
class House:
    """Whose an entity is: `line` leads from it to the company at the top of its house; `start_up` is the nearest
    start-up on it, `layer` the nearest layer, None if there is none; `provides` if it may be a provider."""

    line: tuple[str, ...]
    start_up: str | None
    layer: str | None
    provides: bool

    @property
    def top(self) -> str:
        return self.line[-1]


def houses_of(view: View, market: Market) -> Mapping[str, House]:
    """The house of every entity of `view`."""
    directory = build_directory(view, market)
    never = market.dependency.never
    return {key: _house(directory.lineage(key), view, never) for key in view.entities}


def _house(line: tuple[str, ...], view: View, never: Collection[str]) -> House:
    known = [view.entities[key] for key in line if key in view.entities]
    company = bool(known) and known[0].kind is not Kind.PERSON
    start_up = next((entity.id for entity in known if entity.role == START_UP), None) if company else None
    layer = next((entity.layer for entity in known if entity.layer), None)
    return House(line, start_up, layer, all(entity.role not in never for entity in known))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The rules for one channel, the highest grade first; `conditional` if every one of them has a condition."""

    channel: str
    rules: tuple[Rule, ...]
    conditional: bool


@dataclass(frozen=True, slots=True)
class _Desk:
    """What grading needs: entries and documents by id, houses, the market's table, what shows the layer in which a
    relation's end depends on the other, and what was looked up in the table."""

    entries: Mapping[str, Entry]
    documents: Mapping[str, Document]
    houses: Mapping[str, House]
    table: DependencyTable
    layers: Mapping[tuple[str, str], Showing]
    found: dict[tuple[str, str, str | None], tuple[_Sheet, ...]] = field(default_factory=dict)

    def sheets(self, relation: str, dependent: str, layer: str | None) -> tuple[_Sheet, ...]:
        """The rules for such a tie, channel by channel."""
        key = (relation, dependent, layer)
        if key not in self.found:
            self.found[key] = tuple(_by_channel(self.table.rules, relation, dependent, layer))
        return self.found[key]


def _by_channel(rules: Iterable[Rule], relation: str, dependent: str, layer: str | None) -> Iterator[_Sheet]:
    fit = [r for r in rules if r.relation == relation and r.dependent in (dependent, "both")]
    fit = [r for r in fit if layer in r.layers] or [r for r in fit if not r.layers]
    for channel in dict.fromkeys(rule.channel for rule in fit):
        here = tuple(sorted((r for r in fit if r.channel == channel), key=lambda r: -r.grade.rank))
        yield _Sheet(channel, here, all(map(_has_condition, here)))


def _has_condition(rule: Rule) -> bool:
    return rule.exclusive is not None or rule.stake_above is not None or rule.words is not None


@without_collector()
def find_bonds(ties: Iterable[Tie], view: View, market: Market) -> tuple[Bond, ...]:
    """The bonds that `ties` make, in their order."""
    entries, table = {entry.id: entry for entry in view.entries}, market.dependency
    # A plain dict of documents is asked in half of the time that a read-only view of it takes.
    desk = _Desk(entries, dict(view.documents), houses_of(view, market), table, _layers(table.showings))
    binding = {rule.relation for rule in market.dependency.rules}
    houses = desk.houses
    found: list[Bond] = []
    for tie in ties:
        if tie.relation in binding:
            one, two = houses[tie.subject], houses[tie.object]
            if one.start_up is not None and two.provides and one.start_up not in two.line:
                found += _bonds(tie, "subject", one.start_up, two, desk)
            if two.start_up is not None and one.provides and two.start_up not in one.line:
                found += _bonds(tie, "object", two.start_up, one, desk)
    return tuple(found)


def _bonds(tie: Tie, dependent: str, start_up: str, provider: House, desk: _Desk) -> list[Bond]:
    """The bonds that make `start_up`, of the house at the end `dependent` of `tie`, depend on `provider`."""
    found = []
    for sheet in desk.sheets(tie.relation, dependent, provider.layer):
        if words := _words(tie, sheet, desk):
            showing = desk.layers.get((tie.relation, dependent))
            layer = layer_shown(showing, tie, desk.houses) if showing else None
            top = provider.line[-1]
            found.append(_make_bond(tie.id, tie.relation, start_up, sheet.channel, top, layer, words))
    return found


def _layers(showings: Iterable[Showing]) -> Mapping[tuple[str, str], Showing]:
    """What shows the layer in which a tie's other end supplies the dependent one, by relation and dependent end."""
    other = {"subject": "object", "object": "subject"}
    found: dict[tuple[str, str], Showing] = {}
    for showing in showings:
        if showing.depends:
            found.setdefault((showing.relation, other[showing.actor]), showing)
    return found


def layer_shown(showing: Showing, tie: Tie, houses: Mapping[str, House]) -> str | None:
    """The layer in which `tie` shows its actor to be; None if the market does not tell."""
    own = houses[end_of(tie, showing.of)].layer if showing.of else None
    return own or showing.layer


def end_of(tie: Tie, end: str) -> str:
    """The entity at the tie's end "subject" or "object"."""
    return tie.subject if end == "subject" else tie.object


def _words(tie: Tie, sheet: _Sheet, desk: _Desk) -> tuple[Word, ...]:
    """What each claim of `tie` says. Where every rule has a condition, a tie on which none fits says nothing: its
    denial is no denial of what the rules are about."""
    words = [word for claim in tie.claims if (word := _word(desk.entries[claim], sheet.rules, desk.documents))]
    if sheet.conditional and all(word.grade is Grade.UNKNOWN for word in words):
        return ()
    if len(words) > 1:
        words.sort(key=lambda word: (word.day, TURNS[word.status], word.claim))
    return tuple(words)


def _word(entry: Entry, rules: Sequence[Rule], documents: Mapping[str, Document]) -> Word | None:
    """None for an asserted claim that no rule fits, unless it says that the tie is not exclusive."""
    claim = entry.claim
    document = documents.get(claim.evidence.document)
    when = claim_date(entry, document)
    day, status, is_open = when.first if when else "", claim.status, claim.terms.exclusive is False
    if status is not Status.ASSERTED:
        return _make_word(day, entry.id, status)
    for rule in rules:
        if _fits(rule, claim, document):
            return _make_word(day, entry.id, status, rule.grade, rule.why, is_open)
    return _make_word(day, entry.id, status, open=True) if is_open else None


def _fits(rule: Rule, claim: Claim, document: Document | None) -> bool:
    terms = claim.terms
    if rule.exclusive is not None and terms.exclusive is not rule.exclusive:
        return False
    if rule.stake_above is not None and (terms.stake_pct is None or terms.stake_pct <= rule.stake_above):
        return False
    return rule.words is None or rule.words.search(_text(claim, document)) is not None


def _text(claim: Claim, document: Document | None) -> str:
    """The claim's terms and evidence in small letters with single blanks."""
    span, terms = claim.evidence, claim.terms
    evidence = document.text[span.start : min(span.end, span.start + LONGEST)] if document else ""
    return " ".join(f"{terms.what or ''} {terms.role or ''} {terms.instrument or ''} {evidence}".lower().split())
