"""The reader `trained`: an encoder fitted to annotated texts, beside the rules and with what they find.

The rules find who and what is named and say what they read; a window of the text then goes through the encoder once,
and heads tell ties between any two entities in it, with status, terms, source and the sentence that tells them, and the
statements with their speakers. `windows` draws what is read, `network` and `heads` compute, `deciding` and `claims`
turn likelihoods into claims.

A text in another language than English is read by the rules alone, and the reading says so.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import ClassVar

from liens.market import Market
from liens.model import Document, Problem, Reading, digest
from liens.reading.rules import Rules
from liens.reading.rules.claims.finding import find_claims
from liens.reading.rules.names.finding import read_page
from liens.reading.rules.statements.finding import find_statements
from liens.reading.trained.arrays import arrays_of
from liens.reading.trained.claims import claims_of
from liens.reading.trained.deciding import Candidate, Said, candidates, said
from liens.reading.trained.features import told_by_rules
from liens.reading.trained.speech import statements_of
from liens.reading.trained.weights import WEIGHTS, Weights, load_weights
from liens.reading.trained.windows import draw_windows

_LANGUAGE = "en"


class Trained:
    """The trained reader for one market. Its version is a digest of its weights and code and of the rules' version."""

    NAME: ClassVar[str] = "trained"

    def __init__(self, market: Market) -> None:
        self._market = market
        self._rules = Rules(market)
        self._id = f"{self.NAME}@{digest(_own_digest(self.NAME), self._rules.id)[:8]}"

    @property
    def id(self) -> str:
        return self._id

    def read(self, document: Document) -> Reading:
        if document.language not in (None, _LANGUAGE):
            return self._by_rules(document)
        page = read_page(document, self._market)
        heard = find_statements(page, self._market)
        ties = find_claims(page, heard, self._market)
        weights, told = load_weights(self.NAME), told_by_rules(ties, heard)
        found: list[Candidate] = []
        words: list[Said] = []
        with weights.one_thread():
            for window in (w for w in draw_windows(page, weights.pieces) if w.entities):
                says = weights.heads.read(weights.network.states(window), arrays_of(window, told))
                found.extend(candidates(window, says, told))
                words.extend(said(window, says, told))
        statements = statements_of(page, words, heard, weights)
        claims = claims_of(page, found, ties, weights)
        return Reading(document.id, self.id, claims, statements, page.mentions)

    def _by_rules(self, document: Document) -> Reading:
        """What the rules read in a text that the weights were not fitted to, with a problem that says so."""
        reading = self._rules.read(document)
        problem = Problem(
            "read",
            document.found_at or document.name,
            f"written in “{document.language}”; the trained reader knows English, so the rules alone read it",
            "check its claims against the text",
        )
        return replace(reading, reader=self.id, problems=(*reading.problems, problem))


class Fast(Trained):
    """The trained reader with the weights of a smaller encoder: about half the time, and more mistakes."""

    NAME = "fast"


@cache
def _own_digest(name: str) -> str:
    """Of the weights and of every file of this folder that a reading may depend on."""
    code, weights = Path(__file__).parent.glob("*.py"), (WEIGHTS / name).iterdir()
    files = [*sorted(code), *sorted(weights), WEIGHTS / "tokenizer.json"]
    return digest(*((path.name, path.read_bytes()) for path in files))


__all__ = ["Fast", "Trained", "Weights"]
