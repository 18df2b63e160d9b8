"""The phase of a deal that a claim tells of: by the words of its evidence, else by its status and relation.

The words are data (`phases.toml` of the market pack). A phrase counts where it stands as whole words in a claim of one
of its statuses, and of several the longest counts; under a negation ("has not closed") it counts for nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from liens.ledger.assembling import quick
from liens.ledger.view import Entry
from liens.market import Phase, Phases
from liens.model import Document, Status

LONGEST = 1000
"""Characters of a claim's words in which phrases are looked for."""
BEFORE = 2
"""Words before a phrase among which a negation of it is looked for."""
_NEGATIONS = frozenset(["not", "no", "never", "neither", "nor", "without", "pas", "nicht"])
_SPACES = {ord(sign): " " for sign in '\n\t.,;:!?()[]{}"“”«»/–—…'} | {ord("’"): "'", ord("‑"): "-"}


@quick
@dataclass(frozen=True, slots=True)
class Told:
    """A claim's phase (None if its relation has none), the words that told it, and whether it is a further deal."""

    phase: Phase | None
    phrase: str | None = None
    anew: bool = False


NOTHING = Told(None)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The phrase `text`, the `number`th of the file, has `before` words before the one that it is looked for by; its
    phase is None if it tells of a further deal."""

    number: int
    text: str
    words: list[str]
    before: int
    phase: Phase | None


@dataclass(frozen=True, slots=True)
class Phasebook:
    """The phrases of a market's phases, each under its longest word, which texts have most seldom; `by_default` is what
    claims of a status and relation tell where no phrase does."""

    relations: frozenset[str]
    phrases: Mapping[str, tuple[_Phrase, ...]]
    by_default: Mapping[tuple[Status, str], Told]

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
        start, end = claim.evidence.start, claim.evidence.end
        words = _unsigned(document.text)[start : min(end, start + LONGEST)].casefold().split()
        if terms.instrument or terms.stage:
            words = [*_words_of(terms.instrument), *_words_of(terms.stage), *words]
        return self._tell(words, status, claim.relation)

    def _tell(self, words: list[str], status: Status, relation: str) -> Told:
        told = self.by_default[status, relation]
        keys = list(filter(self.phrases.__contains__, words))
        if not keys or not (found := self._hits(words, keys)):
            return told
        hits = [phrase for _, phrase in sorted(found, key=lambda hit: hit[0])]
        anew = any(phrase.phase is None for phrase in hits)
        fitting = [(phrase.text, phrase.phase) for phrase in hits if phrase.phase and status in phrase.phase.statuses]
        if not fitting:
            return replace(told, anew=anew)
        text, phase = max(fitting, key=lambda hit: len(hit[0]))
        return Told(phase, text, anew)

    def _hits(self, words: list[str], keys: list[str]) -> list[tuple[tuple[int, int], _Phrase]]:
        """The phrases in `words` that are not negated, each with its place there and in the file; `keys` are those of
        the words under which there are phrases, in their order."""
        found, place = [], -1
        for key in keys:
            place = words.index(key, place + 1)
            for phrase in self.phrases[key]:
                start = place - phrase.before
                stands = start >= 0 and words[start : start + len(phrase.words)] == phrase.words
                if stands and not _is_negated(words, start):
                    found.append(((start, phrase.number), phrase))
        return found


@lru_cache(maxsize=1024)
def _words_of(term: str | None) -> tuple[str, ...]:
    """The words of a term, after which another begins."""
    return (*term.translate(_SPACES).casefold().split(),) if term else ()


@lru_cache(maxsize=8)
def _unsigned(text: str) -> str:
    """`text` with a blank for each sign, so that each character keeps its place."""
    return text.translate(_SPACES)


def _is_negated(words: list[str], place: int) -> bool:
    before = words[max(0, place - BEFORE) : place]
    return any(word in _NEGATIONS or word.endswith("n't") for word in before)


@lru_cache(maxsize=8)
def build_phasebook(phases: Phases) -> Phasebook:
    """The book of `phases`."""
    told: list[tuple[str, Phase | None]] = [(phrase, phase) for phase in phases.all for phrase in phase.phrases]
    told += [(phrase, None) for phrase in phases.anew]
    shared = Counter(word for text, _ in told for word in text.split())
    by_word: dict[str, list[_Phrase]] = {}
    for number, (text, phase) in enumerate(told):
        words = text.split()
        key = min(words, key=lambda word: (-len(word), shared[word], word))
        by_word.setdefault(key, []).append(_Phrase(number, text, words, words.index(key), phase))
    return Phasebook(
        relations=frozenset(phases.relations),
        # Every word of every claim is looked up here: a plain dict answers in half of the time of a read-only one.
        phrases={word: tuple(found) for word, found in by_word.items()},
        by_default=dict(_defaults(phases)),
    )


def _defaults(phases: Phases) -> Iterator[tuple[tuple[Status, str], Told]]:
    """What claims tell without a phrase: by their status and relation, else by their status alone."""
    by_claims = {claims: phase for phase in phases.all for claims in phase.default}
    for status, relation in product(Status, phases.relations):
        yield (status, relation), Told(by_claims.get(f"{status} {relation}") or by_claims.get(status))
