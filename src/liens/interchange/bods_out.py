"""A view as statements of the Beneficial Ownership Data Standard 0.4: one for each claim, with who asserts it.

The standard has no place for what is planned, alleged or denied, so only asserted and ended claims of holdings and of
seats on boards are written. A stake has the share that its claim states; a company that is a subsidiary or was acquired
is held to more than 50 %; where nothing is stated there is no share. Rights to shares to come are conditional rights.
Whether an interest is direct is unknown, for texts do not say. An annotation tells the words and their offsets.

Every statement needs a day: that of its claim's event, else of the claim's document, else the last day of the view.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from liens.analysis.dates import claim_date, read_date
from liens.analysis.ownership.holdings import MAJORITY, STAKE, Basis, are_shares, basis_in
from liens.analysis.ties import Tie, find_ties
from liens.errors import ConfigError
from liens.interchange.writing import PREFIX, ids_of, write_array
from liens.ledger.view import Entry, View
from liens.market import Market
from liens.model import Document, Entity, Kind, Status, Terms, digest

BOARD = "board_of"
VERSION = "0.4"
PUBLISHER = "liens"
ENTITY_TYPES = {
    Kind.COMPANY: "registeredEntity",
    Kind.PUBLIC_BODY: "stateBody",
    Kind.OTHER_ORG: "legalEntity",
    Kind.OUTLET: "legalEntity",
}
_URL = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:[/?#][A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*)?")
Statement = dict[str, object]


def write_bods(view: View, market: Market, path: Path) -> Path:
    """Write `view` to `path` as one JSON array → the path. Entities and persons come before their relationships.

    Raises:
        ConfigError: the file cannot be written, or no document of the view has a date.
    """
    write_array(path, statements(view, market))
    return path


def statements(view: View, market: Market) -> Iterator[Statement]:
    """The statements of `view`, in the order of their records.

    Raises:
        ConfigError: no document of the view has a date.
    """
    ties = [tie for tie in sorted(find_ties(view, market), key=lambda t: t.id) if _is_written(tie, view)]
    if not ties:
        return
    day, ids = _last_day(view), ids_of(view)
    for end in sorted({end for tie in ties for end in tie.ends}):
        yield _party(view.entities[end], ids[end], day)
    entries = {entry.id: entry for entry in view.entries}
    for tie in ties:
        held, holder = (ids[end] for end in _held_and_holder(tie))
        firm = [entry for entry in map(entries.__getitem__, tie.claims) if _is_firm(entry)]
        for number, entry in enumerate(firm):
            yield _relationship(tie, entry, {"subject": held, "interestedParty": holder}, view, (day, number == 0))


def _is_written(tie: Tie, view: View) -> bool:
    held, holder = _held_and_holder(tie)
    return (
        (tie.relation in (STAKE, BOARD) or tie.relation in MAJORITY)
        and any(status in (Status.ASSERTED, Status.ENDED) for status, _ in tie.statuses)
        and view.entities[held].kind in ENTITY_TYPES
        and (view.entities[holder].kind in ENTITY_TYPES or view.entities[holder].kind is Kind.PERSON)
    )


def _is_firm(entry: Entry) -> bool:
    return entry.claim.status in (Status.ASSERTED, Status.ENDED)


def _held_and_holder(tie: Tie) -> tuple[str, str]:
    return tie.ends if MAJORITY.get(tie.relation) else (tie.object, tie.subject)


def _last_day(view: View) -> str:
    days = [when.last for document in view.documents.values() if (when := read_date(document.published))]
    if not days:
        raise ConfigError("no document of this study has a date, which BODS wants of each statement: give them dates")
    return max(days)


def _statement(record: str, kind: str, subject: str, day: str, details: Statement) -> Statement:
    return {
        "statementId": digest(record, day) + digest(details, day) + digest(subject, details),
        "statementDate": day,
        "declarationSubject": subject,
        "recordId": record,
        "recordType": kind,
        "recordStatus": "new",
        "recordDetails": details,
    }


def _published(day: str) -> Statement:
    return {"publicationDate": day, "bodsVersion": VERSION, "publisher": {"name": PUBLISHER}}


def _party(entity: Entity, record: str, day: str) -> Statement:
    others = [name for name in entity.names if name != entity.name]
    details: Statement
    if entity.kind is Kind.PERSON:
        names = [{"fullName": entity.name}, *({"type": "alternative", "fullName": name} for name in others)]
        details = {"isComponent": False, "personType": "knownPerson", "names": names}
    else:
        kind = "state" if entity.role == "state" else ENTITY_TYPES[entity.kind]
        details = {"isComponent": False, "entityType": {"type": kind}, "name": entity.name, "alternateNames": others}
    kind = "person" if entity.kind is Kind.PERSON else "entity"
    return {**_statement(record, kind, record, day, details), "publicationDetails": _published(day)}


def _relationship(tie: Tie, entry: Entry, ends: Statement, view: View, at: tuple[str, bool]) -> Statement:
    """What one claim says of `ends`; `at` is the view's last day, and whether the claim is the tie's first.

    The first is new, a later one an update, and one that says that the tie has ended closes the record.
    """
    last, first = at
    document = view.documents.get(entry.claim.evidence.document)
    when = claim_date(entry, document)
    day = when.first if when else last
    ended = entry.claim.status is Status.ENDED
    interest = _interest(tie.relation, entry.claim.terms, day if ended else None)
    details = {"isComponent": False, **ends, "interests": [interest]}
    return {
        **_statement(PREFIX + tie.id, "relationship", str(ends["subject"]), day, details),
        "statementId": digest(tie.id, entry.id) + digest(entry.id, details) + digest(day, entry.id),
        "recordStatus": "closed" if ended else "new" if first else "updated",
        "publicationDetails": _published(last),
        "source": _source(entry, document, view),
        "annotations": [_annotation(entry, document)],
    }


def _interest(relation: str, terms: Terms, ended: str | None) -> Statement:
    words = "; ".join(filter(None, (terms.role, terms.instrument, terms.what)))
    interest: Statement = {"type": _type(relation, terms), "directOrIndirect": "unknown"}
    if relation != BOARD:
        if terms.stake_pct is not None and 0 <= terms.stake_pct <= 100:
            interest["share"] = {"exact": terms.stake_pct}
        elif relation in MAJORITY:
            interest["share"] = {"exclusiveMinimum": 50, "maximum": 100}
    if words:
        interest["details"] = words
    if ended:
        interest["endDate"] = ended
    return interest


def _type(relation: str, terms: Terms) -> str:
    if relation == BOARD:
        role = (terms.role or "").lower()
        return "otherInfluenceOrControl" if "observer" in role else "boardChair" if "chair" in role else "boardMember"
    if not are_shares(terms):
        return "conditionalRightsGrantedByContract"
    return "votingRights" if basis_in(terms) is Basis.VOTES else "shareholding"


def _source(entry: Entry, document: Document | None, view: View) -> Statement:
    source: Statement = {"type": ["thirdParty"]}
    if document is not None and document.url and _URL.fullmatch(document.url):
        source["url"] = document.url
    speaker = view.entities.get(entry.speaker) if entry.speaker else None
    if name := speaker.name if speaker else document.publisher if document else None:
        source["assertedBy"] = [{"name": name}]
    return source


def _annotation(entry: Entry, document: Document | None) -> Statement:
    span = entry.claim.evidence
    words = document.text[span.start : span.end] if document else ""
    title = (document.title or document.name) if document else span.document
    return {
        "statementPointerTarget": "",
        "motivation": "commenting",
        "createdBy": {"name": PUBLISHER},
        "description": f"Claim {entry.id}, characters {span.start} to {span.end} of {title} ({span.document}): {words}",
    }
