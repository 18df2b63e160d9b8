import io
import json

import pytest

from liens.model import Document, Problem
from liens.sources.jsonl import read_lines
from liens.sources.limits import Limits


def test_a_line_is_a_document_with_what_it_tells() -> None:
    values = {
        "id": "a1",
        "text": "Alpha invests in Beta.",
        "title": "T",
        "url": "https://example.org/a",
        "publisher": "P",
        "published": "2024-02-26T10:00:00Z",
        "language": "en",
    }
    (document,) = read_lines(io.BytesIO(json.dumps(values).encode()), "in.jsonl")
    assert isinstance(document, Document)
    assert (document.name, document.found_at, document.text) == ("a1", "in.jsonl#a1", "Alpha invests in Beta.")
    assert (document.title, document.url, document.publisher) == ("T", "https://example.org/a", "P")
    assert (document.published, document.language) == ("2024-02-26", "en")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{broken", "not JSON"),
        (b"[1, 2]", "not a JSON object"),
        (b'{"id": "a"}', 'it has no "text"'),
        (b'{"text": 5}', 'it has no "text"'),
        (b'{"text": "  "}', "there is no text in it"),
        (b'{"text": "\xff\xfe"}', "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"text": "' + b"x" * 2_000 + b'"}', "longer than 1,000 bytes"),
        (b'{"text": "ab", "n": ' + b"9" * 5_000 + b"}", "longer than 1,000 bytes"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_by_its_number(line: bytes, message: str) -> None:
    stream = io.BytesIO(b'{"text": "First."}\n\n' + line + b'\n{"text": "Last."}')
    limits = Limits(file=200_000 if line.startswith(b"[[") else 1_000)
    first, problem, last = read_lines(stream, "in.jsonl", limits)
    assert isinstance(problem, Problem)
    assert message in problem.message
    assert problem.where == "in.jsonl, line 3"
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert (first.text, last.text, last.name) == ("First.", "Last.", "4")


def test_lone_surrogates_and_control_characters_do_not_get_into_the_text() -> None:
    (document,) = read_lines(io.BytesIO(rb'{"text": "a\ud800b\u0000c\r\nd", "id": 7}'), "-")
    assert isinstance(document, Document)
    assert (document.text, document.name) == ("a\ufffdbc\nd", "7")


def test_lines_are_streamed() -> None:
    class Endless(io.BytesIO):
        def readline(self, size: int | None = -1, /) -> bytes:
            return b'{"text": "Again."}\n'

    documents = read_lines(Endless(), "-")
    assert [next(documents) is not None for _ in range(3)] == [True] * 3
