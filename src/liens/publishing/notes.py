"""The sentences that one page cites, numbered in the order in which it does: each number leads to the words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from liens.publishing.report import ClaimLine, Index, StatementLine

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Note:
    """A cited sentence: `kind` and `id` name its mark on the page of the document with id `document`."""

    number: int
    kind: str
    line: ClaimLine | StatementLine
    words: str
    title: str

    @property
    def target(self) -> str:
        """The address of its mark, seen from the study's folder."""
        return f"sources/{self.line.document}.html#{self.kind}-{self.line.id}"


@dataclass(slots=True)
class Notes:
    """Gives numbers out; `used` are the notes given so far, in their order."""

    index: Index
    _notes: dict[str, Note] = field(default_factory=dict)

    @property
    def used(self) -> tuple[Note, ...]:
        return tuple(self._notes.values())

    def of(self, ids: Iterable[str], most: int = 4) -> tuple[Note, ...]:
        """The notes of the first `most` of `ids`, which are of claims or statements of the study."""
        known = [key for key in dict.fromkeys(ids) if key in self.index.claims or key in self.index.statements]
        return tuple(self._note(key) for key in known[:most])

    def _note(self, key: str) -> Note:
        if key not in self._notes:
            self._notes[key] = self._make(key)
        return self._notes[key]

    def _make(self, key: str) -> Note:
        claim = self.index.claims.get(key)
        line: ClaimLine | StatementLine = claim or self.index.statements[key]
        words = " ".join((claim.quote if claim else self.index.statements[key].words)[: 4 * LONGEST].split())
        shown = words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
        source = self.index.sources[line.document]
        where = source.publisher or source.title or source.name
        title = ", ".join(filter(None, (where[:80], (source.published or "")[:10]))) + f": {shown}"
        return Note(len(self._notes) + 1, "claim" if claim else "said", line, shown, title)
