"""What a parser makes of bytes, before anything is concluded from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from liens.model import Problem


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says about itself; None where it says nothing. `published` is an ISO date, as exact as it is known
    ("2024", "2024-02", "2024-02-26")."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None

    def over(self, other: Metadata) -> Metadata:
        """These metadata, completed by `other` where they say nothing."""
        return Metadata(*(getattr(self, f.name) or getattr(other, f.name) for f in fields(self)))


NOTHING = Metadata()


@dataclass(frozen=True, slots=True)
class Note:
    """Something lost or left out in parsing, and what to do about it."""

    message: str
    advice: str = ""

    def at(self, where: str) -> Problem:
        return Problem(stage="sources", where=where, message=self.message, advice=self.advice)


@dataclass(frozen=True, slots=True)
class Extract:
    """Text with what is known about it. `pages` are the offsets at which pages begin; `around` is text that the file
    shows outside its main text, one line a block, searched for paywall notices only; `share` is the share of the file
    that was read, None if unknown."""

    text: str
    metadata: Metadata = NOTHING
    pages: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()
    around: str = ""
    share: float | None = 1.0


def to_json(extract: Extract) -> dict[str, Any]:
    """`extract` as the parser process sends it: plain JSON, so that a subverted parser can send nothing else."""
    return asdict(extract)


def from_json(data: Mapping[str, Any]) -> Extract:
    """The reverse of `to_json`.

    Raises:
        KeyError, TypeError, ValueError: `data` is not an extract.
    """
    return Extract(
        text=str(data["text"]),
        metadata=Metadata(**{key: None if value is None else str(value) for key, value in data["metadata"].items()}),
        pages=tuple(int(page) for page in data["pages"]),
        notes=tuple(Note(str(note["message"]), str(note["advice"])) for note in data["notes"]),
        around=str(data["around"]),
        share=None if data["share"] is None else float(data["share"]),
    )
