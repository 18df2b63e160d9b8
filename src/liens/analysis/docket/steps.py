"""A claim that an authority examines something → which case it is about, and which step of it it tells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from liens.analysis.dates import claim_date, event_date
from liens.analysis.directory import Directory
from liens.analysis.docket.cases import Standing, Step
from liens.analysis.docket.ladders import Found, Ladders, Rung, build_ladders
from liens.analysis.houses import Posts
from liens.analysis.positions.namesakes import Namesakes, build_namesakes
from liens.ledger.assembling import maker
from liens.ledger.view import Entry, Remark, View
from liens.market import Market
from liens.model import Claim, Kind, Span, Status

T = TypeVar("T")
EXAMINES = "examines"
QUOTE = 160
"""Characters of a sentence that stand for the words of a stage which the claim does not give."""
Key = tuple[str, tuple[str, ...]]
"""A case: the authority and the parties of the deal, or the one company."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What is needed to judge whose word a claim is; made once for a view.

    `examined` are the claims that an authority examines something, `said` the remarks of each document that has such
    claims, and `beside` its other claims, if someone published it who may be an authority.
    """

    view: View
    examined: tuple[Entry, ...]
    directory: Directory
    ladders: Ladders
    posts: Posts
    namesakes: Namesakes
    beside: Mapping[str, Sequence[Entry]]
    said: Mapping[str, Sequence[Remark]]

    def house_of_publisher(self, document: str) -> tuple[str, ...]:
        """The keys of the document's publisher and of those it belongs to; none for an unknown publisher."""
        found = self.view.documents.get(document)
        publisher = self.directory.named(found.publisher) if found else None
        return self.directory.lineage(publisher.key) if publisher else ()


def build_desk(view: View, market: Market, directory: Directory, posts: Posts) -> Desk:
    """The desk for `view`."""
    examined = tuple([entry for entry in view.entries if entry.claim.relation == EXAMINES])
    wanted = {entry.claim.evidence.document for entry in examined}
    signed = {id for id in wanted & view.documents.keys() if directory.named(view.documents[id].publisher)}
    others = (entry for entry in view.entries if entry.claim.relation != EXAMINES) if signed else ()
    return Desk(
        view,
        examined,
        directory,
        build_ladders(market, directory),
        posts,
        build_namesakes(directory),
        _by_document(((entry.claim.evidence.document, entry) for entry in others), signed),
        _by_document(((remark.statement.content.document, remark) for remark in view.remarks), wanted),
    )


