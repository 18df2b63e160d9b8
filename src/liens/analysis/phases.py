"""The phase of a deal that a claim tells of: by the words of its evidence, else by its status and relation.

The words are data (`phases.toml` of the market pack). A phrase counts where it stands as whole words in a claim of one
of its statuses, and of several the longest counts; under a negation ("has not closed") it counts for nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from liens.ledger.view import Entry, View
from liens.market import Phase, Phases
from liens.model import Status

LONGEST = 1000
"""Characters of a claim's words in which phrases are looked for."""
BEFORE = 24
"""Characters before a phrase in which a negation of it is looked for."""
_NEGATION = re.compile(r"(?:\b(?:not|no|never|neither|nor|without|pas|nicht)|n't)(?: [\w'-]{1,12})? ?$")
_SAME = str.maketrans({"’": "'", "‑": "-", "–": "-", "\n": " "})


@dataclass(frozen=True, slots=True)
class Told:
    """A claim's phase (None if its relation has none), the words that told it, and whether it is a further deal."""

    phase: Phase | None
    phrase: str | None = None
    anew: bool = False


@dataclass(frozen=True, slots=True)
class _Book:
    """The phrases of a market's phases, and what finds them in a text."""

    phases: Phases
    by_phrase: dict[str, Phase]
    by_default: dict[str, Phase]
    pattern: re.Pattern[str] | None
    anew: re.Pattern[str] | None

    def tell(self, words: str, status: Status, relation: str) -> Told:
        text = words[:LONGEST].translate(_SAME).casefold()
        anew = self.anew is not None and self.anew.search(text) is not None
        phrase = max(self._phrases(text, status), key=len, default=None)
        if phrase is not None:
            return Told(self.by_phrase[phrase], phrase, anew)
        return Told(self.by_default.get(f"{status} {relation}") or self.by_default.get(status), None, anew)

    def _phrases(self, text: str, status: Status) -> list[str]:
        hits = self.pattern.finditer(text) if self.pattern else ()
        return [
            hit.group()
            for hit in hits
            if status in self.by_phrase[hit.group()].statuses
            and not _NEGATION.search(text[max(0, hit.start() - BEFORE) : hit.start()])
        ]


def tell_phase(entry: Entry, view: View, phases: Phases, runs: bool = False) -> Told:
    """The phase that `entry` tells of. Denials and claims that are no dealing between two parties have none.

    `runs`: the claim names a day ahead of its publication. What is to end on such a day is in force.
    """
    claim = entry.claim
    status = Status.ASSERTED if runs and claim.status is Status.ENDED else claim.status
    if claim.relation not in phases.relations or claim.status is Status.DENIED:
        return Told(None)
    document = view.documents[claim.evidence.document]
    evidence = document.text[claim.evidence.start : claim.evidence.end]
    words = " ; ".join(filter(None, (claim.terms.instrument, claim.terms.stage, evidence)))
    return _book(phases).tell(words, status, claim.relation)


@lru_cache(maxsize=8)
def _book(phases: Phases) -> _Book:
    by_phrase = {phrase: phase for phase in phases.all for phrase in phase.phrases}
    by_default = {claims: phase for phase in phases.all for claims in phase.default}
    return _Book(phases, by_phrase, by_default, _any_of(tuple(by_phrase)), _any_of(phases.anew))


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    """Finds the longest of `phrases` at each place, as whole words."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b") if phrases else None
