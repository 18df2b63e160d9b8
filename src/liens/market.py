"""The market pack: everything that is particular to a market, as data that an analyst can edit.

A pack is a folder with `market.toml` (title, layers, channels, roles), `entities.csv` (names with type, role, layer,
aliases, parent, maker), `procedures.toml` (authorities' ladders) and `relations/*.toml` (one file a relation: labels,
direction, channel and the triggers by which readers find it in text). A new market or relation needs no Python.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from liens.errors import ConfigError
from liens.model import Kind

PACKS = Path(__file__).parent / "markets"
COLUMNS = ("name", "kind", "role", "layer", "aliases", "parent", "country", "note")


@dataclass(frozen=True, slots=True)
class KnownEntity:
    """A row of `entities.csv`. `parent` is the owner of a unit and the maker of a product."""

    name: str
    kind: Kind
    role: str | None = None
    layer: str | None = None
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    country: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A kind of tie. `label` reads from subject to object ("invests in"), `inverse` from object to subject ("is funded
    by"); `channel` is the dependency channel it belongs to; `triggers` are the raw tables of its file."""

    name: str
    label: str
    inverse: str
    symmetric: bool = False
    channel: str | None = None
    subject: tuple[Kind, ...] = ()
    object: tuple[Kind, ...] = ()
    triggers: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A rung of an authority's ladder; `phrases` are the words by which texts name it. Rank 0 is the lowest."""

    name: str
    rank: int
    outcome: bool = False
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Procedure:
    """One ladder of one authority, in the authority's own terms."""

    id: str
    authority: str
    title: str
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class Market:
    """A whole market pack."""

    name: str
    title: str
    entities: tuple[KnownEntity, ...]
    relations: Mapping[str, Relation]
    procedures: tuple[Procedure, ...]
    layers: Mapping[str, str]
    channels: Mapping[str, str]
    roles: Mapping[str, str]


@lru_cache(maxsize=8)
def load_market(name: str = "ai") -> Market:
    """The pack called `name` among the built-in ones, or in the folder at path `name`.

    Raises:
        ConfigError: no such pack, or one of its files is not as it should be; the message names file and line.
    """
    folder = PACKS / name if (PACKS / name / "market.toml").is_file() else Path(name)
    if not (folder / "market.toml").is_file():
        known = ", ".join(sorted(p.parent.name for p in PACKS.glob("*/market.toml")))
        raise ConfigError(f"no market pack {name!r}: use one of {known}, or the path of a folder with a market.toml")
    head = _toml(folder / "market.toml")
    return Market(
        name=folder.name,
        title=str(head.get("title", folder.name)),
        entities=tuple(_entities(folder / "entities.csv")),
        relations=MappingProxyType({r.name: r for r in _relations(folder / "relations")}),
        procedures=tuple(_procedures(folder / "procedures.toml")),
        layers=MappingProxyType(dict(head.get("layers", {}))),
        channels=MappingProxyType(dict(head.get("channels", {}))),
        roles=MappingProxyType(dict(head.get("roles", {}))),
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}: mend the file") from error


def _entities(path: Path) -> Iterator[KnownEntity]:
    """The rows of `entities.csv`; lines that begin with # are comments, `aliases` are parted by semicolons."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}: mend the file") from error
    rows = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    reader = csv.DictReader(line for _, line in rows)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise ConfigError(f"{path}: the columns must be {','.join(COLUMNS)}")
    for (number, _), row in zip(rows[1:], reader, strict=True):
        try:
            yield _entity(row)
        except (ValueError, KeyError, AttributeError) as error:
            raise ConfigError(f"{path}, line {number}: {error}: mend the line") from error


def _entity(row: Mapping[str, str]) -> KnownEntity:
    aliases = tuple(a.strip() for a in row["aliases"].split(";") if a.strip())
    rest = {key: row[key].strip() or None for key in ("role", "layer", "parent", "country", "note")}
    return KnownEntity(name=row["name"].strip(), kind=Kind(row["kind"].strip()), aliases=aliases, **rest)


def _relations(folder: Path) -> Iterator[Relation]:
    for path in sorted(folder.glob("*.toml")):
        data = _toml(path)
        try:
            yield Relation(
                name=path.stem,
                label=data["label"],
                inverse=data["inverse"],
                symmetric=data.get("symmetric", False),
                channel=data.get("channel"),
                subject=tuple(Kind(k) for k in data.get("subject", ())),
                object=tuple(Kind(k) for k in data.get("object", ())),
                triggers=tuple(MappingProxyType(t) for t in data.get("trigger", ())),
            )
        except (KeyError, ValueError) as error:
            raise ConfigError(f"{path}: {error}: mend the file") from error


def _procedures(path: Path) -> Iterator[Procedure]:
    for data in _toml(path).get("procedure", ()):
        try:
            stages = tuple(_stage(rank, stage) for rank, stage in enumerate(data["stage"]))
            yield Procedure(id=data["id"], authority=data["authority"], title=data["title"], stages=stages)
        except KeyError as error:
            raise ConfigError(f"{path}: a procedure lacks {error}: add it") from error


def _stage(rank: int, data: Mapping[str, Any]) -> Stage:
    phrases = tuple(data.get("phrases", ()))
    return Stage(name=data["name"], rank=rank, outcome=data.get("outcome", False), phrases=phrases)
