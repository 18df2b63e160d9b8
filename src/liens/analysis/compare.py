"""Entities side by side: dependence, ties, terms, changes, authorities and statements — same, different or unknown.

Each row asks one thing of every entity and holds what documents tell of each. What is only planned or alleged, and what
nobody tells, is not known, and what is not known makes no row same or different.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from liens.analysis.dependence.bonds import START_UP, find_bonds
from liens.analysis.dependence.profiles import Dependence, Profile, Shift, profiles_in, shifts_in
from liens.analysis.directory import Directory, build_directory
from liens.analysis.docket.cases import Case
from liens.analysis.docket.findings import find_docket
from liens.analysis.origins import find_origins
from liens.analysis.positions.findings import find_positions
from liens.analysis.positions.namesakes import LONGEST_TEXT, build_namesakes
from liens.analysis.positions.standpoints import Standpoint
from liens.analysis.ties import Tie, ties_from
from liens.errors import ConfigError
from liens.ledger.view import View
from liens.market import Market
from liens.market.dependence import Grade
from liens.model import Amount, Choice, Stance, Status

COMPARED_TERMS = ("amount", "stake_pct", "exclusive", "date")
OPEN = (Status.PLANNED, Status.ALLEGED)
ABSENT = frozenset({Grade.NONE, Status.DENIED, Status.ENDED})
"""What tells that a tie is not there: of one with another, it makes no difference."""
EXAMINES = "examines"
"""The relation that the docket is made of: its ties are compared as cases."""
BEFORE = 2 * LONGEST_TEXT
"""Characters before a statement that are searched for those whom it compares without naming them."""
_BOTH = re.compile(
    r"\b(?:two|both|these|deux|beiden) (?:cases?|deals?|situations?|agreements?|partnerships?|alliances?"
    r"|cas|affaires|dossiers|accords|partenariats|Fälle|Vereinbarungen)\b",
    re.IGNORECASE,
)


class Likeness(Choice):
    """How the entities stand to each other in one row.

    Different: what is told of two of them differs. Same: the same is told of all. Unknown: of one of them nothing is
    told, or what is told agrees as far as it goes but more is told of one.
    """

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


class Topic(Choice):
    """What a row is about; of one channel, rows come in this order."""

    DEPENDENCE = "dependence"
    """A channel: the grade of the dependence on each company; with `about`, on that company alone."""
    TIES = "ties"
    """A relation in one direction: with whom, and the status."""
    TERMS = "terms"
    """A term of such ties."""
    CHANGES = "changes"
    """A channel: from which grade to which the dependence on each company went."""
    AUTHORITIES = "authorities"
    """An authority (`about`): the stages of its cases."""
    STATEMENTS = "statements"
    """The stances taken on each; with `about`, those of one speaker who spoke of two or more."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing told of an entity.

    `others` are the entities that it is told with: provider, other end, parties of the case, speaker. `value` is a
    grade, a status, a term's value, a stage, a stance, or "grade to grade". `known` is False for what is only planned,
    alleged, or not the authority's own word. `note` is the rule's reason, the tie's date in the text's words,
    or the statement's words; `claims` are ids of claims and of remarks.
    """

    others: tuple[str, ...]
    value: object
    claims: tuple[str, ...]
    known: bool = True
    day: str | None = None
    note: str = ""
    ties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One entity's part of a row; without points if no document says anything."""

    entity: str
    points: tuple[Point, ...] = ()

    @property
    def told(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.known)


@dataclass(frozen=True, slots=True)
class Row:
    """One question. `label` names it: a relation as it reads from the entity, else the channel or what is asked; `term`
    is the field of `Terms`, an amount's with its kind ("amount: equity")."""

    topic: Topic
    channel: str | None
    label: str
    likeness: Likeness
    sides: tuple[Side, ...]
    about: str | None = None
    term: str | None = None

    @property
    def is_detail(self) -> bool:
        """Whether the row tells of one company or of dates alone what another row tells with the rest."""
        return (self.topic is Topic.DEPENDENCE and self.about is not None) or self.term == "date"


