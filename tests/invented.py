"""A small invented market, and views of it made by hand: for the tests of everything that only reads a view.

Each line of a document may carry claims: `Book.document` writes the text, `Book.claim` finds its words in it.
"""

from __future__ import annotations

import random
import struct
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from liens.ledger.view import Entry, Remark, Review, View
from liens.market import KnownEntity, Market, Relation
from liens.model import (
    Claim,
    Document,
    Entity,
    Kind,
    Problem,
    Reason,
    Span,
    SpeechKind,
    Stance,
    Statement,
    Status,
    Terms,
)

RELATIONS = (
    Relation("invests_in", "invests in", "is funded by", channel="funding"),
    Relation("supplies", "supplies", "is supplied by", channel="compute"),
    Relation("distributes", "distributes", "is distributed by", channel="distribution"),
    Relation("partners_with", "partners with", "partners with", symmetric=True, channel="technology"),
    Relation("examines", "examines", "is examined by"),
    Relation("lobbies", "lobbies", "is lobbied by"),
)
CAST = (
    ("Voltane", Kind.COMPANY, "start_up", None),
    ("Brume", Kind.COMPANY, "start_up", None),
    ("Colossa", Kind.COMPANY, "large_group", None),
    ("Colossa Cloud", Kind.COMPANY, "unit", "Colossa"),
    ("Titanis", Kind.COMPANY, "large_group", None),
    ("Markets Board", Kind.PUBLIC_BODY, "authority", None),
    ("Ada Quill", Kind.PERSON, "founder", "Voltane"),
    ("Open Ledger Fund", Kind.OTHER_ORG, "ngo", None),
    ("Model Act", Kind.LAW, "law", None),
    ("Colossa–Voltane partnership", Kind.DEAL, None, None),
    ("The Courier", Kind.OUTLET, "outlet", None),
    ("Evening Wire", Kind.OUTLET, "outlet", None),
    ("Le Phare", Kind.OUTLET, "outlet", None),
)
MARKET = Market(
    name="tides",
    title="Tidal computing",
    entities=tuple(KnownEntity(name, kind, role, parent=parent) for name, kind, role, parent in CAST if role),
    relations=MappingProxyType({relation.name: relation for relation in RELATIONS}),
    procedures=(),
    layers=MappingProxyType({"cloud": "Cloud"}),
    channels=MappingProxyType(
        {"compute": "Compute", "distribution": "Distribution", "funding": "Funding", "technology": "Technology"}
    ),
    roles=MappingProxyType({"start_up": "Start-up", "large_group": "Large group"}),
)


def entity_id(name: str) -> str:
    return name.lower().replace(" ", "-")


def sketch(seed: int, alike: float = 1.0, other: int = 0) -> bytes:
    """A signature that agrees with that of `seed` in the share `alike` of its values; the rest come from `other`."""
    ours, theirs = random.Random(seed), random.Random(1000 + other)
    values = [ours.getrandbits(32) for _ in range(128)]
    changed = random.Random(other).sample(range(128), 128 - round(128 * alike))
    for place in changed:
        values[place] = theirs.getrandbits(32)
    return struct.pack("<128I", *values)


@dataclass
class Book:
    """Documents and claims to make a view of."""

    documents: dict[str, Document] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name, kind, role, parent in CAST:
            self.entity(name, kind, role, parent)

    def entity(self, name: str, kind: Kind = Kind.COMPANY, role: str | None = None, parent: str | None = None) -> str:
        key = entity_id(name)
        self.entities[key] = Entity(key, name, kind, (name,), role, parent=parent)
        return key

    def document(
        self, text: str, publisher: str | None = "The Courier", published: str | None = None, **rest: object
    ) -> Document:
        document = Document(text, name=f"doc{len(self.documents)}.txt", publisher=publisher, published=published)
        document = replace(document, **rest)  # type: ignore[arg-type]
        self.documents[document.id] = document
        return document

    def claim(
        self,
        document: Document,
        words: str,
        triple: tuple[str, str, str],
        status: Status = Status.ASSERTED,
        speaker: str | None = None,
        *,
        terms: Terms | None = None,
        parties: tuple[str, ...] = (),
        review: Review = Review.OPEN,
    ) -> Entry:
        """A claim whose evidence is the first place of `words` in the document."""
        start = document.text.index(words)
        span = Span(document.id, start, start + len(words))
        subject, relation, object_ = triple
        claim = Claim(
            subject=subject,
            relation=relation,
            object=object_,
            evidence=span,
            status=status,
            speaker=speaker,
            terms=terms or Terms(),
            object_parties=parties,
            reasons=(Reason(Span(document.id, start, start + 4), "trigger"),),
        )
        entry = Entry(
            id=claim.id,
            claim=claim,
            subject=entity_id(subject),
            object=entity_id(object_),
            reader="rules@1",
            parties=tuple(map(entity_id, parties)),
            speaker=entity_id(speaker) if speaker else None,
            review=review,
        )
        self.entries.append(entry)
        return entry

    def say(self, document: Document, words: str, speaker: str, target: str | None = None) -> Remark:
        start = document.text.index(words)
        span = Span(document.id, start, start + len(words))
        said = Statement(speaker, span, SpeechKind.DIRECT, target=target, stance=Stance.CRITICAL)
        remark = Remark(said.id, said, entity_id(speaker), "rules@1")
        self.remarks.append(remark)
        return remark

    def view(self) -> View:
        return View(
            revision=7,
            documents=MappingProxyType(self.documents),
            entities=MappingProxyType(self.entities),
            entries=tuple(self.entries),
            remarks=tuple(self.remarks),
            problems=tuple(self.problems),
        )


def one_claim_each(triple: tuple[str, str, str], *told: tuple[str, Status, str | None, Terms]) -> Book:
    """A book of one document for each of `told`: (published, status, speaker, terms), all about `triple`."""
    book = Book()
    for number, (published, status, speaker, terms) in enumerate(told):
        document = book.document(f"Text {number} says it.", f"Paper {number}", published)
        book.claim(document, "says it", triple, status, speaker, terms=terms)
    return book
