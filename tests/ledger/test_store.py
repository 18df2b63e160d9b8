"""What goes into the ledger comes out as it was, once, and is never changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from liens.errors import LedgerError
from liens.ledger.schema import escape, unescape
from liens.ledger.store import Ledger
from liens.model import Aside, Claim, Document, Kind, Mention, Problem, Span, Verdict
from tests.ledger.stories import decide, document, put, read, story


def test_a_document_comes_back_whole(ledger: Ledger) -> None:
    whole = Document(
        text="Ünï\x00cödé 𝒜 \ud800 text",
        name="n\x00me",
        found_at="archive.zip!a.txt",
        title="T",
        publisher="The Courier",
        author="A",
        published="2024-01-02",
        language="fr",
        url="https://example.org/a",
        read_share=None,
        asides=(Aside(0, 3, "teaser"),),
        pages=(0, 5),
        credits=("Evening Wire",),
        sketch=bytes(range(256)),
    )
    assert ledger.add_document(whole, "archive.zip", "1")
    assert ledger.document(whole.id) == whole
    assert ledger.view().documents == {whole.id: whole}


def test_a_reading_comes_back_whole(ledger: Ledger) -> None:
    text, reading = story()
    put(ledger, text, reading)
    assert ledger.reading(text.id, "rules@1") == reading
    view = ledger.view()
    assert tuple(entry.claim for entry in view.entries) == reading.claims
    assert tuple(remark.statement for remark in view.remarks) == reading.statements
    assert view.problems == reading.problems


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.text(min_size=1), min_size=3, max_size=3))
def test_names_of_any_code_points_are_kept(ledger: Ledger, names: list[str]) -> None:
    text = Document("x" * 9 + repr(names), name="x")
    claim = Claim(names[0], "supplies", names[1], Span(text.id, 0, 5), speaker=names[2])
    reading = read(text, [claim], names=["x"])
    put(ledger, text, reading)
    assert ledger.reading(text.id, "rules@1") == reading
    assert claim in {entry.claim for entry in ledger.view().entries}


@given(text=st.text(alphabet=st.characters(categories=None)))
def test_escaping_gives_text_a_database_takes(text: str) -> None:
    escaped = escape(text)
    assert unescape(escaped) == text
    assert b"\x00" not in escaped.encode("utf-8")


def test_the_same_again_changes_nothing(ledger: Ledger) -> None:
    text, reading = story()
    put(ledger, text, reading)
    view, revision = ledger.view(), ledger.revision
    assert not ledger.add_reading(reading)
    assert not ledger.add_reading(replace(reading, claims=()))
    assert ledger.stamp_of("a.txt") == "1"
    assert ledger.revision == revision
    assert ledger.view() is view


def test_a_view_is_made_anew_when_something_was_added(ledger: Ledger) -> None:
    text, reading = story()
    put(ledger, text, reading)
    view = ledger.view()
    ledger.add_problem(Problem("sources", "b.txt", "it is empty"))
    assert ledger.view().revision > view.revision
    assert ledger.view().problems != view.problems


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda r: replace(r, document="0" * 16), "no document 0000000000000000"),
        (lambda r: replace(r, mentions=(Mention(Span("1" * 16, 0, 1), Kind.COMPANY, "x"),)), "is not within document"),
        (lambda r: replace(r, claims=(replace(r.claims[0], evidence=Span(r.document, 5, 9999)),)), "is not within"),
    ],
    ids=["unknown document", "span of another document", "span past the end"],
)
def test_a_reading_without_proof_is_refused(ledger: Ledger, spoil, message: str) -> None:  # type: ignore[no-untyped-def]
    text, reading = story()
    put(ledger, text)
    with pytest.raises(LedgerError, match=re.escape(message)):
        ledger.add_reading(spoil(reading))
    assert ledger.unread("rules@1") == (text.id,)


def test_a_batch_is_whole_or_nothing(ledger: Ledger) -> None:
    text, reading = story()
    put(ledger, text)
    with pytest.raises(ZeroDivisionError), ledger.batch():
        ledger.add_reading(reading)
        1 / 0  # noqa: B018
    assert ledger.unread("rules@1") == (text.id,)
    with ledger.batch():
        ledger.add_reading(reading)
        assert ledger.unread("rules@1") == ()
    assert ledger.reading(text.id, "rules@1") == reading


def test_rows_are_only_ever_added(ledger: Ledger) -> None:
    verbs = set()

    @event.listens_for(ledger._database._engine, "before_cursor_execute")
    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        verbs.add(statement.split(maxsplit=1)[0].upper())

    text, reading = story()
    put(ledger, text, reading)
    put(ledger, document("Another text.", "a.txt"), stamp="2")
    ledger.add_reading_problem(Problem("reading", "a.txt", "it takes too long"), ledger.unread("rules@1")[0])
    taken = decide(Verdict.ACCEPT, reading.claims[0].id)
    ledger.decide(taken)
    ledger.decide(decide(Verdict.UNDO, taken.id, at=2))
    ledger.view()
    assert verbs <= {"INSERT", "SELECT", "WITH", "BEGIN"}


# What is new, and what is in force


def test_only_what_is_new_or_changed_is_read(ledger: Ledger) -> None:
    one, two = document("One.", "one.txt"), document("Two.", "two.txt")
    put(ledger, one, read(one))
    put(ledger, two)
    assert ledger.unread("rules@1") == (two.id,)
    assert ledger.unread("rules@2") == (one.id, two.id)
    assert (ledger.stamp_of("one.txt"), ledger.stamp_of("three.txt")) == ("1", None)


def test_an_edited_file_supersedes_its_earlier_text(ledger: Ledger) -> None:
    old, new = document("The old text.", "a.txt"), document("The new text.", "a.txt")
    put(ledger, old)
    put(ledger, new, stamp="2")
    assert set(ledger.view().documents) == {new.id}
    assert ledger.document(old.id) == old
    put(ledger, old, stamp="3")
    assert set(ledger.view().documents) == {old.id}


def test_a_text_lives_while_it_is_the_last_at_any_place(ledger: Ledger) -> None:
    text = document("Wire story.", "a.txt")
    put(ledger, text)
    put(ledger, replace(text, found_at="b.txt"))
    put(ledger, document("Other.", "a.txt"), stamp="2")
    assert text.id in ledger.view().documents


def test_a_line_taken_out_of_a_file_is_superseded(ledger: Ledger) -> None:
    lines = [document(f"Line {n}.", f"lines.jsonl#{n}") for n in range(3)]
    ledger.record("lines.jsonl", "1", lines)
    ledger.record("lines.jsonl", "2", [lines[0], lines[2], Problem("sources", "lines.jsonl#1", "not JSON")])
    view = ledger.view()
    assert set(view.documents) == {lines[0].id, lines[2].id}
    assert [problem.where for problem in view.problems] == ["lines.jsonl#1"]


def test_a_place_is_settled_only_at_its_end(ledger: Ledger) -> None:
    def broken() -> Iterator[Document]:
        yield from (document(f"Line {n}.", f"lines.jsonl#{n}") for n in range(300))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ledger.record("lines.jsonl", "1", broken())
    assert ledger.stamp_of("lines.jsonl") is None
    assert len(ledger.view().documents) == 256
    assert ledger.record("lines.jsonl", "1", (document(f"Line {n}.", f"lines.jsonl#{n}") for n in range(300))) == 44
    assert ledger.stamp_of("lines.jsonl") == "1"


def test_a_problem_stands_until_its_place_is_read_well(ledger: Ledger) -> None:
    text = document("Text.", "a.txt")
    refused = Problem("sources", "a.txt", "no permission", "allow it")
    put(ledger, text)
    ledger.add_problem(refused, "a.txt")
    ledger.add_problem(refused, "a.txt")
    view = ledger.view()
    assert view.problems == (refused,)
    assert set(view.documents) == {text.id}
    assert ledger.stamp_of("a.txt") is None
    put(ledger, text)
    assert ledger.view().problems == ()


def test_a_problem_with_reading_stands_until_the_document_is_read(ledger: Ledger) -> None:
    text = document("Text.", "a.txt")
    failed = Problem("reading", "a.txt", "it takes over 60 s")
    put(ledger, text)
    ledger.add_reading_problem(failed, text.id)
    ledger.add_reading_problem(failed, text.id)
    assert ledger.view().problems == (failed,)
    ledger.add_reading(read(text))
    assert ledger.view().problems == ()
    ledger.add_reading_problem(failed, text.id)
    assert ledger.view().problems == (failed,)


@pytest.mark.parametrize(
    ("asked", "used"),
    [
        (None, "rules@2"),
        ("rules@2", "rules@2"),
        ("rules@1", "rules@1"),
        ("rules@9", "rules@2"),
        ("tagger@1", "rules@2"),
    ],
)
def test_a_new_reading_supersedes_the_old_one(ledger: Ledger, asked: str | None, used: str) -> None:
    text, first = story("rules@1")
    put(ledger, text, first, replace(first, reader="rules@2", claims=first.claims[:1]))
    assert {entry.reader for entry in ledger.view(asked).entries} == {used}
    assert len(ledger.view(asked).entries) == (2 if used == "rules@1" else 1)


# Opening


def test_two_writers_take_turns(address: str) -> None:
    text, reading = story()
    with Ledger.open(address) as one, Ledger.open(address) as other:
        put(one, text)
        assert other.unread("rules@1") == (text.id,)
        with one.batch():
            one.add_reading(reading)
            assert other.unread("rules@1") == (text.id,)
        assert not other.add_reading(reading)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("mysql://localhost/x", "cannot be kept in mysql"),
        ("postgresql://", "check that the ledger can be reached"),
        ("sqlite+nonsense:///x.db", "install liens"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(address: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "/nowhere")
    with pytest.raises(LedgerError) as caught:
        Ledger.open(address)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_text("Dear diary, this is not a database at all." * 40)
    with pytest.raises(LedgerError, match="not a database"):
        Ledger.open(path)
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(LedgerError, match="choose a folder"):
        Ledger.open(blocked / "ledger.db")
