"""Which of the annotated claims a reader found.

Annotated claims that repeat a triple form a group, and a group is found once. The best matches are taken first. What
matches a group already found, or an optional one, is neither right nor wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from training.scoring.names import Match, Names, words_of
from training.scoring.sheets import Claim

SYMMETRIC = frozenset(("competes_with", "partners_with"))

Group = tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A group and the predictions of it: first the one that counts, then repeats, no more in all than the group has
    claims, so that guessing every status does not pay."""

    group: Group
    told: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """`missed` are required groups that nothing matches, `false` predictions that match no group."""

    found: tuple[Found, ...]
    missed: tuple[Group, ...]
    false: tuple[Claim, ...]


def strength(names: Names, claim: Claim, told: Claim, *, typed: bool = True) -> int:
    """How well the prediction `told` matches the annotated `claim`, 0 if it does not; unless `typed`, whatever the
    relation and direction."""
    if typed and claim.relation != told.relation:
        return 0
    best = _ends(names, claim, told.subject, told.object)
    if not typed or claim.relation in SYMMETRIC:
        best = max(best, _ends(names, claim, told.object, told.subject))
    return best


def _ends(names: Names, claim: Claim, subject: str, object_: str) -> int:
    """A deal is matched by any of its parties, as an alias would be."""
    left = names.match(claim.subject, subject)
    through = (min(Match.ALIAS, names.match(party, object_)) for party in claim.parties)
    right = max(names.match(claim.object, object_), *through, Match.NONE)
    return left + right if left and right else 0


def groups_of(claims: Sequence[Claim], *, typed: bool = True) -> list[Group]:
    """The annotated claims, those with the same triple (or, unless `typed`, the same pair) together."""
    groups: dict[object, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(_key(claim, typed), []).append(claim)
    return [tuple(group) for group in groups.values()]


def _key(claim: Claim, typed: bool) -> object:
    relation = claim.relation if typed else ""
    if claim.parties:
        return relation, words_of(claim.subject), tuple(sorted(map(words_of, claim.parties)))
    ends = words_of(claim.subject), words_of(claim.object)
    return relation, *(ends if typed and claim.relation not in SYMMETRIC else sorted(ends))


def match_claims(names: Names, claims: Sequence[Claim], told: Sequence[Claim], *, typed: bool = True) -> Matching:
    """The annotated `claims` of a document against what was `told` of it."""
    groups = groups_of(claims, typed=typed)
    edges = list(_edges(names, groups, told, typed))
    required = {i for i, group in enumerate(groups) if not all(claim.optional for claim in group)}
    hits: dict[int, int] = {}
    for _, i, j in sorted(edges, key=lambda edge: (-edge[0], edge[1], edge[2])):
        if i in required and i not in hits and j not in hits.values():
            hits[i] = j
    touched = {j for _, _, j in edges}
    repeats = _repeats(edges, set(hits.values()))
    return Matching(
        tuple(_found(groups[i], [told[k] for k in (j, *repeats.get(i, ()))]) for i, j in hits.items()),
        tuple(group for i, group in enumerate(groups) if i in required and i not in hits),
        tuple(claim for j, claim in enumerate(told) if j not in touched),
    )


def _found(group: Group, told: list[Claim]) -> Found:
    return Found(group, tuple(told[: len(group)]))


def _edges(names: Names, groups: list[Group], told: Sequence[Claim], typed: bool) -> Iterator[tuple[int, int, int]]:
    """(strength, number of the group, number of the prediction) of all that match."""
    for i, group in enumerate(groups):
        for j, one in enumerate(told):
            best = max(strength(names, claim, one, typed=typed) for claim in group)
            if best:
                yield best, i, j


def _repeats(edges: list[tuple[int, int, int]], used: set[int]) -> dict[int, list[int]]:
    """The predictions that count for no group themselves, by the group that they match best."""
    best: dict[int, tuple[int, int]] = {}
    for value, i, j in edges:
        if value > best.get(j, (0, 0))[0]:
            best[j] = value, i
    repeats: dict[int, list[int]] = {}
    for j, (_, i) in best.items():
        if j not in used:
            repeats.setdefault(i, []).append(j)
    return repeats
