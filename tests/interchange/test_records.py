"""Percentages, lines and JSON objects: what is read, what is refused, and on which line."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liens.interchange import streams
from liens.interchange.percent import Share, read_percent
from liens.interchange.records import clean, iso_day
from liens.interchange.streams import Fault, lines, objects


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("", Share()),
        ("30", Share(0.3, 0.3)),
        ("30 %", Share(0.3, 0.3)),
        ("33,3%", Share(0.333, 0.333)),
        ("0.5", Share(0.005, 0.005)),
        ("25-50", Share(0.25, 0.5)),
        ("25% to 50%", Share(0.25, 0.5)),
        (">50", Share(0.5, 1.0, True)),
        ("more than 50 %", Share(0.5, 1.0, True)),
        (">= 75%", Share(0.75, 1.0)),
        ("75+", Share(0.75, 1.0)),
        ("up to 10%", Share(0.0, 0.1)),
        ("100", Share(1.0, 1.0)),
    ],
)
def test_percentages(text: str, share: Share) -> None:
    found = read_percent(text)
    assert found.above == share.above
    assert [found.low, found.high] == ([None, None] if share.low is None else pytest.approx([share.low, share.high]))


@pytest.mark.parametrize("text", ["750k", "$750", "101", "50-25", "-3", "many", "1e2", "nan", "12.", "9" * 50, "3" * 4])
def test_what_is_no_percentage(text: str) -> None:
    with pytest.raises(ValueError, match=r"percentage|share"):
        read_percent(text)


@given(st.text(max_size=60))
def test_any_text_is_a_share_or_refused(text: str) -> None:
    try:
        share = read_percent(text)
    except ValueError:
        return
    assert (share.low is None) == (share.high is None)
    assert share.low is None or 0 <= share.low <= (share.high or 0) <= 1


@pytest.mark.parametrize(
    ("name", "kept"),
    [("  A\tB\n", "A B"), ("\u202egpj.A", "gpj.A"), ("", None), (None, None), (7, None), ("x" * 900, "x" * 300)],
)
def test_names_become_one_printable_line(name: object, kept: str | None) -> None:
    assert clean(name) == kept


def test_days() -> None:
    texts = ("2024-02-03", "2024-02-03T10:00:00Z", "2024-13-01", "yesterday", None)
    assert [iso_day(text) for text in texts] == ["2024-02-03", "2024-02-03", None, None, None]


def found_in(data: bytes) -> list[tuple[int, object]]:
    """Line and object; the message in place of a fault."""
    return [(line, one.message if isinstance(one, Fault) else one) for line, one in objects(io.BytesIO(data))]


def test_objects_a_line() -> None:
    found = found_in(b'\xef\xbb\xbf{"a": 1}\n\n{"b": \n[1]\n{"c": 2}')
    assert found[0] == (1, {"a": 1})
    assert found[1][0] == 3
    assert str(found[1][1]).startswith("not JSON")
    assert found[2:] == [(4, "not a JSON object"), (5, {"c": 2})]


def test_objects_in_an_array_have_their_lines() -> None:
    assert found_in(b'[\n{"a": 1},\n{"b":\n 2}, 7,\n{"c": "}]"}\n]') == [
        (2, {"a": 1}),
        (3, {"b": 2}),
        (4, "not a JSON object"),
        (5, {"c": "}]"}),
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'[{"a": 1}, {"b"', "not JSON from here on"),
        (b"[" + b'{"a":' * 100_000, "nested too deep"),
        (b'[{"a": "' + b"x" * 1_200_000, "no JSON object within"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not JSON"),
        (b'{"a":' * 100_000 + b"\n", "not JSON"),
        (b"x" * 1_200_000 + b"\n", "longer than"),
        (b'{"a": "\xff"}', "not UTF-8"),
    ],
)
def test_hostile_json_is_a_fault(data: bytes, message: str) -> None:
    found = found_in(data)
    assert message in str(found[-1][1])


def test_a_line_too_long_loses_itself_alone() -> None:
    data = b"a\n" + b"x" * 3_000_000 + b"\nb\n"
    assert [(number, isinstance(line, Fault)) for number, line in lines(io.BytesIO(data))] == [
        (1, False),
        (2, True),
        (3, False),
    ]


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=9), max_size=3), max_size=9), st.integers(1, 40))
def test_an_array_is_read_the_same_in_chunks_of_any_size(found: list[dict[str, str]], size: int) -> None:
    data = json.dumps(found, ensure_ascii=True, indent=1).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streams, "CHUNK", size)
        assert [one for _, one in found_in(data)] == found
