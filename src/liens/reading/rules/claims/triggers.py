"""The triggers of a market's relations, compiled and indexed by the words they cannot do without.

The raw tables come from `markets/<name>/relations/*.toml`; the keys are explained in the `README.md` beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from liens.errors import ConfigError
from liens.market import Market, Relation
from liens.model import Kind, Status
from liens.reading.rules.claims.lines import MARKS, NAMES, PRODUCT, Line
from liens.reading.rules.claims.phrases import Phrase, compile_phrase

_KEYS = frozenset(
    (
        "cue",
        "verb",
        "subject",
        "object",
        "status",
        "confidence",
        "exclusive",
        "instrument",
        "unless",
        "deal",
        "name",
        "sum",
    )
)
_STEM = 3
_NEVER_PRODUCTS = ("develops", "founded")


@dataclass(frozen=True)
class Trigger:
    """One way in which texts tell of a relation. `subject` and `object` are the places, best first, where the ends
    stand that the phrase itself does not hold; `passive` triggers are the passive voice of a verb."""

    name: str
    relation: Relation
    phrase: Phrase
    subject: tuple[str, ...]
    object: tuple[str, ...]
    subject_marks: str
    object_marks: str
    verb: bool = False
    status: Status | None = None
    confidence: float = 0.6
    exclusive: bool | None = None
    instrument: str | None = None
    deal: bool = False
    unless: frozenset[str] = frozenset()
    sum: bool = True


class Hit(NamedTuple):
    """A trigger found in a line: the tokens `start` to `end` (exclusive), those of ends inside the phrase,
    and the bounds of the post that it names."""

    trigger: Trigger
    line: Line
    start: int
    end: int
    subject: int | None
    object: int | None
    role: tuple[int, int] | None = None


def _hit(trigger: Trigger, line: Line, match: re.Match[str]) -> Hit:
    held = {name: line.index(match.start(name)) for name, text in match.groupdict().items() if text}
    role = next((name for name in held if name.endswith("roles")), None)
    return Hit(
        trigger,
        line,
        line.index(match.start()),
        line.index(match.end()),
        held.get("S"),
        held.get("O"),
        (held[role], line.index(match.end(role))) if role else None,
    )


class Lexicon:
    """All triggers of a market, ready to be found."""

    def __init__(self, triggers: tuple[Trigger, ...]) -> None:
        self._triggers = triggers
        self._by_word: dict[str, list[int]] = {}
        self._by_stem: dict[str, list[tuple[str, int]]] = {}
        self._always: list[int] = []
        for number, trigger in enumerate(triggers):
            self._index(number, trigger.phrase.anchors)

    def find(self, line: Line) -> Iterator[Hit]:
        """The hits of all triggers in `line`, in the order of the triggers."""
        for number in self._candidates(line.words):
            trigger = self._triggers[number]
            if not trigger.phrase.fits(line.words):
                continue
            for match in trigger.phrase.pattern.finditer(line.flat):
                yield _hit(trigger, line, match)

    def _index(self, number: int, anchors: frozenset[str]) -> None:
        if not anchors:
            self._always.append(number)
        for anchor in sorted(anchors):
            if anchor.endswith("*"):
                self._by_stem.setdefault(anchor[:_STEM], []).append((anchor[:-1], number))
            else:
                self._by_word.setdefault(anchor, []).append(number)

    def _candidates(self, texts: frozenset[str]) -> list[int]:
        found = set(self._always)
        for word in texts:
            found.update(self._by_word.get(word, ()))
            found.update(n for stem, n in self._by_stem.get(word[:_STEM], ()) if word.startswith(stem))
        return sorted(found)


def lexicon(market: Market) -> Lexicon:
    """The triggers of `market`, compiled once.

    Raises:
        ConfigError: a trigger has a key, place or phrase that does not exist.
    """
    key = id(market)
    if key not in _CACHE or _CACHE[key][0] is not market:
        _CACHE.clear()
        _CACHE[key] = (market, Lexicon(tuple(t for r in market.relations.values() for t in _triggers(r))))
    return _CACHE[key][1]


_CACHE: dict[int, tuple[Market, Lexicon]] = {}


def _triggers(relation: Relation) -> Iterator[Trigger]:
    for number, table in enumerate(relation.triggers, 1):
        where = f"relation {relation.name}, trigger {number}"
        unknown = sorted(set(table) - _KEYS)
        if unknown:
            raise ConfigError(f"{where}: unknown key {unknown[0]!r}: use {', '.join(sorted(_KEYS))}")
        try:
            yield from _from_table(relation, table, number)
        except (KeyError, ValueError) as error:
            raise ConfigError(f"{where}: {error}: mend the trigger") from error


def _from_table(relation: Relation, table: Mapping[str, Any], number: int) -> Iterator[Trigger]:
    phrases = _listed(table.get("cue", ())) or (str(table["verb"]).replace(" ", "|"),)
    subject, object_ = _marks(relation.subject), _marks(relation.object)
    if relation.name not in _NEVER_PRODUCTS:
        subject, object_ = _or_product(subject), _or_product(object_)
    for phrase in phrases:
        yield Trigger(
            name=str(table.get("name", f"{relation.name}-{number}")),
            relation=relation,
            phrase=compile_phrase(phrase, subject, object_),
            subject=_listed(table.get("subject", "subject" if "verb" in table else ())),
            object=_listed(table.get("object", "right" if "verb" in table else ())),
            subject_marks=subject,
            object_marks=object_,
            verb="verb" in table,
            status=Status(table["status"]) if "status" in table else None,
            confidence=float(table.get("confidence", 0.6)),
            exclusive=table.get("exclusive"),
            instrument=table.get("instrument"),
            deal=bool(table.get("deal", False)),
            sum=bool(table.get("sum", True)),
            unless=frozenset(str(table.get("unless", "")).split()),
        )


def _or_product(marks: str) -> str:
    """A product's name may stand for its maker, and a company's may look like a product's."""
    return marks + PRODUCT if MARKS[Kind.COMPANY] in marks and PRODUCT not in marks else marks


def _listed(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _marks(kinds: tuple[Any, ...]) -> str:
    return "".join(MARKS[k] for k in kinds) or NAMES
