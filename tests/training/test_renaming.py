from __future__ import annotations

import re
from typing import Any

import pytest

from training.holdout import Annotated, held_out, load_corpus
from training.renaming import initials, invented_names, is_name, renamed

TEXT = (
    "Ada Quill runs Quill Capital. The founder said she would sell Quill Capital to the Rivers Board (RB), “Quill’s "
    "oldest foe”. Mr Voss of VOLTANE, INC. agreed."
)


def document(**gold: Any) -> Annotated:
    entities = [
        {"name": "Ada Quill", "type": "person", "mentions": ["The founder", "Quill"]},
        {"name": "Quill Capital", "type": "company", "mentions": []},
        {"name": "Rivers Board", "type": "authority", "mentions": ["RB", "oldest foe"]},
        {"name": "Voss", "type": "person", "mentions": ["Mr Voss"]},
        {"name": "VOLTANE, INC.", "type": "company", "mentions": []},
    ]
    return Annotated("x", "press", TEXT, {"entities": entities, "claims": [], "statements": [], **gold})


def test_words_of_names_change_and_what_they_are_names_of_stays() -> None:
    text = renamed(document()).text
    given, last = re.match(r"(\w+) (\w+) runs (\w+) Capital", text).group(1, 2)  # type: ignore[union-attr]
    assert given in invented_names()["women"] and last in invented_names()["surnames"]
    assert text.count(last) == 4
    assert "The founder said she would sell" in text
    assert not re.search("Quill|Ada|Voss|VOLTANE", text)
    assert re.search(r"Mr \w+ of [A-Z]+, INC\. agreed", text)


def test_initials_stay_initials() -> None:
    body, short = re.search(r"to the ([\w ]+) \((\w+)\)", renamed(document()).text).group(1, 2)  # type: ignore[union-attr]
    assert body != "Rivers Board" and short == initials(body)


def test_the_annotation_follows() -> None:
    claim = {
        "subject": "Ada Quill",
        "relation": "acquires",
        "object": "Quill–Voss deal",
        "object_parties": ["Quill Capital", "Voss"],
        "attributed_to": "RB",
        "evidence": "Quill Capital to the Rivers",
    }
    said = {"speaker": "Quill", "quote_or_content": "Quill’s oldest foe", "venue": None}
    new = renamed(document(claims=[claim], statements=[said]))
    (moved,), (told,) = new.gold["claims"], new.gold["statements"]
    assert moved["evidence"] in new.text and told["quote_or_content"] in new.text
    assert moved["subject"] == new.gold["entities"][0]["name"]
    assert moved["object_parties"] == [new.gold["entities"][1]["name"], new.gold["entities"][3]["name"]]
    assert moved["attributed_to"] in new.gold["entities"][2]["mentions"]
    assert told["speaker"] == moved["subject"].split()[1]


def test_the_same_document_gets_the_same_names() -> None:
    assert renamed(document()) == renamed(document())


@pytest.mark.parametrize(
    ("form", "named"),
    [
        ("Quill Capital", True),
        ("Bank of Fen", True),
        ("start-up from Fen", False),
        ("Its owner", False),
        ("Dutch maker of x", False),
    ],
)
def test_descriptions_are_no_names(form: str, named: bool) -> None:
    assert is_name(form) is named


def test_invented_names_are_nobodys_in_the_corpus() -> None:
    words = {word for d in load_corpus() for word in re.findall(r"[^\W\d_]+", d.text)}
    assert [name for kind in ("surnames", "words") for name in invented_names()[kind] if name in words] == []


def test_the_held_documents_keep_their_evidence_under_other_names() -> None:
    for one in map(renamed, held_out()[::3]):
        assert [c["evidence"] for c in one.gold["claims"] if c["evidence"] not in one.text] == []
