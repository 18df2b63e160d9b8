import random
import time

import pytest

from liens.analysis.directory import build_directory
from liens.analysis.origins import Origins, find_origins, likeness
from liens.analysis.ties import find_ties
from liens.model import Document, Kind, Status
from tests.invented import MARKET, Book, sketch


def origins(*documents: Document) -> Origins:
    return find_origins(documents, build_directory(Book().view(), MARKET))


def document(number: int, publisher: str | None, published: str | None, signature: bytes, *credits: str) -> Document:
    return Document(
        f"text {number}", f"{number}.txt", publisher=publisher, published=published, sketch=signature, credits=credits
    )


@pytest.mark.parametrize("alike", [1.0, 0.9, 0.6, 0.45, 0.2])
def test_copies_share_the_origin_of_the_earliest(alike: float) -> None:
    first = document(1, "The Courier", "2024-02-26", sketch(1))
    copy = document(2, "Le Phare", "2024-02-27", sketch(1, alike, other=2))
    own = document(3, "Evening Wire", "2024-02-25", sketch(3))
    found = origins(copy, own, first)
    assert found.of[copy.id] is found.of[first.id]
    assert [(o.name, len(o.documents)) for o in found.all] == [("Evening Wire", 1), ("The Courier", 2)]


def test_texts_written_apart_do_not_share_an_origin() -> None:
    assert len(origins(document(1, None, None, sketch(1)), document(2, None, None, sketch(1, 0.06, other=5))).all) == 2


def test_a_document_without_a_signature_is_an_origin_of_its_own() -> None:
    assert (
        len(origins(document(1, None, None, b""), document(2, None, None, b""), document(3, None, None, b"odd")).all)
        == 3
    )


@pytest.mark.parametrize(
    ("credits", "expected"),
    [
        ((("Evening Wire",), ("Evening Wire",), ()), "Evening Wire"),
        ((("Evening Wire",), ("Le Phare",), ()), "Paper 0"),
        (((), (), ()), "Paper 0"),
        ((("Colossa",), ("Colossa",), ("Colossa",)), "Paper 0"),
        ((("Some Agency",), ("Some Agency",), ("Some Agency",)), "Some Agency"),
    ],
)
def test_what_most_copies_credit_names_the_origin(credits: tuple[tuple[str, ...], ...], expected: str) -> None:
    told = [document(n, f"Paper {n}", f"2024-02-{n + 1:02}", sketch(9), *c) for n, c in enumerate(credits)]
    assert origins(*told).all[0].name == expected


def test_one_document_keeps_its_publisher_though_it_credits_another() -> None:
    assert origins(document(1, "The Courier", None, sketch(1), "Evening Wire")).all[0].name == "The Courier"


def test_the_order_of_documents_changes_nothing() -> None:
    told = [document(n, None, f"2024-01-{n + 1:02}", sketch(n % 4, 0.8, other=n)) for n in range(20)]
    expected = origins(*told)
    random.Random(0).shuffle(told)
    assert origins(*told) == expected
    assert len(expected.all) == 4


def test_ten_thousand_copies_take_little_time() -> None:
    signatures = [sketch(1, 0.95, other=n) for n in range(7)]
    told = [document(n, None, None, signatures[n % 7]) for n in range(10_000)]
    begin = time.process_time()
    assert len(origins(*told).all) == 1
    assert time.process_time() - begin < 5


def test_likeness_of_broken_signatures_is_none() -> None:
    assert likeness(b"", b"") == likeness(sketch(1), b"x") == 0.0
    assert likeness(sketch(1), sketch(1)) == 1.0


def test_support_counts_each_side_once() -> None:
    book = Book()
    triple = ("Colossa", "invests_in", "Voltane")
    wire = [
        book.document(f"Copy {n}. Colossa invests.", f"Paper {n}", "2024-02-26", sketch=sketch(1)) for n in range(40)
    ]
    for copy in wire:
        book.claim(copy, "Colossa invests.", triple)
    for publisher in ("Colossa", "Markets Board", "Le Phare"):
        book.claim(book.document(f"{publisher} says it.", publisher), "says it", triple)
    relayed = book.document("The Evening Wire reported it. Ada Quill confirms it. The fund doubts it.", "Le Phare")
    book.claim(relayed, "The Evening Wire reported it", triple, Status.ALLEGED, "Evening Wire")
    book.claim(relayed, "Ada Quill confirms it", triple, Status.ASSERTED, "Ada Quill")
    book.claim(relayed, "The fund doubts it", triple, Status.DENIED, "Open Ledger Fund")
    (tie,) = find_ties(book.view(), MARKET)
    assert tie.support.press == ("Evening Wire", "Le Phare", "Paper 0") or len(tie.support.press) == 3
    assert tie.support.parties == ("Ada Quill", "Colossa")
    assert tie.support.authorities == ("Markets Board",)
    assert tie.support.voices == ("Open Ledger Fund",)
    assert tie.support.total == 7


def test_an_outlet_counts_once_whether_it_publishes_or_is_credited() -> None:
    book = Book()
    triple = ("Colossa", "invests_in", "Voltane")
    book.claim(book.document("It invests.", "evening  WIRE"), "It invests", triple)
    book.claim(book.document("So it was reported.", None), "So it was", triple, Status.ALLEGED, "Evening Wire")
    assert find_ties(book.view(), MARKET)[0].support.press == ("Evening Wire",)


def test_a_unit_of_a_party_is_its_party() -> None:
    book = Book()
    book.claim(book.document("We invest.", "Colossa Cloud"), "We invest", ("Colossa", "invests_in", "Voltane"))
    assert find_ties(book.view(), MARKET)[0].support.parties == ("Colossa Cloud",)


def test_a_publisher_that_nobody_knows_is_press() -> None:
    assert origins(document(1, "Unheard-of Gazette", None, sketch(1))).all[0].kind is None
    assert origins(document(1, "Markets Board", None, sketch(1))).all[0].kind is Kind.PUBLIC_BODY
