"""The language of trigger phrases."""

from __future__ import annotations

import pytest

from liens.reading.rules.claims.phrases import compile_phrase


@pytest.mark.parametrize(
    ("phrase", "flat", "found"),
    [
        ("invest|invests in <O>", " C invests in· C ", True),
        ("invest* in <O>", " C investing in· C ", True),
        ("owned? by <O>", " by· C ", True),
        ("stake ..2 in <O>", " stake worth M in· C ", True),
        ("stake ..2 in <O>", " stake of· all things in· C ", False),
        ("stake in <O>", " stake in· the chip maker C ", True),
        ("stake in <O>", " stake in· and· C ", False),
        ("rival !name", " rival of· ", True),
        ("rival !name", " rival chip maker C ", False),
        ("<S:org> said", " P said ", False),
        ("with ~3 <money>", " with· C , M ", True),
    ],
)
def test_phrases(phrase: str, flat: str, found: bool) -> None:
    assert bool(compile_phrase(phrase).pattern.search(flat)) is found


def test_the_anchors_of_a_phrase_are_words_it_cannot_do_without() -> None:
    assert compile_phrase("the? stake|share in <O>").anchors == {"stake", "share"}


def test_a_phrase_fits_a_line_that_holds_each_of_its_words_and_marks() -> None:
    phrase = compile_phrase("the? stake|share ..3 in <O:company>")
    assert phrase.fits(frozenset(("share", "in", "C")))
    assert not phrase.fits(frozenset(("share", "in", "P")))
    assert not phrase.fits(frozenset(("share", "of", "C")))


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown name <city>"):
        compile_phrase("in <city>")
