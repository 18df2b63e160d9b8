"""Everything that is ever asked of the ledger: SELECT statements, each on the caller's transaction.

What is in force: of each place the documents of its last visit that found any (live documents), and of each live
document one reading, that of the reader asked for, else of another version of it, else the last one written. With a
point, rows that came after it count for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Subquery,
    Table,
    and_,
    case,
    distinct,
    func,
    literal,
    or_,
    select,
    true,
)

from liens.errors import LedgerError
from liens.ledger import rows
from liens.ledger.schema import (
    LOGS,
    claims,
    decisions,
    documents,
    mentions,
    points,
    problems,
    readings,
    settled,
    sightings,
    statements,
    visits,
)
from liens.ledger.view import Point
from liens.model import Claim, Decision, Document, Kind, Problem, Reading, digest

CHUNK = 1024
DOCUMENT_COLUMNS = tuple(documents.c.keys())
VALUES = (Kind.MONEY.value, Kind.SHARE.value, Kind.DATE.value)


def revision(connection: Connection) -> int:
    """A number that grows with everything that is added to what can be in force."""
    greatest = (select(func.coalesce(func.max(column), 0)).scalar_subquery() for column in LOGS)
    total = next(greatest)
    for one in greatest:
        total = total + one  # type: ignore[assignment]
    return connection.scalar(select(total)) or 0


def noted(connection: Connection) -> tuple[Point, ...]:
    """Every point, earliest first."""
    columns = [column for column in points.c if column is not points.c.id]
    return tuple(Point(*row) for row in connection.execute(select(*columns).order_by(points.c.id)))


def _counts_by(point: Point | None, key: Column[int]) -> ColumnElement[bool]:
    """Whether a row of the log with this `key` was there at `point`."""
    return true() if point is None else key <= getattr(point, key.table.name)


def stamp_of(connection: Connection, location: str) -> str | None:
    """The stamp of the last visit to `location` if all that was there is in the ledger, else None."""
    last = (
        select(visits.c.stamp, settled.c.visit)
        .select_from(visits.outerjoin(settled, settled.c.visit == visits.c.id))
        .where(visits.c.place == digest(location))
        .order_by(visits.c.id.desc())
        .limit(1)
    )
    row = connection.execute(last).one_or_none()
    return None if row is None or row.visit is None else str(row.stamp)


def live(point: Point | None = None) -> Subquery:
    """(document) of every live document."""
    counts = _counts_by(point, sightings.c.id)
    last = (
        select(func.max(sightings.c.visit).label("visit"))
        .select_from(sightings.join(visits, visits.c.id == sightings.c.visit))
        .where(counts)
        .group_by(visits.c.place)
        .subquery("last")
    )
    found = select(sightings.c.document).where(counts, sightings.c.visit.in_(select(last.c.visit)))
    return found.distinct().subquery("live")


def in_force(reader: str | None, point: Point | None = None) -> Subquery:
    """(reading, document) of the one reading of each live document that counts."""
    alive = live(point)
    rank: Any = literal(0)
    if reader is not None:
        family = readings.c.reader.startswith(reader.partition("@")[0] + "@", autoescape=True)
        rank = case((readings.c.reader == reader, 2), (family, 1), else_=0)
    order = func.row_number().over(partition_by=readings.c.document, order_by=(rank.desc(), readings.c.id.desc()))
    ranked = (
        select(readings.c.id.label("reading"), readings.c.document, order.label("place"))
        .join(alive, alive.c.document == readings.c.document)
        .where(_counts_by(point, readings.c.id))
        .subquery("ranked")
    )
    return select(ranked.c.reading, ranked.c.document).where(ranked.c.place == 1).subquery("in_force")


def unread(connection: Connection, reader: str) -> tuple[str, ...]:
    """The live documents that `reader` has not read, in the order in which they came."""
    alive = live()
    first = select(func.min(sightings.c.id)).where(sightings.c.document == alive.c.document).scalar_subquery()
    read = select(readings.c.id).where(readings.c.document == alive.c.document, readings.c.reader == reader).exists()
    return tuple(connection.scalars(select(alive.c.document).where(~read).order_by(first)))


def document(connection: Connection, id: str) -> Document:
    """Raises LedgerError: there is none with this id."""
    row = connection.execute(select(documents).where(documents.c.id == id)).mappings().one_or_none()
    if row is None:
        raise LedgerError(f"no document {id}: give the id of a document in the ledger")
    return rows.document_of(row)


def claim(connection: Connection, id: str) -> Claim | None:
    """The claim with this id as it was last read, in force or not."""
    query = (
        select(claims, readings.c.document)
        .join(readings, readings.c.id == claims.c.reading)
        .where(claims.c.id == id)
        .order_by(claims.c.reading.desc(), claims.c.position)
        .limit(1)
    )
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else rows.claim_of(row, row["document"])


def reading(connection: Connection, document: str, reader: str) -> Reading | None:
    """The whole reading of `document` by `reader`, or None."""
    query = select(readings.c.id).where(readings.c.document == document, readings.c.reader == reader)
    key = connection.scalar(query)
    if key is None:
        return None

    def of(table: Table) -> Any:
        query = select(table).where(table.c.reading == key)
        return connection.execute(query.order_by(table.c.id if table is problems else table.c.position)).mappings()

    return Reading(
        document=document,
        reader=reader,
        claims=tuple(rows.claim_of(row, document) for row in of(claims)),
        statements=tuple(rows.statement_of(row, document) for row in of(statements)),
        mentions=rows.mentions_of(of(mentions), document),
        problems=tuple(rows.problem_of(row) for row in of(problems)),
    )


def all_decisions(connection: Connection, point: Point | None = None) -> tuple[tuple[Decision, Claim | None], ...]:
    """Every decision in the order in which they came, with the claim it is about."""
    query = select(decisions).where(_counts_by(point, decisions.c.row))
    found = connection.execute(query.order_by(decisions.c.row)).mappings()
    return tuple((rows.decision_of(row), rows.about_of(row)) for row in found)


def decisions_after(connection: Connection, row: int) -> Iterator[tuple[int, Decision]]:
    """The decisions with a greater number than `row`, in the order in which they came."""
    query = select(decisions).where(decisions.c.row > row).order_by(decisions.c.row)
    for found in connection.execute(query).mappings():
        yield int(found["row"]), rows.decision_of(found)


def live_problems(connection: Connection, reader: str | None, point: Point | None = None) -> Iterator[Problem]:
    """The problems that still stand: of each place's last visit, of each reading in force, and of each live document
    that no reader has read since."""
    last = select(func.max(visits.c.id)).where(_counts_by(point, visits.c.id)).group_by(visits.c.place)
    force, alive = in_force(reader, point), live(point)
    later = select(readings.c.id).where(
        readings.c.document == problems.c.document,
        readings.c.id > problems.c.readings_before,
        _counts_by(point, readings.c.id),
    )
    standing = or_(
        problems.c.visit.in_(last),
        problems.c.reading.in_(select(force.c.reading)),
        and_(problems.c.reading.is_(None), problems.c.document.in_(select(alive.c.document)), ~later.exists()),
    )
    query = select(problems).where(standing, _counts_by(point, problems.c.id))
    for row in connection.execute(query.order_by(problems.c.id)).mappings():
        yield rows.problem_of(row)


def name_uses(connection: Connection, reader: str | None) -> Iterator[tuple[str, Kind, str, int]]:
    """(name, kind, words of the text that stand for it, number of documents), names of values left out."""
    columns = (mentions.c.name, mentions.c.kind, mentions.c.surface)
    query = select(*columns, func.count()).where(_counts(mentions.c.reading, reader), mentions.c.kind.not_in(VALUES))
    for name, kind, surface, count in connection.execute(query.group_by(*columns).order_by(*columns)):
        yield name, Kind(kind), surface, count


def name_counts(
    connection: Connection, reader: str | None, every: bool = False, point: Point | None = None
) -> Iterator[tuple[str, Kind, int]]:
    """(name, kind, number of documents), names of values left out."""
    columns = (mentions.c.name, mentions.c.kind)
    query = select(*columns, func.count(distinct(mentions.c.reading)))
    named = query.where(_counts(mentions.c.reading, reader, every, point), mentions.c.kind.not_in(VALUES))
    counted = named.group_by(*columns)
    for name, kind, count in connection.execute(counted):
        yield name, Kind(kind), count


def deal_uses(connection: Connection, reader: str | None) -> Iterator[tuple[str, Kind, str, int]]:
    """As `name_uses`, for the deals that claims have as objects."""
    query = select(claims.c.object, func.count(distinct(claims.c.reading)))
    named = query.where(_counts(claims.c.reading, reader), claims.c.parties != "")
    for name, count in connection.execute(named.group_by(claims.c.object).order_by(claims.c.object)):
        yield name, Kind.DEAL, name, count


Columns = tuple[tuple[Any, ...], ...]
"""A chunk of rows, turned: one tuple a column."""


def columns_of(connection: Connection, query: Select[Any]) -> Iterator[Columns]:
    """The result of `query` in chunks, column by column, as the driver gives it: text has still to be unescaped. It is
    the fast way from rows to many nouns."""
    with connection.execute(query) as result:
        cursor: Any = result.cursor
        while chunk := cursor.fetchmany(CHUNK):
            yield tuple(zip(*chunk, strict=True))


def live_documents(point: Point | None = None) -> Select[Any]:
    """All of every live document, in any order: a database that sorts them carries every text about."""
    alive = live(point)
    return select(documents).join(alive, alive.c.document == documents.c.id)


def readings_in_force(
    connection: Connection, reader: str | None, point: Point | None = None
) -> dict[int, tuple[str, str]]:
    """Document and reader of each reading in force."""
    force = in_force(reader, point)
    query = select(readings.c.id, readings.c.document, readings.c.reader).join(force, force.c.reading == readings.c.id)
    return {id: (document, reader) for id, document, reader in connection.execute(query)}


def claims_in_force(reader: str | None, every: bool, point: Point | None = None) -> Select[Any]:
    """(reading, id, start, end, status, confidence, subject, relation, object, speaker, parties, terms, reasons)."""
    c = claims.c
    ends = (c.subject, c.relation, c.object, c.speaker)
    columns = (c.reading, c.id, c.start, c.end, c.status, c.confidence, *ends, c.parties, c.terms, c.reasons)
    return select(*columns).where(_counts(c.reading, reader, every, point))


def statements_in_force(reader: str | None, every: bool, point: Point | None = None) -> Select[Any]:
    """(reading, id, start, end, kind, stance, speaker, venue, target)."""
    c = statements.c
    columns = (c.reading, c.id, c.start, c.end, c.kind, c.stance, c.speaker, c.venue, c.target)
    return select(*columns).where(_counts(c.reading, reader, every, point))


def every_reading_counts(connection: Connection, in_force: int) -> bool:
    """Whether all readings there are, are the `in_force` ones that count: then none need be looked up again."""
    return connection.scalar(select(func.count()).select_from(readings)) == in_force


def _counts(
    reading: ColumnElement[int], reader: str | None, every: bool = False, point: Point | None = None
) -> ColumnElement[bool]:
    """Whether `reading` is in force; with `every`, all are. Nothing is added to it so that SQLite walks the table once
    from end to end: most of it is wanted, and finding each reading by the index takes longer."""
    return true() if every else (reading + 0).in_(select(in_force(reader, point).c.reading))


def successors(connection: Connection, document: str, point: Point | None = None) -> tuple[str, ...]:
    """The live documents found at a place where `document` was found earlier: its later versions."""
    alive = live(point)
    places = (
        select(visits.c.place).join(sightings, sightings.c.visit == visits.c.id).where(sightings.c.document == document)
    )
    query = (
        select(sightings.c.document)
        .distinct()
        .join(visits, visits.c.id == sightings.c.visit)
        .join(alive, alive.c.document == sightings.c.document)
        .where(visits.c.place.in_(places), sightings.c.document != document)
        .order_by(sightings.c.document)
    )
    return tuple(connection.scalars(query))
