import hashlib
import struct

from hypothesis import given
from hypothesis import strategies as st

from liens.sources.text.sketch import sketch

WORDS = [f"word{number}" for number in range(1_000)]


def alike(left: bytes, right: bytes) -> float:
    pairs = zip(struct.unpack("<128I", left), struct.unpack("<128I", right), strict=True)
    return len([a for a, b in pairs if a == b]) / 128


def test_the_values_are_pinned() -> None:
    assert hashlib.sha256(sketch(" ".join(WORDS))).hexdigest()[:16] == "4fa1466913e0db8a"


def test_a_short_text_has_none() -> None:
    assert sketch(" ".join(WORDS[:19])) == b""
    assert len(sketch(" ".join(WORDS[:20]))) == 512


def test_case_blanks_and_punctuation_do_not_count() -> None:
    assert sketch(" ".join(WORDS)) == sketch(", \n".join(WORDS).upper())


def test_equal_places_estimate_the_jaccard_similarity_of_shingles() -> None:
    left, right = sketch(" ".join(WORDS[:700])), sketch(" ".join(WORDS[:696] + WORDS[900:]))
    assert abs(alike(left, right) - 692 / (696 + 796 - 692 + 4)) < 0.12
    assert alike(sketch(" ".join(WORDS[:500])), sketch(" ".join(WORDS[500:]))) < 0.05


@given(st.lists(st.sampled_from(WORDS), min_size=20, max_size=60))
def test_a_sketch_depends_on_the_text_alone(words: list[str]) -> None:
    assert sketch(" ".join(words)) == sketch(" ".join(words))
