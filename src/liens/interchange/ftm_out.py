"""A view as FollowTheMoney entities, and beside them a sidecar with what that model has no place for.

Ties that claims assert become Ownership, Directorship or Employment where the ends allow it, and all others UnknownLink
with their relation as `role`; planned and alleged ones become UnknownLink too, with their `status`, so that no reader
takes them for what holds. Denied ties stand in the sidecar alone. An Ownership has the percentages that claims state,
and none where they state none.

The sidecar has a JSON object for each claim of each tie: `statement` is the id of the entity that stands for the tie
(null for a denied one), then status, speaker, terms, and the document with the offsets of its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from liens.analysis.directory import fold
from liens.analysis.ties import Tie, find_ties
from liens.codec import encode
from liens.interchange.writing import PREFIX, ids_of, write_lines
from liens.ledger.view import Entry, View
from liens.market import Market
from liens.model import Document, Entity, Kind, Status

SCHEMATA: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.COMPANY: "Company",
        Kind.PUBLIC_BODY: "PublicBody",
        Kind.PERSON: "Person",
        Kind.OTHER_ORG: "Organization",
        Kind.OUTLET: "Organization",
    }
)
ORGANISATIONS = ("Company", "PublicBody", "Organization")
FIRM = (Status.ASSERTED, Status.ENDED)


@dataclass(frozen=True, slots=True)
class _Link:
    """An interest: its schema, its properties for the tie's subject and object, and the schemata these may have."""

    schema: str
    subject: str
    object: str
    subjects: tuple[str, ...]
    objects: tuple[str, ...]


_OWNERS = ("Company", "PublicBody", "Organization", "Person")
LINKS: Mapping[str, _Link] = MappingProxyType(
    {
        "holds_stake_in": _Link("Ownership", "owner", "asset", _OWNERS, ("Company",)),
        "acquires": _Link("Ownership", "owner", "asset", _OWNERS, ("Company",)),
        "subsidiary_of": _Link("Ownership", "asset", "owner", ("Company",), _OWNERS),
        "board_of": _Link("Directorship", "director", "organization", _OWNERS, ORGANISATIONS),
        "works_for": _Link("Employment", "employee", "employer", ("Person",), ORGANISATIONS),
    }
)
_ANY = _Link("UnknownLink", "subject", "object", _OWNERS, _OWNERS)


def write_ftm(view: View, market: Market, path: Path) -> tuple[Path, Path]:
    """Write the entities of `view` to `path`, one JSON object a line, and the sidecar beside it → both paths.

    Raises:
        ConfigError: a file cannot be written.
    """
    ties = sorted(find_ties(view, market), key=lambda tie: tie.id)
    sidecar = path.with_name(path.name.removesuffix(".json").removesuffix(".ftm") + ".claims.jsonl")
    write_lines(path, (*_entities(view, market), *_interests(ties, view, market)))
    write_lines(sidecar, _claims(ties, view))
    return path, sidecar


def _entities(view: View, market: Market) -> Iterator[dict[str, object]]:
    ids = ids_of(view)
    countries = {fold(known.name): known.country for known in market.entities if known.country}
    for entity in sorted(view.entities.values(), key=lambda e: ids[e.id]):
        if entity.kind in SCHEMATA:
            country = next((c for name in (entity.name, *entity.names) if (c := countries.get(fold(name)))), None)
            properties = {
                "name": [entity.name],
                "alias": [name for name in entity.names if name != entity.name],
                "country": [country.lower()] if country else [],
            }
            yield _entity(ids[entity.id], SCHEMATA[entity.kind], properties)


def _entity(key: str, schema: str, properties: Mapping[str, Sequence[str]]) -> dict[str, object]:
    return {"id": key, "schema": schema, "properties": {name: values for name, values in properties.items() if values}}


def _interests(ties: Sequence[Tie], view: View, market: Market) -> Iterator[dict[str, object]]:
    ids = ids_of(view)
    entries = {entry.id: entry for entry in view.entries}
    for tie in ties:
        if _statement(tie, view) is not None:
            link = _link(tie, view)
            documents = _documents([entries[claim] for claim in tie.claims], view)
            properties = {
                link.subject: [ids[tie.subject]],
                link.object: [ids[tie.object]],
                "role": [market.relations[tie.relation].label if tie.relation in market.relations else tie.relation],
                "status": [tie.status.value],
                "percentage": _percentages(tie) if link.schema == "Ownership" else [],
                "date": _once(day for day in (tie.first, tie.last) if day),
                "endDate": [tie.last] if tie.status is Status.ENDED and tie.last else [],
                "recordId": [tie.id],
                "publisher": _once(document.publisher for document in documents if document.publisher),
                "sourceUrl": _once(document.url for document in documents if document.url),
            }
            yield _entity(PREFIX + tie.id, link.schema, properties)


def _link(tie: Tie, view: View) -> _Link:
    """The interest that the tie becomes: its own if it holds and its ends fit, else any link."""
    link = LINKS.get(tie.relation, _ANY)
    ends = (SCHEMATA[view.entities[end].kind] for end in tie.ends)
    fits = all(schema in allowed for schema, allowed in zip(ends, (link.subjects, link.objects), strict=True))
    return link if fits and tie.status in FIRM else _ANY


def _statement(tie: Tie, view: View) -> str | None:
    """The id of the entity that stands for the tie; None if none does."""
    drawn = tie.status is not Status.DENIED and all(view.entities[end].kind in SCHEMATA for end in tie.ends)
    return PREFIX + tie.id if drawn else None


def _percentages(tie: Tie) -> list[str]:
    stakes = (term.value for term in tie.terms if term.name == "stake_pct")
    return _once(f"{stake:g}" for stake in stakes if isinstance(stake, int | float))


def _once(values: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _documents(entries: Sequence[Entry], view: View) -> list[Document]:
    found = (view.documents.get(entry.claim.evidence.document) for entry in entries)
    return [document for document in found if document is not None]


def _claims(ties: Sequence[Tie], view: View) -> Iterator[dict[str, object]]:
    entries = {entry.id: entry for entry in view.entries}
    for tie in ties:
        for claim in tie.claims:
            yield _claim(entries[claim], tie, view)


def _claim(entry: Entry, tie: Tie, view: View) -> dict[str, object]:
    span = entry.claim.evidence
    document = view.documents.get(span.document)
    return {
        "statement": _statement(tie, view),
        "tie": tie.id,
        "claim": entry.id,
        "subject": _name(view.entities.get(tie.subject)),
        "relation": tie.relation,
        "object": _name(view.entities.get(tie.object)),
        "status": entry.claim.status.value,
        "speaker": _name(view.entities.get(entry.speaker)) if entry.speaker else None,
        "terms": {name: value for name, value in encode(entry.claim.terms).items() if value is not None},
        "document": span.document,
        "title": document.title if document else None,
        "publisher": document.publisher if document else None,
        "published": document.published if document else None,
        "url": document.url if document else None,
        "start": span.start,
        "end": span.end,
        "quote": document.text[span.start : span.end] if document else None,
    }


def _name(entity: Entity | None) -> str | None:
    return entity.name if entity else None
