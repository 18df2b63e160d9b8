"""The trained reader as a reader: a pure function of the document, with reasons for what it says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from hashlib import sha256

import pytest

from liens.codec import encode
from liens.market import load_market
from liens.model import Document, Status
from liens.reading.evidence import prove
from liens.reading.rules import Rules
from liens.reading.trained import Fast, Trained
from liens.reading.trained.labels import RELATIONS
from liens.reading.trained.weights import WEIGHTS, load_weights

MARKET = load_market()
TIE = "Ostrava Labs has acquired Kelpie GmbH for 20 million euros."
STORY = f"""{TIE} The start-up supplies lasers to Brenta Motors.

"We will keep the name," said Ida Falk, chief executive of Kelpie GmbH."""
FILLER = "The weather in the valley stayed dry for most of the week, and the harvest began early."


@pytest.fixture(scope="module")
def reader() -> Trained:
    return Trained(MARKET)


def document(text: str, language: str | None = "en") -> Document:
    return Document(text, "story", language=language)


def test_it_reads_ties_and_statements(reader: Trained) -> None:
    reading = reader.read(document(STORY))
    told = {(c.subject, c.relation, c.object) for c in reading.claims}
    assert ("Ostrava Labs", "acquires", "Kelpie GmbH") in told
    assert ("Ida Falk", "works_for", "Kelpie GmbH") in told
    assert "Ida Falk" in {s.speaker for s in reading.statements}


def test_a_claim_says_why(reader: Trained) -> None:
    (claim,) = [c for c in reader.read(document(STORY)).claims if c.relation == "acquires"]
    words = {STORY[r.span.start : r.span.end] for r in claim.reasons if r.role == "trigger"}
    assert words
    assert all(w in TIE for w in words)
    assert claim.status is Status.ASSERTED
    assert claim.terms.amount is not None
    assert (claim.terms.amount.value, claim.terms.amount.currency) == (20e6, "EUR")
    assert 0 < claim.confidence < 1


def test_everything_read_is_proved(reader: Trained) -> None:
    reading = reader.read(document(STORY))
    assert prove(document(STORY), reading).problems == ()


@pytest.mark.parametrize("before", range(0, 61, 3))
def test_no_edge_of_a_window_loses_a_claim(reader: Trained, before: int) -> None:
    text = " ".join([FILLER] * before + [TIE] + [FILLER] * (60 - before))
    assert ("Ostrava Labs", "acquires", "Kelpie GmbH") in {
        (c.subject, c.relation, c.object) for c in reader.read(document(text)).claims
    }


def test_what_was_read_before_changes_nothing(reader: Trained) -> None:
    documents = [document(STORY), document(TIE), document(FILLER), document(STORY + " " + FILLER)]
    forward = [encode(reader.read(d)) for d in documents]
    backward = [encode(reader.read(d)) for d in reversed(documents)]
    assert forward == backward[::-1]


@pytest.mark.parametrize("threads", ["1", "4"])
def test_another_process_reads_the_same_bytes(reader: Trained, threads: str) -> None:
    code = (
        "import json, sys; from liens.codec import encode; from liens.market import load_market;"
        "from liens.model import Document; from liens.reading.trained import Fast, Trained;"
        "reading = Trained(load_market()).read(Document(sys.stdin.read(), 'story', language='en'));"
        "sys.stdout.write(json.dumps(encode(reading)))"
    )
    limits = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), threads)
    told = subprocess.run(
        [sys.executable, "-c", code],
        input=STORY,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | limits | {"PYTHONHASHSEED": threads},
    )
    assert told.stdout == json.dumps(encode(reader.read(document(STORY))))


def test_another_language_is_read_by_the_rules_and_said_so(reader: Trained) -> None:
    text = "Ostrava Labs rachète Kelpie GmbH."
    reading = reader.read(document(text, "fr"))
    (problem,) = reading.problems
    assert "rules alone" in problem.message
    assert reading.claims == Rules(MARKET).read(document(text, "fr")).claims
    assert reading.reader == reader.id


def test_an_unknown_language_is_read_as_english(reader: Trained) -> None:
    assert reader.read(document(TIE, None)).problems == ()


@pytest.mark.parametrize(
    "text", ["", " \n", "Nothing is named here.", "\u202eOstrava Labs\x00 bought\ud800 it.", "((" * 9000]
)
def test_odd_texts_stop_nothing(reader: Trained, text: str) -> None:
    assert reader.read(document(text)).document == document(text).id


@pytest.mark.parametrize(("kind", "called"), [(Trained, "trained"), (Fast, "fast")])
def test_the_version_follows_weights_and_rules(kind: type[Trained], called: str) -> None:
    name, _, version = kind(MARKET).id.partition("@")
    assert name == called
    assert len(version) == 8


def test_the_readers_differ_in_their_weights() -> None:
    assert Trained(MARKET).id.partition("@")[2] != Fast(MARKET).id.partition("@")[2]


@pytest.mark.parametrize("name", ["trained", "fast"])
def test_the_weights_are_those_of_the_manifest(name: str) -> None:
    folder = WEIGHTS / name
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    files = {p.name: sha256(p.read_bytes()).hexdigest() for p in folder.iterdir() if p.name != "manifest.json"}
    assert files == manifest["files"]


def test_the_weights_fit_a_wheel() -> None:
    assert sum(p.stat().st_size for p in WEIGHTS.rglob("*") if p.is_file()) < 95e6


@pytest.mark.parametrize("name", ["trained", "fast"])
def test_confidence_rises_with_likelihood(name: str) -> None:
    weighing = load_weights(name).weighing
    assert weighing.features["own"] > 0
    assert weighing.features["told"] > 0
    assert set(weighing.relations) == set(RELATIONS)
