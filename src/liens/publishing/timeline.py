"""Events on an axis of time, as an SVG drawing: a lane a kind of event, a numbered mark an event.

The number is that of the event's row in the table beside the drawing, so nothing is told by the picture alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

WIDTH, LEFT, RIGHT = 960, 210, 30
ROW, TOP, FOOT = 25, 8, 30
RADIUS = 9.5
MOST = 90
LONGEST_LABEL = 30
MOST_TICKS = 9
STEPS = (1, 3, 12, 24, 60, 120, 600, 1200, 6000, 24_000)
"""Months between two ticks."""


@dataclass(frozen=True, slots=True)
class Event:
    """`day` is ISO; `shape` is one of full, thick, open, dashed, square; `anchor` is the id of its row on the page."""

    number: int
    day: str
    lane: str
    shape: str
    words: str
    anchor: str


def draw_timeline(events: Iterable[Event], title: str) -> Markup:
    """The drawing of those of `events` that have a day, lanes in the order in which `events` first name them; empty if
    they fall on fewer than two days."""
    known = [event for event in events if _ordinal(event.day) is not None]
    dated = sorted(known, key=lambda event: (event.day, event.number))[:MOST]
    if len({event.day for event in dated}) < 2:
        return Markup("")
    scale = _Scale.over(dated)
    drawn = {event.lane for event in dated}
    lanes = [lane for lane in dict.fromkeys(event.lane for event in known) if lane in drawn]
    pieces: list[Markup] = []
    y = float(TOP)
    for lane in lanes:
        placed = list(_place([event for event in dated if event.lane == lane], scale))
        height = ROW * (1 + max(row for _, row, _ in placed)) + 6
        pieces.append(_lane(lane, y))
        pieces += [_mark(event, x, y + 3 + ROW * (row + 0.5)) for event, row, x in placed]
        y += height
    axis = list(_axis(scale, y))
    return Markup('<svg class="timeline" viewBox="0 0 {} {}" role="group" aria-label="{}">{}{}</svg>').format(
        WIDTH, round(y + FOOT), title, Markup("").join(axis), Markup("").join(pieces)
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days to places; `first` and `last` are ordinals."""

    first: int
    last: int

    @classmethod
    def over(cls, events: Sequence[Event]) -> _Scale:
        days = [day for event in events if (day := _ordinal(event.day)) is not None]
        return cls(min(days), max(days))

    def x(self, day: int) -> float:
        span = WIDTH - LEFT - RIGHT - 2 * RADIUS
        return LEFT + RADIUS + span * (day - self.first) / max(self.last - self.first, 1)

    def ticks(self) -> Iterator[tuple[int, str]]:
        """First days of months, quarters, years or more, as many as there is room for."""
        first, last = (12 * day.year + day.month - 1 for day in map(date.fromordinal, (self.first, self.last)))
        step = next(step for step in STEPS if (last - first) // step < MOST_TICKS)
        for month in range(first + -first % step, last + 1, step):
            day = date(month // 12, month % 12 + 1, 1)
            if self.first <= day.toordinal():
                yield day.toordinal(), f"{day.year}" if step >= 12 else f"{day:%Y-%m}"


def _ordinal(day: str) -> int | None:
    try:
        return date.fromisoformat(day[:10]).toordinal()
    except ValueError:
        return None


def _place(events: Sequence[Event], scale: _Scale) -> Iterator[tuple[Event, int, float]]:
    """Each event with its row in the lane and its x: the first row in which it touches no other."""
    ends: list[float] = []
    for event in events:
        x = scale.x(_ordinal(event.day) or scale.first)
        row = next((row for row, end in enumerate(ends) if x - end > 2 * RADIUS + 3), len(ends))
        ends[row:] = [x, *ends[row + 1 :]]
        yield event, row, x


def _lane(name: str, y: float) -> Markup:
    label = name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1].rstrip() + "…"
    return Markup('<path class="rule" d="M0,{0:.1f} H{1}"/><text class="lane" x="0" y="{2:.1f}">{3}</text>').format(
        y, WIDTH, y + ROW / 2 + 7, label
    )


def _axis(scale: _Scale, y: float) -> Iterator[Markup]:
    yield Markup('<path class="rule" d="M0,{:.1f} H{}"/>').format(y, WIDTH)
    ticks = list(scale.ticks()) or [
        (day, date.fromordinal(day).isoformat()) for day in dict.fromkeys((scale.first, scale.last))
    ]
    for day, label in ticks:
        x = scale.x(day)
        yield Markup(
            '<path class="tick" d="M{0:.1f},{1} V{2:.1f}"/><text class="when" x="{0:.1f}" y="{3:.1f}" '
            'text-anchor="middle">{4}</text>'
        ).format(x, TOP, y + 4, y + 19, label)


def _mark(event: Event, x: float, y: float) -> Markup:
    if event.shape == "square":
        shape = Markup('<rect x="{:.1f}" y="{:.1f}" width="17" height="17"/>').format(x - 8.5, y - 8.5)
    else:
        shape = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="{}"/>').format(x, y, RADIUS)
    return Markup(
        '<a href="#{}" class="mark {}"><title>{}</title>{}'
        '<text x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text></a>'
    ).format(event.anchor, event.shape, f"{event.day}: {event.words}"[:300], shape, x, y + 4, event.number)
