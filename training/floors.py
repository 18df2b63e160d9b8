"""The figures by which a reader is judged, and how low each may fall.

`FLOORS` is a table for each reader: `floor` for what must not fall below, `ceiling` for what must not rise above. It
names the digest of the corpus on which it was measured, and holds for that corpus alone.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from training.holdout import MANIFEST, Annotated, corpus_digest, manifest
from training.readings import Readings, documents_of, read_all
from training.renaming import renamed
from training.scoring.calibration import Calibration, calibration
from training.scoring.outcome import Outcome
from training.scoring.scores import Scores, outcomes, scores_of

FLOORS = Path(__file__).parents[1] / "tests" / "quality" / "floors.toml"
FALL_WITH_OTHER_NAMES = 0.03
"""What no reader may lose in F1 where all names are others."""

_CORPUS_LINE = re.compile(r'^corpus = ".*"$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Measured:
    """A reader's outcomes on a set of documents; `renamed_f1` is the F1 of its claims where all names are others."""

    readings: Readings
    outcomes: tuple[Outcome, ...]
    scores: Scores
    calibration: Calibration
    renamed_f1: float | None = None


Figure = Callable[[Measured], float]

FLOOR: Mapping[str, Figure] = {
    "claims": lambda m: m.scores.claims.f1,
    "pairs": lambda m: m.scores.pairs.f1,
    "statements": lambda m: m.scores.statements.f1,
    "status": lambda m: m.scores.status.share,
    "attribution": lambda m: m.scores.source.share,
    "amount": lambda m: m.scores.amount.share,
}
CEILING: Mapping[str, Figure] = {
    "invented_a_document": lambda m: m.scores.invented_a_document,
    "calibration_error": lambda m: m.calibration.error,
    "fall_with_other_names": lambda m: m.scores.claims.f1 - m.renamed_f1 if m.renamed_f1 is not None else 0.0,
    "seconds_a_document": lambda m: m.readings.seconds_a_unit,
}


def measure(reader: str, documents: Sequence[Annotated], *, other_names: bool = True) -> Measured:
    """What the reader called `reader` makes of `documents`, and of the same with other names."""
    again = [renamed(d) for d in documents] if other_names else []
    other = judge(read_all(reader, documents_of(again)), again).scores.claims.f1 if again else None
    return replace(judge(read_all(reader, documents_of(documents)), documents), renamed_f1=other)


def judge(readings: Readings, documents: Sequence[Annotated]) -> Measured:
    """The readings of `documents` held against their annotation."""
    found = outcomes([d.gold for d in documents], readings.lines)
    return Measured(readings, tuple(found), scores_of(found), calibration(found))


def figures(measured: Measured) -> dict[str, dict[str, float]]:
    """The figures, as the table of a reader in `FLOORS` has them."""
    return {
        "floor": {name: figure(measured) for name, figure in FLOOR.items()},
        "ceiling": {name: figure(measured) for name, figure in CEILING.items()},
    }


def shortfalls(measured: Measured, limits: Mapping[str, Mapping[str, float]]) -> list[str]:
    """The figures that are beyond their limits, one line each."""
    low = [(name, FLOOR[name](measured), least, "less") for name, least in limits["floor"].items()]
    high = [(name, CEILING[name](measured), most, "more") for name, most in limits["ceiling"].items()]
    beyond = [line for line in low if line[1] < line[2]] + [line for line in high if line[1] > line[2]]
    return [f"{name} is {value:.4f}, {word} than {limit}" for name, value, limit, word in beyond]


def load_floors(path: Path = FLOORS) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def table_of(reader: str, measured: Measured) -> str:
    """A reader's table for `FLOORS`: its figures with a little to spare."""
    lines = [f"[{reader}.floor]"]
    lines += [f"{name} = {math.floor(figure(measured) * 100) / 100}" for name, figure in FLOOR.items()]
    lines += ["", f"[{reader}.ceiling]"]
    lines += [f"{name} = {_spared(name, figure(measured))}" for name, figure in CEILING.items()]
    return "\n".join([*lines, ""])


def _spared(name: str, value: float) -> float:
    """`value` rounded up; four times a time, since machines differ; what other names may cost is the same for all."""
    if name == "seconds_a_document":
        return math.ceil(value * 40) / 10
    least = FALL_WITH_OTHER_NAMES if name == "fall_with_other_names" else 0.0
    return max(least, math.ceil(value * 100) / 100)


def pin(floors: Path = FLOORS, listing: Path = MANIFEST) -> str:
    """Write down that the floors hold for the corpus as it is now, and give its digest."""
    digest = corpus_digest()
    listing.write_text(manifest(), encoding="utf-8")
    text = floors.read_text(encoding="utf-8")
    floors.write_text(_CORPUS_LINE.sub(f'corpus = "{digest}"', text, count=1), encoding="utf-8")
    return digest
