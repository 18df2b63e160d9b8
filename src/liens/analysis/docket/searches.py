"""What stands behind "no decision found": which documents speak of the authority and of a party.

A document speaks of an entity if it has a claim or a remark with it, or if one of the entity's names stands in its text
as whole words, written as the name is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from liens.analysis.directory import fold
from liens.analysis.docket.cases import MOST_LISTED, Case, Search
from liens.ledger.view import View
from liens.market import Market
from liens.model import Document, Kind

_WORD = re.compile(r"\w+")
Names = Mapping[str, tuple[tuple[str, str], ...]]
"""Names and whose they are (name, entity id), each under the word of it that the fewest names share."""
Places = list[int]
"""Places of documents on the shelf, earliest first."""


def search_for_outcomes(cases: Iterable[Case], view: View, market: Market) -> dict[str, Search]:
    """For each of `cases` without an outcome, by its id: what was searched for one."""
    pending = [case for case in cases if not case.outcomes]
    if not pending:
        return {}
    shelf = sorted(view.documents.values(), key=lambda document: (document.published or "", document.id))
    ends = {case.id: _ends(case, view) for case in pending}
    partners: defaultdict[str, set[str]] = defaultdict(set)
    for case in pending:
        partners[case.authority].update(ends[case.id])
    meetings = _meetings(partners, shelf, view, market)
    as_of = shelf[-1].published if shelf else None
    found = {}
    for case in pending:
        keys = [(case.authority, end) for end in ends[case.id]]
        places = _together([meetings[key] for key in keys if key in meetings])
        latest = tuple([shelf[place].id for place in places[: -MOST_LISTED - 1 : -1]])
        found[case.id] = Search(as_of, len(shelf), len(places), latest)
    return found


def _together(lists: Sequence[Places]) -> Places:
    return lists[0] if len(lists) == 1 else sorted(set().union(*lists))


def _ends(case: Case, view: View) -> tuple[str, ...]:
    """The parties and whoever else is named as examined; a deal is known by its parties."""
    named = (end for end in case.named if view.entities[end].kind is not Kind.DEAL)
    return tuple(dict.fromkeys((*case.parties, *named)))


def _meetings(
    partners: Mapping[str, Collection[str]], shelf: Sequence[Document], view: View, market: Market
) -> dict[tuple[str, str], Places]:
    """Which documents of `shelf` speak both of an authority and of one of its `partners`, by authority and partner.

    They are noted document by document: to hold every authority's documents against every partner's would take time
    that grows with the square of the number of claims.
    """
    authorities = set(partners)
    wanted = authorities.union(*partners.values())
    names, involved = _by_rarest_word(_called(sorted(wanted), view, market)), _involved(view)
    found: defaultdict[tuple[str, str], Places] = defaultdict(list)
    for place, document in enumerate(shelf):
        ends = involved.get(document.id, set()) & wanted
        for word in set(filter(names.__contains__, _words(document.text))):
            for name, end in names[word]:
                if end not in ends and _stands_in(name, document.text):
                    ends.add(end)
        for authority in ends & authorities:
            for end in ends.intersection(partners[authority]):
                found[authority, end].append(place)
    return found


def _involved(view: View) -> dict[str, set[str]]:
    """The entities that the claims and remarks of each document are about or by."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for entry in view.entries:
        ends = found[entry.claim.evidence.document]
        ends.add(entry.subject)
        ends.add(entry.object)
        if entry.parties:
            ends.update(entry.parties)
        if entry.speaker:
            ends.add(entry.speaker)
    for remark in view.remarks:
        found[remark.statement.content.document].add(remark.speaker)
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


class _Signs(dict[int, int | str]):
    """For `str.translate`: a blank for each character that is no part of a word."""

    def __missing__(self, code: int) -> int | str:
        sign = self[code] = code if _WORD.match(chr(code)) else " "
        return sign


_SIGNS = _Signs()


def _words(text: str) -> list[str]:
    return text.translate(_SIGNS).split()


def _stands_in(name: str, text: str) -> bool:
    """Whether `name` stands in `text` as whole words."""
    start = text.find(name)
    while start >= 0:
        before, after = text[start - 1 : start], text[start + len(name) : start + len(name) + 1]
        if not (_WORD.match(before) or _WORD.match(after)):
            return True
        start = text.find(name, start + 1)
    return False
