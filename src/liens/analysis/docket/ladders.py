"""Words for a stage → the rung of the authority's own ladder.

The rule of `procedures.toml`: a phrase counts where it stands as whole words, and of several the longest counts. A
phrase under a negation ("not a formal investigation") says what the stage is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from liens.analysis.directory import Directory
from liens.ledger.assembling import quick
from liens.market import Market, Procedure

LONGEST = 2000
"""Characters of a text in which phrases are looked for."""
BEFORE = 40
"""Characters before a phrase in which a negation of it is looked for."""
MOST_HITS = 40
_SAME = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-", ",": " ", '"': " ", "“": " ", "”": " "})
_NEGATION = re.compile(
    r"(?:\b(?:not|no|never|nor|neither|without|cannot|nothing|nicht|kein|keine|keinen|ohne|pas|aucun|aucune|sans)"
    r"|n't)(?: [\w'-]{1,15}){0,2} ?$|\b(?:rather than|instead of)(?: an?| the)? ?$"
)
_NEGATIVE = re.compile(r"\b(?:not|no|neither|without|nicht|kein|keine|keiner|pas)\b")


@quick
@dataclass(frozen=True, slots=True)
class Rung:
    """A stage on the ladder with id `procedure`; rank 0 is its lowest. Outcomes are not ranked among themselves."""

    procedure: str
    stage: str
    rank: int
    outcome: bool = False


@quick
@dataclass(frozen=True, slots=True)
class Found:
    """What words say of a stage: the rung they name and the phrase that names it; `denies` are the rungs that the
    words say it is not, the one with the longest phrase first."""

    rung: Rung | None
    phrase: str | None
    denies: tuple[Rung, ...] = ()

    @property
    def is_negative(self) -> bool:
        """Whether the phrase itself negates ("does not qualify"): to deny in these words is to take that step."""
        return self.phrase is not None and _NEGATIVE.search(self.phrase) is not None


@dataclass(frozen=True, slots=True)
class _Book:
    """All phrases of one authority, and what finds the longest at each place of a text. `names` are the stages' own
    names, which may be too common a word to be looked for within a text."""

    names: Mapping[str, Rung]
    rungs: Mapping[str, Rung]
    order: Mapping[str, int]
    pattern: re.Pattern[str]

    def find(self, words: str) -> Found:
        text = _plain(words[:LONGEST])
        if text in self.names:
            return Found(self.names[text], text)
        said: list[str] = []
        denied: dict[Rung, None] = {}
        for start, phrase in self._hits(text):
            if _NEGATION.search(text[max(0, start - BEFORE) : start]):
                denied[self.rungs[phrase]] = None
            else:
                said.append(phrase)
        first = said[0] if said else None
        return Found(self.rungs[first] if first else None, first, tuple(denied))

    def _hits(self, text: str) -> Iterator[tuple[int, str]]:
        """Where which phrase stands in `text`, the one that counts first; none within or across a longer one."""
        taken: list[tuple[int, int]] = []
        found = ((match.start(), match[1]) for match in self.pattern.finditer(text))
        for start, phrase in sorted(found, key=lambda hit: (self._rank(hit[1]), hit[0])):
            end = start + len(phrase)
            if len(taken) < MOST_HITS and all(end <= left or right <= start for left, right in taken):
                taken.append((start, end))
                yield start, phrase

    def _rank(self, phrase: str) -> tuple[int, int, int, str]:
        """The longest first; of equal ones the earlier ladder's, then the lower rung's: words never raise by chance."""
        rung = self.rungs[phrase]
        return (-len(phrase), self.order[rung.procedure], rung.rank, phrase)


@dataclass(frozen=True, slots=True)
class Ladders:
    """The ladders of every authority that has one, by the authority's key in the directory. `holders` keeps whose
    ladders each body is judged by."""

    books: Mapping[str, _Book]
    directory: Directory
    holders: dict[str, str | None] = field(default_factory=dict, repr=False, compare=False)

    def holder(self, key: str) -> str | None:
        """The nearest body of the house of `key` that has a ladder: itself, or whom it belongs to."""
        if key not in self.holders:
            line = self.directory.lineage(key)
            self.holders[key] = next((above for above in line if above in self.books), None)
        return self.holders[key]

    def find(self, key: str, words: str) -> Found:
        """What `words` say of a stage on the ladders of the authority `key` or of its house."""
        holder = self.holder(key)
        return self.books[holder].find(words) if holder else Found(None, None)


def build_ladders(market: Market, directory: Directory) -> Ladders:
    """The ladders of `market`. An authority's own come before those that it shares with others.

    An authority that the view knows as two entities has them under both.
    """
    own: dict[str, list[Procedure]] = {}
    shared: dict[str, list[Procedure]] = {}
    for procedure in market.procedures:
        own.setdefault(procedure.authority, []).append(procedure)
        for other in procedure.joint_with:
            shared.setdefault(other, []).append(procedure)
    aliases = {known.name: known.aliases for known in market.entities}
    books: dict[str, _Book] = {}
    for name in sorted(own.keys() | shared.keys()):
        book = _book((*own.get(name, ()), *shared.get(name, ())))
        bodies = [directory.named(called) for called in (name, *aliases.get(name, ()))]
        for key in {body.key for body in bodies if body}:
            books.setdefault(key, book)
    return Ladders(books, directory)


@lru_cache(maxsize=256)
def _book(procedures: tuple[Procedure, ...]) -> _Book:
    names: dict[str, Rung] = {}
    rungs: dict[str, Rung] = {}
    order: dict[str, int] = {}
    for procedure in procedures:
        order.setdefault(procedure.id, len(order))
        for stage in procedure.stages:
            rung = Rung(procedure.id, stage.name, stage.rank, stage.outcome)
            names.setdefault(_plain(stage.name), rung)
            for phrase in stage.phrases:
                rungs.setdefault(_plain(phrase), rung)
    longest_first = sorted(rungs, key=lambda phrase: (-len(phrase), phrase))
    pattern = re.compile(r"(?<!\w)(?=(" + "|".join(map(re.escape, longest_first)) + r")(?!\w))")
    return _Book({**names, **rungs}, rungs, order, pattern)


def _plain(words: str) -> str:
    """`words` in small letters, with one form of apostrophe and dash, single spaces and no commas or quotes."""
    return " ".join(unicodedata.normalize("NFKC", words).translate(_SAME).lower().split())
