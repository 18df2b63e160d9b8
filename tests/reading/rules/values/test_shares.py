import pytest

from liens.reading.rules.values.shares import find_shares


@pytest.mark.parametrize(
    ("text", "words", "pct"),
    [
        ("It holds 27% of the shares.", "27%", 27.0),
        ("a 49 per cent stake", "49 per cent", 49.0),
        ("an 11.3 percent holding", "11.3 percent", 11.3),
        ("8,2 % of the capital", "8,2 %", 8.2),
        ("one third of the shares", "one third", 33.33),
        ("It owns half of the company.", "half", 50.0),
        ("a minority stake in Perch", "minority stake", None),
    ],
)
def test_reads_a_share(text: str, words: str, pct: float | None) -> None:
    (share,) = find_shares(text)
    assert (text[share.start : share.end], share.pct) == (words, pct)


@pytest.mark.parametrize(
    "text", ["Shares fell 2.1% in Oslo.", "half of Helsinki assumes so", "a growth of 12%", "140%"]
)
def test_leaves_out_what_is_no_share(text: str) -> None:
    assert find_shares(text) == ()
