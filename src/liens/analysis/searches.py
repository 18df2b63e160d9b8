"""What stands behind "no decision found": which documents speak of the authority and of a party.

A document speaks of an entity if it has a claim or a remark with it, or if one of the entity's names stands in its text
as whole words, written as the name is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from liens.analysis.cases import Case, Search
from liens.analysis.directory import fold
from liens.ledger.view import View
from liens.market import Market
from liens.model import Kind

_WORD = re.compile(r"\w+")
Names = Mapping[str, tuple[tuple[str, str], ...]]
"""Names and whose they are (name, entity id), each under the word of it that the fewest names share."""


def search_for_outcomes(cases: Iterable[Case], view: View, market: Market) -> dict[str, Search]:
    """For each of `cases` without an outcome, by its id: what was searched for one."""
    pending = [case for case in cases if not case.outcomes]
    if not pending:
        return {}
    as_of = max((d.published for d in view.documents.values() if d.published), default=None)
    ends = {case.id: _ends(case, view) for case in pending}
    places = _places({end for case in pending for end in (case.authority, *ends[case.id])}, view, market)
    both: dict[tuple[str, str], set[str]] = {}
    found = {}
    for case in pending:
        for end in ends[case.id]:
            if (case.authority, end) not in both:
                both[case.authority, end] = places[case.authority] & places[end]
        mentioning = set().union(*(both[case.authority, end] for end in ends[case.id]))
        found[case.id] = Search(as_of, len(view.documents), tuple(sorted(mentioning)))
    return found


def _ends(case: Case, view: View) -> tuple[str, ...]:
    """The parties and whoever else is named as examined; a deal is known by its parties."""
    named = (end for end in case.named if view.entities[end].kind is not Kind.DEAL)
    return tuple(dict.fromkeys((*case.parties, *named)))


def _places(wanted: Iterable[str], view: View, market: Market) -> dict[str, set[str]]:
    """The ids of the documents that speak of each of the entities `wanted`."""
    found: dict[str, set[str]] = {end: set() for end in sorted(wanted)}
    for entry in view.entries:
        for end in (entry.subject, entry.object, *entry.parties, entry.speaker):
            if end in found:
                found[end].add(entry.claim.evidence.document)
    for remark in view.remarks:
        if remark.speaker in found:
            found[remark.speaker].add(remark.statement.content.document)
    names = _by_rarest_word(_called(found, view, market))
    for document in view.documents.values():
        for end in _named_in(document.text, names):
            found[end].add(document.id)
    return found


def _called(wanted: Iterable[str], view: View, market: Market) -> list[tuple[str, str]]:
    """The names of each entity, in the texts and in the market pack."""
    aliases = {fold(name): (row.name, *row.aliases) for row in market.entities for name in (row.name, *row.aliases)}
    found = {}
    for end in wanted:
        entity = view.entities[end]
        own = (entity.name, *entity.names)
        known = (alias for name in own for alias in aliases.get(fold(name), ()))
        found.update(dict.fromkeys((name, end) for name in (*own, *known)))
    return list(found)


def _by_rarest_word(names: Iterable[tuple[str, str]]) -> Names:
    words = {pair: _WORD.findall(pair[0]) for pair in names}
    shared = Counter(word for found in words.values() for word in set(found))
    by_word: dict[str, list[tuple[str, str]]] = {}
    for pair, found in words.items():
        if found:
            by_word.setdefault(min(found, key=lambda word: (shared[word], word)), []).append(pair)
    return {word: tuple(pairs) for word, pairs in by_word.items()}


def _named_in(text: str, names: Names) -> Iterator[str]:
    """The entities that `text` names."""
    for word in names.keys() & set(_WORD.findall(text)):
        yield from (end for name, end in names[word] if _stands_in(name, text))


def _stands_in(name: str, text: str) -> bool:
    """Whether `name` stands in `text` as whole words."""
    start = text.find(name)
    while start >= 0:
        before, after = text[start - 1 : start], text[start + len(name) : start + len(name) + 1]
        if not (_WORD.match(before) or _WORD.match(after)):
            return True
        start = text.find(name, start + 1)
    return False
