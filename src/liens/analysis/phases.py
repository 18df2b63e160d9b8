"""The phase of a deal that a claim tells of: by the words of its evidence, else by its status and relation.

The words are data (`phases.toml` of the market pack). A phrase counts where it stands as whole words in a claim of one
of its statuses, and of several the longest counts; under a negation ("has not closed") it counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from liens.ledger.view import Entry
from liens.market import Phase, Phases
from liens.model import Document, Status

LONGEST = 1000
"""Characters of a claim's words in which phrases are looked for."""
BEFORE = 2
"""Words before a phrase among which a negation of it is looked for."""
_NEGATIONS = frozenset(["not", "no", "never", "neither", "nor", "without", "pas", "nicht"])
_SPACES = {ord(sign): " " for sign in '\n\t.,;:!?()[]{}"“”«»/–—…'} | {ord("’"): "'", ord("‑"): "-"}


@dataclass(frozen=True, slots=True)
class Told:
    """A claim's phase (None if its relation has none), the words that told it, and whether it is a further deal."""

    phase: Phase | None
    phrase: str | None = None
    anew: bool = False


NOTHING = Told(None)


@dataclass(frozen=True, slots=True)
class Phasebook:
    """The phrases of a market's phases by their first word, each with its phase, None for words of a further deal."""

    relations: frozenset[str]
    phrases: Mapping[str, tuple[tuple[list[str], Phase | None], ...]]
    by_default: Mapping[str, Phase]

    def tell(self, entry: Entry, document: Document, runs: bool = False) -> Told:
        """The phase that `entry`, of `document`, tells of. Denials and claims that are no dealing between two parties
        have none.

        `runs`: the claim names a day ahead of its publication. What is to end on such a day is in force.
        """
        claim = entry.claim
        status, terms = claim.status, claim.terms
        if claim.relation not in self.relations or status is Status.DENIED:
            return NOTHING
        if runs and status is Status.ENDED:
            status = Status.ASSERTED
        words = document.text[claim.evidence.start : min(claim.evidence.end, claim.evidence.start + LONGEST)]
        if terms.instrument or terms.stage:
            words = f"{terms.instrument or ''} ; {terms.stage or ''} ; {words}"
        return self._tell(words.casefold().translate(_SPACES).split(), status, claim.relation)

    def _tell(self, words: list[str], status: Status, relation: str) -> Told:
        best: tuple[int, str, Phase] | None = None
        anew = False
        for phrase, phase in () if self.phrases.keys().isdisjoint(words) else self._hits(words):
            if phase is None:
                anew = True
            elif status in phase.statuses and (best is None or len(phrase) > best[0]):
                best = (len(phrase), phrase, phase)
        if best is not None:
            return Told(best[2], best[1], anew)
        return Told(self.by_default.get(f"{status} {relation}") or self.by_default.get(status), None, anew)

    def _hits(self, words: list[str]) -> Iterator[tuple[str, Phase | None]]:
        """The phrases in `words` that are not negated."""
        for place in [place for place, word in enumerate(words) if word in self.phrases]:
            for phrase, phase in self.phrases[words[place]]:
                if words[place : place + len(phrase)] == phrase and not _is_negated(words, place):
                    yield " ".join(phrase), phase


def _is_negated(words: list[str], place: int) -> bool:
    before = words[max(0, place - BEFORE) : place]
    return any(word in _NEGATIONS or word.endswith("n't") for word in before)


@lru_cache(maxsize=8)
def build_phasebook(phases: Phases) -> Phasebook:
    """The book of `phases`."""
    told: list[tuple[str, Phase | None]] = [(phrase, phase) for phase in phases.all for phrase in phase.phrases]
    by_first: dict[str, list[tuple[list[str], Phase | None]]] = {}
    for phrase, phase in (*told, *((phrase, None) for phrase in phases.anew)):
        words = phrase.split()
        by_first.setdefault(words[0], []).append((words, phase))
    return Phasebook(
        relations=frozenset(phases.relations),
        phrases=MappingProxyType({first: tuple(found) for first, found in by_first.items()}),
        by_default=MappingProxyType({claims: phase for phase in phases.all for claims in phase.default}),
    )
