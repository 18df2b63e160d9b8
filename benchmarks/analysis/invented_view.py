"""An invented view of the AI market, made in memory: any number of claims about 1,000 companies and 40 authorities.

Ten claims and two statements a document; one document in five is a near copy of an earlier one; 300 publishers, a third
of the claims with a date of their own, a third with a sum, one in twelve with a word on exclusivity. Companies meet by
chance, so nearly every claim of 100,000 is about another tie; persons mostly stay with one employer.
The same arguments give the same view.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from types import MappingProxyType

from liens.ledger.view import Entry, Remark, View
from liens.market import Market
from liens.model import (
    Amount,
    AmountKind,
    Claim,
    Document,
    Entity,
    Kind,
    Span,
    SpeechKind,
    Stance,
    Statement,
    Status,
    Terms,
)

COMPANIES = 1_000
AUTHORITIES = 40
PERSONS = 400
CLAIMS_A_DOCUMENT = 10
ROLES = ("start_up",) * 12 + ("unit",) * 3 + ("large_group",) * 1 + ("fund",) * 2 + ("supplier",) * 2
STATUSES = (Status.ASSERTED,) * 14 + (Status.PLANNED,) * 3 + (Status.ALLEGED, Status.DENIED, Status.ENDED)
RELATIONS = (
    *("invests_in", "invests_in", "supplies", "supplies", "partners_with", "distributes", "holds_stake_in"),
    *("licenses_to", "competes_with", "board_of", "acquires", "examines", "works_for"),
)
SENTENCE = "%s is said to have a tie with %s, its %s provider, on terms of May. "


def invented_view(claims: int, market: Market, seed: int = 7) -> View:
    """A view of `claims` claims; its entities have the roles and layers of `market`."""
    chance = random.Random(seed)
    entities = {entity.id: entity for entity in _entities(chance, market)}
    casts = {kind: [e for e in entities.values() if e.kind is kind] for kind in Kind}
    documents: dict[str, Document] = {}
    entries: list[Entry] = []
    remarks: list[Remark] = []
    sketches: list[bytes] = []
    for number in range(claims // CLAIMS_A_DOCUMENT):
        triples = [_triple(chance, casts) for _ in range(CLAIMS_A_DOCUMENT)]
        document = _document(chance, number, triples, sketches)
        documents[document.id] = document
        entries.extend(_entries(chance, document, triples))
        remarks.extend(_remarks(chance, document, casts))
    return View(1, MappingProxyType(documents), MappingProxyType(entities), tuple(entries), tuple(remarks))


def _entities(chance: random.Random, market: Market) -> Iterator[Entity]:
    layers = tuple(market.layers)
    groups = [f"company-{n}" for n in range(COMPANIES) if ROLES[n % len(ROLES)] == "large_group"]
    for number in range(COMPANIES):
        role = ROLES[number % len(ROLES)]
        name, parent = f"Company {number}", chance.choice(groups) if role == "unit" else None
        layer = chance.choice((*layers, None))
        yield Entity(f"company-{number}", name, Kind.COMPANY, (name,), role, layer, parent)
    for number in range(AUTHORITIES):
        yield Entity(f"authority-{number}", f"Authority {number}", Kind.PUBLIC_BODY, (), "authority")
    for number in range(PERSONS):
        employer = f"company-{chance.randrange(COMPANIES)}"
        yield Entity(f"person-{number}", f"Ada {number}", Kind.PERSON, (), "executive", parent=employer)


def _triple(chance: random.Random, casts: dict[Kind, list[Entity]]) -> tuple[Entity, str, Entity]:
    relation = chance.choice(RELATIONS)
    kind = {"examines": Kind.PUBLIC_BODY, "works_for": Kind.PERSON}.get(relation, Kind.COMPANY)
    subject = chance.choice(casts[kind])
    if relation == "works_for":
        employer = next((company for company in casts[Kind.COMPANY] if company.id == subject.parent), None)
        if employer is not None and chance.random() < 0.95:
            return subject, relation, employer
    return subject, relation, chance.choice(casts[Kind.COMPANY])


def _document(
    chance: random.Random, number: int, triples: list[tuple[Entity, str, Entity]], sketches: list[bytes]
) -> Document:
    words = ("cloud", "cloud", "cloud", "primary cloud", "sole")
    text = f"{number}. " + "".join(SENTENCE % (s.name, o.name, chance.choice(words)) for s, _, o in triples)
    copied = sketches and chance.random() < 0.2
    sketch = bytearray(chance.choice(sketches) if copied else chance.randbytes(512))
    sketch[4 * chance.randrange(128)] ^= 1
    sketches.append(bytes(sketch))
    return Document(
        text,
        name=f"{number}.txt",
        publisher=f"Outlet {chance.randrange(300)}",
        published=f"{chance.randint(2019, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        sketch=bytes(sketch),
    )


def _entries(chance: random.Random, document: Document, triples: list[tuple[Entity, str, Entity]]) -> Iterator[Entry]:
    place = document.text.index(" ") + 1
    for number, (subject, relation, object_) in enumerate(triples):
        end = document.text.index(". ", place) + 1
        claim = Claim(
            subject.name,
            relation,
            object_.name,
            Span(document.id, place, end),
            chance.choice(STATUSES),
            terms=_terms(chance, number),
        )
        speaker = chance.choice((None, None, None, subject.id))
        yield Entry(claim.id, claim, subject.id, object_.id, "rules@1", speaker=speaker)
        place = end + 1


def _terms(chance: random.Random, number: int) -> Terms:
    exclusive = chance.choice((None,) * 22 + (True, False))
    if number % 3 == 0:
        return Terms(date=f"{chance.randint(1, 28)} May {chance.randint(2019, 2025)}", exclusive=exclusive)
    if number % 3 == 1:
        amount = Amount(chance.randint(1, 90) * 1e7, chance.choice(("EUR", "USD")), AmountKind.EQUITY)
        return Terms(amount=amount, exclusive=exclusive, stake_pct=chance.choice((None, 5.0, 30.0)))
    return Terms(exclusive=exclusive, stage=chance.choice((None, "opened an investigation")))


def _remarks(chance: random.Random, document: Document, casts: dict[Kind, list[Entity]]) -> Iterator[Remark]:
    for start in (0, 40):
        speaker, target = chance.choice(casts[Kind.PERSON]), chance.choice(casts[Kind.COMPANY])
        said = Statement(
            speaker.name,
            Span(document.id, start, start + 30),
            SpeechKind.INDIRECT,
            target=target.name,
            stance=chance.choice(tuple(Stance)),
        )
        yield Remark(said.id, said, speaker.id, "rules@1")
