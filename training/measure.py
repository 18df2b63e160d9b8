"""How well readers read the held tenth of the corpus: `python -m training.measure [READER …]`.

Prints for each reader its figures, also by relation, status and genre, how far confidence can be believed, and the
kinds of mistakes. `--mistakes` shows each of them; `--floors` prints the reader's table for
`tests/quality/floors.toml`; `--pin` writes down there that the floors hold for the corpus as it is now. `--quotes FILE`
prints instead how exactly a trained reader's tagger finds sources, cues and contents in a file of PolNeAR.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from liens import plugins
from liens.reading.trained.weights import WEIGHTS
from training.floors import Measured, figures, measure, pin, table_of
from training.holdout import CORPUS, Annotated, held_out, load_corpus
from training.quotes import load_sentences, open_tokenizer, shipped_f1
from training.scoring.counts import Balance, Rate
from training.scoring.errors import Mistake, mistakes
from training.scoring.scores import Scores, as_json, by_genre


def main() -> None:
    """Print what was asked for."""
    asked = _arguments()
    if asked.pin:
        print(pin())
        return
    if asked.quotes:
        print("\n".join(quote_lines(asked.readers or ["trained"], asked.quotes)))
        return
    documents = tuple(load_corpus(asked.corpus)) if asked.whole else held_out(asked.corpus)
    for reader in asked.readers or plugins.names("readers"):
        measured = measure(reader, documents)
        if asked.floors:
            print(table_of(reader, measured))
        elif asked.json:
            print(json.dumps(as_data(measured, documents), ensure_ascii=False))
        else:
            print("\n".join(report(measured, documents, every_mistake=asked.mistakes)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.measure")
    parser.add_argument("readers", nargs="*", help="the readers; all that are installed if none is named")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="a folder with a folder for each genre")
    parser.add_argument("--whole", action="store_true", help="all of the documents and not the held tenth")
    parser.add_argument("--json", action="store_true", help="one line of JSON for each reader")
    parser.add_argument("--mistakes", action="store_true", help="show every mistake")
    parser.add_argument("--floors", action="store_true", help="print the table for tests/quality/floors.toml")
    parser.add_argument("--quotes", type=Path, metavar="FILE", help="measure the taggers on a file of PolNeAR")
    parser.add_argument("--pin", action="store_true", help="the floors hold for the corpus as it is now")
    return parser.parse_args()


def quote_lines(readers: Sequence[str], path: Path) -> Iterator[str]:
    """Exact F1 of source, cue and content of each reader's tagger, a line each."""
    sentences = load_sentences(path, open_tokenizer(WEIGHTS / "tokenizer.json"))
    for reader in readers:
        found = shipped_f1(WEIGHTS / reader, sentences)
        yield f"{reader}: {len(sentences)} sentences, " + ", ".join(f"{name} {f1:.4f}" for name, f1 in found.items())


def as_data(measured: Measured, documents: Sequence[Annotated]) -> dict[str, Any]:
    """Everything that `report` shows, JSON-able."""
    counted = Counter(m.kind.value for m in all_mistakes(measured, documents))
    return {
        "reader": measured.readings.reader,
        **as_json(measured.scores),
        **figures(measured),
        "per_genre": {name: as_json(scores) for name, scores in _genres(measured, documents).items()},
        "calibration": [asdict(part) for part in measured.calibration.bins],
        "mistakes": dict(sorted(counted.items())),
    }


def report(measured: Measured, documents: Sequence[Annotated], *, every_mistake: bool = False) -> Iterator[str]:
    """The tables, line by line."""
    yield f"\n{measured.readings.reader}: {measured.scores.documents} documents"
    for limits in figures(measured).values():
        yield from (f"  {name:26}{value:8.4f}" for name, value in limits.items())
    yield from _balances("relation", measured.scores.by_relation)
    yield from _statuses(measured.scores)
    yield from _genre_lines(_genres(measured, documents))
    yield from _bins(measured)
    yield from _mistakes(all_mistakes(measured, documents), every_mistake)


def all_mistakes(measured: Measured, documents: Sequence[Annotated]) -> list[Mistake]:
    """The mistakes in all of the documents, in their order."""
    return [m for outcome, d in zip(measured.outcomes, documents, strict=True) for m in mistakes(outcome, d.text)]


def _genres(measured: Measured, documents: Sequence[Annotated]) -> dict[str, Scores]:
    genres = {document.id: document.genre for document in documents}
    return by_genre(measured.outcomes, genres.__getitem__)


def _balances(what: str, balances: Mapping[str, Balance]) -> Iterator[str]:
    yield f"\n  {what:16}{'right':>6}{'false':>6}{'missed':>7}{'precision':>11}{'recall':>8}{'F1':>7}"
    for name, b in balances.items():
        yield f"  {name:16}{b.right:6}{b.false:6}{b.missed:7}{b.precision:11.3f}{b.recall:8.3f}{b.f1:7.3f}"


def _statuses(scores: Scores) -> Iterator[str]:
    yield f"\n  {'status':16}{'claims found':>16}{'read so':>16}{'rightly so':>16}"
    for name, one in scores.by_status.items():
        yield f"  {name:16}{_rate(one.found):>16}{_rate(one.read):>16}{_rate(one.right):>16}"


def _rate(rate: Rate) -> str:
    return f"{rate.right}/{rate.count} {rate.share:.3f}"


def _genre_lines(genres: Mapping[str, Scores]) -> Iterator[str]:
    yield "\n  genre            docs  claims  pairs  statements  status  source  invented"
    for name, s in genres.items():
        f1 = f"{s.claims.f1:8.3f}{s.pairs.f1:7.3f}{s.statements.f1:12.3f}"
        yield f"  {name:16}{s.documents:5}{f1}{s.status.share:8.3f}{s.source.share:8.3f}{s.invented:6}/{s.empty:<3}"


def _bins(measured: Measured) -> Iterator[str]:
    yield f"\n  {'confidence':16}{'claims':>7}{'mean':>8}{'right':>8}"
    for part in measured.calibration.bins:
        yield f"  {part.low:.2f}–{part.high:.2f}{part.count:14}{part.confidence:8.3f}{part.right:8.3f}"


def _mistakes(found: Sequence[Mistake], every: bool) -> Iterator[str]:
    yield "\n  mistakes"
    for kind, count in sorted(Counter(m.kind for m in found).items()):
        yield f"  {kind.value:52}{count:5}"
        for one in (m for m in found if every and m.kind is kind):
            yield f"      {one.document}: {one.claim.subject} {one.claim.relation} {one.claim.object}"
            yield f"          {' '.join(one.claim.evidence.split())[:160]}"


if __name__ == "__main__":
    main()
