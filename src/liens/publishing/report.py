"""The study as data: everything that the pages say, before anything is drawn. Written beside them as `study.json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from liens.analysis.conflicts import Conflict, conflicts_in
from liens.analysis.coverage import START_UP, Coverage, coverage_of
from liens.analysis.dates import claim_date
from liens.analysis.deals.changes import ChangeLog
from liens.analysis.directory import build_directory
from liens.analysis.houses import build_posts
from liens.analysis.origins import Origin, find_origins
from liens.analysis.ties import Tie, tie_keys, ties_from
from liens.ledger.assembling import quick, without_collector
from liens.ledger.view import Entry, Remark, Review, View
from liens.market import Market
from liens.model import UNSURE_BELOW, Decision, Document, Entity, Finding, Problem, Status, Terms, Verdict
from liens.publishing.measures import LARGE_GROUP, NO_RECORDS, Base, Measures, Records, measure
from liens.publishing.wording import Part, Term, sentence, terms_in_words

__all__ = ["LARGE_GROUP", "Report", "build_report", "index_report"]


@quick
@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim in words, with its terms as they were given. `quote` is its evidence, `document.text[start:end]`; `ties`
    are the ids of its ties; `date` tells the days it counts by; `reasons` are (role, words) of the text that made the
    reader read it so."""

    id: str
    sentence: tuple[Part, ...]
    subject: str
    relation: str
    object: str
    parties: tuple[str, ...]
    status: Status
    speaker: str | None
    terms: tuple[Term, ...]
    given: Terms
    date: str | None
    document: str
    start: int
    end: int
    quote: str
    ties: tuple[str, ...]
    reader: str
    confidence: float
    review: Review
    reasons: tuple[tuple[str, str], ...] = ()
    decisions: tuple[Decision, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class StatementLine:
    """A statement in its own words, `document.text[start:end]`."""

    id: str
    speaker: str
    words: str
    kind: str
    venue: str | None
    target: str | None
    stance: str
    document: str
    start: int
    end: int
    date: str | None


@quick
@dataclass(frozen=True, slots=True)
class SourceLine:
    """A document without its text. `found_at` is a URL or the last two parts of a path; `origin` is the name of its
    origin, `copies` are the other documents of that origin."""

    id: str
    name: str
    title: str | None
    publisher: str | None
    author: str | None
    published: str | None
    language: str | None
    url: str | None
    found_at: str
    read_share: float | None
    origin: str
    copies: tuple[str, ...]
    credits: tuple[str, ...]
    claims: tuple[str, ...]
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntityLine:
    """An entity with the ids of its ties, of what it says and of what is said with it as the target."""

    entity: Entity
    ties: tuple[str, ...]
    said: tuple[str, ...]
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole study. `overview` are its key numbers; every other part is in the order in which pages show it. `log`
    says what changed since the study was last written, None if it never was."""

    title: str
    market: str
    revision: int
    overview: tuple[Finding, ...]
    ties: tuple[Tie, ...]
    conflicts: tuple[Conflict, ...]
    coverage: Coverage
    origins: tuple[Origin, ...]
    entities: tuple[EntityLine, ...]
    claims: tuple[ClaimLine, ...]
    statements: tuple[StatementLine, ...]
    sources: tuple[SourceLine, ...]
    problems: tuple[Problem, ...]
    measures: Measures
    log: ChangeLog | None = None


@without_collector()
def build_report(view: View, market: Market, records: Records = NO_RECORDS) -> Report:
    """The study that `view`, `market` and `records` tell, each thing computed once."""
    directory = build_directory(view, market)
    origins = find_origins(view.documents.values(), directory)
    ties = ties_from(view, market, origins, directory)
    conflicts = conflicts_in(ties, view)
    claims = _claims(view, market, ties)
    statements = tuple(_statement(remark, view) for remark in view.remarks)
    measures = measure(view, market, Base(ties, origins, build_posts(view, directory)), records)
    return Report(
        title=market.title,
        market=market.name,
        revision=view.revision,
        overview=(*_overview(view, market, ties, conflicts, origins.all), *_measured(measures, market)),
        ties=ties,
        conflicts=conflicts,
        coverage=coverage_of(ties, view, market),
        origins=origins.all,
        entities=_entities(view, ties, statements),
        claims=claims,
        statements=statements,
        sources=_sources(view, origins.of, claims, statements),
        problems=tuple(replace(problem, where=_place(problem.where)) for problem in view.problems),
        measures=measures,
    )


def _claims(view: View, market: Market, ties: Sequence[Tie]) -> tuple[ClaimLine, ...]:
    ids = {(tie.subject, tie.relation, tie.object): tie.id for tie in ties}
    decided: dict[str, list[Decision]] = {}
    for decision in view.decisions:
        if decision.verdict in (Verdict.ACCEPT, Verdict.CORRECT) and decision.targets:
            decided.setdefault(decision.targets[0], []).append(decision)
    return tuple(
        _claim(entry, view, market, tuple(ids[key] for key in tie_keys(entry, view, market)), decided.get(entry.id, ()))
        for entry in view.entries
    )


def _claim(entry: Entry, view: View, market: Market, ties: tuple[str, ...], decisions: Iterable[Decision]) -> ClaimLine:
    claim, document = entry.claim, view.documents[entry.claim.evidence.document]
    when = claim_date(entry, document)
    return ClaimLine(
        id=entry.id,
        sentence=sentence(entry, view, market),
        subject=entry.subject,
        relation=claim.relation,
        object=entry.object,
        parties=entry.parties,
        status=claim.status,
        speaker=entry.speaker,
        terms=terms_in_words(claim.terms),
        given=claim.terms,
        date=str(when) if when else None,
        document=document.id,
        start=claim.evidence.start,
        end=claim.evidence.end,
        quote=document.text[claim.evidence.start : claim.evidence.end],
        ties=ties,
        reader=entry.reader,
        confidence=round(claim.confidence, 4),
        review=entry.review,
        reasons=tuple((r.role, document.text[r.span.start : r.span.end]) for r in claim.reasons),
        decisions=tuple(decisions),
    )


def _statement(remark: Remark, view: View) -> StatementLine:
    said = remark.statement
    document = view.documents[said.content.document]
    return StatementLine(
        id=remark.id,
        speaker=remark.speaker,
        words=document.text[said.content.start : said.content.end],
        kind=said.kind.value,
        venue=said.venue,
        target=said.target,
        stance=said.stance.value,
        document=document.id,
        start=said.content.start,
        end=said.content.end,
        date=document.published,
    )


def _sources(
    view: View, origins: Mapping[str, Origin], claims: Sequence[ClaimLine], statements: Sequence[StatementLine]
) -> tuple[SourceLine, ...]:
    claims_of = _by_document(claims)
    statements_of = _by_document(statements)
    ordered = sorted(view.documents.values(), key=lambda d: (d.published or "9999", d.publisher or "", d.name, d.id))
    return tuple(_source(d, origins[d.id], claims_of.get(d.id, ()), statements_of.get(d.id, ())) for d in ordered)


def _by_document(lines: Iterable[ClaimLine | StatementLine]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(line.document, []).append(line.id)
    return {document: tuple(ids) for document, ids in found.items()}


def _source(document: Document, origin: Origin, claims: tuple[str, ...], statements: tuple[str, ...]) -> SourceLine:
    return SourceLine(
        id=document.id,
        name=document.name,
        title=document.title,
        publisher=document.publisher,
        author=document.author,
        published=document.published,
        language=document.language,
        url=document.url,
        found_at=_place(document.found_at),
        read_share=document.read_share,
        origin=origin.name,
        copies=tuple(other for other in origin.documents if other != document.id),
        credits=document.credits,
        claims=claims,
        statements=statements,
    )


def _place(where: str) -> str:
    """`where` as it may be published: a URL whole, of a path the last two parts, which name nobody's machine."""
    return where if "://" in where else "/".join(where.replace("\\", "/").split("/")[-2:])


def _entities(view: View, ties: Sequence[Tie], statements: Sequence[StatementLine]) -> tuple[EntityLine, ...]:
    """The entities with a tie or a word to their name, the best connected first."""
    of_entity: dict[str, list[str]] = {}
    said: dict[str, list[str]] = {}
    about: dict[str, list[str]] = {}
    names = {name: e.id for e in view.entities.values() for name in (*e.names, e.name)}
    for tie in ties:
        for end in tie.ends:
            of_entity.setdefault(end, []).append(tie.id)
    for statement in statements:
        said.setdefault(statement.speaker, []).append(statement.id)
        if statement.target in names:
            about.setdefault(names[statement.target], []).append(statement.id)
    shown = {**of_entity, **said, **about, **{e.speaker: [] for e in view.entries if e.speaker}}
    shown |= {end: [] for e in view.entries for end in (e.subject, e.object, *e.parties)}
    lines = (
        EntityLine(view.entities[key], *(tuple(part.get(key, ())) for part in (of_entity, said, about)))
        for key in shown
    )
    return tuple(sorted(lines, key=lambda line: (-len(line.ties), line.entity.name.casefold(), line.entity.id)))


def _overview(
    view: View, market: Market, ties: Sequence[Tie], conflicts: Sequence[Conflict], origins: Sequence[Origin]
) -> tuple[Finding, ...]:
    """The key numbers. A number of ties rests on the claims of those ties."""
    everything = tuple(entry.id for entry in view.entries)
    asserted = [tie for tie in ties if tie.status is Status.ASSERTED]
    across = [tie for tie in asserted if {START_UP, LARGE_GROUP} <= {view.entities[end].role for end in tie.ends}]
    confirmed = [tie for tie in ties if len(tie.support.press) > 1]
    official = [tie for tie in ties if tie.support.parties or tie.support.authorities]
    contested = [tie for tie in ties if tie.contested]
    exclusive = [tie for tie in ties if any(t.name == "exclusive" and t.value is True for t in tie.terms)]
    disputed = tuple(dict.fromkeys(claim for conflict in conflicts for claim in conflict.claims))
    return (
        Finding("documents", market.name, len(view.documents), everything),
        Finding("origins", market.name, len(origins), everything),
        Finding("claims", market.name, len(everything), everything),
        _count("ties", market, ties),
        _count("ties between a start-up and a large group, asserted", market, across),
        _count("ties that two or more press origins tell", market, confirmed),
        _count("ties that a party or an authority tells itself", market, official),
        _count("ties said to be exclusive", market, exclusive),
        _count("ties denied by some and not by others", market, contested),
        Finding("conflicts", market.name, len(conflicts), disputed),
    )


def _measured(measures: Measures, market: Market) -> tuple[Finding, ...]:
    """The key numbers of the measures, of those that found anything."""
    cases = measures.docket.cases
    cells = [cell for profile in measures.profiles for cell in profile.cells if cell.ties]
    controlled = [one for one in measures.ownership.control if one.certain]
    listed = (
        ("cases before authorities", cases, [c for case in cases for c in case.claims]),
        (
            "cases with an outcome",
            [c for c in cases if c.outcomes],
            [c for case in cases for track in case.outcomes for c in track.claims],
        ),
        (
            "start-ups with a known provider",
            {cell.start_up for cell in cells},
            [c for cell in cells for c in cell.claims],
        ),
        (
            "channels of start-ups with one known provider only",
            [cell for cell in cells if not cell.alternatives],
            [c for cell in cells if not cell.alternatives for c in cell.claims],
        ),
        (
            "companies that another controls, by what is told",
            {one.held for one in controlled},
            [c for one in controlled for c in one.grounds.claims],
        ),
    )
    return tuple(
        Finding(name, market.name, len(found), tuple(dict.fromkeys(ids))) for name, found, ids in listed if found
    )


def _count(measure: str, market: Market, ties: Sequence[Tie]) -> Finding:
    return Finding(measure, market.name, len(ties), tuple(dict.fromkeys(c for tie in ties for c in tie.claims)))


@dataclass(frozen=True, slots=True)
class Index:
    """Look-up of a report's lines by id, and of the conflicts of each tie."""

    ties: Mapping[str, Tie]
    claims: Mapping[str, ClaimLine]
    statements: Mapping[str, StatementLine]
    sources: Mapping[str, SourceLine]
    conflicts: Mapping[str, tuple[Conflict, ...]]


def is_unsure(claims: Iterable[str], index: Index) -> bool:
    """Whether every one of `claims` was read unsurely and nobody has judged one; what rests on none is not."""
    lines = [index.claims[id] for id in claims if id in index.claims]
    return bool(lines) and all(line.confidence < UNSURE_BELOW and line.review is Review.OPEN for line in lines)


def index_report(report: Report) -> Index:
    """The index of `report`."""
    conflicts: dict[str, tuple[Conflict, ...]] = {}
    for conflict in report.conflicts:
        conflicts[conflict.tie] = (*conflicts.get(conflict.tie, ()), conflict)
    return Index(
        ties=MappingProxyType({tie.id: tie for tie in report.ties}),
        claims=MappingProxyType({line.id: line for line in report.claims}),
        statements=MappingProxyType({line.id: line for line in report.statements}),
        sources=MappingProxyType({line.id: line for line in report.sources}),
        conflicts=MappingProxyType(conflicts),
    )
