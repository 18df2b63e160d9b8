"""Authority × deal: how far each authority has come with each deal or company, on its own ladder, and who says so.

A stage rises only on the authority's own document or on its quoted word. What others call it ("probe", "cleared") is
kept beside it and raises nothing; outcomes of one authority say nothing of another's. Where no outcome is known, the
docket says what was searched, and until when.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter

from liens.analysis.directory import Directory, build_directory
from liens.analysis.docket.cases import Case, Fact, Matrix, PressWord, Standing, Step, Track
from liens.analysis.docket.ladders import Rung
from liens.analysis.docket.searches import search_for_outcomes
from liens.analysis.docket.steps import Desk, Key, build_desk, cases_of, step_of
from liens.analysis.handles import handles
from liens.analysis.houses import Posts, build_posts
from liens.ledger.assembling import maker, without_collector
from liens.ledger.view import Entry, View
from liens.market import Market
from liens.model import Span, Status

MOST_FACTS = 12
"""Facts shown beside an outcome, in the order of the text."""


@dataclass(frozen=True, slots=True)
class Docket:
    """All cases, by authority and then by deal; `ladders` are ladders' ids and their titles."""

    cases: tuple[Case, ...]
    matrix: Matrix
    ladders: tuple[tuple[str, str], ...]


@without_collector()
def find_docket(view: View, market: Market, directory: Directory | None = None, posts: Posts | None = None) -> Docket:
    """The docket of `view`, for a caller that may have the directory and the posts already."""
    directory = directory or build_directory(view, market)
    desk = build_desk(view, market, directory, posts or build_posts(view, directory))
    ids = handles({entity.id: entity.name for entity in view.entities.values()})
    cases = [_case(key, entries, ids, desk) for key, entries in cases_of(desk).items()]
    searched = search_for_outcomes(cases, view, market)
    ordered = sorted((case.after(searched.get(case.id)) for case in cases), key=attrgetter("id"))
    return _docket(ordered, [(procedure.id, procedure.title) for procedure in market.procedures])


def select_cases(docket: Docket, entity: str) -> Docket:
    """The cases of the authority with id `entity`, or about the company with that id."""
    return _docket([c for c in docket.cases if entity in (c.authority, *c.parties, *c.named)], docket.ladders)


def _docket(cases: Sequence[Case], ladders: Iterable[tuple[str, str]]) -> Docket:
    """The docket of `cases`, with those of `ladders` (id, title) that they stand on."""
    used = {track.rung.procedure for case in cases for track in case.tracks}
    used |= {word.rung.procedure for case in cases for word in case.reported if word.rung}
    return Docket(tuple(cases), _matrix(cases), tuple((id, title) for id, title in ladders if id in used))


def _matrix(cases: Sequence[Case]) -> Matrix:
    """Deals with the most cases first, and authorities likewise."""
    held = {(case.parties, case.authority): case.id for case in cases}
    authorities = Counter(case.authority for case in cases)
    deals = Counter(case.parties for case in cases)
    columns = sorted(authorities, key=lambda authority: (-authorities[authority], authority))
    rows = sorted(deals, key=lambda deal: (-deals[deal], deal))
    return Matrix(tuple(columns), tuple(rows), tuple(tuple(held.get((row, one)) for one in columns) for row in rows))


_make_case, _make_press_word = maker(Case), maker(PressWord)


def _case(key: Key, entries: Sequence[Entry], ids: Mapping[str, str], desk: Desk) -> Case:
    authority, parties = key
    steps = sorted([step_of(entry, authority, desk) for entry in entries], key=lambda s: (s.day or "9999", s.claim))
    own = [step for step in steps if step.standing is not Standing.REPORTED]
    tracks = _tracks(own) if own else ()
    hearsay = [step for step in steps if _is_hearsay(step, tracks)]
    return _make_case(
        "--".join([ids[end] for end in (authority, *parties)]),
        authority,
        parties,
        tuple(sorted({end for entry in entries for end in (entry.object, *entry.parties)})),
        tuple(sorted({entry.claim.object for entry in entries})),
        tracks,
        _reported(hearsay, tracks) if hearsay else (),
        tuple(steps),
        tuple(_facts(key, entries, tracks, desk)) if own else (),
    )


def _tracks(steps: Sequence[Step]) -> tuple[Track, ...]:
    """The recorded state on each ladder, the one with the authority's latest word first."""
    ladders: dict[str, list[tuple[Rung, Step]]] = {}
    for step in steps:
        if step.rung is not None:
            ladders.setdefault(step.rung.procedure, []).append((step.rung, step))
    tracks = (_track(words) for words in ladders.values())
    return tuple(sorted(tracks, key=lambda t: (t.last or "", t.rung.outcome, t.rung.procedure), reverse=True))


