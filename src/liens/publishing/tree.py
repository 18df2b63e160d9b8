"""Who stands behind a company, as an SVG drawing: under each company its holders, under each holder its own.

Solid lines are holdings of a known size, dashed ones of a size that nobody tells. Each company's holders are drawn
once, so loops end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from liens.analysis.ownership.findings import Ownership
from liens.analysis.ownership.holdings import Holding
from liens.publishing.filters import stake

MOST = 90
ROW, INDENT, WIDTH, SHARES = 27, 36, 960, 420
GAP = 12
LONGEST = 44


@dataclass(frozen=True, slots=True)
class Branch:
    """A row of the drawing: `holding` leads from the company above it, None for a company at the top. `doubtful`: what
    is told of its own holders cannot all be right."""

    entity: str
    depth: int
    holding: Holding | None = None
    controls: bool = False
    repeated: bool = False
    doubtful: bool = False


def grow(ownership: Ownership) -> tuple[Branch, ...]:
    """The rows, top companies first: those that are held and hold nothing, then what only loops lead to."""
    above: dict[str, list[Holding]] = {}
    holders = set()
    for holding in ownership.holdings:
        above.setdefault(holding.held, []).append(holding)
        holders.add(holding.holder)
    certain = {(one.holder, one.held) for one in ownership.control if one.certain}
    rows: list[Branch] = []
    drawn: set[str] = set()
    for top in [*sorted(above.keys() - holders), *sorted(above.keys() & holders)]:
        if top not in drawn and len(rows) < MOST:
            rows += _branches(top, above, certain, drawn)
    overfull = {one.held for one in ownership.overfull}
    return tuple(replace(row, doubtful=row.entity in overfull and not row.repeated) for row in rows[:MOST])


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
    stems: list[float] = []
    y = 0.0
    for branch in branches:
        y += ROW + (GAP if branch.depth == 0 and stems else 0)
        pieces.append(_row(branch, (stems[branch.depth - 1] if branch.depth else y, y), name, links))
        stems[max(branch.depth - 1, 0) :] = [y, y + 4] if branch.depth else [y + 4]
    return Markup('<svg class="tree" viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>').format(
        WIDTH, round(y + 14), "Companies and, below each, who holds shares of it", Markup("").join(pieces)
    )


def _row(branch: Branch, stem: tuple[float, float], name: Callable[[str], str], links: Mapping[str, str]) -> Markup:
    """The row at the end of `stem`, the height from which its line comes down and its own."""
    x, y = 6 + INDENT * min(branch.depth, 12), stem[1]
    label = name(branch.entity)
    label = label if len(label) <= LONGEST else label[: LONGEST - 1].rstrip() + "…"
    text = Markup('<text x="{}" y="{:.1f}"{}>{}</text>').format(
        x + 12, y + 4.5, Markup("") if branch.depth else Markup(' class="top-name"'), label
    )
    if branch.entity in links:
        text = Markup('<a href="{}" tabindex="-1">{}</a>').format(links[branch.entity], text)
    return Markup("{}{}{}").format(_limb(branch, x, stem), _node(branch, x, y), text)


def _node(branch: Branch, x: int, y: float) -> Markup:
    """A square for a company at the top, else a disc, full where it controls the company above it."""
    if branch.depth == 0:
        return Markup('<rect class="node" x="{}" y="{:.1f}" width="9" height="9"/>').format(x - 4.5, y - 4.5)
    shape = Markup('<circle class="{}" cx="{}" cy="{:.1f}" r="4"/>')
    return shape.format("node" if branch.controls else "hollow", x, y)


def _limb(branch: Branch, x: int, stem: tuple[float, float]) -> Markup:
    """The line from the company above, and the words at the right of the name."""
    holding, y = branch.holding, stem[1]
    if holding is None:
        return Markup('<text class="when" x="{}" y="{:.1f}">{}</text>').format(SHARES, y + 4.5, _remark(branch))
    words = stake(holding.low, holding.high, holding.above) + (", controls" if branch.controls else "")
    words += _remark(branch)
    return Markup(
        '<path class="limb{}" d="M{},{:.1f} V{:.1f} H{}"/><text class="when" x="{}" y="{:.1f}">{}</text>'
    ).format("" if holding.known else " unsized", x - INDENT, stem[0], y, x - 4, SHARES, y + 4.5, words)


def _remark(branch: Branch) -> str:
    if branch.repeated:
        return " (its holders: see above)"
    return " (what is told of its holders cannot all be right)" if branch.doubtful else ""
