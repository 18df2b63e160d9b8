import pytest

from liens.ledger.view import View
from liens.model import Amount, AmountKind, Status, Terms
from liens.publishing.wording import amount_in_words, plain, sentence, terms_in_words
from tests.invented import MARKET, Book

S = Status


@pytest.mark.parametrize(
    ("publisher", "status", "speaker", "expected"),
    [
        ("The Courier", S.ASSERTED, None, "The Courier reports that Colossa supplies Voltane."),
        ("The Courier", S.PLANNED, None, "The Courier reports a plan: Colossa supplies Voltane."),
        ("The Courier", S.ALLEGED, None, "The Courier reports an allegation: Colossa supplies Voltane."),
        ("The Courier", S.DENIED, None, "The Courier reports a denial that Colossa supplies Voltane."),
        ("The Courier", S.ENDED, None, "The Courier reports as ended: Colossa supplies Voltane."),
        (None, S.ASSERTED, None, "“doc0.txt” reports that Colossa supplies Voltane."),
        (
            "Le Phare",
            S.ASSERTED,
            "Evening Wire",
            "Evening Wire reports that Colossa supplies Voltane, according to Le Phare.",
        ),
        ("Le Phare", S.ALLEGED, "Ada Quill", "Ada Quill alleges that Colossa supplies Voltane, according to Le Phare."),
        ("Le Phare", S.DENIED, "Voltane", "Voltane denies that Colossa supplies Voltane, according to Le Phare."),
        ("Voltane", S.DENIED, "Voltane", "Voltane denies that Colossa supplies Voltane."),
        (
            "Le Phare",
            S.ENDED,
            "Voltane",
            "Voltane says that this has ended: Colossa supplies Voltane, according to Le Phare.",
        ),
    ],
)
def test_sentence(publisher: str | None, status: Status, speaker: str | None, expected: str) -> None:
    book = Book()
    entry = book.claim(
        book.document("So it is.", publisher), "So it is", ("Colossa", "supplies", "Voltane"), status, speaker
    )
    view: View = book.view()
    assert plain(sentence(entry, view, MARKET)) == expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (Amount(11e9, "EUR"), "EUR 11 billion"),
        (Amount(1.25e9, "USD", up_to=True), "up to USD 1.25 billion"),
        (Amount(8e6, "GBP", upper=12.5e6), "GBP 8 million to 12.5 million"),
        (Amount(950000, "INR"), "INR 950,000"),
        (Amount(99.5, None), "99.50 (currency not named)"),
        (Amount(2.5e12, "USD"), "USD 2.5 trillion"),
        (Amount(0, "EUR"), "EUR 0"),
    ],
)
def test_amount_in_words(amount: Amount, expected: str) -> None:
    assert amount_in_words(amount) == expected


def test_terms_say_what_kind_of_sum_they_are() -> None:
    terms = Terms(amount=Amount(2e9, "EUR", AmountKind.VALUATION), stake_pct=49.0, exclusive=False, stage="Phase I")
    assert [(t.label, t.text) for t in terms_in_words(terms)] == [
        ("Valuation (not an amount of the deal)", "EUR 2 billion"),
        ("Stake", "49 %"),
        ("Exclusivity", "not exclusive"),
        ("Stage", "Phase I"),
    ]
