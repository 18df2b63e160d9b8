import pytest

from liens.sources.text.plain import parse_md, parse_txt, unwrap

WRAPPED = """\
The two companies signed an agreement on Monday, which both of them
announced in the evening of the same day, without telling the sum that
was paid for the shares.

The second paragraph is short.
"""


def test_wrapped_lines_are_joined_and_every_offset_stays() -> None:
    joined = unwrap(WRAPPED)
    assert joined.split("\n\n")[0].count("\n") == 0
    assert len(joined) == len(WRAPPED)
    assert joined.replace("\n", " ") == WRAPPED.replace("\n", " ")


@pytest.mark.parametrize(
    "text",
    [
        "Roses are red,\nViolets are blue,\nSugar is sweet.",
        "\n".join(f"A whole sentence of its own that stands alone on line number {n}." for n in range(4)),
        "\n".join(f"- an item of a list that goes on for quite a while to be long {n}" for n in range(4)),
        "One line.\nAnother.",
        "",
    ],
)
def test_lines_that_stand_for_themselves_are_kept(text: str) -> None:
    assert unwrap(text) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# Alpha buys Beta\n\nThe *deal* is **big**.", "Alpha buys Beta\n\nThe deal is big."),
        ("A [link](https://example.org/a_b) and ![a picture](x.png) here.", "A link and  here."),
        ("> A quoted\n> line.", "A quoted line."),
        ("One line\nof a paragraph.\n\n- item one\n- item two\n", "One line of a paragraph.\n\n- item one\n- item two"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("Title\n\n---\n\nText.", "Title\n\n\n\nText."),
        ("`code` and <https://example.org>", "code and https://example.org"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
    ],
)
def test_markdown_is_read_as_its_reader_sees_it(source: str, text: str) -> None:
    assert parse_md(source.encode()).text == text


def test_front_matter_counts_in_text_files_too() -> None:
    extract = parse_txt(b"---\ntitle: T\n---\nBody.")
    assert (extract.metadata.title, extract.text) == ("T", "Body.")


@pytest.mark.parametrize(
    "text", ["*" * 50_000, "[" * 50_000, "_a" * 30_000, "> " * 30_000, "`" * 50_000, "![](" * 20_000]
)
def test_hostile_markdown_takes_no_time(text: str) -> None:
    assert parse_md(text.encode()).text is not None
