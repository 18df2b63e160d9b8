"""The market pack: everything that is particular to a market, as data that an analyst can edit.

A pack is a folder with `market.toml` (title, layers, channels, roles), `entities.csv` (names with kind, role, layer,
aliases, parent), `procedures.toml` (authorities' ladders), `phases.toml` (the phases of a deal; optional),
`dependency.toml` (how ties make one company depend on another; optional) and `relations/*.toml` (one file a relation:
labels, direction, channel and the triggers by which readers find it in text). A new market or relation needs no Python.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from liens.errors import ConfigError
from liens.market.dependence import NO_TABLE, DependencyTable, Words, read_table
from liens.market.tables import refuse_unknown, tables
from liens.model import Choice, Kind, Status

PACKS = Path(__file__).parents[1] / "markets"
COLUMNS = ("name", "kind", "role", "layer", "aliases", "parent", "country", "note")
KINDS = ("company", "public_body", "person", "product", "law", "other_org", "outlet")


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
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Threshold:
    """A test that opens a procedure, in force from day `since` to the day before `until` (ISO dates, None if open)."""

    test: str
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Procedure:
    """One ladder of one authority, in the authority's own terms. `joint_with` are authorities that take the same steps
    together with it."""

    id: str
    authority: str
    title: str
    stages: tuple[Stage, ...]
    joint_with: tuple[str, ...] = ()
    thresholds: tuple[Threshold, ...] = ()


class Effect(Choice):
    """What a phase of a deal does to its terms: nothing agreed, agreed but not in force, in force, no longer."""

    NONE = "none"
    PLAN = "plan"
    FORCE = "force"
    END = "end"


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of a deal. `default` are the claims that have it ("planned", "asserted supplies") where no phrase tells
    otherwise; `phrases` count in claims with one of `statuses`. Rank 0 is the first."""

    name: str
    title: str
    rank: int
    effect: Effect
    default: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phases:
    """The phases of a deal in their order; the relations that are dealings; words for a further transaction."""

    all: tuple[Phase, ...] = ()
    relations: tuple[str, ...] = ()
    anew: tuple[str, ...] = ()


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
    phases: Phases = Phases()
    dependency: DependencyTable = NO_TABLE


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
    head = folder / "market.toml"
    layers, channels, roles = (_words(head, table) for table in ("layers", "channels", "roles"))
    entities = _entities(folder / "entities.csv", layers, roles)
    relations = {relation.name: relation for relation in _relations(folder / "relations")}
    channel_of = {name: relation.channel for name, relation in relations.items()}
    return Market(
        name=folder.name,
        title=str(_toml(head).get("title", folder.name)),
        entities=entities,
        relations=MappingProxyType(relations),
        procedures=_procedures(folder / "procedures.toml", {e.name for e in entities}),
        layers=layers,
        channels=channels,
        roles=roles,
        phases=_phases(folder / "phases.toml"),
        dependency=_dependency(folder / "dependency.toml", Words(channel_of, channels, layers, roles)),
    )


def _words(path: Path, table: str) -> Mapping[str, str]:
    """A table of `market.toml`: words and their meanings, in the order of the file."""
    words = _toml(path).get(table, {})
    if not isinstance(words, dict) or not all(isinstance(meaning, str) for meaning in words.values()):
        raise ConfigError(f'{path}, [{table}]: each line must be `word = "its meaning"`: mend the table')
    return MappingProxyType(words)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}: mend the file") from error


def _entities(path: Path, layers: Collection[str], roles: Collection[str]) -> tuple[KnownEntity, ...]:
    """The rows of `entities.csv`, checked one by one, then as a whole."""
    rows = []
    for number, line in _lines(path):
        try:
            rows.append((number, _entity(line, layers, roles)))
        except (ValueError, csv.Error) as error:
            raise ConfigError(f"{path}, line {number}: {error}: mend the line") from error
    for number, fault in (*_clashes(rows), *_lost_parents(rows)):
        raise ConfigError(f"{path}, line {number}: {fault}: mend the line")
    return tuple(entity for _, entity in rows)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of `entities.csv` under its header; lines that begin with # are comments."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}: mend the file") from error
    lines = enumerate(text.splitlines(), 1)
    rows = ((number, line) for number, line in lines if line.strip() and not line.startswith("#"))
    number, header = next(rows, (1, ""))
    if header.strip() != ",".join(COLUMNS):
        raise ConfigError(f"{path}, line {number}: the columns must be {','.join(COLUMNS)}: mend the line")
    return rows


def _entity(line: str, layers: Collection[str], roles: Collection[str]) -> KnownEntity:
    cells = [cell.strip() for cell in next(csv.reader([line], strict=True))]
    if len(cells) != len(COLUMNS):
        raise ValueError(f"{len(cells)} cells where the columns are {len(COLUMNS)}")
    row = dict(zip(COLUMNS, cells, strict=True))
    _check_cells(row, layers, roles)
    aliases = tuple(alias.strip() for alias in row.pop("aliases").split(";") if alias.strip())
    name, kind = row.pop("name"), Kind(row.pop("kind"))
    return KnownEntity(name, kind, aliases=aliases, **{key: cell or None for key, cell in row.items()})


def _check_cells(row: Mapping[str, str], layers: Collection[str], roles: Collection[str]) -> None:
    if not row["name"]:
        raise ValueError("the entity has no name")
    for column, allowed in (("kind", KINDS), ("role", ("", *roles)), ("layer", ("", *layers))):
        if row[column] not in allowed:
            raise ValueError(f"{column} {row[column]!r} is none of {', '.join(filter(None, allowed))}")
    if not re.fullmatch("([A-Z]{2})?", row["country"]):
        raise ValueError(f"country {row['country']!r} is not two capital letters")