def _by_document(things: Iterable[tuple[str, T]], wanted: Collection[str]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for document, thing in things:
        if document in wanted:
            found.setdefault(document, []).append(thing)
    return found


def cases_of(desk: Desk) -> dict[Key, list[Entry]]:
    """The claims of each case.

    A claim about a company is about a deal where the same words also speak of a deal of that company.
    """
    deals: dict[tuple[str, str], list[tuple[Span, Key]]] = {}
    keys = {entry.id: _key(entry, desk) for entry in desk.examined}
    for entry in desk.examined:
        if len(keys[entry.id][1]) > 1:
            place = (entry.claim.evidence.document, keys[entry.id][0])
            deals.setdefault(place, []).append((entry.claim.evidence, keys[entry.id]))
    found: dict[Key, list[Entry]] = {}
    for entry in desk.examined:
        key = keys[entry.id]
        same_place = deals.get((entry.claim.evidence.document, key[0]), ()) if len(key[1]) == 1 else ()
        for home in dict.fromkeys(_deals_with(entry, key, same_place, desk)) or (key,):
            found.setdefault(home, []).append(entry)
    return found


def _deals_with(entry: Entry, key: Key, deals: Iterable[tuple[Span, Key]], desk: Desk) -> Iterator[Key]:
    house = desk.directory.lineage(key[1][0])
    for span, deal in deals:
        if overlap(span, entry.claim.evidence) and any(party in deal[1] for party in house):
            yield deal


def _key(entry: Entry, desk: Desk) -> Key:
    """The authority that has the ladder, and the parties: each deal once, however it is named.

    The parties of a deal are groups, as in merger control: a unit stands for its group, unless a deal is within one.
    """
    holder = desk.ladders.holder(entry.subject)
    authority = holder if holder in desk.view.entities and holder is not None else entry.subject
    parties = entry.parties or _named_parties(entry, desk)
    groups = {desk.directory.lineage(party)[-1] for party in parties}
    chosen = groups if len(groups) > 1 else set(parties)
    return authority, tuple(sorted(chosen)) if len(chosen) > 1 else (entry.object,)


def _named_parties(entry: Entry, desk: Desk) -> tuple[str, ...]:
    """The entities that the name of a deal names, where the claim does not list them."""
    entity = desk.view.entities.get(entry.object)
    if entity is None or entity.kind is not Kind.DEAL:
        return ()
    bodies = desk.namesakes.find(entity.name)
    return tuple(body.key for body in bodies if body.key in desk.view.entities)


_make_step = maker(Step)


def step_of(entry: Entry, authority: str, desk: Desk) -> Step:
    """The step that `entry` tells of a case of `authority`."""
    claim = entry.claim
    when = claim_date(entry, desk.view.documents.get(claim.evidence.document))
    words, found = _stage(entry, authority, desk)
    is_denied = _is_denied(claim, found)
    standing, by = _standing(entry, authority, found, desk)
    return _make_step(
        entry.id,
        claim.evidence.document,
        when.first if when else None,
        event_date(entry) is not None,
        words if len(words) <= QUOTE else words[: QUOTE - 1] + "…",
        *((None, None, _denied(found)) if is_denied else (found.phrase, found.rung, found.denies)),
        standing,
        by,
        claim.status,
    )


def _stage(entry: Entry, authority: str, desk: Desk) -> tuple[str, Found]:
    """The claim's words for the stage and what they say of it; those of its whole evidence where the ladder knows none
    of the former, or where they are denied ("has no jurisdiction to examine" is no examination, but an outcome)."""
    evidence = entry.claim.evidence
    document = desk.view.documents.get(evidence.document)
    sentence = " ".join(document.text[evidence.start : evidence.end].split()) if document else ""
    words = " ".join((entry.claim.terms.stage or sentence).split())
    found = desk.ladders.find(authority, words)
    if found.rung is None or _is_denied(entry.claim, found):
        wider = desk.ladders.find(authority, sentence)
        if wider.is_negative if found.rung or found.denies else wider.rung is not None:
            return sentence, wider
    return words, found


def _is_denied(claim: Claim, found: Found) -> bool:
    return claim.status is Status.DENIED and not found.is_negative


def _denied(found: Found) -> tuple[Rung, ...]:
    return tuple(dict.fromkeys((found.rung, *found.denies) if found.rung else found.denies))


def _standing(entry: Entry, authority: str, found: Found, desk: Desk) -> tuple[Standing, str]:
    """Whose word the claim is, and by what name."""
    document = desk.view.documents.get(entry.claim.evidence.document)
    is_own = authority in desk.house_of_publisher(entry.claim.evidence.document)
    publisher = (document and document.publisher) or "an unnamed source"
    day = document.published if document else None
    if entry.speaker is not None:
        name = desk.view.entities[entry.speaker].name
        if not desk.posts.speaks_for(entry.speaker, authority, day, entry.claim.evidence.document):
            return Standing.REPORTED, name
        return (Standing.DOCUMENT if is_own else Standing.QUOTED), name
    if is_own:
        return Standing.DOCUMENT, publisher
    quoted = _quoted(entry, authority, found, day, desk)
    return (Standing.QUOTED, quoted) if quoted else (Standing.REPORTED, publisher)


def _quoted(entry: Entry, authority: str, found: Found, day: str | None, desk: Desk) -> str | None:
    """The voice of the authority to whose reported words the claim's words for the stage belong, None if to none."""
    evidence = entry.claim.evidence
    for remark in desk.said.get(evidence.document, ()):
        content = remark.statement.content
        start, end = max(content.start, evidence.start), min(content.end, evidence.end)
        if start < end and desk.posts.speaks_for(remark.speaker, authority, day, evidence.document):
            words = desk.view.documents[evidence.document].text[start:end]
            if found.rung is not None and desk.ladders.find(authority, words).rung == found.rung:
                return desk.view.entities[remark.speaker].name
    return None


def overlap(one: Span, two: Span) -> bool:
    """Whether the two share a character."""
    return one.document == two.document and one.start < two.end and two.start < one.end
