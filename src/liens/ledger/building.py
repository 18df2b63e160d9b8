"""Rows in force + decisions → the view."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import compress
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Select

from liens.ledger import queries
from liens.ledger.assembling import Memo, assemble, maker, without_collector
from liens.ledger.clusters import PAIRS, Clusters, Node, cluster, is_matcher, nodes_of, standing
from liens.ledger.directory import Directory, end_kinds
from liens.ledger.judging import Judgement, Passing, judge
from liens.ledger.rows import asides_of, terms_of, unpack
from liens.ledger.schema import ESCAPED, unescape
from liens.ledger.view import Doubt, Entry, Point, Remark, Review, View
from liens.market import Market
from liens.model import (
    Claim,
    Decision,
    Document,
    Kind,
    Reason,
    Span,
    SpeechKind,
    Stance,
    Statement,
    Status,
    Terms,
    Verdict,
)

_SPAN, _REASON = maker(Span), maker(Reason)


def build_view(
    connection: Connection, reader: str | None = None, market: Market | None = None, point: Point | None = None
) -> View:
    """The view of the ledger that `connection` (a transaction that sees one moment) shows; see `Ledger.view`."""
    with without_collector():
        decided = queries.all_decisions(connection, point)
        kept = standing(decision for decision, _ in decided)
        clusters = cluster(kept)
        documents = _documents(connection, point)
        owners = queries.readings_in_force(connection, reader, point)
        every = queries.every_reading_counts(connection, len(owners))
        claims = _claims(connection, queries.claims_in_force(reader, every, point), owners)
        statements = _statements(connection, queries.statements_in_force(reader, every, point), owners)
        directory = Directory(clusters, market)
        judgement = _judge(connection, decided, kept, claims, directory, point)
        claims.apply(judgement)
        _note_names(directory, claims, statements, market, queries.name_counts(connection, reader, every, point))
        entities = directory.close(documents)
        find = _finder(directory, clusters)
        entries = _entries(claims, judgement, find)
        rejected = tuple([entry for entry in entries if entry.review is Review.REJECTED])
        return View(
            revision=point.revision if point else queries.revision(connection),
            documents=MappingProxyType(documents),
            entities=MappingProxyType(entities),
            entries=tuple([entry for entry in entries if entry.review is not Review.REJECTED]),
            remarks=_remarks(statements, find),
            rejected=rejected,
            problems=tuple(queries.live_problems(connection, reader, point)),
            doubts=_doubts(kept, directory),
            decisions=tuple(decision for decision, _ in decided),
            orphans=judgement.orphans,
        )


@dataclass(slots=True)
class _Read:
    """Claims or statements in force, their ids and their readers, in step."""

    ids: list[str] = field(default_factory=list)
    nouns: list[Any] = field(default_factory=list)
    readers: list[str] = field(default_factory=list)

    def add(self, ids: Iterable[str], nouns: Iterable[Any], readers: Iterable[str]) -> None:
        self.ids.extend(ids)
        self.nouns.extend(nouns)
        self.readers.extend(readers)

    def in_order(self, where: str) -> _Read:
        """By document, then by place, each id once. `where` is the nouns' field that holds their span.

        Each document is sorted by itself: its few rows mostly come in order.
        """
        found: defaultdict[str, list[tuple[int, int, str, int]]] = defaultdict(list)
        for span, id, place in zip(map(attrgetter(where), self.nouns), self.ids, range(len(self.ids)), strict=True):
            found[span.document].append((span.start, span.end, id, place))
        order = [row[-1] for document in sorted(found) for row in sorted(found[document])]
        last = dict(zip(self.ids, range(len(self.ids)), strict=True))
        if len(last) < len(order):
            order = [place for place in order if last[self.ids[place]] == place]
        return _Read(*([column[i] for i in order] for column in (self.ids, self.nouns, self.readers)))

    def apply(self, judgement: Judgement) -> None:
        """Put corrected claims in the place of those read."""
        if judgement.claims:
            self.nouns = [judgement.claims.get(id, noun) for id, noun in zip(self.ids, self.nouns, strict=True)]


def _documents(connection: Connection, point: Point | None) -> dict[str, Document]:
    """The live documents, by id and in the order of their ids."""
    share, packed = Memo[Any](unescape), Memo[Any](lambda value: tuple(unpack(value)))
    makers: dict[str, Callable[[Iterable[Any]], Iterable[Any]]] = {
        **dict.fromkeys(("text", "name", "found_at", "title", "url"), _unescaped),
        **dict.fromkeys(("publisher", "author", "published", "language"), share.all),
        "asides": Memo[Any](asides_of).all,
        "pages": packed.all,
        "credits": packed.all,
        "sketch": partial(map, bytes),
    }
    found: dict[str, Document] = {}
    for columns in queries.columns_of(connection, queries.live_documents(point)):
        named = dict(zip(queries.DOCUMENT_COLUMNS, columns, strict=True))
        made = {name: makers[name](column) if name in makers else column for name, column in named.items()}
        found.update(zip(named["id"], assemble(Document, len(named["id"]), **made), strict=True))
    return {id: found[id] for id in sorted(found)}


def _unescaped(column: Iterable[str | None]) -> list[str | None]:
    return [unescape(value) if value is not None and value.startswith(ESCAPED) else value for value in column]


def _claims(connection: Connection, query: Select[Any], owners: _Owners) -> _Read:
    documents, readers = _documents_and_readers(owners)
    words, terms = Memo[str](unescape), Memo[Terms](terms_of)
    status, parties = Memo[Status](Status), Memo[tuple[str, ...]](lambda packed: tuple(unpack(packed)))
    found = _Read()
    for columns in queries.columns_of(connection, query):
        reading, id, start, end, state, confidence, subject, relation, object, speaker, *packed = columns
        within, count = list(documents.all(reading)), len(id)
        claims = assemble(
            Claim,
            count,
            subject=words.all(subject),
            relation=words.all(relation),
            object=words.all(object),
            evidence=assemble(Span, count, document=within, start=start, end=end),
            status=status.all(state),
            speaker=words.all(speaker),
            terms=terms.all(packed[1]),
            object_parties=parties.all(packed[0]),
            confidence=confidence,
            reasons=_reasons(within, packed[2], words),
        )
        found.add(id, claims, readers.all(reading))
    return found.in_order("evidence")


_Owners = Mapping[int, tuple[str, str]]
"""Document and reader of each reading in force."""


def _documents_and_readers(owners: _Owners) -> tuple[Memo[str], Memo[str]]:
    return Memo[str](lambda reading: owners[reading][0]), Memo[str](lambda reading: owners[reading][1])


def _reasons(documents: Iterable[str], packed: Iterable[str], words: Memo[str]) -> Iterator[tuple[Reason, ...]]:
    """The reasons of each claim, read all together."""
    lists = json.loads("[" + ",".join([one or "[]" for one in packed]) + "]")
    for document, reasons in zip(documents, lists, strict=True):
        yield tuple([_REASON(_SPAN(document, a, b), words[role], words[note]) for a, b, role, note in reasons])


def _statements(connection: Connection, query: Select[Any], owners: _Owners) -> _Read:
    documents, readers = _documents_and_readers(owners)
    words = Memo[str](unescape)
    kinds, stances = Memo[SpeechKind](SpeechKind), Memo[Stance](Stance)
    found = _Read()
    for columns in queries.columns_of(connection, query):
        reading, id, start, end, kind, stance, speaker, venue, target = columns
        count = len(id)
        statements = assemble(
            Statement,
            count,
            speaker=words.all(speaker),
            content=assemble(Span, count, document=documents.all(reading), start=start, end=end),
            kind=kinds.all(kind),
            venue=words.all(venue),
            target=words.all(target),
            stance=stances.all(stance),
        )
        found.add(id, statements, readers.all(reading))
    return found.in_order("content")


def _judge(
    connection: Connection,
    decided: Iterable[tuple[Decision, Claim | None]],
    kept: list[Decision],
    claims: _Read,
    directory: Directory,
    point: Point | None,
) -> Judgement:
    about = {decision.id: claim for decision, claim in decided if claim is not None}
    judged = [(decision, about[decision.id]) for decision in kept if decision.id in about]
    if not judged:
        return Judgement({}, {}, ())
    in_force = dict(zip(claims.ids, claims.nouns, strict=True))
    texts = Memo[str](lambda document: queries.document(connection, document).text)

    def words(claim: Claim) -> str:
        text: str = texts[claim.evidence.document]
        return text[claim.evidence.start : claim.evidence.end]

    def passing() -> Passing:
        return Passing(
            claims=tuple(in_force.items()),
            is_same=lambda left, right: directory.node(left) == directory.node(right),
            words=words,
            successors=lambda document: queries.successors(connection, document, point),
        )

    return judge(judged, in_force, passing)


def _note_names(
    directory: Directory,
    claims: _Read,
    statements: _Read,
    market: Market | None,
    counts: Iterable[tuple[str, Kind, int]],
) -> None:
    """Note every name in use: those of mentions, whose kind the texts show (`counts`), then those that claims and
    statements alone have, whose kind is a guess."""
    for name, kind, count in counts:
        directory.note(name, kind, count)
    guesses: set[tuple[str, Kind]] = set()
    relations = Memo[tuple[Kind, Kind]](lambda relation: end_kinds(market, relation))
    for claim in _with_new_names(directory, claims.nouns):
        subject, object = relations[claim.relation]
        guesses |= {(claim.subject, subject), (claim.object, Kind.DEAL if claim.object_parties else object)}
        guesses |= {(party, Kind.COMPANY) for party in claim.object_parties}
    speakers = {*map(attrgetter("speaker"), claims.nouns), *map(attrgetter("speaker"), statements.nouns)} - {None}
    guesses |= {(speaker, Kind.PERSON) for speaker in speakers}
    for name, kind in sorted(guess for guess in guesses if guess[0] not in directory):
        directory.note(name, kind)


def _with_new_names(directory: Directory, claims: list[Claim]) -> list[Claim]:
    """The claims with a name that `directory` has not."""
    ends = {*map(attrgetter("subject"), claims), *map(attrgetter("object"), claims)}
    new = {name for name in ends if name not in directory}
    return [claim for claim in claims if claim.subject in new or claim.object in new or claim.object_parties]


class _Finder:
    """Names → entity ids, for whole columns."""

    def __init__(self, directory: Directory, documents: frozenset[str]) -> None:
        self._directory = directory
        self._documents = documents
        self._common = Memo[str](directory.id)

    def all(self, names: Iterable[str | None], documents: Iterable[str]) -> list[Any]:
        """The entity of each name in its document; None for None."""
        if not self._documents:
            return list(self._common.all(names))
        return [self.one(name, document) for name, document in zip(names, documents, strict=True)]

    def one(self, name: str | None, document: str) -> str | None:
        is_common = name is None or document not in self._documents
        return self._common[name] if is_common else self._directory.id(name, document)  # type: ignore[arg-type]


def _finder(directory: Directory, clusters: Clusters) -> _Finder:
    return _Finder(directory, frozenset(document for _, document in clusters.splits))


def _entries(claims: _Read, judgement: Judgement, find: _Finder) -> list[Entry]:
    nouns = claims.nouns
    documents = list(map(attrgetter("evidence.document"), nouns))
    parties: list[tuple[Any, ...]] = [()] * len(nouns)
    has_parties = map(attrgetter("object_parties"), nouns)
    for n in compress(range(len(nouns)), has_parties):
        parties[n] = tuple(find.one(party, documents[n]) for party in nouns[n].object_parties)
    reviews = judgement.reviews
    return assemble(
        Entry,
        len(nouns),
        id=claims.ids,
        claim=nouns,
        subject=find.all(map(attrgetter("subject"), nouns), documents),
        object=find.all(map(attrgetter("object"), nouns), documents),
        reader=claims.readers,
        parties=parties,
        speaker=find.all(map(attrgetter("speaker"), nouns), documents),
        review=[reviews.get(id, Review.OPEN) for id in claims.ids],
    )


def _remarks(statements: _Read, find: _Finder) -> tuple[Remark, ...]:
    nouns = statements.nouns
    documents = list(map(attrgetter("content.document"), nouns))
    speakers = find.all(map(attrgetter("speaker"), nouns), documents)
    columns = {"id": statements.ids, "statement": nouns, "speaker": speakers, "reader": statements.readers}
    return tuple(assemble(Remark, len(nouns), **columns))


def _doubts(kept: Iterable[Decision], directory: Directory) -> tuple[Doubt, ...]:
    """What matchers are unsure of and no person has judged: names in use that are still two entities."""
    judged: set[tuple[Node, Node]] = set()
    open_pairs: dict[tuple[Node, Node], Decision] = {}
    for decision in kept:
        if decision.verdict in PAIRS and not is_matcher(decision.by):
            judged.add(nodes_of(decision))
        elif decision.verdict is Verdict.UNSURE:
            open_pairs[nodes_of(decision)] = decision
    doubts = (_doubt(open_pairs[pair], directory) for pair in open_pairs.keys() - judged)
    return tuple(sorted((d for d in doubts if d is not None), key=lambda d: (-d.score, d.left, d.right)))


def _doubt(decision: Decision, directory: Directory) -> Doubt | None:
    left, right = decision.targets
    ids = directory.ids(left), directory.ids(right)
    if None in ids or ids[0] == ids[1]:
        return None
    return Doubt(left, right, _score(dict(decision.changes)), decision.why)


def _score(changes: Mapping[str, str]) -> float:
    return float(changes.get("score", "0"))
