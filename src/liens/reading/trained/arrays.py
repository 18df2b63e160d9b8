"""A window → the arrays that the heads work on. Training and reading share them, so that they cannot differ."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from liens.model import Kind, Statement
from liens.reading.trained.features import Told, distance_features, rules_features
from liens.reading.trained.windows import Place, Window

Array = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
SPEECH_FEATURES = 8
SPOKESPERSON = " spokesperson"
_VALUE_KINDS = {Kind.MONEY: 0, Kind.SHARE: 1, Kind.DATE: 2}


@dataclass(frozen=True, slots=True)
class Arrays:
    """`mentions` (mentions × tokens) averages the tokens of each mention, `members` (entities × most mentions) numbers
    the mentions of each entity (−1: none), `kinds` (entities) are those of their first mention, `features` (entities ×
    entities × FEATURES) tells of ordered pairs, `sentences` (sentences × tokens) is 1 where a token stands in a
    sentence, `values` (values × tokens) averages, `value_kinds` (values) is 0 for money, 1 for a share, 2 for a date,
    `entity_at` (entities × sentences) and `value_at` (values × sentences) are 1 where they stand, `quoted` (tokens × 2)
    tells the tokens inside a statement of the rules, and the first ones, `said_at` (entities × sentences) is 1 where
    the rules hear an entity speak."""

    mentions: Array
    members: Numbers
    kinds: Numbers
    features: Array
    sentences: Array
    values: Array
    value_kinds: Numbers
    entity_at: Array
    value_at: Array
    quoted: Array
    said_at: Array


def arrays_of(window: Window, told: Told) -> Arrays:
    size = len(window.ids)
    places = [p for entity in window.entities for p in entity]
    sentences = np.zeros((len(window.sentences), size), dtype=np.float32)
    for number, (start, end, _) in enumerate(window.sentences):
        sentences[number, start:end] = 1.0
    features = np.concatenate([rules_features(window, told), distance_features(window)], axis=-1)
    return Arrays(
        mentions=_averages(places, size),
        members=_members(window.entities),
        kinds=np.array([window.kind_of(entity) for entity in window.entities], dtype=np.int64),
        features=features,
        sentences=sentences,
        values=_averages(window.values, size),
        value_kinds=np.array([_VALUE_KINDS[v.mention.kind] for v in window.values], dtype=np.int64),
        entity_at=_standing(window.entities, len(window.sentences)),
        value_at=_standing([(v,) for v in window.values], len(window.sentences)),
        quoted=quoted_tokens(window, told.statements),
        said_at=_speaking(window, told.statements),
    )


def _averages(places: Sequence[Place], size: int) -> Array:
    out = np.zeros((len(places), size), dtype=np.float32)
    for row, place in enumerate(places):
        out[row, place.start : place.end] = 1.0 / max(1, place.end - place.start)
    return out


def _members(entities: Sequence[Sequence[Place]]) -> Numbers:
    most = max((len(e) for e in entities), default=1)
    out = np.full((len(entities), most), -1, dtype=np.int64)
    at = 0
    for row, entity in enumerate(entities):
        out[row, : len(entity)] = range(at, at + len(entity))
        at += len(entity)
    return out


def _standing(groups: Sequence[Sequence[Place]], sentences: int) -> Array:
    out = np.zeros((len(groups), sentences), dtype=np.float32)
    for row, places in enumerate(groups):
        for place in places:
            out[row, place.sentence] = 1.0
    return out


def quoted_tokens(window: Window, statements: Iterable[Statement]) -> Array:
    """(tokens × 2): 1 inside a statement's content, and at its first token."""
    out = np.zeros((len(window.ids), 2), dtype=np.float32)
    for statement in statements:
        inside = tokens_within(window, statement.content.start, statement.content.end)
        if inside:
            out[inside[0] : inside[-1] + 1, 0] = 1.0
            out[inside[0], 1] = 1.0
    return out


def _speaking(window: Window, statements: Iterable[Statement]) -> Array:
    out = np.zeros((len(window.entities), len(window.sentences)), dtype=np.float32)
    rows = {name: row for row, name in enumerate(window.names)}
    for statement in statements:
        row = rows.get(statement.speaker.removesuffix(SPOKESPERSON))
        for number, (_, _, sentence) in enumerate(window.sentences):
            if row is not None and sentence.start < statement.content.end and statement.content.start < sentence.end:
                out[row, number] = 1.0
    return out


def tokens_within(window: Window, start: int, end: int) -> range:
    """The numbers of the window's tokens that stand in `text[start:end]`."""
    low = bisect_left(window.starts, max(start, 0), 1, len(window.starts) - 1)
    high = bisect_right(window.ends, end, low, len(window.ends) - 1)
    return range(low, high)


def speech_features(window: Window, span: tuple[int, int], told: Told) -> Array:
    """(entities × `SPEECH_FEATURES`): where each entity stands as seen from the content of tokens `span`."""
    start, end = span
    home = _sentences_of(window, start, end)
    said = _speakers_told(window, span, told)
    out = np.zeros((len(window.entities), SPEECH_FEATURES), dtype=np.float32)
    nearest: tuple[int, int] | None = None
    for row, entity in enumerate(window.entities):
        outside = [p for p in entity if p.end <= start or p.start >= end]
        out[row, 0] = any(p.end <= start and p.sentence in home for p in outside)
        out[row, 1] = any(p.start >= end and p.sentence in home for p in outside)
        out[row, 2] = any(p.sentence == home[0] - 1 for p in outside)
        out[row, 3] = any(p.sentence == home[-1] + 1 for p in outside)
        out[row, 4] = len(outside) < len(entity)
        gap = min((max(start - p.end, p.start - end, 0) for p in outside), default=500)
        out[row, 5] = np.log1p(gap) / 6
        out[row, 6] = entity[0].mention.name in said
        before = max((p.end for p in outside if p.end <= start), default=-1)
        if before >= 0 and (nearest is None or before > nearest[0]):
            nearest = (before, row)
    if nearest:
        out[nearest[1], 7] = 1.0
    return out


def _sentences_of(window: Window, start: int, end: int) -> list[int]:
    return [n for n, (low, high, _) in enumerate(window.sentences) if low < end and start < high] or [0]


def _speakers_told(window: Window, span: tuple[int, int], told: Told) -> frozenset[str]:
    """Whom the rules take for the speaker of words that share half with the content."""
    low, high = window.pieces[span[0]].start, window.pieces[span[1] - 1].end
    return frozenset(
        s.speaker
        for s in told.statements
        if 2 * (min(high, s.content.end) - max(low, s.content.start)) > min(high - low, s.content.end - s.content.start)
    )
