"""The dependency profile: on whom each start-up depends, channel by channel, as far as documents tell.

The rows are the four channels that the CMA went through in Alphabet/Anthropic (2024), with technology and people; the
columns are companies, units counted for the group at the top of their house. Each cell is graded by the market's rule
table and names its ties and claims; there is no score. `unknown` is a cell of which nobody speaks, or speaks only of
plans and rumours; `none` says that documents deny such ties, or tell their end.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from operator import attrgetter

from liens.analysis.dependence.bonds import (
    IN_FORCE,
    Bond,
    State,
    Turn,
    Word,
    course,
    find_bonds,
    last_day,
    lone_grade,
    state_on,
)
from liens.analysis.ties import find_ties
from liens.errors import ConfigError
from liens.ledger.assembling import maker, quick, without_collector
from liens.ledger.view import View
from liens.market import Market
from liens.market.dependence import Grade

LARGE_GROUP = "large_group"
_SIDES = {Grade.NONE: "absent", Grade.UNKNOWN: "pending"}
"""Where ties go that are not in force, by their grade."""
Cell = tuple[str, str, str]
"""Start-up, channel, provider."""


@quick
@dataclass(frozen=True, slots=True)
class Dependence:
    """A cell: how `start_up` depends on `provider` in `channel`.

    `ties` are in force, `absent` are denied or ended, `pending` planned or alleged only; `why` is the rule's reason for
    the grade. `alternatives` counts the other companies with a tie in force to this start-up in this channel; `claims`
    are those that the grade rests on.
    """

    start_up: str
    channel: str
    provider: str
    grade: Grade = Grade.UNKNOWN
    why: str = ""
    ties: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    alternatives: int = 0
    claims: tuple[str, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Profile:
    """All cells of one start-up of which documents say anything, by channel; `on` is the day, None for all that is
    known. `groups` are the large groups among the providers, `others` the rest of them, each by the strongest grade."""

    start_up: str
    on: str | None
    channels: tuple[str, ...]
    groups: tuple[str, ...]
    others: tuple[str, ...]
    cells: tuple[Dependence, ...]

    def at(self, channel: str, provider: str) -> Dependence:
        """The cell, unknown where no document speaks of it."""
        for cell in self.cells:
            if (cell.channel, cell.provider) == (channel, provider):
                return cell
        return Dependence(self.start_up, channel, provider, alternatives=len(self.providers(channel)))

    def providers(self, channel: str) -> tuple[str, ...]:
        """The companies with a tie in force in `channel`."""
        return tuple(cell.provider for cell in self.cells if cell.channel == channel and cell.ties)


@quick
@dataclass(frozen=True, slots=True)
class Shift:
    """On `day` a cell's grade went from `before` to `after`; `claims` are those of that day."""

    day: str
    start_up: str
    channel: str
    provider: str
    before: Grade
    after: Grade
    claims: tuple[str, ...]


_make_cell, _make_shift = maker(Dependence), maker(Shift)


def find_profiles(view: View, market: Market, on: str | None = None) -> tuple[Profile, ...]:
    """The profile of every start-up of which `view` tells a bond, as it was at the end of `on` (a day, month or year).

    Raises:
        ConfigError: `on` is no date.
    """
    return profiles_in(find_bonds(find_ties(view, market), view, market), view, market, on)


@without_collector()
def profiles_in(bonds: Iterable[Bond], view: View, market: Market, on: str | None = None) -> tuple[Profile, ...]:
    """`find_profiles` for a caller that has the bonds already; in the order of the start-ups' names."""
    of_start_up: dict[str, list[Bond]] = {}
    for bond in bonds:
        of_start_up.setdefault(bond.start_up, []).append(bond)
    ordered = sorted(of_start_up, key=lambda key: (view.entities[key].name.casefold(), key))
    day = last_day(on)
    return tuple(_profile(key, of_start_up[key], view, market, day) for key in ordered)


def profile_of(start_up: str, bonds: Iterable[Bond], view: View, market: Market, on: str | None = None) -> Profile:
    """The profile of the start-up with the id `start_up`; one without cells if no document tells a bond of it.

    Raises:
        ConfigError: it is no start-up of the market, or `on` is no date.
    """
    entity = view.entities.get(start_up)
    if entity is None or entity.role != "start_up":
        name = entity.name if entity else start_up
        raise ConfigError(f"{name!r} is no start-up of this market: give it the role start_up in entities.csv")
    return _profile(start_up, [b for b in bonds if b.start_up == start_up], view, market, last_day(on))


def _profile(start_up: str, bonds: Sequence[Bond], view: View, market: Market, on: str | None) -> Profile:
    held: defaultdict[tuple[str, str], list[tuple[Bond, State]]] = defaultdict(list)
    in_force: set[tuple[str, str]] = set()
    for bond in bonds:
        state = state_on(bond, on)
        if state.claims:
            held[bond.channel, bond.provider].append((bond, state))
            if state.grade in IN_FORCE:
                in_force.add((bond.channel, bond.provider))
    busy, needed = Counter([channel for channel, _ in in_force]), market.dependency.none
    cells = [_cell((start_up, *key), stated, busy[key[0]], needed.get(key[0], ())) for key, stated in held.items()]
    places = {channel: place for place, channel in enumerate(market.channels)}
    cells.sort(key=lambda cell: (places[cell.channel], -cell.grade.rank, cell.provider))
    ranked = _ranked(cells)
    groups = dict.fromkeys([key for key in ranked if _is_large(key, view)])
    others = tuple([key for key in ranked if key not in groups])
    return Profile(start_up, on, tuple(market.channels), tuple(groups), others, tuple(cells))


