"""The built-in matcher: names alone, by rules that hold whatever the names are.

The same: names of one form (`forms`), with spaces or without; names that the market pack gives to one entity;
abbreviations that a text introduces for one name only. Doubtful: one name the beginning of another, one surname under
one initial, spellings a letter or two apart. Nothing is the same because it is alike, and what the pack knows to be two
entities is not even doubtful.

Pairs are sought among names that share a word or a beginning, and rare ones only, so the work grows with the number of
names and not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from liens.ledger.clusters import name_key
from liens.ledger.view import NameUse
from liens.market import KnownEntity, Market
from liens.model import Kind, Verdict
from liens.resolving import Proposal
from liens.resolving.forms import GENERIC, Form, family_of, form_of, is_abbreviation

BLOCK = 24
"""Names that share a word are compared only if they are no more than these: a word of many names says little."""
BEGINNING = 5
ALIKE = 0.88
DOUBTS_A_NAME = 3
"""At most these many doubts are raised of one name, the strongest first."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A name with what matching needs: its family of kinds, its form, the documents that use it, the words that stand
    for it, and the row of the market pack that has it."""

    name: str
    family: str
    form: Form
    documents: int
    surfaces: tuple[str, ...]
    known: KnownEntity | None


class Names:
    """The matcher `names`. See the module for its rules."""

    id = "names@1"

    def __init__(self, market: Market) -> None:
        self._own, self._aliases = _index(market)

    def match(self, names: Sequence[NameUse]) -> Iterator[Proposal]:
        known = self._names(names)
        groups = _Groups(known)
        yield from groups.join(_by_form(known))
        yield from groups.join(self._by_pack(known))
        sure, doubtful = _by_abbreviation(known, groups)
        yield from groups.join(sure)
        yield from groups.join(_by_parties(known, groups))
        yield from _strongest([*doubtful, *_doubts(known, groups)])

    def _names(self, uses: Sequence[NameUse]) -> tuple[_Name, ...]:
        """One for each name, of the kind that most of its mentions have."""
        by_name: dict[str, list[NameUse]] = defaultdict(list)
        for use in uses:
            by_name[use.name].append(use)
        return tuple(self._name(name, by_name[name]) for name in sorted(by_name))

    def _name(self, name: str, uses: list[NameUse]) -> _Name:
        counts = [sum(count for _, count in use.surfaces) for use in uses]
        kind = uses[counts.index(max(counts))].kind
        surfaces = tuple(dict.fromkeys(surface for use in uses for surface, _ in use.surfaces))
        form = form_of(name, kind)
        return _Name(name, family_of(kind), form, sum(counts), surfaces, self._row(name, form, kind))

    def _row(self, name: str, form: Form, kind: Kind) -> KnownEntity | None:
        """The pack's row for a name: by the name itself, by a form that only one row has."""
        family = family_of(kind)
        for index, key in ((self._own, name_key(name)), (self._aliases, name_key(name)), (self._aliases, form)):
            rows = {row.name: row for row in index.get((family, key), ())}
            if len(rows) == 1:
                return next(iter(rows.values()))
        return None

    def _by_pack(self, names: Iterable[_Name]) -> Iterator[Proposal]:
        for one in names:
            if one.known is not None and name_key(one.name) != name_key(one.known.name):
                yield _same(one.name, one.known.name, "the market pack has both as names of one entity")


_Index = dict[tuple[str, object], list[KnownEntity]]


def _index(market: Market) -> tuple[_Index, _Index]:
    """The pack's rows by the keys of their own names, and by the keys and forms of all their names."""
    own: _Index = defaultdict(list)
    every: _Index = defaultdict(list)
    for row in market.entities:
        family = family_of(row.kind)
        own[family, name_key(row.name)].append(row)
        for name in (row.name, *row.aliases):
            every[family, name_key(name)].append(row)
            every[family, form_of(name, row.kind)].append(row)
    return dict(own), dict(every)


class _Groups:
    """Names that are the same so far, and what the pack knows of each group."""

    def __init__(self, names: Iterable[_Name]) -> None:
        self._above: dict[str, str] = {}
        self._known = {name_key(one.name): one.known.name for one in names if one.known is not None}

    def top(self, name: str) -> str:
        key = name_key(name)
        while (above := self._above.get(key, key)) != key:
            key = above
        return key

    def row(self, name: str) -> str | None:
        """The name of the pack's entity that `name` belongs to, if it is known."""
        return self._known.get(self.top(name))

    def join(self, proposals: Iterable[Proposal]) -> Iterator[Proposal]:
        """Those of `proposals` that do not make one of two entities of the pack; they hold from now on."""
        for proposal in proposals:
            left, right = self.top(proposal.left), self.top(proposal.right)
            rows = {self._known.get(left), self._known.get(right)} - {None}
            if len(rows) > 1:
                continue
            if left != right:
                self._above[left] = right
                self._known.update((right, row) for row in rows if row)
            yield proposal


def _by_form(names: Iterable[_Name]) -> Iterator[Proposal]:
    """Names of one form, and names whose forms have the same letters with spaces elsewhere."""
    groups: dict[tuple[str, str], list[_Name]] = defaultdict(list)
    for one in names:
        if one.form and one.family != Kind.DEAL.value:
            groups[one.family, _letters(one.form)].append(one)
    for group in groups.values():
        first = min(group, key=lambda one: (-one.documents, one.name))
        for one in group:
            is_safe = one.form == first.form or _may_be_spaced(one)
            if name_key(one.name) != name_key(first.name) and is_safe:
                yield _same(one.name, first.name, "spelling, legal form or article alone tells them apart")


