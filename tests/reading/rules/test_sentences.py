from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liens.model import Aside, Document
from liens.reading.rules.sentences import split_sentences


def split(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(Document(text, "d"))]


@pytest.mark.parametrize(
    "text",
    [
        "Perch Inc. said it would buy Velmora Corp. for cash.|It gave no date.",
        "Mr. Aho of the U.S. unit left.|He had joined in No. 4 Street.",
        "Sales rose to $3.5 million.|The rest was flat.",
        "J. R. Tamm founded it.|She left.",
        "It sued Perch Inc.|The court agreed.",
        "“Prices will rise.”|He left the room.",
        "“Prices will rise,” he said.|“We know.”",
        "He asked: is it true?|Yes!|It is.",
        "It works e.g. in Oslo.|Nobody knows.",
        "the Act, cf. Art. 5, applies.|So it goes.",
    ],
)
def test_splits_at_ends_and_nowhere_else(text: str) -> None:
    assert split(text.replace("|", " ")) == text.split("|")


def test_counts_paragraphs_and_marks_headings() -> None:
    body = "Perch agreed on Monday. It paid cash.\n\nNext steps\n\n- The court decides.\n- Then it closes."
    text = f"Perch buys Velmora\n\n{body}"
    found = split_sentences(Document(text, "d"))
    assert [(text[s.start : s.end], s.paragraph, s.heading) for s in found] == [
        ("Perch buys Velmora", 0, True),
        ("Perch agreed on Monday.", 1, False),
        ("It paid cash.", 1, False),
        ("Next steps", 2, True),
        ("The court decides.", 3, False),
        ("Then it closes.", 4, False),
    ]


def test_joins_lines_that_were_broken_at_a_width() -> None:
    text = (
        "Perch agreed on Monday to buy the smaller rival\nVelmora for cash and shares, the two said in\n"
        "a joint statement. Neither gave a price for it.\n\nThe sale closes in May."
    )
    assert split(text) == [
        "Perch agreed on Monday to buy the smaller rival\nVelmora for cash and shares, the two said in\n"
        "a joint statement.",
        "Neither gave a price for it.",
        "The sale closes in May.",
    ]


def test_cells_of_a_table_are_sentences() -> None:
    assert split("| Perch | 12% |\n|---|---|\n| Velmora | 8% |") == ["Perch", "12%", "Velmora", "8%"]


def test_marks_what_is_not_the_documents_own_text() -> None:
    text = "Perch buys Velmora for cash.\nRead also: the great sale.\n"
    aside = Aside(text.index("Read"), len(text), "read_also")
    assert [s.aside for s in split_sentences(Document(text, "d", asides=(aside,)))] == [False, True]


def test_one_line_is_a_sentence_not_a_heading() -> None:
    assert [s.heading for s in split_sentences(Document("Perch buys Velmora", "d"))] == [False]


@given(st.text(alphabet='aB .!?\n"“”|-•\t0', max_size=200))
def test_sentences_are_trimmed_ordered_and_lose_no_letter(text: str) -> None:
    found = split_sentences(Document(text, "d"))
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] != "" for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    kept = "".join(text[s.start : s.end] for s in found)
    assert [c for c in kept if c.isalpha()] == [c for c in text if c.isalpha()]
