from liens.analysis.coverage import find_coverage
from liens.model import Status
from tests.invented import MARKET, Book


def test_coverage() -> None:
    book = Book()
    whole = book.document("Colossa invests in Voltane.", published="2024-01-01")
    half = book.document("Brume is supplied. To read on, subscribe.", read_share=0.48)
    hidden = book.document("“Enough”, says Ada Quill.", published="2024-01-02", read_share=None)
    silent = book.document("Weather: fine.", published="2024-01-03")
    entry = book.claim(whole, "Colossa invests", ("Colossa", "invests_in", "Voltane"))
    book.claim(half, "is supplied", ("Colossa", "supplies", "Brume"), Status.DENIED)
    book.claim(whole, "Voltane.", ("Colossa", "invests_in", "Titanis"))
    book.say(hidden, "Enough", "Ada Quill")
    found = find_coverage(book.view(), MARKET)
    assert found.half_read == (hidden.id, half.id)
    assert found.silent == (silent.id,)
    assert found.undated == (half.id,)
    known = {(cell.entity, cell.channel): cell.claims for row in found.grid for cell in row if cell.ties}
    assert set(known) == {("voltane", "funding"), ("brume", "compute")}
    assert known["voltane", "funding"] == (entry.id,)
    assert len(found.gaps) == 2 * len(MARKET.channels) - 2


def test_an_empty_view_has_no_gaps() -> None:
    assert find_coverage(Book().view(), MARKET).gaps == ()
