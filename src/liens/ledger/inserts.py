"""Everything that is ever written to the ledger: INSERT statements, each on the caller's transaction."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select

from liens.errors import LedgerError
from liens.ledger import rows
from liens.ledger.clusters import PAIRS
from liens.ledger.corrections import check_changes
from liens.ledger.queries import claim
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
from liens.model import Claim, Decision, Document, Problem, Reading, Verdict, digest

SCORE = re.compile(r"0(?:\.\d{1,6})?|1(?:\.0{1,6})?")

# Statements are made once: making one takes longer than most of them run.
_HAS_DOCUMENT = select(documents.c.id).where(documents.c.id == bindparam("id"))
_TEXT = select(documents.c.text).where(documents.c.id == bindparam("id"))
_SIGHTING = select(sightings.c.id).where(
    sightings.c.visit == bindparam("visit"), sightings.c.document == bindparam("document")
)
_LAST_VISIT = (
    select(visits.c.id, visits.c.stamp, settled.c.visit)
    .select_from(visits.outerjoin(settled, settled.c.visit == visits.c.id))
    .where(visits.c.place == bindparam("place"))
    .order_by(visits.c.id.desc())
    .limit(1)
)
_VISIT = insert(visits).returning(visits.c.id)
_READING = insert(readings).returning(readings.c.id)
_HAS_READING = select(readings.c.id).where(
    readings.c.document == bindparam("document"), readings.c.reader == bindparam("reader")
)
_HAS_DECISION = select(decisions.c.id).where(decisions.c.id == bindparam("id"))
_GREATEST = {column.table.name: select(func.coalesce(func.max(column), 0)) for column in LOGS}
_LAST_POINT = select(points).order_by(points.c.id.desc()).limit(1)
_LAST_READING = select(func.coalesce(func.max(readings.c.id), 0))


def add_document(connection: Connection, document: Document, location: str, stamp: str) -> bool:
    """Store `document` as found at `location`; → whether its text is new to the ledger."""
    is_new = connection.scalar(_HAS_DOCUMENT, {"id": document.id}) is None
    if is_new:
        connection.execute(insert(documents), rows.document_row(document))
    sighting = {"visit": _visit(connection, location, stamp), "document": document.id}
    if connection.scalar(_SIGHTING, sighting) is None:
        connection.execute(insert(sightings), sighting)
    return is_new


def settle(connection: Connection, location: str, stamp: str) -> None:
    """All that is at `location` with this stamp is in the ledger."""
    connection.execute(insert(settled), {"visit": _visit(connection, location, stamp)})


def add_problem(connection: Connection, problem: Problem, location: str, stamp: str) -> None:
    """Store a problem met while getting what is at `location`."""
    _add_problem(connection, problem, visit=_visit(connection, location, stamp))


def add_reading_problem(connection: Connection, problem: Problem, document: str) -> None:
    """Store a problem met while reading `document`."""
    _add_problem(connection, problem, document=document)


def _add_problem(
    connection: Connection, problem: Problem, visit: int | None = None, document: str | None = None
) -> None:
    row = rows.problem_row(problem) | {
        "visit": visit,
        "document": document,
        "reading": None,
        "readings_before": connection.scalar(_LAST_READING),
    }
    same = [problems.c[key].is_not_distinct_from(row[key]) for key in ("visit", "document", "stage", "message")]
    if visit is None:
        same.append(problems.c.readings_before == row["readings_before"])
    if connection.scalar(select(problems.c.id).where(*same).limit(1)) is None:
        connection.execute(insert(problems), row)


def _visit(connection: Connection, location: str, stamp: str) -> int:
    """The open visit to `location`: its last one if that has this stamp and has not come to its end, else a new one."""
    place = digest(location)
    row = connection.execute(_LAST_VISIT, {"place": place}).one_or_none()
    if row is not None and row.stamp == stamp and row.visit is None:
        return int(row.id)
    return int(connection.execute(_VISIT, {"place": place, "location": location, "stamp": stamp}).scalar_one())


def add_reading(connection: Connection, reading: Reading) -> bool:
    """Store `reading` whole; → False if the ledger has it already.

    Raises:
        LedgerError: its document is unknown, or one of its spans is not of its document.
    """
    text = connection.scalar(_TEXT, {"id": reading.document})
    if text is None:
        raise LedgerError(f"no document {reading.document}: add the document before its reading")
    for span in rows.spans_of(reading):
        if span.document != reading.document or not 0 <= span.start <= span.end <= len(text):
            raise LedgerError(f"{reading.reader}: {span} is not within document {reading.document}: prove the reading")
    row = {"document": reading.document, "reader": reading.reader}
    if connection.scalar(_HAS_READING, row) is not None:
        return False
    _add_parts(connection, int(connection.execute(_READING, row).scalar_one()), reading, text)
    return True


def _add_parts(connection: Connection, key: int, reading: Reading, text: str) -> None:
    owner = {"reading": key, "document": reading.document, "readings_before": key}
    for table, lines in (
        (claims, list(rows.claim_rows(key, reading.claims))),
        (statements, list(rows.statement_rows(key, reading.statements))),
        (mentions, list(rows.mention_rows(key, reading.mentions, text))),
        (problems, [rows.problem_row(problem) | owner for problem in reading.problems]),
    ):
        if lines:
            connection.execute(insert(table), lines)


def add_decision(connection: Connection, decision: Decision, about: Claim | None) -> bool:
    """Store `decision`, with the claim it is about; → False if the ledger has it already.

    Raises:
        LedgerError: the decision is not as it should be, or what it is about is not in the ledger.
    """
    _check(decision)
    if connection.scalar(_HAS_DECISION, {"id": decision.id}) is not None:
        return False
    target = decision.targets[0]
    if decision.verdict is Verdict.UNDO and connection.scalar(_HAS_DECISION, {"id": target}) is None:
        raise LedgerError(f"no decision {target}: give the id of a decision that was taken")
    if decision.verdict not in (*PAIRS, Verdict.UNDO) and about is None:
        about = claim(connection, target)
        if about is None:
            raise LedgerError(f"no claim {target}: give the id of a claim that was read")
    if decision.within is not None and connection.scalar(_HAS_DOCUMENT, {"id": decision.within}) is None:
        raise LedgerError(f"no document {decision.within}: give the id of a document in the ledger")
    connection.execute(insert(decisions), rows.decision_row(decision, about))
    return True


def note(connection: Connection, at: str) -> bool:
    """Store the point that the ledger has come to; → False if it is the one noted last."""
    greatest = {name: connection.scalar(query) for name, query in _GREATEST.items()}
    last = connection.execute(_LAST_POINT).mappings().one_or_none()
    if last is not None and all(last[name] == row for name, row in greatest.items()):
        return False
    connection.execute(insert(points), greatest | {"at": at})
    return True


def _check(decision: Decision) -> None:
    wanted = 2 if decision.verdict in PAIRS else 1
    if len(decision.targets) != wanted or not all(target.strip() for target in decision.targets):
        raise LedgerError(f"a decision {decision.verdict.value!r} needs {wanted} target{'s'[: wanted - 1]}")
    if not decision.by.strip():
        raise LedgerError("a decision needs a name in `by`: say who takes it")
    try:
        datetime.fromisoformat(decision.at)
    except ValueError:
        raise LedgerError(f"{decision.at!r} is not a moment: write it as 2024-02-26T09:30:00Z") from None
    if decision.verdict is Verdict.CORRECT:
        check_changes(decision.changes)
    elif any(field != "score" or not SCORE.fullmatch(value) for field, value in decision.changes):
        raise LedgerError(f"a decision {decision.verdict.value!r} changes nothing: it may have a score from 0 to 1")
