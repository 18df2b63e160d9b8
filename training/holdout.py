"""The corpus, and the tenth of it that nothing is learned from.

Which documents are held out follows from their ids alone, so that it stays the same whoever asks and whatever is added.
`MANIFEST` lists the digest of every file of the corpus; figures are measured on exactly that corpus.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parent / "corpus"
MANIFEST = CORPUS / "SHA256SUMS"
DOCUMENTS, ANNOTATIONS = "docs.jsonl", "gold.jsonl"


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document with its annotation: `gold` has the keys id, entities, claims and statements."""

    id: str
    genre: str
    text: str
    gold: Mapping[str, Any]


def is_held(document_id: str) -> bool:
    """Whether the document of this id is of the held tenth: its sha256, as a number, is divisible by ten."""
    return int(hashlib.sha256(document_id.encode()).hexdigest(), 16) % 10 == 0


def load_corpus(folder: Path = CORPUS) -> Iterator[Annotated]:
    """Every annotated document, genre by genre, in the order of the files.

    Raises:
        ValueError: an annotation without its document, or an id that is there twice.
    """
    seen: set[str] = set()
    for genre in genres(folder):
        texts = {line["id"]: line["text"] for line in _lines(folder / genre / DOCUMENTS)}
        for gold in _lines(folder / genre / ANNOTATIONS):
            if gold["id"] not in texts or gold["id"] in seen:
                raise ValueError(f"{genre}: {gold['id']} is annotated twice, or has no document")
            seen.add(gold["id"])
            yield Annotated(gold["id"], genre, texts[gold["id"]], gold)


def held_out(folder: Path = CORPUS) -> tuple[Annotated, ...]:
    """The held tenth, in order of id."""
    return tuple(sorted((d for d in load_corpus(folder) if is_held(d.id)), key=lambda d: d.id))


def genres(folder: Path = CORPUS) -> tuple[str, ...]:
    """The genres of the corpus, sorted; each is a folder."""
    return tuple(sorted(path.name for path in folder.iterdir() if (path / ANNOTATIONS).is_file()))


def digests(folder: Path = CORPUS) -> dict[str, str]:
    """The sha256 of each file of the corpus, by its path in `folder`."""
    names = [f"{genre}/{file}" for genre in genres(folder) for file in (DOCUMENTS, ANNOTATIONS)]
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}


def manifest(folder: Path = CORPUS) -> str:
    """The text of `MANIFEST` for the corpus as it is, in the form of `sha256sum`."""
    return "".join(f"{digest}  {name}\n" for name, digest in digests(folder).items())


def corpus_digest(folder: Path = CORPUS) -> str:
    """Sixteen hex digits that identify the corpus, to the letter."""
    return hashlib.sha256(manifest(folder).encode()).hexdigest()[:16]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())
