from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from training.holdout import corpus_digest, genres, held_out, is_held, load_corpus, manifest


def corpus(folder: Path, **genres: list[str]) -> Path:
    for genre, ids in genres.items():
        (folder / genre).mkdir()
        docs = [{"id": i, "text": f"Text of {i}."} for i in ids]
        gold = [{"id": i, "entities": [], "claims": [], "statements": []} for i in ids]
        for name, lines in (("docs.jsonl", docs), ("gold.jsonl", gold)):
            (folder / genre / name).write_text("\n".join(map(json.dumps, lines)))
    return folder


def test_one_in_ten_is_held_by_its_id_alone() -> None:
    held = [f"d{n}" for n in range(10_000) if is_held(f"d{n}")]
    assert 900 < len(held) < 1100
    assert all(int(hashlib.sha256(i.encode()).hexdigest(), 16) % 10 == 0 for i in held)


def test_documents_come_with_genre_and_annotation(tmp_path: Path) -> None:
    found = list(load_corpus(corpus(tmp_path, wire=["b"], press=["a"])))
    assert [(d.id, d.genre, d.text, d.gold["id"]) for d in found] == [
        ("a", "press", "Text of a.", "a"),
        ("b", "wire", "Text of b.", "b"),
    ]


def test_an_id_stands_for_one_document(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a is annotated twice"):
        list(load_corpus(corpus(tmp_path, press=["a"], wire=["a"])))


def test_the_digest_changes_with_a_letter(tmp_path: Path) -> None:
    before = corpus_digest(corpus(tmp_path, press=["a"]))
    path = tmp_path / "press" / "docs.jsonl"
    assert corpus_digest(tmp_path) == before
    path.write_text(path.read_text().replace("Text", "Test"))
    assert corpus_digest(tmp_path) != before
    assert f"{hashlib.sha256(path.read_bytes()).hexdigest()}  press/docs.jsonl\n" in manifest(tmp_path)


def test_every_genre_has_held_documents_whose_words_are_in_them() -> None:
    held = held_out()
    assert {d.genre for d in held} == set(genres())
    for document in held:
        words = [c["evidence"] for c in document.gold["claims"]]
        words += [s["quote_or_content"] for s in document.gold["statements"]]
        assert [w for w in words if w not in document.text] == [], document.id
