from liens.publishing.notes import LONGEST, Notes
from liens.publishing.report import build_report, index_report
from tests.invented import MARKET, Book
from tests.publishing.studies import small_study


def test_each_sentence_has_one_number_in_the_order_of_use() -> None:
    report = build_report(small_study().view(), MARKET)
    first, second, *_ = [line.id for line in report.claims]
    said = report.statements[0].id
    notes = Notes(index_report(report))
    assert [note.number for note in notes.of([second, said])] == [1, 2]
    assert [note.number for note in notes.of([first, second, first, "no claim of the study"])] == [3, 1]
    assert [note.kind for note in notes.used] == ["claim", "said", "claim"]
    assert notes.used[1].target == f"sources/{report.statements[0].document}.html#said-{said}"
    assert notes.used[2].title == "Evening Wire, 2024-02-26: Colossa invests 2 billion euros in Voltane"


def test_no_more_than_asked_for_are_numbered() -> None:
    report = build_report(small_study().view(), MARKET)
    notes = Notes(index_report(report))
    assert len(notes.of([line.id for line in report.claims], 2)) == 2
    assert len(notes.used) == 2


def test_long_sentences_are_cut() -> None:
    book = Book()
    document = book.document("They are tied " * 200)
    entry = book.claim(document, document.text, ("Colossa", "supplies", "Voltane"))
    (note,) = Notes(index_report(build_report(book.view(), MARKET))).of([entry.id])
    assert len(note.words) <= LONGEST
    assert note.words.endswith("…")
