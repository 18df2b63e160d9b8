"""What the study finds, in short: one line for each finding, under a key that two states of the ledger share.

With it two states are compared: what was found in one and is not in the other, or is otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from liens.analysis.conflicts import Conflict
from liens.analysis.deals.versions import find_deals
from liens.analysis.dependence.bonds import find_bonds
from liens.analysis.dependence.profiles import profiles_in
from liens.analysis.docket.findings import find_docket
from liens.analysis.ownership.findings import ownership_in
from liens.analysis.ties import TermSeen, Tie
from liens.ledger.view import View
from liens.market import Market
from liens.model import Amount, Choice

TERMS = ("amount", "stake_pct", "exclusive", "instrument")
"""Terms of ties that are compared; a case has its stage, a deal its day."""


class Measure(Choice):
    """What a line is about."""

    TIE = "tie"
    TERM = "term"
    CONFLICT = "conflict"
    DEAL = "deal"
    CASE = "case"
    DEPENDENCE = "dependence"
    CONTROL = "control"


@dataclass(frozen=True, slots=True)
class Line:
    """One finding in short. `ends` are the ids of whom it is about, `about` what else tells it from others (a channel,
    a relation, what is disputed); `value` is the finding: a tie's status, what is told of one of its terms, how many
    camps a conflict has, a deal's latest phase and its day, a case's stage, a grade, whether control is certain."""

    measure: Measure
    ends: tuple[str, ...]
    about: str
    value: str
    claims: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, tuple[str, ...], str]:
        return self.measure, self.ends, self.about


@dataclass(frozen=True, slots=True)
class Turned:
    """A finding that is another one now; `before` is None if there was none, `after` if there is none any more."""

    measure: Measure
    ends: tuple[str, ...]
    about: str
    before: str | None
    after: str | None
    claims: tuple[str, ...]


def lines_of(view: View, market: Market, ties: Sequence[Tie], conflicts: Iterable[Conflict]) -> tuple[Line, ...]:
    """Every finding of `view`, from which `ties` and `conflicts` follow, measure by measure."""
    found = (
        (Line(Measure.TIE, tie.ends, tie.relation, tie.status, tie.claims) for tie in ties),
        chain.from_iterable(map(_terms, ties)),
        _conflicts(ties, conflicts),
        _deals(view, market),
        _cases(view, market),
        _cells(ties, view, market),
        _control(ties, view),
    )
    return tuple(chain.from_iterable(found))


def _terms(tie: Tie) -> Iterator[Line]:
    """What is told of each term, all of it in one line."""
    told: dict[str, list[TermSeen]] = {}
    for term in tie.terms:
        if term.name in TERMS:
            told.setdefault(term.name, []).append(term)
    for name, seen in told.items():
        value = "; ".join(sorted(_in_short(term.value) for term in seen))
        claims = tuple(dict.fromkeys(claim for term in seen for claim in term.claims))
        yield Line(Measure.TERM, tie.ends, f"{tie.relation}, {name}", value, claims)


def _in_short(value: object) -> str:
    if isinstance(value, Amount):
        upper = "" if value.upper is None else f"–{value.upper:,.0f}"
        return f"{'up to ' * value.up_to}{value.value:,.0f}{upper} {value.currency or ''}, {value.kind}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _conflicts(ties: Iterable[Tie], conflicts: Iterable[Conflict]) -> Iterator[Line]:
    """Those about one thing and one tie in one line."""
    of = {tie.id: tie for tie in ties}
    together: dict[tuple[str, str], list[Conflict]] = {}
    for conflict in conflicts:
        together.setdefault((conflict.tie, conflict.about), []).append(conflict)
    for (tie, about), found in together.items():
        camps = ", ".join(str(len(conflict.camps)) for conflict in found)
        claims = tuple(dict.fromkeys(claim for conflict in found for claim in conflict.claims))
        yield Line(Measure.CONFLICT, of[tie].ends, f"{of[tie].relation}, {about}", f"{camps} camps", claims)


def _deals(view: View, market: Market) -> Iterator[Line]:
    for deal in find_deals(view, market):
        if deal.versions:
            last, count = deal.versions[-1], len(deal.versions)
            when = f", {last.when}" if last.when else ""
            many = f" ({count} versions)" if count > 1 else ""
            yield Line(Measure.DEAL, deal.ends, "", f"{last.phase.title}{when}{many}", last.claims)


def _cases(view: View, market: Market) -> Iterator[Line]:
    for case in find_docket(view, market).cases:
        yield Line(Measure.CASE, (case.authority, *case.parties), "", case.stage, case.claims)


def _cells(ties: Iterable[Tie], view: View, market: Market) -> Iterator[Line]:
    for profile in profiles_in(find_bonds(ties, view, market), view, market):
        for cell in profile.cells:
            yield Line(Measure.DEPENDENCE, (cell.start_up, cell.provider), cell.channel, cell.grade, cell.claims)


def _control(ties: Sequence[Tie], view: View) -> Iterator[Line]:
    for one in ownership_in(ties, view).control:
        value = "controls" if one.certain else "may control"
        yield Line(Measure.CONTROL, (one.holder, one.held), "", value, one.grounds.claims)


def turned_between(old: Iterable[Line], new: Iterable[Line]) -> tuple[Turned, ...]:
    """The findings that differ, measure by measure and by key. `claims` are those of the later finding, of one that is
    gone those that it had."""
    before, after = _by_key(old), _by_key(new)
    keys = sorted(before.keys() | after.keys(), key=lambda key: (tuple(Measure).index(Measure(key[0])), key))
    pairs = ((before.get(key), after.get(key)) for key in keys)
    return tuple(_turned(was, now) for was, now in pairs if was is None or now is None or was.value != now.value)


def _by_key(lines: Iterable[Line]) -> Mapping[tuple[str, tuple[str, ...], str], Line]:
    return {line.key: line for line in lines}


def _turned(was: Line | None, now: Line | None) -> Turned:
    one = now or was
    assert one is not None
    before, after = (line.value if line else None for line in (was, now))
    return Turned(one.measure, one.ends, one.about, before, after, one.claims)
