"""The rule table of a market pack that says how ties make one company depend on another: `dependency.toml`.

What the rules mean is written at the top of that file; `liens.analysis.dependence.bonds` applies them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

from liens.market.tables import one_of, refuse_unknown, tables, words
from liens.model import Choice

T = TypeVar("T")
V = TypeVar("V")
ENDS = ("subject", "object")
DEPENDENTS = (*ENDS, "both")


class Grade(Choice):
    """How strongly a start-up depends on a company in one channel. Definition order is from unknown to strongest."""

    UNKNOWN = "unknown"
    NONE = "none"
    PRESENT = "present"
    PRIMARY = "primary"
    EXCLUSIVE = "exclusive"

    @cached_property
    def rank(self) -> int:
        return list(Grade).index(self)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a claim of `relation` that fits tells: its end `dependent` depends on the other with `grade` in `channel`.

    A claim fits if it meets every condition that is not empty: the provider's layer is one of `layers`, the claim's
    term `exclusive` is this, its stake is above `stake_above` per cent, it has one of `words`.
    """

    relation: str
    dependent: str
    grade: Grade
    why: str
    channel: str
    layers: tuple[str, ...] = ()
    exclusive: bool | None = None
    stake_above: float | None = None
    words: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Showing:
    """A claim of `relation` shows that its end `actor` is present in the layer of its end `of`, else in `layer`; with
    `depends`, its other end depends on the actor in that layer."""

    relation: str
    actor: str
    of: str | None = None
    layer: str | None = None
    depends: bool = False


@dataclass(frozen=True, slots=True)
class DependencyTable:
    """`rules` in the order of the file; `none` names for each channel the relations that must all be denied before a
    dependence there is none; `showings` are the claims that show presence in a layer; nobody depends on entities of the
    roles `never`."""

    rules: tuple[Rule, ...] = ()
    none: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    showings: tuple[Showing, ...] = ()
    never: tuple[str, ...] = ()


NO_TABLE = DependencyTable()


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the market that the table may use; `channel_of` has the channel of each relation."""

    channel_of: Mapping[str, str | None]
    channels: Collection[str]
    layers: Collection[str]
    roles: Collection[str]


def read_table(data: Mapping[str, Any], known: Words) -> DependencyTable:
    """The table that `data` holds.

    Raises:
        ValueError: what is wrong, and in which rule.
    """
    refuse_unknown(data, ("rule", "none", "presence", "never"))
    return DependencyTable(
        rules=tuple(_each(data, "rule", _rule, known)),
        none=_none(data.get("none", {}), known),
        showings=tuple(_each(data, "presence", _showing, known)),
        never=_some_of(data, "never", known.roles),
    )


def _each(
    data: Mapping[str, Any], key: str, read: Callable[[Mapping[str, Any], Words], T], known: Words
) -> Iterator[T]:
    for number, table in enumerate(tables(data, key), 1):
        try:
            yield read(table, known)
        except ValueError as error:
            raise ValueError(f"{key} {number}: {error}") from error


def _rule(data: Mapping[str, Any], known: Words) -> Rule:
    keys = ("relation", "dependent", "grade", "why", "channel", "layers", "exclusive", "stake_above", "words")
    refuse_unknown(data, keys)
    relation = one_of(data, "relation", known.channel_of)
    return Rule(
        relation=relation,
        dependent=one_of(data, "dependent", DEPENDENTS),
        grade=Grade(one_of(data, "grade", ("present", "primary", "exclusive"))),
        why=str(data.get("why", "")),
        channel=one_of({"channel": known.channel_of[relation], **data}, "channel", known.channels),
        layers=_some_of(data, "layers", known.layers),
        exclusive=_typed(data, "exclusive", bool),
        stake_above=_typed(data, "stake_above", float, int),
        words=_pattern(words(data, "words")),
    )


def _some_of(data: Mapping[str, Any], key: str, allowed: Collection[str]) -> tuple[str, ...]:
    return tuple(one_of({key: word}, key, allowed) for word in words(data, key))


def _typed(data: Mapping[str, Any], key: str, *types: type[V]) -> V | None:
    value = data.get(key)
    if value is not None and type(value) not in types:
        raise ValueError(f"{key} {value!r} is no {types[0].__name__}")
    return value


def _pattern(phrases: Collection[str]) -> re.Pattern[str] | None:
    """One pattern for all `phrases`, each whole; None if there are none."""
    for phrase in phrases:
        if not phrase or phrase != " ".join(phrase.lower().split()):
            raise ValueError(f"the words {phrase!r} are not in small letters with single blanks")
    alternatives = "|".join(re.escape(phrase) for phrase in sorted(phrases))
    return re.compile(rf"\b(?:{alternatives})\b") if phrases else None


def _none(data: Any, known: Words) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(data, dict):
        raise ValueError("'none' must be written as [none]")
    refuse_unknown(data, known.channels)
    return MappingProxyType({channel: _some_of(data, channel, known.channel_of) for channel in data})


def _showing(data: Mapping[str, Any], known: Words) -> Showing:
    refuse_unknown(data, ("relation", "actor", "of", "layer", "depends"))
    showing = Showing(
        relation=one_of(data, "relation", known.channel_of),
        actor=one_of(data, "actor", ENDS),
        of=one_of(data, "of", ENDS) if "of" in data else None,
        layer=one_of(data, "layer", known.layers) if "layer" in data else None,
        depends=bool(_typed(data, "depends", bool)),
    )
    if showing.of is None and showing.layer is None:
        raise ValueError("it names neither `of` nor `layer`")
    return showing
