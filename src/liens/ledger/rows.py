"""Nouns → rows, and rows → nouns, one noun at a time. (Views are built from whole columns, in `building`.)

Small structures are kept as compact JSON; an empty one is the empty string. Spans within a document are kept as bare
offsets, since every row belongs to one document.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import RowMapping

from liens.codec import decode, encode
from liens.model import (
    Aside,
    Claim,
    Decision,
    Document,
    Kind,
    Mention,
    Problem,
    Reading,
    Reason,
    Span,
    SpeechKind,
    Stance,
    Statement,
    Status,
    Terms,
    Verdict,
)

Row = dict[str, Any]


def pack(value: object) -> str:
    """`value` (lists, dicts and what they hold) as compact ASCII JSON, "" if it is empty."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False) if value else ""


def unpack(packed: str) -> Any:
    """The inverse of `pack`; () for the empty one."""
    return json.loads(packed) if packed else ()


def document_row(document: Document) -> Row:
    return {
        "id": document.id,
        "text": document.text,
        "name": document.name,
        "found_at": document.found_at,
        "title": document.title,
        "publisher": document.publisher,
        "author": document.author,
        "published": document.published,
        "language": document.language,
        "url": document.url,
        "read_share": document.read_share,
        "asides": pack([(a.start, a.end, a.kind) for a in document.asides]),
        "pages": pack(document.pages),
        "credits": pack(document.credits),
        "sketch": document.sketch,
    }


def document_of(row: RowMapping) -> Document:
    values = {k: v for k, v in row.items() if k != "id"}
    values["asides"] = asides_of(row["asides"])
    values["pages"] = tuple(unpack(row["pages"]))
    values["credits"] = tuple(unpack(row["credits"]))
    values["sketch"] = bytes(row["sketch"])
    return Document(**values)


def asides_of(packed: str) -> tuple[Aside, ...]:
    return tuple(Aside(*aside) for aside in unpack(packed))


def claim_rows(reading: int, claims: Iterable[Claim]) -> Iterator[Row]:
    for position, claim in enumerate(claims):
        yield {
            "reading": reading,
            "position": position,
            "id": claim.id,
            "subject": claim.subject,
            "relation": claim.relation,
            "object": claim.object,
            "status": claim.status.value,
            "speaker": claim.speaker,
            "start": claim.evidence.start,
            "end": claim.evidence.end,
            "confidence": claim.confidence,
            "parties": pack(claim.object_parties),
            "terms": pack(encode(claim.terms)),
            "reasons": pack([(r.span.start, r.span.end, r.role, r.note) for r in claim.reasons]),
        }


def claim_of(row: RowMapping, document: str) -> Claim:
    return Claim(
        subject=row["subject"],
        relation=row["relation"],
        object=row["object"],
        evidence=Span(document, row["start"], row["end"]),
        status=Status(row["status"]),
        speaker=row["speaker"],
        terms=terms_of(row["terms"]),
        object_parties=tuple(unpack(row["parties"])),
        confidence=row["confidence"],
        reasons=tuple(Reason(Span(document, s, e), role, note) for s, e, role, note in unpack(row["reasons"])),
    )


def terms_of(packed: str) -> Terms:
    return decode(Terms, json.loads(packed)) if packed else Terms()


def statement_rows(reading: int, statements: Iterable[Statement]) -> Iterator[Row]:
    for position, statement in enumerate(statements):
        yield {
            "reading": reading,
            "position": position,
            "id": statement.id,
            "speaker": statement.speaker,
            "start": statement.content.start,
            "end": statement.content.end,
            "kind": statement.kind.value,
            "venue": statement.venue,
            "target": statement.target,
            "stance": statement.stance.value,
        }


def statement_of(row: RowMapping, document: str) -> Statement:
    return Statement(
        speaker=row["speaker"],
        content=Span(document, row["start"], row["end"]),
        kind=SpeechKind(row["kind"]),
        venue=row["venue"],
        target=row["target"],
        stance=Stance(row["stance"]),
    )


def mention_rows(reading: int, mentions: Iterable[Mention], text: str) -> Iterator[Row]:
    """One row for each (name, kind, words of the text), with all its places."""
    places: dict[tuple[str, str, str], list[str]] = {}
    for mention in mentions:
        start, end = mention.span.start, mention.span.end
        places.setdefault((mention.name, mention.kind.value, text[start:end]), []).append(f"{start}-{end}")
    for position, ((name, kind, surface), spans) in enumerate(places.items()):
        yield {
            "reading": reading,
            "position": position,
            "name": name,
            "kind": kind,
            "surface": surface,
            "places": " ".join(spans),
        }


def mentions_of(rows: Iterable[RowMapping], document: str) -> tuple[Mention, ...]:
    """The mentions of one reading, by their place in the text."""
    mentions = []
    for row in rows:
        for place in row["places"].split():
            start, end = map(int, place.split("-"))
            mentions.append(Mention(Span(document, start, end), Kind(row["kind"]), row["name"]))
    return tuple(sorted(mentions, key=lambda m: (m.span, m.kind, m.name)))


def problem_row(problem: Problem) -> Row:
    return {
        "stage": problem.stage,
        "location": problem.where,
        "message": problem.message,
        "advice": problem.advice,
    }


def problem_of(row: RowMapping) -> Problem:
    return Problem(row["stage"], row["location"], row["message"], row["advice"])


def decision_row(decision: Decision, about: Claim | None) -> Row:
    return {
        "id": decision.id,
        "verdict": decision.verdict.value,
        "targets": pack(decision.targets),
        "by": decision.by,
        "at": decision.at,
        "why": decision.why,
        "changes": pack(decision.changes),
        "within": decision.within,
        "about": pack(encode(about)) if about else "",
    }


def decision_of(row: RowMapping) -> Decision:
    return Decision(
        verdict=Verdict(row["verdict"]),
        targets=tuple(unpack(row["targets"])),
        by=row["by"],
        at=row["at"],
        why=row["why"],
        changes=tuple((field, value) for field, value in unpack(row["changes"])),
        within=row["within"],
    )


def about_of(row: RowMapping) -> Claim | None:
    """The claim a decision was about, as it was read when the decision was taken."""
    return decode(Claim, json.loads(row["about"])) if row["about"] else None


def spans_of(reading: Reading) -> Iterator[Span]:
    for claim in reading.claims:
        yield claim.evidence
        yield from (reason.span for reason in claim.reasons)
    yield from (statement.content for statement in reading.statements)
    yield from (mention.span for mention in reading.mentions)
