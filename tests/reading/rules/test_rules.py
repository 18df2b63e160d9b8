from dataclasses import replace

from liens.market import load_market
from liens.model import Document
from liens.reading.rules import Rules

MARKET = load_market()
TEXT = """Borvik Capital invested 5 million euros in Aldane AI on 3 March 2025.

"We are proud of this partnership," said Ada Quill, chief executive of Aldane AI."""


def test_the_same_document_is_read_the_same_whoever_reads_it() -> None:
    document = Document(TEXT, name="a.txt")
    assert Rules(MARKET).read(document) == Rules(load_market()).read(document)


def test_the_version_follows_what_the_market_knows() -> None:
    fewer = replace(MARKET, entities=MARKET.entities[1:])
    assert Rules(MARKET).id.startswith("rules@")
    assert Rules(MARKET).id == Rules(load_market()).id
    assert Rules(fewer).id != Rules(MARKET).id


def test_a_reading_has_claims_statements_and_mentions_of_its_document() -> None:
    document = Document(TEXT, name="a.txt")
    reading = Rules(MARKET).read(document)
    assert reading.document == document.id
    assert ("Borvik Capital", "invests_in", "Aldane AI") in {(c.subject, c.relation, c.object) for c in reading.claims}
    assert {s.speaker for s in reading.statements} >= {"Ada Quill"}
    assert {m.name for m in reading.mentions} >= {"Borvik Capital", "Aldane AI", "Ada Quill"}


def test_an_empty_document_says_nothing() -> None:
    reading = Rules(MARKET).read(Document("", name="empty.txt"))
    assert (reading.claims, reading.statements, reading.mentions) == ((), (), ())
