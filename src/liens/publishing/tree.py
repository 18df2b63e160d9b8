"""Who stands behind a company, as an SVG drawing: under each company its holders, under each holder its own.

Solid lines are holdings of a known size, dashed ones of a size that nobody tells. Each company's holders are drawn
once, so loops end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from liens.analysis.ownership.findings import Control
from liens.analysis.ownership.holdings import Holding
from liens.publishing.filters import stake

MOST = 90
ROW, INDENT, WIDTH = 27, 36, 960
GAP = 12
LONGEST = 44


@dataclass(frozen=True, slots=True)
class Branch:
    """A row of the drawing: `holding` leads from the company above it, None for a company at the top."""

    entity: str
    depth: int
    holding: Holding | None = None
    controls: bool = False
    repeated: bool = False


def grow(holdings: Iterable[Holding], control: Iterable[Control]) -> tuple[Branch, ...]:
    """The rows, top companies first: those that are held and hold nothing, then what only loops lead to."""
    above: dict[str, list[Holding]] = {}
    holders = set()
    for holding in holdings:
        above.setdefault(holding.held, []).append(holding)
        holders.add(holding.holder)
    certain = {(one.holder, one.held) for one in control if one.certain}
    rows: list[Branch] = []
    drawn: set[str] = set()
    for top in [*sorted(above.keys() - holders), *sorted(above.keys() & holders)]:
        if top not in drawn and len(rows) < MOST:
            rows += _branches(top, above, certain, drawn)
    return tuple(rows[:MOST])


def _branches(
    top: str, above: dict[str, list[Holding]], certain: set[tuple[str, str]], drawn: set[str]
) -> Iterator[Branch]:
    stack = [Branch(top, 0)]
    while stack:
        branch = stack.pop()
        again = branch.entity in drawn and branch.entity in above
        yield Branch(branch.entity, branch.depth, branch.holding, branch.controls, again)
        if branch.entity in drawn:
            continue
        drawn.add(branch.entity)
        held = sorted(above.get(branch.entity, ()), key=lambda h: (-(h.low or 0.0), h.holder, h.basis), reverse=True)
        stack += [Branch(h.holder, branch.depth + 1, h, (h.holder, h.held) in certain) for h in held]


def draw_tree(branches: Sequence[Branch], name: Callable[[str], str], links: Mapping[str, str]) -> Markup:
    """The drawing of `branches`; empty if there are none."""
    if not branches:
        return Markup("")
    pieces: list[Markup] = []
    at: list[float] = []
    y = 0.0
    for branch in branches:
        y += ROW + (GAP if branch.depth == 0 and at else 0)
        at[branch.depth :] = [y]
        pieces.append(_row(branch, at, name, links))
    return Markup('<svg class="tree" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, round(y + 14), "Companies and, below each, who holds shares of it", Markup("").join(pieces)
    )


def _row(branch: Branch, at: Sequence[float], name: Callable[[str], str], links: Mapping[str, str]) -> Markup:
    x, y = 6 + INDENT * min(branch.depth, 12), at[branch.depth]
    label = name(branch.entity)
    label = label if len(label) <= LONGEST else label[: LONGEST - 1].rstrip() + "…"
    text = Markup('<text x="{}" y="{:.1f}"{}>{}</text>').format(
        x + 12, y + 4.5, Markup("") if branch.depth else Markup(' class="top-name"'), label
    )
    if branch.entity in links:
        text = Markup('<a href="{}" tabindex="-1">{}</a>').format(links[branch.entity], text)
    node = Markup('<circle class="{}" cx="{}" cy="{:.1f}" r="4"/>').format(
        "node" if branch.controls or not branch.depth else "hollow", x, y
    )
    return Markup("{}{}{}").format(_link(branch, x, at), node, text)


def _link(branch: Branch, x: int, at: Sequence[float]) -> Markup:
    """The line from the company above, and the words at the right of the name."""
    holding = branch.holding
    if holding is None:
        return Markup("")
    y = at[branch.depth]
    size = stake(holding.low, holding.high, holding.above)
    words = size + (", controls" if branch.controls else "") + (" (holders above)" if branch.repeated else "")
    return Markup(
        '<path class="limb{}" d="M{},{:.1f} V{:.1f} H{}"/><text class="when" x="{}" y="{:.1f}">{}</text>'
    ).format("" if holding.known else " unsized", x - INDENT, at[branch.depth - 1] + 4, y, x - 4, 520, y + 4.5, words)
