"""Entities side by side: each row with what is told of each of them, whether that is the same, and why."""

from __future__ import annotations

from collections.abc import Sequence

from liens.analysis.compare import Comparison, Point, Row, Side
from liens.analysis.compare import compare as side_by_side
from liens.answers.study import Answer, Study, find_entity
from liens.codec import encode
from liens.market import Market
from liens.publishing.comparing import Name, point_in_words, row_in_words, why_in_words


def compare(study: Study, names: Sequence[str]) -> Answer:
    """The entities called `names` side by side.

    Raises:
        ConfigError: fewer than two, one of them twice, or one that the study does not have.
    """
    called = study.view.entities

    def name(key: str) -> str:
        return called[key].name if key in called else key.removeprefix("name:")

    entities = [find_entity(study.view, name) for name in names]
    found = side_by_side(study.view, study.market, [entity.id for entity in entities])
    return {
        "entities": [encode(entity) for entity in entities],
        "rows": [_row(row, name, study.market) for row in found.rows],
        "setting": [encode(one) for one in found.setting],
        "names": {key: name(key) for key in _named(found)},
    }


def _row(row: Row, name: Name, market: Market) -> Answer:
    return {
        "topic": row.topic,
        "channel": row.channel,
        "label": row_in_words(row, name, market),
        "about": row.about,
        "term": row.term,
        "is_detail": row.is_detail,
        "likeness": row.likeness,
        "why": why_in_words(row, name, market),
        "sides": [_side(side, row, name) for side in row.sides],
    }


def _side(side: Side, row: Row, name: Name) -> Answer:
    return {"entity": side.entity, "points": [_point(point, row, name) for point in side.points]}


def _point(point: Point, row: Row, name: Name) -> Answer:
    return {
        "says": point_in_words(row, point, name),
        "others": list(point.others),
        "value": encode(point).get("value"),
        "known": point.known,
        "day": point.day,
        "note": point.note,
        "ties": list(point.ties),
        "claims": list(point.claims),
    }


def _named(found: Comparison) -> list[str]:
    """The ids of everyone whom the answer mentions."""
    told = {key for row in found.rows for side in row.sides for point in side.points for key in point.others}
    spoke = {key for one in found.setting for key in (one.speaker, *one.target.keys)}
    return sorted(told | spoke | set(found.entities) | {row.about for row in found.rows if row.about})