@dataclass(frozen=True, slots=True)
class Comparison:
    """`entities` side by side: `rows` by channel in the market's order, then those of no channel. `setting` are
    statements that speak of two or more of them at once, or in which one speaks of another, earliest first."""

    entities: tuple[str, ...]
    rows: tuple[Row, ...]
    setting: tuple[Standpoint, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a comparison is made from, for a caller that has it already."""

    directory: Directory
    ties: Sequence[Tie]
    profiles: Sequence[Profile]
    shifts: Sequence[Shift]
    cases: Sequence[Case]
    said: Sequence[Standpoint]


Question = tuple[Topic, str | None, str, str | None, str | None]
"""Topic, channel, label, about, term."""
Told = Iterator[tuple[Question, str, Point]]


def compare(view: View, market: Market, entities: Sequence[str]) -> Comparison:
    """The entities with the ids `entities` side by side, in this order.

    Raises:
        ConfigError: fewer than two entities, one of them twice, or one that the view does not have.
    """
    if len(entities) < 2 or len(set(entities)) < len(entities):
        raise ConfigError("comparing takes two entities or more: name another")
    for entity in entities:
        if entity not in view.entities:
            raise ConfigError(f"the study has no entity {entity!r}: check the name")
    return compare_in(facts_of(view, market), view, market, entities)


def facts_of(view: View, market: Market) -> Facts:
    """All that comparisons in `view` are made from."""
    directory = build_directory(view, market)
    ties = ties_from(view, market, find_origins(view.documents.values(), directory), directory)
    bonds = find_bonds(ties, view, market)
    return Facts(
        directory=directory,
        ties=ties,
        profiles=profiles_in(bonds, view, market),
        shifts=shifts_in(bonds, market),
        cases=find_docket(view, market).cases,
        said=find_positions(view, market).said,
    )


def compare_in(facts: Facts, view: View, market: Market, entities: Sequence[str]) -> Comparison:
    """`compare` of entities that `view` has, by what is known already."""
    asked: dict[Question, dict[str, list[Point]]] = {}
    if any(view.entities[entity].role == START_UP for entity in entities):
        asked = {(Topic.DEPENDENCE, channel, channel, None, None): {} for channel in market.channels}
    for told in (_dependence, _changes):
        _fill(asked, told(facts, entities))
    _fill(asked, _ties(facts.ties, market, entities))
    _fill(asked, _cases(facts, entities))
    about = {entity: _about(entity, facts) for entity in entities}
    _fill(asked, _statements(about))
    places = {channel: place for place, channel in enumerate(market.channels)}
    rows = sorted((_row(*item, entities) for item in asked.items()), key=_order(places))
    return Comparison(tuple(entities), tuple(rows), _setting(facts, view, entities))


def _fill(asked: dict[Question, dict[str, list[Point]]], told: Told) -> None:
    for question, entity, point in told:
        asked.setdefault(question, {}).setdefault(entity, []).append(point)


def _order(places: Mapping[str, int]) -> Callable[[Row], tuple[object, ...]]:
    topics = {topic: place for place, topic in enumerate(Topic)}
    last = len(places)
    return lambda row: (
        places.get(row.channel or "", last),
        topics[row.topic] if row.topic is not Topic.TERMS else topics[Topic.TIES],
        row.about or "",
        row.label,
        row.term or "",
    )


def _row(question: Question, held: Mapping[str, Sequence[Point]], entities: Sequence[str]) -> Row:
    topic, channel, label, about, term = question
    sides = tuple(Side(entity, tuple(sorted(held.get(entity, ()), key=_place))) for entity in entities)
    return Row(topic, channel, label, _likeness(topic, sides), sides, about, term)


def _place(point: Point) -> tuple[object, ...]:
    """Strongest grades first; else by the others, the day and the words."""
    rank = -point.value.rank if isinstance(point.value, Grade) else 0
    return (rank, point.day or "9999", point.others, str(point.value), point.claims)


def _likeness(topic: Topic, sides: Sequence[Side]) -> Likeness:
    values = [_stances(side.told) if topic is Topic.STATEMENTS else _values(topic, side.told) for side in sides]
    told = [each for each in values if each]
    if any(_differ(one, two) for one, two in combinations(told, 2)):
        return Likeness.DIFFERENT
    same = len(told) == len(sides) and all(each == told[0] for each in told)
    return Likeness.SAME if same else Likeness.UNKNOWN


def _values(topic: Topic, points: Iterable[Point]) -> dict[tuple[str, ...], set[object]]:
    """What is told, by whom it is told with where the row asks for that."""
    found: dict[tuple[str, ...], set[object]] = {}
    for point in points:
        found.setdefault(point.others if by_others(topic) else (), set()).add(point.value)
    return found


def _stances(points: Sequence[Point]) -> dict[tuple[str, ...], set[object]]:
    return {(): {prevailing(points)}} if points else {}


def prevailing(points: Sequence[Point]) -> str:
    """Which stance more of the statements `points` take: neutral ones count only where there are no others."""
    supportive = sum(point.value is Stance.SUPPORTIVE for point in points)
    critical = sum(point.value is Stance.CRITICAL for point in points)
    if supportive == critical:
        return "divided" if supportive else "neutral"
    return "critical" if critical > supportive else "supportive"


def by_others(topic: Topic) -> bool:
    """Whether rows of `topic` ask with whom something is told."""
    return topic in (Topic.DEPENDENCE, Topic.TIES, Topic.CHANGES)


def _differ(one: Mapping[tuple[str, ...], set[object]], two: Mapping[tuple[str, ...], set[object]]) -> bool:
    """Whether two tell different things of the same others, or hold ties to none but different ones."""
    common = one.keys() & two.keys()
    if common:
        return any(one[key].isdisjoint(two[key]) for key in common)
    return all(any(values - ABSENT for values in each.values()) for each in (one, two))


def _dependence(facts: Facts, entities: Sequence[str]) -> Told:
    for profile in facts.profiles:
        for cell in profile.cells if profile.start_up in entities else ():
            known = cell.grade is not Grade.UNKNOWN
            ties = (*cell.ties, *cell.absent, *cell.pending)
            point = Point((cell.provider,), cell.grade, cell.claims, known, None, cell.why or _unsettled(cell), ties)
            for about in (None, cell.provider):
                yield (Topic.DEPENDENCE, cell.channel, cell.channel, about, None), profile.start_up, point


def _unsettled(cell: Dependence) -> str:
    """What is told of a dependence that is not known."""
    pending, absent = "ties planned or alleged" * bool(cell.pending), "ties denied or ended" * bool(cell.absent)
    return ", ".join(filter(None, (pending, absent))) if cell.grade is Grade.UNKNOWN else ""


def _changes(facts: Facts, entities: Sequence[str]) -> Told:
    for shift in facts.shifts:
        if shift.start_up in entities:
            point = Point((shift.provider,), f"{shift.before} to {shift.after}", shift.claims, day=shift.day)
            yield (Topic.CHANGES, shift.channel, shift.channel, None, None), shift.start_up, point


def _ties(ties: Iterable[Tie], market: Market, entities: Sequence[str]) -> Told:
    """The ties of each; one that reads the same from two of them says nothing of how they differ."""
    for tie in ties:
        if tie.relation == EXAMINES or (_is_mutual(tie, market) and tie.subject in entities and tie.object in entities):
            continue
        for end in tie.ends:
            if end in entities:
                yield from _tie(tie, end, market)


def _tie(tie: Tie, end: str, market: Market) -> Told:
    channel, label = _reading(tie, end, market)
    others, known, ids = (tie.other(end),), tie.status not in OPEN, (tie.id,)
    dated = min((str(seen.value) for seen in tie.terms if seen.name == "date"), default="")
    yield (
        (Topic.TIES, channel, label, None, None),
        end,
        Point(others, tie.status, tie.claims, known, tie.first, dated, ids),
    )
    for seen in tie.terms:
        if seen.name in COMPARED_TERMS:
            kind = f"{seen.name}: {seen.value.kind}" if isinstance(seen.value, Amount) else seen.name
            point = Point(others, seen.value, seen.claims, known, tie.first, ties=ids)
            yield (Topic.TERMS, channel, label, None, kind), end, point


def _is_mutual(tie: Tie, market: Market) -> bool:
    relation = market.relations.get(tie.relation)
    return relation is not None and relation.symmetric


def _reading(tie: Tie, end: str, market: Market) -> tuple[str | None, str]:
    """The tie's channel, and its relation as it reads from `end`."""
    relation = market.relations.get(tie.relation)
    if relation is None:
        return None, tie.relation
    return relation.channel, relation.label if tie.subject == end or _is_mutual(tie, market) else relation.inverse


def _cases(facts: Facts, entities: Sequence[str]) -> Told:
    for case in facts.cases:
        for entity in entities:
            if entity in (*case.parties, *case.named):
                others = tuple(party for party in case.parties if party != entity)
                question = (Topic.AUTHORITIES, None, "cases", case.authority, None)
                yield question, entity, Point(others, case.stage, case.claims, bool(case.tracks), _reached(case))


def _reached(case: Case) -> str | None:
    return (case.tracks[0].reached or case.tracks[0].last) if case.tracks else case.last


def _about(entity: str, facts: Facts) -> list[Standpoint]:
    """The statements on the entity, one of its house, or a deal of it."""
    house = {key for one in facts.said for key in one.target.keys if entity in facts.directory.lineage(key)}
    return [one for one in facts.said if house.intersection(one.target.keys)]


def _statements(about: Mapping[str, Sequence[Standpoint]]) -> Told:
    heard: dict[str, set[str]] = {}
    for entity, said in about.items():
        for one in said:
            heard.setdefault(one.speaker, set()).add(entity)
            yield (Topic.STATEMENTS, None, "stances", None, None), entity, _voiced(one)
    for entity, said in about.items():
        for one in said:
            if len(heard[one.speaker]) > 1:
                yield (Topic.STATEMENTS, None, "stances", one.speaker, None), entity, _voiced(one)


def _voiced(one: Standpoint) -> Point:
    return Point((one.speaker,), one.stance, (one.remark,), day=one.day, note=one.words)


def _setting(facts: Facts, view: View, entities: Sequence[str]) -> tuple[Standpoint, ...]:
    """The statements whose target or words name two or more of the entities, or another than the speaker speaks for."""
    namesakes = build_namesakes(facts.directory)
    wanted = frozenset(entities)

    def of(keys: Iterable[str]) -> set[str]:
        return {up for key in keys for up in facts.directory.lineage(key) if up in wanted}

    found = []
    for one in facts.said:
        named = {body.key for text in _words(one, view) for body in namesakes.find(text)}
        meant = of((*one.target.keys, *named))
        if len(meant) > 1 or (meant and meant != (meant | of(_speaks_for(one)))):
            found.append(one)
    return tuple(found)


def _words(one: Standpoint, view: View) -> Iterator[str]:
    """The statement's words; where it speaks of "the two cases", also those before it."""
    yield one.words
    if _BOTH.search(one.words[:LONGEST_TEXT]):
        before = view.documents[one.document].text[max(0, one.start - BEFORE) : one.start]
        yield from (before[:LONGEST_TEXT], before[LONGEST_TEXT:])


def _speaks_for(one: Standpoint) -> tuple[str, ...]:
    return (one.speaker, *(post.organisation for post in one.posts))
