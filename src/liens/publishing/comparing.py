"""Entities side by side in words: why a row is same, different or unknown; and the page of the best documented ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from liens.analysis.compare import Comparison, Likeness, Point, Row, Side, Topic, by_others, prevailing
from liens.market import Market
from liens.publishing.site import Site
from liens.publishing.wording import AMOUNTS, LABELS, value_in_words

Shown = dict[str, Any]
Name = Callable[[str], str]
Held = Mapping[str, Mapping[tuple[str, ...], str]]
"""For each entity with whom something is told of it, and what, in words."""
MOST_LISTED = 5
"""Things of one sort that a reason lists."""
MOST_POINTS = 12
"""Things in one cell of the page."""
MOST_SETTING = 20
"""Statements on several of them that the page shows."""
MORE = {"critical": "more critical than supportive", "supportive": "more supportive than critical"}
AMOUNT_KINDS = {f"amount: {kind}": words for kind, words in AMOUNTS.items()}


def row_in_words(row: Row, name: Name, market: Market) -> str:
    """What a row is about: "Compute", "is funded by", "is funded by: Equity"."""
    about = f": {name(row.about)}" if row.about else ""
    if row.topic is Topic.TERMS and row.term:
        return f"{row.label}: {AMOUNT_KINDS.get(row.term) or LABELS.get(row.term, row.term)}"
    if row.topic is Topic.TIES:
        return row.label
    if row.topic is Topic.AUTHORITIES:
        return name(row.about) if row.about else row.label
    title = "stances" if row.topic is Topic.STATEMENTS else market.channels.get(row.label, row.label)
    return f"{'changes of dependence' if row.topic is Topic.CHANGES else title}{about}"


def point_in_words(row: Row, point: Point, name: Name) -> str:
    """One thing told: "Microsoft: exclusive (is its parent)", "EUR 15 million (Microsoft)"."""
    others, value = " – ".join(map(name, point.others)), _value(row, point)
    if not by_others(row.topic):
        day = point.day if row.topic is Topic.AUTHORITIES else None
        where = ", ".join(filter(None, (others, day)))
        return f"{value} ({where})" if where else value
    if row.topic is Topic.CHANGES:
        return f"{point.day}: {others} {value}"
    if row.topic is Topic.TIES:
        when = f"dated {point.note}" if point.note else f"told {point.day}" if point.day else ""
        return f"{others} {value}" + (f" ({when})" if when else "")
    return f"{others} {value}" + (f" ({point.note})" if point.note else "")


def _value(row: Row, point: Point) -> str:
    value = str(point.value)
    if row.topic is Topic.TERMS:
        return value_in_words((row.term or "").partition(":")[0], point.value)
    if row.topic is Topic.DEPENDENCE:
        return {"unknown": "not known", "none": "none, by what is said"}.get(value, value)
    if row.topic is Topic.TIES:
        return {"asserted": "in force", "ended": "ended", "denied": "denied"}.get(value, f"only {value}")
    return value


def why_in_words(row: Row, name: Name, market: Market) -> str:
    """Why the row is same, different or unknown, naming what is told of whom.

    "different: Microsoft exclusive for OpenAI, present for Mistral AI; told only of Mistral AI: Amazon".
    """
    told = [side for side in row.sides if side.told]
    reasons = (_shared if by_others(row.topic) else _each)(row, told, name)
    return f"{row.likeness}: {'; '.join([*reasons, *_silences(row, name, market)])}"


def _silences(row: Row, name: Name, market: Market) -> list[str]:
    """Of whom nothing, and of whom nothing settled, is told."""
    unsettled = [side.entity for side in row.sides if side.points and not side.told]
    silent = [side.entity for side in row.sides if not side.points]
    found = []
    if unsettled:
        what = "no stage is known by the authority’s own word" if row.topic is Topic.AUTHORITIES else "nothing settled"
        found.append(f"of {_joined(unsettled, name)} {what}{'' if row.topic is Topic.AUTHORITIES else ' is told'}")
    if silent:
        found.append(_silence(row, _joined(silent, name), market))
    return found


def _silence(row: Row, who: str, market: Market) -> str:
    if row.topic is Topic.DEPENDENCE and row.about is None:
        channel = market.channels.get(row.label, row.label).lower()
        return f"no document tells of a dependence of {who} in {channel}"
    if row.topic is Topic.AUTHORITIES:
        return f"no document tells of a case on {who}"
    return f"nothing is told of {who}"


def _shared(row: Row, told: Sequence[Side], name: Name) -> list[str]:
    """What is told of several with the same other, differences first; then what is told of one alone."""
    held = {side.entity: _by_other(row, side.told) for side in told}
    counts = Counter(other for points in held.values() for other in points)
    apart, alike = [], []
    for other in (other for other in counts if counts[other] > 1):
        values = {entity: points[other] for entity, points in held.items() if other in points}
        if len(set(values.values())) == 1:
            who = "" if len(values) == len(row.sides) else f" for {_joined(values, name)}"
            alike.append(f"{_names(other, name)} {next(iter(values.values()))}{who}")
        else:
            words = ", ".join(f"{value} for {name(entity)}" for entity, value in values.items())
            apart.append(f"{_names(other, name)} {words}")
    found = _some(apart) + ([f"alike as far as told: {', '.join(_some(alike))}"] if alike else [])
    strangers = _strangers(held, name) if row.likeness is Likeness.DIFFERENT else []
    return found + strangers + _alone(held, counts, name)


def _strangers(held: Held, name: Name) -> list[str]:
    """Which of more than two have nobody in common."""
    pairs = combinations(held, 2) if len(held) > 2 else ()
    apart = [_joined(pair, name) for pair in pairs if held[pair[0]].keys().isdisjoint(held[pair[1]])]
    return [f"nobody in common as far as told: {', '.join(_some(apart))}"] if apart else []


def _alone(held: Held, counts: Mapping[tuple[str, ...], int], name: Name) -> list[str]:
    found = []
    for entity, points in held.items():
        alone = [f"{_names(other, name)} ({value})" for other, value in points.items() if counts[other] == 1]
        if alone:
            found.append(f"{'told only of ' if len(held) > 1 else ''}{name(entity)}: {', '.join(_some(alone))}")
    return found


def _joined(entities: Iterable[str], name: Name) -> str:
    *first, last = map(name, entities)
    return f"{', '.join(first)} and {last}" if first else last


def _by_other(row: Row, points: Iterable[Point]) -> Mapping[tuple[str, ...], str]:
    values: dict[tuple[str, ...], dict[str, None]] = {}
    for point in points:
        values.setdefault(point.others, {})[_value(row, point)] = None
    return {others: " and ".join(_some(list(found), 3)) for others, found in values.items()}


def _each(row: Row, told: Sequence[Side], name: Name) -> list[str]:
    """What is told of each, where the same thing may be told with others."""
    if row.topic is Topic.STATEMENTS:
        return [f"{name(side.entity)} {_stances(side)}" for side in told]
    lists = {s.entity: list(dict.fromkeys(point_in_words(row, point, name) for point in s.told)) for s in told}
    return [f"{name(entity)}: {', '.join(_some(words))}" for entity, words in lists.items()]


def _stances(side: Side) -> str:
    """ "more critical than supportive (7 critical, 10 neutral, 2 supportive)", "neutral (3)"."""
    counts = Counter(str(point.value) for point in side.told)
    stance = prevailing(side.told)
    if len(counts) == 1:
        return f"{stance} ({len(side.told)})"
    numbers = ", ".join(f"{number} {each}" for each, number in sorted(counts.items()))
    return f"{MORE.get(stance, stance)} ({numbers})"


def _names(others: Iterable[str], name: Name) -> str:
    return " – ".join(map(name, others))


def _some(words: Sequence[str], most: int = MOST_LISTED) -> list[str]:
    return [*words[:most], *([f"{len(words) - most} more"] if len(words) > most else [])]


def compare_page(site: Site) -> Shown:
    """The best documented start-ups side by side: what is told of each, and why that is the same or not."""
    found = site.report.measures.comparison
    if found is None:
        return {"found": None}
    return {
        "found": found,
        "parts": _parts(found, site),
        "tally": Counter(row.likeness for row in _main(found)),
        "title_of": lambda row: row_in_words(row, site.name, site.market),
        "words_of": lambda row, point: point_in_words(row, point, site.name),
        "why": lambda row: why_in_words(row, site.name, site.market),
        "most": MOST_POINTS,
        "setting": found.setting[:MOST_SETTING],
    }


def _main(found: Comparison) -> list[Row]:
    return [row for row in found.rows if not row.is_detail]


def _parts(found: Comparison, site: Site) -> list[tuple[str, list[Row], list[Row]]]:
    """By channel, then other ties, authorities and statements: the rows that tell of two or more, and the others."""
    parts: dict[str, tuple[list[Row], list[Row]]] = {}
    for row in _main(found):
        title = site.market.channels.get(row.channel or "")
        if title is None:
            title = {Topic.AUTHORITIES: "Authorities", Topic.STATEMENTS: "Statements"}.get(row.topic, "Other ties")
        several, alone = parts.setdefault(title, ([], []))
        is_main = row.topic is Topic.DEPENDENCE or sum(bool(side.points) for side in row.sides) > 1
        (several if is_main else alone).append(row)
    return [(title, several, alone) for title, (several, alone) in parts.items()]