def _track(words: list[tuple[Rung, Step]]) -> Track:
    """What `words`, all on one ladder and earliest first, record: the outcome, else the highest rung; a rung that the
    authority has only announced counts where it has taken none."""
    firm = [(rung, step) for rung, step in words if step.status is not Status.PLANNED]
    known = _ended(firm) or firm or words
    rung = max((rung for rung, _ in known), key=lambda rung: rung.rank)
    reached = [step for found, step in known if found == rung]
    days = sorted(step.day for _, step in words if step.day)
    return Track(
        rung=rung,
        reached=min((step.day for step in reached if step.day), default=None),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        claims=tuple(step.claim for step in reached),
        announced=not firm,
        ended=not rung.outcome and known[-1][1].status is Status.ENDED,
    )


def _ended(firm: list[tuple[Rung, Step]]) -> list[tuple[Rung, Step]]:
    """The words for the last outcome, none where there is no outcome. The authority's own documents count before its
    quoted word; a step that is dated after the outcome opens the case again, and then counts alone."""
    outcomes = [(rung, step) for rung, step in firm if rung.outcome]
    own = [(rung, step) for rung, step in outcomes if step.standing is Standing.DOCUMENT]
    if not outcomes:
        return []
    end, last = (own or outcomes)[-1]
    again = [(rung, step) for rung, step in firm if not rung.outcome and step.is_event and _is_after(step, last)]
    return again or [(rung, step) for rung, step in outcomes if rung == end]


def _is_after(step: Step, end: Step) -> bool:
    return step.day is not None and end.day is not None and step.day > end.day


def _is_hearsay(step: Step, tracks: Sequence[Track]) -> bool:
    """Whether a step does not count: it is not the authority's word, or the authority's own document says otherwise."""
    if step.standing is not Standing.QUOTED or step.rung is None or not step.rung.outcome:
        return step.standing is Standing.REPORTED
    return step.rung not in [track.rung for track in tracks]


def _reported(steps: Sequence[Step], tracks: Sequence[Track]) -> tuple[PressWord, ...]:
    """What others call it: what goes beyond the record first, then the highest rung."""
    words: dict[tuple[str, Rung | None], list[Step]] = {}
    for step in steps:
        if step.rung is not None or not step.denies:
            words.setdefault((step.phrase or step.words, step.rung), []).append(step)
    found = [_press_word(phrase, rung, group, tracks) for (phrase, rung), group in words.items()]
    return tuple(
        sorted(found, key=lambda w: (not w.beyond, -w.rung.rank if w.rung else 1, w.first or "9999", w.phrase))
    )


def _press_word(phrase: str, rung: Rung | None, steps: Sequence[Step], tracks: Sequence[Track]) -> PressWord:
    days = [step.day for step in steps if step.day]
    return _make_press_word(
        phrase=phrase,
        rung=rung,
        beyond=rung is not None and _is_beyond(rung, tracks),
        first=min(days, default=None),
        last=max(days, default=None),
        by=tuple(sorted({step.by for step in steps})),
        claims=tuple(step.claim for step in steps),
    )


def _is_beyond(rung: Rung, tracks: Sequence[Track]) -> bool:
    """Whether `rung` says more than `tracks`: vague words stand on a ladder's lowest rung and never do where the
    authority has taken any step at all."""
    record = next((track.rung for track in tracks if track.rung.procedure == rung.procedure), None)
    if record is None:
        return rung.rank > 0 or rung.outcome or not tracks
    return record != rung and (rung.outcome or (not record.outcome and rung.rank > record.rank))


def _facts(key: Key, entries: Iterable[Entry], tracks: Iterable[Track], desk: Desk) -> Iterator[Fact]:
    """What stands beside the outcomes, the authority's own documents first: the sentences that tell the outcomes and,
    in those documents, what is said of ties between the parties and what the authority states."""
    ends = {claim for track in tracks if track.rung.outcome for claim in track.claims}
    telling = [(entry.claim.evidence, entry.id) for entry in entries if entry.id in ends]
    own = sorted({span.document for span, _ in telling if key[0] in desk.house_of_publisher(span.document)})
    told = sorted(telling, key=lambda told: (told[0].document not in own, told))
    beside = [found for document in own for found in sorted(_said_in(document, key, desk))]
    found: dict[Span, Fact] = {}
    for span, source in (*told, *beside):
        found.setdefault(span, Fact(_words(span, desk), span.document, source))
    yield from islice(found.values(), MOST_FACTS)


def _said_in(document: str, key: Key, desk: Desk) -> Iterator[tuple[Span, str]]:
    authority, parties = key
    for entry in desk.beside.get(document, ()):
        houses = [desk.directory.lineage(end) for end in (entry.subject, entry.object)]
        if len({party for party in parties for house in houses if party in house}) == min(2, len(parties)):
            yield entry.claim.evidence, entry.id
    for remark in desk.said.get(document, ()):
        if authority in desk.directory.lineage(remark.speaker):
            yield remark.statement.content, remark.id


def _words(span: Span, desk: Desk) -> str:
    document = desk.view.documents.get(span.document)
    return " ".join(document.text[span.start : span.end].split()) if document else ""