def _is_large(provider: str, view: View) -> bool:
    return provider in view.entities and view.entities[provider].role == LARGE_GROUP


def _ranked(cells: Iterable[Dependence]) -> list[str]:
    """The providers of `cells`: the strongest grade first, then the most channels."""
    grades: dict[str, list[int]] = {}
    for cell in cells:
        grades.setdefault(cell.provider, []).append(cell.grade.rank)
    return sorted(grades, key=lambda key: (-max(grades[key]), -len(grades[key]), key))


def _cell(cell: Cell, stated: list[tuple[Bond, State]], busy: int, needed: Sequence[str]) -> Dependence:
    """The cell of the bonds `stated`, in a channel in which `busy` companies have ties in force; for `needed` see
    `_grade`."""
    if len(stated) == 1:
        return _lone_cell(cell, *stated[0], busy, needed)
    stated.sort(key=lambda pair: pair[0].tie)
    grade = _grade([(bond.relation, state.grade) for bond, state in stated], needed)
    sides: dict[str, list[str]] = {"ties": [], "absent": [], "pending": []}
    for bond, state in stated:
        sides[_SIDES.get(state.grade, "ties")].append(bond.tie)
    in_force = bool(sides["ties"])
    claims = [claim for _, s in stated if not in_force or s.in_force for claim in s.claims]
    start_up, channel, provider = cell
    return Dependence(
        start_up=start_up,
        channel=channel,
        provider=provider,
        grade=grade,
        why=next((state.why for _, state in stated if state.grade is grade), ""),
        alternatives=busy - in_force,
        claims=tuple(dict.fromkeys(claims)),
        **{side: tuple(ties) for side, ties in sides.items()},
    )


def _lone_cell(cell: Cell, bond: Bond, state: State, busy: int, needed: Sequence[str]) -> Dependence:
    """The cell of one bond alone, as most are."""
    tie = (bond.tie,)
    if state.in_force:
        return _make_cell(*cell, state.grade, state.why, tie, (), (), busy - 1, state.claims)
    absent, pending = (tie, ()) if state.grade is Grade.NONE else ((), tie)
    grade = _lone_grade(bond.relation, state.grade, needed)
    why = state.why if grade is state.grade else ""
    return _make_cell(*cell, grade, why, (), absent, pending, busy, state.claims)


def _grade(stated: Sequence[tuple[str, Grade]], needed: Sequence[str]) -> Grade:
    """The grade of a cell whose ties are of these relations and grades; `needed` are the relations that must all be
    none, with no tie pending, before the cell is none."""
    if len(stated) == 1:
        return _lone_grade(*stated[0], needed)
    best = max((grade for _, grade in stated), key=attrgetter("rank"))
    if best in IN_FORCE:
        return best
    pending = any(grade is Grade.UNKNOWN for _, grade in stated)
    denied = bool(needed) and {relation for relation, _ in stated} >= set(needed)
    return Grade.NONE if denied and not pending else Grade.UNKNOWN


def _lone_grade(relation: str, grade: Grade, needed: Sequence[str]) -> Grade:
    """The grade of a cell of one tie alone."""
    if grade is Grade.NONE and not (needed and all(other == relation for other in needed)):
        return Grade.UNKNOWN
    return grade


@without_collector()
def shifts_in(bonds: Iterable[Bond], market: Market) -> tuple[Shift, ...]:
    """Every change of a cell's grade, earliest first. Claims of which no day is known change nothing here."""
    cells: defaultdict[Cell, list[Bond]] = defaultdict(list)
    for bond in bonds:
        cells[bond.start_up, bond.channel, bond.provider].append(bond)
    found = chain.from_iterable([_shifts(cell, members, market) for cell, members in cells.items()])
    return tuple(sorted(found, key=lambda shift: (shift.day, shift.start_up, shift.channel, shift.provider)))


def _shifts(cell: Cell, bonds: Sequence[Bond], market: Market) -> Sequence[Shift]:
    needed = market.dependency.none.get(cell[1], ())
    if len(bonds) == 1 and len(bonds[0].words) == 1:
        return _lone_shift(cell, bonds[0].relation, bonds[0].words[0], needed)
    turns = sorted(((turn.day, bond.tie, turn, bond.relation) for bond in bonds for turn in course(bond)), key=_by_day)
    standing: dict[str, tuple[str, Grade]] = {}
    found, before = list[Shift](), Grade.UNKNOWN
    for day, same_day in groupby(turns, key=lambda turn: turn[0]):
        claims: dict[str, None] = {}
        for _, tie, turn, relation in same_day:
            standing[tie] = (relation, turn.grade)
            claims |= dict.fromkeys(turn.claims)
        after = _grade(tuple(standing.values()), needed)
        if after is not before:
            found.append(_make_shift(day, *cell, before, after, tuple(claims)))
        before = after
    return found


def _lone_shift(cell: Cell, relation: str, word: Word, needed: Sequence[str]) -> Sequence[Shift]:
    """The shift of a cell of which one claim alone speaks, as of most."""
    after = _lone_grade(relation, lone_grade(word), needed) if word.day else Grade.UNKNOWN
    if after is Grade.UNKNOWN:
        return ()
    return (_make_shift(word.day, *cell, Grade.UNKNOWN, after, (word.claim,)),)


def _by_day(turn: tuple[str, str, Turn, str]) -> tuple[str, str]:
    return turn[0], turn[1]
