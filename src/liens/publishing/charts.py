"""Dependence as SVG drawings: all start-ups side by side, and how many depend on whom in each layer.

Beside each drawing stands a table that says the same. A place without a mark is not known, and is never drawn as none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from markupsafe import Markup

from liens.analysis.dependence.layers import Count, LayerUse
from liens.analysis.dependence.profiles import Dependence, Profile
from liens.market.dependence import Grade
from liens.publishing.picture import COLOURS

WIDTH = 960
NAMES, HEAD = 170, 128
STEP, HIGH = 15, 36
MOST_ROWS, MOST_COLUMNS = 60, 15
MOST_BARS = 8
LONGEST = 24
Name = Callable[[str], str]


def profile_matrix(profiles: Sequence[Profile], columns: Sequence[str], name: Name, links: Mapping[str, str]) -> Markup:
    """Start-ups × providers: each channel has its place and colour in a cell, each grade its shape."""
    rows, columns = profiles[:MOST_ROWS], columns[:MOST_COLUMNS]
    if not rows or not columns:
        return Markup("")
    channels = rows[0].channels
    per_row = (len(channels) + 1) // 2
    wide = min(max(per_row * STEP + 8, 40), (WIDTH - NAMES) / len(columns))
    height = HEAD + HIGH * len(rows) + 4
    pieces = [*_column_heads(columns, wide, height, name)]
    for row, profile in enumerate(rows):
        y = HEAD + HIGH * row
        pieces.append(_row_head(profile.start_up, y, NAMES + wide * len(columns), name, links))
        for cell in profile.cells:
            if cell.provider in columns:
                place = channels.index(cell.channel)
                x = NAMES + wide * columns.index(cell.provider) + 4 + STEP * (place % per_row + 0.5)
                words = f"{name(cell.start_up)}, {cell.channel.replace('_', ' ')}, {name(cell.provider)}: {cell.grade}"
                pieces.append(_dot(cell, place, x, y + 4 + 14 * (place // per_row + 0.5), words))
    return Markup('<svg class="profiles" viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>').format(
        WIDTH,
        height,
        "On whom each start-up depends, by channel and grade; the table below says the same",
        Markup("").join(pieces),
    )


def grade_mark(grade: Grade, place: int, x: float, y: float) -> Markup:
    """The shape of `grade` in the colour of the channel at `place`."""
    colour = f"ch{place % COLOURS}"
    if grade is Grade.EXCLUSIVE:
        return Markup('<rect class="dot {}" x="{:.1f}" y="{:.1f}" width="11" height="11"/>').format(
            colour, x - 5.5, y - 5.5
        )
    if grade is Grade.NONE:
        return Markup('<path class="cross {0}" d="M{1:.1f},{2:.1f} l7,7 m0,-7 l-7,7"/>').format(
            colour, x - 3.5, y - 3.5
        )
    shape, radius = {Grade.PRIMARY: ("dot", 5.0), Grade.PRESENT: ("dot", 2.8)}.get(grade, ("ring", 3.6))
    return Markup('<circle class="{} {}" cx="{:.1f}" cy="{:.1f}" r="{}"/>').format(shape, colour, x, y, radius)


def _dot(cell: Dependence, place: int, x: float, y: float, words: str) -> Markup:
    return Markup("<g><title>{}</title>{}</g>").format(words, grade_mark(cell.grade, place, x, y))


def _column_heads(columns: Sequence[str], wide: float, height: int, name: Name) -> Iterator[Markup]:
    for place, key in enumerate(columns):
        x = NAMES + wide * place
        yield Markup(
            '<path class="rule" d="M{0:.1f},{1} V{2}"/>'
            '<text x="{3:.1f}" y="{4}" transform="rotate(-52 {3:.1f} {4})">{5}</text>'
        ).format(x, HEAD - 4, height, x + wide / 2, HEAD - 10, _short(name(key)))


def _row_head(key: str, y: int, right: float, name: Name, links: Mapping[str, str]) -> Markup:
    label = Markup('<text x="0" y="{}">{}</text>').format(y + HIGH / 2 + 4.5, _short(name(key)))
    if key in links:
        label = Markup('<a href="{}" tabindex="-1">{}</a>').format(links[key], label)
    return Markup('<path class="rule" d="M0,{} H{:.1f}"/>{}').format(y, right, label)


def layer_chart(counts: Sequence[LayerUse], titles: Mapping[str, str], name: Name) -> Markup:
    """Per layer a bar a supplier: as long as start-ups depend on it, dark as far as they know no other."""
    most = max((len(c.start_ups) for layer in counts for c in layer.suppliers), default=0)
    if not most:
        return Markup("")
    unit = min(110.0, (WIDTH - NAMES - 230) / most)
    pieces: list[Markup] = []
    y = 4
    for layer in counts:
        pieces.append(Markup('<text class="lane" x="0" y="{}">{}</text>').format(y + 15, titles[layer.layer]))
        y += 24
        for count in layer.suppliers[:MOST_BARS]:
            pieces.append(_bar(count, y, unit, name))
            y += 21
        more = len(layer.suppliers) - MOST_BARS
        if more > 0:
            pieces.append(Markup('<text class="when" x="{}" y="{}">and {} more</text>').format(NAMES, y + 13, more))
            y += 21
        y += 14
    return Markup('<svg class="layers" viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>').format(
        WIDTH,
        y,
        "Start-ups that depend on each supplier, by layer; the table below says the same",
        Markup("").join(pieces),
    )


def _bar(count: Count, y: int, unit: float, name: Name) -> Markup:
    users, single = len(count.start_ups), len(count.single)
    words = f"{users}" + (f", {single} with no other known" if single else "")
    return Markup(
        '<text x="{0}" y="{1}" text-anchor="end">{2}</text>'
        '<rect class="bar" x="{3}" y="{4}" width="{5:.1f}" height="14"/>'
        '<rect class="bar single" x="{3}" y="{4}" width="{6:.1f}" height="14"/><text x="{7:.1f}" y="{1}">{8}</text>'
    ).format(
        NAMES - 10, y + 12, _short(name(count.supplier)), NAMES, y + 1, unit * users, unit * single,
        NAMES + unit * users + 8, words,
    )  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
