"""What stands beside the encoder's states: the rules' claims, distances, and where speakers stand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from liens.market import load_market
from liens.model import Claim, Document, Span, SpeechKind, Statement, Status
from liens.reading.rules.names.finding import read_page
from liens.reading.trained.arrays import Arrays, arrays_of, speech_features, tokens_within
from liens.reading.trained.features import RULES, distance_features, rules_features, told_by_rules
from liens.reading.trained.labels import RELATIONS, STATUSES
from liens.reading.trained.pieces import Pieces
from liens.reading.trained.weights import WEIGHTS
from liens.reading.trained.windows import Window, draw_windows

TEXT = (
    "Ostrava Labs bought Kelpie GmbH. Brenta Motors did not. Kelpie GmbH makes lasers, and Brenta Motors buys them. "
    "“We are glad,” said Ida Falk of Ostrava Labs."
)
SAID = Span("d", TEXT.index("We are"), TEXT.index(",”"))


@pytest.fixture(scope="module")
def window() -> Window:
    page = read_page(Document(TEXT, "story", language="en"), load_market())
    (drawn,) = draw_windows(page, Pieces(Path(WEIGHTS) / "tokenizer.json"))
    return drawn


def at(window: Window, name: str) -> int:
    return window.names.index(name)


def test_distances_are_those_of_the_nearest_mentions(window: Window) -> None:
    found = distance_features(window)
    for i, first in enumerate(window.entities):
        for j, second in enumerate(window.entities):
            if i == j:
                assert not found[i, j].any()
                continue
            gap, tokens, before = min(
                (abs(a.sentence - b.sentence), max(b.start - a.end, a.start - b.end, 0), a.start < b.start)
                for a in first
                for b in second
            )
            step = sum(gap > g for g in (0, 1, 2, 4))
            assert found[i, j, :5].tolist() == [float(k == step) for k in range(5)]
            assert found[i, j, 5:] == pytest.approx([np.log1p(tokens) / 6, float(before)], abs=1e-6)


def test_the_rules_claims_stand_at_their_ends(window: Window) -> None:
    claim = Claim("Ostrava Labs", "acquires", "Kelpie GmbH", SAID, Status.PLANNED, confidence=0.7)
    found = rules_features(window, told_by_rules([claim], ()))
    cells = np.argwhere(found)
    ends = (at(window, "Ostrava Labs"), at(window, "Kelpie GmbH"))
    relation, status = RELATIONS.index("acquires"), len(RELATIONS) + STATUSES.index(Status.PLANNED)
    assert sorted(map(tuple, cells.tolist())) == sorted([(*ends, relation), (*ends, status)])
    assert found.shape[-1] == RULES


def test_a_symmetric_claim_stands_both_ways_and_a_deal_at_its_parties(window: Window) -> None:
    partners = Claim("Ostrava Labs", "partners_with", "Kelpie GmbH", SAID)
    deal = Claim("Ida Falk", "examines", "the deal", SAID, object_parties=("Ostrava Labs", "Kelpie GmbH"))
    told = told_by_rules([partners, deal, Claim("Ostrava Labs", "sponsors", "Kelpie GmbH", SAID)], ())
    assert set(told.claims) == {
        ("Ostrava Labs", "Kelpie GmbH"),
        ("Kelpie GmbH", "Ostrava Labs"),
        ("Ida Falk", "Ostrava Labs"),
        ("Ida Falk", "Kelpie GmbH"),
    }


def test_tokens_within_a_stretch_are_its_words(window: Window) -> None:
    inside = tokens_within(window, SAID.start, SAID.end)
    assert "".join(TEXT[window.pieces[i].start : window.pieces[i].end] for i in inside) == "Weareglad"
    assert len(tokens_within(window, 0, 0)) == 0


def arrays(window: Window, *statements: Statement) -> Arrays:
    return arrays_of(window, told_by_rules((), statements))


def test_arrays_fit_together(window: Window) -> None:
    made = arrays(window, Statement("Ida Falk", SAID, SpeechKind.DIRECT))
    size, entities, sentences = len(window.ids), len(window.entities), len(window.sentences)
    mentions = sum(map(len, window.entities))
    assert made.mentions.shape == (mentions, size)
    assert made.mentions.sum(-1) == pytest.approx(np.ones(mentions))
    assert sorted(made.members[made.members >= 0].tolist()) == list(range(mentions))
    assert made.sentences.shape == (sentences, size)
    assert made.sentences.sum(0)[1:-1] == pytest.approx(np.ones(size - 2))
    assert made.features.shape[:2] == (entities, entities)
    assert made.said_at[at(window, "Ida Falk")].sum() == 1
    assert made.quoted[:, 1].sum() == 1


def test_a_speaker_stands_after_the_words(window: Window) -> None:
    inside = tokens_within(window, SAID.start, SAID.end)
    told = told_by_rules((), (Statement("Ida Falk", SAID, SpeechKind.DIRECT),))
    found = speech_features(window, (inside.start, inside.stop), told)
    falk, motors = found[at(window, "Ida Falk")], found[at(window, "Brenta Motors")]
    assert falk[[0, 1, 6]].tolist() == [0, 1, 1]
    assert motors[[0, 1, 6]].tolist() == [0, 0, 0]
    assert motors[7] == 1