def _clashes(rows: Iterable[tuple[int, KnownEntity]]) -> Iterator[tuple[int, str]]:
    """Names and aliases that two lines claim, whatever their case."""
    owner: dict[str, int] = {}
    for number, entity in rows:
        for name in (entity.name, *entity.aliases):
            first = owner.setdefault(name.casefold(), number)
            if first != number:
                yield number, f"the name {name!r} is taken by line {first}"


def _lost_parents(rows: Iterable[tuple[int, KnownEntity]]) -> Iterator[tuple[int, str]]:
    """Parents that have no line, and parents that run in a circle."""
    parents = {entity.name: entity.parent for _, entity in rows}
    for number, entity in rows:
        if entity.parent and entity.parent not in parents:
            yield number, f"the parent {entity.parent!r} has no line of its own"
        above, seen = entity.parent, {entity.name}
        while above and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above:
            yield number, f"the parents of {entity.name!r} run in a circle"


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


def _procedures(path: Path, names: Collection[str]) -> tuple[Procedure, ...]:
    """The ladders of `procedures.toml`. A phrase names one stage only among all the ladders of one authority."""
    found: dict[str, Procedure] = {}
    phrases: dict[tuple[str, str], str] = {}
    try:
        listed = tables(_toml(path), "procedure")
    except ValueError as error:
        raise ConfigError(f"{path}: {error}: mend the file") from error
    for place, data in enumerate(listed, 1):
        try:
            procedure = _procedure(data, names)
            if found.setdefault(procedure.id, procedure) is not procedure:
                raise ValueError("the id is taken")
            _check_phrases(procedure, phrases)
        except (KeyError, ValueError) as error:
            fault = f"it lacks {error}" if isinstance(error, KeyError) else str(error)
            raise ConfigError(f"{path}, procedure {data.get('id', place)!r}: {fault}: mend the procedure") from error
    return tuple(found.values())


def _procedure(data: Mapping[str, Any], names: Collection[str]) -> Procedure:
    refuse_unknown(data, ("id", "authority", "title", "stage", "joint_with", "threshold"))
    procedure = Procedure(
        id=data["id"],
        authority=data["authority"],
        title=data["title"],
        stages=tuple(_stage(rank, stage) for rank, stage in enumerate(tables(data, "stage"))),
        joint_with=tuple(data.get("joint_with", ())),
        thresholds=tuple(_threshold(threshold) for threshold in tables(data, "threshold")),
    )
    if not procedure.stages:
        raise KeyError("stage")
    for authority in (procedure.authority, *procedure.joint_with):
        if authority not in names:
            raise ValueError(f"the authority {authority!r} is not a name in entities.csv")
    return procedure


def _stage(rank: int, data: Mapping[str, Any]) -> Stage:
    refuse_unknown(data, ("name", "outcome", "phrases", "note"))
    phrases = tuple(data.get("phrases", ()))
    return Stage(data["name"], rank, data.get("outcome", False), phrases, data.get("note"))


def _threshold(data: Mapping[str, Any]) -> Threshold:
    refuse_unknown(data, ("test", "since", "until"))
    return Threshold(data["test"], data.get("since"), data.get("until"))


def _check_phrases(procedure: Procedure, taken: dict[tuple[str, str], str]) -> None:
    """Each phrase is in lower case and not in `taken`, where it is entered with its ladder and stage."""
    for stage in procedure.stages:
        here = f"{procedure.id}, {stage.name}"
        for phrase in stage.phrases:
            if not phrase or phrase != phrase.strip().lower():
                raise ValueError(f"the phrase {phrase!r} is not in lower case")
            first = taken.setdefault((procedure.authority, phrase), here)
            if first != here:
                raise ValueError(f"the phrase {phrase!r} names {first!r} already")


def _phases(path: Path) -> Phases:
    """The phases of `phases.toml`; none if the pack has no such file."""
    if not path.is_file():
        return Phases()
    data = _toml(path)
    try:
        refuse_unknown(data, ("relations", "anew", "phase"))
        phases = tuple(_phase(rank, table) for rank, table in enumerate(tables(data, "phase")))
        _check_once([phrase for phase in phases for phrase in phase.phrases])
        _check_once([claims for phase in phases for claims in phase.default])
    except (KeyError, ValueError) as error:
        fault = f"a phase lacks {error}" if isinstance(error, KeyError) else str(error)
        raise ConfigError(f"{path}: {fault}: mend the file") from error
    return Phases(phases, tuple(data.get("relations", ())), tuple(data.get("anew", ())))


def _phase(rank: int, data: Mapping[str, Any]) -> Phase:
    refuse_unknown(data, ("name", "title", "effect", "default", "statuses", "phrases"))
    return Phase(
        name=data["name"],
        title=data["title"],
        rank=rank,
        effect=Effect(data["effect"]),
        default=tuple(data.get("default", ())),
        statuses=tuple(map(Status, data.get("statuses", ()))),
        phrases=tuple(data.get("phrases", ())),
    )


def _check_once(words: list[str]) -> None:
    """Each of `words` is in lower case and stands once."""
    for place, word in enumerate(words):
        if not word or word != word.strip().lower():
            raise ValueError(f"{word!r} is not in lower case")
        if word in words[:place]:
            raise ValueError(f"{word!r} stands twice")


def _dependency(path: Path, words: Words) -> DependencyTable:
    """The table of `dependency.toml`; empty if the pack has no such file."""
    try:
        return read_table(_toml(path), words) if path.is_file() else NO_TABLE
    except ValueError as error:
        raise ConfigError(f"{path}: {error}: mend the file") from error