def _may_be_spaced(one: _Name) -> bool:
    """Whether a name is one that texts write with spaces or without (Deep Mind, DeepMind)."""
    return one.family != Kind.PERSON.value and len(_letters(one.form)) > BEGINNING


def _letters(form: Form) -> str:
    return "".join(form)


def _by_abbreviation(names: Sequence[_Name], groups: _Groups) -> tuple[list[Proposal], list[Proposal]]:
    """Abbreviations that texts introduce and that other texts use alone: sure if they stand for one thing only."""
    in_use = {(one.family, name_key(one.name)): one for one in names}
    expansions: dict[str, dict[str, tuple[_Name, _Name]]] = defaultdict(dict)
    for one in names:
        for surface in one.surfaces:
            short = in_use.get((one.family, name_key(surface)))
            if short is not None and short is not one and is_abbreviation(surface, one.name):
                expansions[groups.top(short.name)].setdefault(groups.top(one.name), (short, one))
    sure, doubtful = [], []
    for found in expansions.values():
        for short, one in found.values():
            if len(found) == 1:
                sure.append(_same(short.name, one.name, "a text introduces the one as abbreviation of the other"))
            else:
                doubtful.append(_unsure(short.name, one.name, 0.75, "texts use the abbreviation for several names"))
    return sure, doubtful


def _by_parties(names: Iterable[_Name], groups: _Groups) -> Iterator[Proposal]:
    """Deals called after the same two parties, in either order, with the same noun: `A–B deal`, `B–A deal`."""
    first: dict[object, str] = {}
    for one in names:
        if one.family != Kind.DEAL.value or one.name.count("–") != 1:
            continue
        left, right = one.name.split("–")
        right, _, noun = right.rpartition(" ")
        key = (frozenset({groups.top(left), groups.top(right)}), noun)
        if key in first:
            yield _same(one.name, first[key], "deals of the same kind between the same parties")
        first.setdefault(key, one.name)


def _doubts(names: Sequence[_Name], groups: _Groups) -> Iterator[Proposal]:
    seen: set[tuple[str, str]] = set()
    for block in _blocks(names).values():
        for left, right in combinations(block, 2):
            pair = (groups.top(left.name), groups.top(right.name))
            if pair[0] == pair[1] or pair in seen or pair[::-1] in seen:
                continue
            if groups.row(left.name) and groups.row(right.name):
                continue
            doubt = _doubt(left, right)
            if doubt is not None:
                seen.add(pair)
                yield doubt


def _blocks(names: Iterable[_Name]) -> Mapping[object, list[_Name]]:
    """Names by what they share: family and a word, or family and the first letters."""
    blocks: dict[object, list[_Name]] = defaultdict(list)
    for one in names:
        if one.family == Kind.DEAL.value or not one.form:
            continue
        for word in dict.fromkeys(one.form):
            blocks[one.family, "word", word].append(one)
        blocks[one.family, "letters", _letters(one.form)[:BEGINNING]].append(one)
    return {key: block for key, block in blocks.items() if 2 <= len(block) <= BLOCK}


def _doubt(left: _Name, right: _Name) -> Proposal | None:
    if left.family == Kind.PERSON.value and (score := _one_person(left.form, right.form)):
        return _unsure(left.name, right.name, score, "the same surname")
    short, long = sorted((left, right), key=lambda one: len(one.form))
    if left.family != Kind.PERSON.value and _begins(short.form, long.form):
        is_used = any(name_key(surface) == name_key(short.name) for surface in long.surfaces)
        why = "a text uses the one as short form of the other" if is_used else "the one is the beginning of the other"
        return _unsure(left.name, right.name, 0.8 if is_used else 0.6, why)
    ratio = _likeness(_letters(left.form), _letters(right.form))
    return _unsure(left.name, right.name, round(ratio - 0.3, 2), "spelt alike") if ratio >= ALIKE else None


def _one_person(left: Form, right: Form) -> float:
    """How likely two names of persons are one: a surname alone or with a fitting initial; 0 if they differ."""
    if left[-1] != right[-1] or left == right:
        return 0.0
    if len(left) == 1 or len(right) == 1:
        return 0.55
    a, b = sorted((left[0].strip("."), right[0].strip(".")), key=len)
    return 0.7 if len(a) == 1 and b.startswith(a) else 0.0


def _begins(short: Form, long: Form) -> bool:
    is_beginning = len(short) < len(long) and long[: len(short)] == short
    return is_beginning and not set(short) <= GENERIC


def _likeness(left: str, right: str) -> float:
    """Share of letters in common, in order (Ratcliff and Obershelp 1988), 0 for short or very unequal words."""
    if min(len(left), len(right)) <= BEGINNING or abs(len(left) - len(right)) > 3:
        return 0.0
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def _strongest(doubts: Iterable[Proposal]) -> Iterator[Proposal]:
    """The strongest doubts, no more than a few of each name."""
    raised: dict[str, int] = defaultdict(int)
    for doubt in sorted(doubts, key=lambda doubt: (-doubt.score, doubt.left, doubt.right)):
        if max(raised[doubt.left], raised[doubt.right]) < DOUBTS_A_NAME:
            raised[doubt.left] += 1
            raised[doubt.right] += 1
            yield doubt


def _same(left: str, right: str, why: str) -> Proposal:
    return Proposal(Verdict.SAME, left, right, why)


def _unsure(left: str, right: str, score: float, why: str) -> Proposal:
    return Proposal(Verdict.UNSURE, left, right, why, score)
