import pytest
from hypothesis import given
from hypothesis import strategies as st

from liens.errors import SourceError
from liens.sources.text.encoding import clean, decode

FRENCH = (
    "L’accord a été signé à Noël, près de l’Élysée, où l’on décide de l’intérêt général. Ça coûte 15 millions d’euros. "
)
POLISH = "Spółka ogłosiła wczoraj, że przejmie część udziałów w przedsiębiorstwie i zażąda zgody urzędu. "
GREEK = "Η εταιρεία ανακοίνωσε χθες ότι θα επενδύσει σε νέα τεχνολογία στην Ευρώπη. "


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "utf-8"),
        (FRENCH, "utf-8-sig"),
        (FRENCH, "utf-16"),
        (FRENCH, "utf-32"),
        (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"),
        (FRENCH, "cp1252"),
        (POLISH * 3, "cp1250"),
        (GREEK * 3, "cp1253"),
    ],
)
def test_the_encoding_is_found(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, ())


def test_a_declared_encoding_goes_first_but_only_if_it_fits() -> None:
    assert decode(POLISH.encode("iso8859-2"), "iso-8859-2")[0] == POLISH
    assert decode(FRENCH.encode("utf-8"), "ascii")[0] == FRENCH
    assert decode(FRENCH.encode("utf-8"), "no-such-encoding")[0] == FRENCH
    assert decode(FRENCH.encode("utf-8"), "zlib_codec")[0] == FRENCH


def test_a_few_bad_bytes_are_replaced_and_told() -> None:
    text, (note,) = decode(FRENCH.encode() * 3 + b"\xff\xfe broken")
    assert text == FRENCH * 3 + "\ufffd\ufffd broken"
    assert note.message == "2 characters are not valid utf-8 and were replaced by U+FFFD"


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x00" * 1_000, b"text\x00\x00\x00text" * 9])
def test_what_is_not_text_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="not text"):
        decode(data)


def test_newlines_become_one_kind_and_control_characters_go() -> None:
    assert clean("\ufeffa\r\nb\rc\x85d\u2028e\x0cf\x00\x1b\x9fg\th") == "a\nb\nc\nd\ne\nfg\th"


@given(st.text())
def test_cleaning_is_idempotent_and_keeps_printable_text(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert [c for c in once if c.isprintable()] == [c for c in text.removeprefix("\ufeff") if c.isprintable()]
    once.encode("utf-8")


@given(st.binary(max_size=2_000))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        decode(data)[0].encode("utf-8", "surrogatepass")
    except SourceError as error:
        assert error.advice
