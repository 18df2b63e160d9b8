"""Studies to look at: one whose ties come and go, with claims that refer to what was named before; and a wide one."""

from __future__ import annotations

from dataclasses import replace

from liens.model import Amount, AmountKind, Kind, Reason, Span, Status, Terms
from tests.invented import Book
from tests.publishing.studies import full_study


def explored_study() -> Book:
    """The full study, a second origin of one of its ties whose words refer back to a name, a unit and a half-read
    text. What is told of the unit is read unsurely."""
    book = full_study()
    text = "Colossa held its meeting. On Monday it said that it has put 2 million euros into Voltane. Nobody objected."
    document = book.document(text, "Evening Wire", "2024-03-05", title="A meeting", read_share=0.6)
    entry = book.claim(
        document,
        "On Monday it said that it has put 2 million euros into Voltane.",
        ("Colossa", "invests_in", "Voltane"),
        terms=Terms(amount=Amount(2e6, "EUR", AmountKind.EQUITY)),
    )
    named = Reason(Span(document.id, 0, len("Colossa")), "antecedent", "the last subject")
    book.entries[-1] = replace(entry, claim=replace(entry.claim, reasons=(*entry.claim.reasons, named)))
    cloud = book.document("Colossa Cloud supplies Brume with machines.", "Le Phare", "2024-03-06")
    unsure = book.claim(cloud, "Colossa Cloud supplies Brume", ("Colossa Cloud", "supplies", "Brume"))
    book.entries[-1] = replace(unsure, claim=replace(unsure.claim, confidence=0.3))
    denied = book.document("Voltane denies that Titanis has invested.", "Le Phare", "2024-03-07")
    book.claim(denied, "Voltane denies", ("Titanis", "invests_in", "Voltane"), Status.DENIED, "Voltane")
    alleged = book.document("Titanis is said to lobby.", "Le Phare", "2024-03-08")
    book.claim(alleged, "is said to lobby", ("Titanis", "lobbies", "Model Act"), Status.ALLEGED)
    return book


def wide_study(companies: int = 560) -> Book:
    """A ring of companies, each tied to the next and to one in the middle: more than any picture can show, and more
    than the explorer begins with."""
    book = Book()
    names = [f"Firm {number:03}" for number in range(companies)]
    for name in names:
        book.entity(name, Kind.COMPANY, "start_up")
    for number, name in enumerate(names):
        document = book.document(f"{name} is told of.", f"Paper {number}", f"2024-01-{number % 28 + 1:02}")
        for triple in (
            ("Colossa", "invests_in", name),
            (name, "supplies", names[number - 1]),
            (name, "partners_with", names[number - 7]),
        ):
            book.claim(document, "is told of", triple)
    return book
