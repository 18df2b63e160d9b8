"""What the parts of the written study are written with: look-ups, names, and numbers for the sentences they cite."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from liens.ledger.view import View
from liens.market import Market
from liens.publishing.filters import counted, label
from liens.publishing.notes import Notes
from liens.publishing.report import Index, Report
from liens.publishing.written.manuscript import Paragraph, Phrase, Piece, Style, Table, listed, say

MOST_CITED = 4
"""Sentences that one place cites; the others are counted."""
LONGEST_NAME = 90
NOT_KNOWN = (Piece("not known", Style.QUIET),)
T = TypeVar("T")
Row = tuple[Phrase, ...]


@dataclass(frozen=True)
class Desk:
    """`notes` numbers the cited sentences in the order in which the parts cite them; `named` are the documents that
    they name, which the annex therefore lists."""

    report: Report
    view: View
    market: Market
    notes: Notes
    named: set[str] = field(default_factory=set)

    @property
    def index(self) -> Index:
        return self.notes.index

    @cached_property
    def places(self) -> dict[str, int]:
        """The number of each document in the annex, from 1."""
        return {line.id: place for place, line in enumerate(self.report.sources, 1)}

    def name(self, key: str) -> str:
        """What to call the entity with this id; a key of the market pack or of a register stands for itself."""
        name = self.view.entities[key].name if key in self.view.entities else key.removeprefix("name:")
        return brief(name, LONGEST_NAME)

    def names(self, keys: Iterable[str], joint: str = " – ") -> str:
        return joint.join(self.name(key) for key in keys)

    def some(self, keys: Sequence[str], most: int = 8) -> str:
        """The names of the first `most` of `keys`, and how many more there are."""
        more = f" and {len(keys) - most} more" if len(keys) > most else ""
        return self.names(keys[:most], ", ") + more

    def relation(self, subject: str, relation: str, object_: str) -> str:
        """A tie as a clause: "Microsoft invests in Mistral AI"."""
        return f"{self.name(subject)} {label(relation, self.market)} {self.name(object_)}"

    def cite(self, ids: Iterable[str], most: int = MOST_CITED) -> Phrase:
        """ "[3, 7 and 5 more]" with a link to each sentence; nothing if none of `ids` is of the study."""
        keys = list(dict.fromkeys(ids))
        notes = self.notes.of(keys, most)
        if not notes:
            return ()
        numbers = ((Piece(str(note.number), Style.CITE, f"#sentence-{note.number}"),) for note in notes)
        more = f" and {len(keys) - len(notes)} more" if len(keys) > len(notes) else ""
        return say(Piece(" ["), listed(numbers), f"{more}]")

    def document(self, key: str) -> Phrase:
        """ "D12" with a link to the annex, for the document with id `key`."""
        self.named.add(key)
        place = f"D{self.places[key]}"
        return (Piece(place, Style.CITE, f"#document-{place[1:]}"),)

    def title(self, key: str) -> Phrase:
        """A document by its title and its number."""
        line = self.index.sources[key]
        return say(brief(line.title or line.name, 120), " (", self.document(key), ")")


def brief(text: str | None, longest: int) -> str:
    """`text` cut to `longest` characters, which "…" shows."""
    text = text or ""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def day_of(text: str | None) -> str:
    """A day as a document gives it."""
    return brief(text, 10) if text else "not known"


def cell(*parts: str | Piece | Phrase) -> Phrase:
    """The words of a cell; "not known" if there are none."""
    return say(*parts) or NOT_KNOWN


def first(things: Sequence[T], most: int, where: str, one: str = "row", many: str = "rows") -> tuple[Sequence[T], str]:
    """The first `most` of `things`, and a note that says how many are not printed and where they are; "" if all are."""
    over = len(things) - most
    return things[:most], f"{counted(over, one, many)} more not printed here: {where}" if over > 0 else ""


def table(caption: str, columns: Sequence[tuple[str, int]], rows: Iterable[Row], note: str = "") -> Table:
    """A table whose `columns` are (title, width) pairs."""
    return Table(
        caption=caption,
        head=tuple(title for title, _ in columns),
        rows=tuple(rows),
        widths=tuple(width for _, width in columns),
        note=note,
    )


def paragraph(*parts: str | Piece | Phrase) -> Paragraph:
    return Paragraph(say(*parts))
