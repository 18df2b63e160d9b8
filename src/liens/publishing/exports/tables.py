"""What there is to export, as typed tables: claims, ties, entities, statements, documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from liens.model import Amount
from liens.publishing.report import ClaimLine, Report
from liens.publishing.wording import plain

Cell = str | int | float | bool | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """`type` is the class of its cells; any cell may be None."""

    name: str
    type: type[str] | type[int] | type[float] | type[bool] = str


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` have a cell for each of `columns`."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


CLAIMS = (
    *map(Column, ("id", "sentence", "subject_id", "subject", "relation", "object_id", "object", "parties", "status")),
    *map(Column, ("speaker_id", "speaker", "date", "terms")),
    *(Column("amount", float), Column("amount_upper", float), Column("currency"), Column("amount_kind")),
    *(Column("up_to", bool), Column("stake_pct", float), Column("exclusive", bool)),
    *map(Column, ("event_date", "what", "role", "instrument", "stage")),
    *(Column("document"), Column("start", int), Column("end", int), Column("evidence"), Column("ties")),
    *(Column("reader"), Column("confidence", float), Column("review")),
)
TIES = (
    *map(Column, ("id", "subject_id", "subject", "relation", "object_id", "object", "status")),
    *(Column("contested", bool), Column("first"), Column("last"), Column("claims", int)),
    *(Column(name, int) for name in ("press_origins", "parties", "authorities", "other_voices", "conflicts")),
)
ENTITIES = (
    *map(Column, ("id", "name", "kind", "role", "layer", "parent", "names")),
    *(Column("ties", int), Column("statements", int)),
)
STATEMENTS = (
    *map(Column, ("id", "speaker_id", "speaker", "words", "kind", "venue", "target", "stance", "date", "document")),
    *(Column("start", int), Column("end", int)),
)
DOCUMENTS = (
    *map(Column, ("id", "name", "title", "publisher", "author", "published", "language", "url", "found_at")),
    *(Column("read_share", float), Column("origin"), Column("copies", int)),
    *(Column("claims", int), Column("statements", int)),
)


def tables(report: Report) -> Iterator[Table]:
    """Every table of `report`; several values in one cell are parted by `; `."""
    names = {line.entity.id: line.entity.name for line in report.entities}
    yield Table("claims", CLAIMS, tuple(_claim(line, names) for line in report.claims))
    yield Table("ties", TIES, tuple(_ties(report, names)))
    yield Table("entities", ENTITIES, tuple(_entities(report)))
    yield Table("statements", STATEMENTS, tuple(_statements(report, names)))
    yield Table("documents", DOCUMENTS, tuple(_documents(report)))


def _claim(line: ClaimLine, names: dict[str, str]) -> Row:
    given = line.given
    amount = given.amount or Amount(0.0, None)
    worded = "; ".join(f"{term.label}: {term.text}" for term in line.terms)
    return (
        *(line.id, plain(line.sentence), line.subject, names[line.subject], line.relation, line.object),
        *(names[line.object], "; ".join(names[party] for party in line.parties), line.status.value),
        *(line.speaker, names[line.speaker] if line.speaker else None, line.date, worded),
        *(
            (amount.value, amount.upper, amount.currency, amount.kind.value, amount.up_to)
            if given.amount
            else (None,) * 5
        ),
        *(given.stake_pct, given.exclusive, given.date, given.what, given.role, given.instrument, given.stage),
        *(line.document, line.start, line.end, line.quote, "; ".join(line.ties)),
        *(line.reader, line.confidence, line.review.value),
    )


def _ties(report: Report, names: dict[str, str]) -> Iterator[Row]:
    conflicts = Counter(conflict.tie for conflict in report.conflicts)
    for tie in report.ties:
        support = tie.support
        yield (
            *(tie.id, tie.subject, names[tie.subject], tie.relation, tie.object, names[tie.object], tie.status.value),
            *(tie.contested, tie.first, tie.last, len(tie.claims)),
            *(len(support.press), len(support.parties), len(support.authorities), len(support.voices)),
            conflicts[tie.id],
        )


def _entities(report: Report) -> Iterator[Row]:
    for line in report.entities:
        e = line.entity
        names = "; ".join(e.names)
        yield (e.id, e.name, e.kind.value, e.role, e.layer, e.parent, names, len(line.ties), len(line.said))


def _statements(report: Report, names: dict[str, str]) -> Iterator[Row]:
    for s in report.statements:
        end = (s.date, s.document, s.start, s.end)
        yield (s.id, s.speaker, names[s.speaker], s.words, s.kind, s.venue, s.target, s.stance, *end)


def _documents(report: Report) -> Iterator[Row]:
    for s in report.sources:
        described = (s.id, s.name, s.title, s.publisher, s.author, s.published, s.language, s.url, s.found_at)
        yield (*described, s.read_share, s.origin, len(s.copies), len(s.claims), len(s.statements))
