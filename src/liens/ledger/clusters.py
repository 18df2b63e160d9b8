"""Decisions → which names are one entity.

A name is known by its key; one document's use of a name may be split away from it. Decisions join and part these nodes.
People's decisions come before matchers', later ones before earlier ones, and each is taken in that order: `same` joins
two clusters unless a decision before it keeps any of their names apart, `different` keeps two clusters apart unless
decisions before it have joined them. The outcome depends on the set of decisions alone, not on their order of arrival.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from liens.model import Decision, Verdict

MATCHER = re.compile(r"[\w.-]++@\d++(?:\.\d++)*+")
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―"), "-") | dict.fromkeys(map(ord, "’‘ʼ`´"), "'")
PAIRS = (Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE)

Node = tuple[str, str]
"""A name's key, and the document whose use of it is meant, "" for all that are not split away."""


def name_key(name: str) -> str:
    """The form under which a name is known: compatibility forms, case, spaces, dashes and apostrophes made one."""
    folded = unicodedata.normalize("NFKC", name.translate(DASHES)).casefold()
    return " ".join(folded.split())


def is_matcher(by: str) -> bool:
    """Whether a signature is a matcher's (`name@version`) and not a person's."""
    return MATCHER.fullmatch(by) is not None


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that are not undone, in order of time. An undo that is undone itself undoes nothing; a matcher
    cannot undo what a person decided."""
    known = {decision.id: decision for decision in decisions}
    undone: dict[str, list[Decision]] = {}
    for decision in known.values():
        if decision.verdict is Verdict.UNDO and _may_undo(decision, known.get(decision.targets[0])):
            undone.setdefault(decision.targets[0], []).append(decision)
    stands: dict[str, bool] = {}
    for id in known:
        _settle(id, undone, stands)
    kept = [d for d in known.values() if stands[d.id] and d.verdict is not Verdict.UNDO]
    return sorted(kept, key=moment)


def moment(decision: Decision) -> tuple[datetime, str]:
    """When a decision was taken, as a key to sort by; a time without a zone is UTC."""
    at = datetime.fromisoformat(decision.at)
    return (at if at.tzinfo else at.replace(tzinfo=UTC), decision.id)


def _may_undo(undo: Decision, target: Decision | None) -> bool:
    return target is not None and (is_matcher(target.by) or not is_matcher(undo.by))


def _settle(id: str, undone: Mapping[str, list[Decision]], stands: dict[str, bool]) -> None:
    """Find out whether decision `id` stands: it does if none of its undos does. An id is a digest of its target's id,
    so the undos form no circle."""
    path = [id]
    while path:
        undos = [undo.id for undo in undone.get(path[-1], ())]
        open_undos = [undo for undo in undos if undo not in stands]
        if open_undos:
            path.extend(open_undos)
        else:
            stands[path.pop()] = not any(stands[undo] for undo in undos)


@dataclass(frozen=True, slots=True)
class Clusters:
    """Which nodes are one entity: `roots` maps each node that a decision names to the first node of its cluster.
    `splits` are the nodes of one document."""

    roots: Mapping[Node, Node]
    splits: frozenset[Node] = frozenset()

    def node(self, key: str, document: str = "") -> Node:
        """The cluster of the name with this key, as `document` uses it."""
        split = (key, document)
        node = split if split in self.splits else (key, "")
        return self.roots.get(node, node)


def cluster(decisions: Iterable[Decision]) -> Clusters:
    """The clusters that `decisions` (standing ones, in order of time) make."""
    verdicts: dict[tuple[Node, Node], Verdict] = {}
    latest_first = [decision for decision in decisions if decision.verdict in PAIRS][::-1]
    for decision in sorted(latest_first, key=lambda d: is_matcher(d.by)):
        verdicts.setdefault(nodes_of(decision), decision.verdict)
    forest = _Forest()
    for (left, right), verdict in verdicts.items():
        if verdict is Verdict.SAME:
            forest.join(left, right)
        elif verdict is Verdict.DIFFERENT:
            forest.part(left, right)
    judged = (pair for pair, verdict in verdicts.items() if verdict is not Verdict.UNSURE)
    return Clusters(forest.roots(), frozenset(node for pair in judged for node in pair if node[1]))


def nodes_of(decision: Decision) -> tuple[Node, Node]:
    """The two nodes that a verdict on names is about, in their order. A verdict `within` a document is about that
    document's use of the first name."""
    left, right = map(name_key, decision.targets)
    a, b = (left, decision.within or ""), (right, "")
    return (a, b) if a <= b else (b, a)


class _Forest:
    """Sets of nodes under union by least node, with pairs of sets that must stay apart."""

    def __init__(self) -> None:
        self._above: dict[Node, Node] = {}
        self._apart: dict[Node, set[Node]] = {}
        self._size: dict[Node, int] = {}
        self._least: dict[Node, Node] = {}

    def _top(self, node: Node) -> Node:
        top = node
        while (above := self._above.setdefault(top, top)) != top:
            top = above
        while node != top:
            self._above[node], node = top, self._above[node]
        return top

    def join(self, left: Node, right: Node) -> None:
        a, b = self._top(left), self._top(right)
        if a == b or b in self._apart.get(a, ()):
            return
        if self._size.get(a, 1) < self._size.get(b, 1):
            a, b = b, a
        self._above[b] = a
        self._size[a] = self._size.get(a, 1) + self._size.get(b, 1)
        self._least[a] = min(self._least.get(a, a), self._least.get(b, b))
        for other in self._apart.pop(b, ()):
            self._apart[other].discard(b)
            self._keep_apart(other, a)

    def part(self, left: Node, right: Node) -> None:
        a, b = self._top(left), self._top(right)
        if a != b:
            self._keep_apart(a, b)

    def _keep_apart(self, a: Node, b: Node) -> None:
        self._apart.setdefault(a, set()).add(b)
        self._apart.setdefault(b, set()).add(a)

    def roots(self) -> dict[Node, Node]:
        tops = {node: self._top(node) for node in list(self._above)}
        return {node: self._least.get(top, top) for node, top in tops.items()}
