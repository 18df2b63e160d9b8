"""Everything that is ever written to the ledger: INSERT statements, each on the caller's transaction."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from liens.errors import LedgerError
from liens.ledger import rows
from liens.ledger.clusters import PAIRS
from liens.ledger.corrections import check_changes
from liens.ledger.queries import claim
from liens.ledger.schema import (
    claims,
    decisions,
    documents,
    mentions,
    problems,
    readings,
    settled,
    sightings,
    statements,
    visits,
)
from liens.model import Claim, Decision, Document, Problem, Reading, Verdict, digest

SCORE = re.compile(r"0(?:\.\d{1,6})?|1(?:\.0{1,6})?")


def add_document(connection: Connection, document: Document, location: str, stamp: str) -> bool:
    """Store `document` as found at `location`; → whether its text is new to the ledger."""
    is_new = not _has(connection, documents.c.id, document.id)
    if is_new:
        connection.execute(insert(documents), rows.document_row(document))
    visit = _visit(connection, location, stamp)
    known = select(sightings.c.id).where(sightings.c.visit == visit, sightings.c.document == document.id)
    if connection.scalar(known) is None:
        connection.execute(insert(sightings).values(visit=visit, document=document.id))
    return is_new


def settle(connection: Connection, location: str, stamp: str) -> None:
    """All that is at `location` with this stamp is in the ledger."""
    connection.execute(insert(settled).values(visit=_visit(connection, location, stamp)))


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
        "readings_before": connection.scalar(select(func.max(readings.c.id))) or 0,
    }
    same = [problems.c[key].is_not_distinct_from(row[key]) for key in ("visit", "document", "stage", "message")]
    if visit is None:
        same.append(problems.c.readings_before == row["readings_before"])
    if connection.scalar(select(problems.c.id).where(*same).limit(1)) is None:
        connection.execute(insert(problems), row)


def _visit(connection: Connection, location: str, stamp: str) -> int:
    """The open visit to `location`: its last one if that has this stamp and has not come to its end, else a new one."""
    place = digest(location)
    last = (
        select(visits.c.id, visits.c.stamp, settled.c.visit)
        .select_from(visits.outerjoin(settled, settled.c.visit == visits.c.id))
        .where(visits.c.place == place)
        .order_by(visits.c.id.desc())
        .limit(1)
    )
    row = connection.execute(last).one_or_none()
    if row is not None and row.stamp == stamp and row.visit is None:
        return int(row.id)
    return _key(connection, insert(visits).values(place=place, location=location, stamp=stamp).returning(visits.c.id))


def add_reading(connection: Connection, reading: Reading) -> bool:
    """Store `reading` whole; → False if the ledger has it already.

    Raises:
        LedgerError: its document is unknown, or one of its spans is not of its document.
    """
    text = connection.scalar(select(documents.c.text).where(documents.c.id == reading.document))
    if text is None:
        raise LedgerError(f"no document {reading.document}: add the document before its reading")
    for span in rows.spans_of(reading):
        if span.document != reading.document or not 0 <= span.start <= span.end <= len(text):
            raise LedgerError(f"{reading.reader}: {span} is not within document {reading.document}: prove the reading")
    known = select(readings.c.id).where(readings.c.document == reading.document, readings.c.reader == reading.reader)
    if connection.scalar(known) is not None:
        return False
    _insert_reading(connection, reading, text)
    return True


def _insert_reading(connection: Connection, reading: Reading, text: str) -> None:
    row = insert(readings).values(document=reading.document, reader=reading.reader).returning(readings.c.id)
    key = _key(connection, row)
    found = [
        rows.problem_row(problem) | {"reading": key, "document": reading.document, "readings_before": key}
        for problem in reading.problems
    ]
    for table, lines in (
        (claims, list(rows.claim_rows(key, reading.claims))),
        (statements, list(rows.statement_rows(key, reading.statements))),
        (mentions, list(rows.mention_rows(key, reading.mentions, text))),
        (problems, found),
    ):
        if lines:
            connection.execute(insert(table), lines)


def add_decision(connection: Connection, decision: Decision, about: Claim | None) -> bool:
    """Store `decision`, with the claim it is about; → False if the ledger has it already.

    Raises:
        LedgerError: the decision is not as it should be, or what it is about is not in the ledger.
    """
    _check(decision)
    if _has(connection, decisions.c.id, decision.id):
        return False
    target = decision.targets[0]
    if decision.verdict is Verdict.UNDO and not _has(connection, decisions.c.id, target):
        raise LedgerError(f"no decision {target}: give the id of a decision that was taken")
    if decision.verdict not in (*PAIRS, Verdict.UNDO) and about is None:
        about = claim(connection, target)
        if about is None:
            raise LedgerError(f"no claim {target}: give the id of a claim that was read")
    if decision.within is not None and not _has(connection, documents.c.id, decision.within):
        raise LedgerError(f"no document {decision.within}: give the id of a document in the ledger")
    connection.execute(insert(decisions), rows.decision_row(decision, about))
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


def _has(connection: Connection, column: object, value: str) -> bool:
    return connection.scalar(select(column).where(column == value)) is not None  # type: ignore[call-overload]


def _key(connection: Connection, statement: object) -> int:
    return int(connection.execute(statement).scalar_one())  # type: ignore[call-overload]
