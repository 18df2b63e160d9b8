"""The network of ties as an SVG drawing: a line a tie, with an arrow from subject to object unless it is mutual.

Colour tells the channel, dashes a plan or an allegation, grey an end, width the number of origins. The page that holds
the drawing lists the same ties in a table, so nothing is told by the picture alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import hypot

from markupsafe import Markup

from liens.market import Market
from liens.model import Entity, Kind
from liens.publishing.layout import WIDTH, Network, Node, lay_out
from liens.publishing.report import LARGE_GROUP, Report

COLOURS = 6
LONGEST_LABEL = 34
SPREAD = 3.4
WIDEST = 20.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """The picture, and the ids of the ties that it shows; empty where there is nothing to draw."""

    svg: Markup
    ties: tuple[str, ...]


def draw(report: Report, market: Market, links: Mapping[str, str]) -> Drawing:
    """The network of `report`; `links` are the addresses of pages by tie and entity id."""
    network = lay_out(report)
    if not network.ties:
        return Drawing(Markup(""), ())
    entities = {line.entity.id: line.entity for line in report.entities}
    pieces = [*_lines(network, market, entities, links), *_nodes(network, entities, links)]
    svg = Markup(
        '<svg class="network" viewBox="0 0 {} {}" role="group" aria-labelledby="network-title network-text">'
        '<title id="network-title">Network of ties</title><desc id="network-text">{}</desc>{}</svg>'
    ).format(round(WIDTH), round(network.height), _summary(network), Markup("").join(pieces))
    return Drawing(svg, tuple(tie.id for tie in network.ties))


def channel_class(relation: str, market: Market) -> str:
    """The CSS class of a relation's channel: `ch0`, `ch1`… in the market's order, `chx` for none."""
    channel = market.relations[relation].channel if relation in market.relations else None
    places = {name: place for place, name in enumerate(market.channels)}
    return f"ch{places[channel] % COLOURS}" if channel in places else "chx"


def _summary(network: Network) -> str:
    return (
        f"{len(network.ties)} ties between {len(network.nodes)} organisations, from subject to object. "
        "The table below the picture lists the same ties in words."
    )


def _lines(
    network: Network, market: Market, entities: Mapping[str, Entity], links: Mapping[str, str]
) -> Iterator[Markup]:
    """The ties, best supported last and so on top; several of one pair side by side."""
    nodes = {node.entity: node for node in network.nodes}
    totals = Counter(frozenset(tie.ends) for tie in network.ties)
    drawn: Counter[frozenset[str]] = Counter()
    for tie in reversed(network.ties):
        pair = frozenset(tie.ends)
        offset = (drawn[pair] - (totals[pair] - 1) / 2) * min(SPREAD, WIDEST / totals[pair])
        drawn[pair] += 1
        relation = market.relations.get(tie.relation)
        label = relation.label if relation else tie.relation.replace("_", " ")
        words = f"{entities[tie.subject].name} {label} {entities[tie.object].name} ({tie.status.value})"
        curve, head = _curve(nodes[tie.subject], nodes[tie.object], offset)
        yield Markup(
            '<a href="{}" tabindex="-1"><g class="line {} {} w{}"><title>{}</title>'
            '<path class="wide" d="{}"/><path class="curve" d="{}"/>{}</g></a>'
        ).format(
            links[tie.id],
            channel_class(tie.relation, market),
            tie.status.value,
            min(max(tie.support.total, 1), 5),
            words,
            curve,
            curve,
            Markup("") if relation and relation.symmetric else Markup('<path class="head" d="{}"/>').format(head),
        )


def _curve(one: Node, two: Node, offset: float) -> tuple[str, str]:
    """A curve from `one` to `two` that leaves each column level, and the arrow head at its end."""
    reach = _reach(one, two)
    start = (one.x + (1 if one.left else -1) * (_radius(one) + 2), one.y + offset)
    end = (two.x + (1 if two.left else -1) * (_radius(two) + 3), two.y + offset)
    a = (start[0] + (reach if one.left else -reach), start[1])
    b = (end[0] + (reach if two.left else -reach), end[1])
    return f"M{_at(start)} C{_at(a)} {_at(b)} {_at(end)}", _head(b, end)


def _reach(one: Node, two: Node) -> float:
    if one.left is two.left:
        return 34 + 0.42 * abs(one.y - two.y)
    return 0.45 * abs(one.x - two.x)


def _head(before: tuple[float, float], tip: tuple[float, float]) -> str:
    """A small triangle that points from `before` to `tip`."""
    dx, dy = tip[0] - before[0], tip[1] - before[1]
    length = hypot(dx, dy) or 1.0
    ux, uy = dx / length, dy / length
    left = (tip[0] - 7 * ux - 3 * uy, tip[1] - 7 * uy + 3 * ux)
    right = (tip[0] - 7 * ux + 3 * uy, tip[1] - 7 * uy - 3 * ux)
    return f"M{_at(tip)} L{_at(left)} L{_at(right)} Z"


def _at(point: tuple[float, float]) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"


def _radius(node: Node) -> float:
    return min(3.5 + 0.45 * node.weight, 9.0)


def _nodes(network: Network, entities: Mapping[str, Entity], links: Mapping[str, str]) -> Iterator[Markup]:
    for caption in network.captions:
        yield Markup('<text class="block" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
            caption.x + (-14 if caption.left else 14), caption.y + 4, "end" if caption.left else "start", caption.text
        )
    for node in network.nodes:
        entity = entities[node.entity]
        x = node.x + (-14 if node.left else 14)
        yield Markup(
            '<a href="{}" tabindex="-1"><title>{}</title>{}<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text></a>'
        ).format(
            links[node.entity],
            entity.name,
            _shape(node, entity),
            x,
            node.y + 4.5,
            "end" if node.left else "start",
            _short(entity.name),
        )


def _shape(node: Node, entity: Entity) -> Markup:
    """A square for large groups, a diamond for public bodies, a disc for all others."""
    x, y, r = node.x, node.y, _radius(node)
    if entity.role == LARGE_GROUP:
        return Markup('<rect class="node" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
            x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8
        )
    if entity.kind is Kind.PUBLIC_BODY:
        points = f"{_at((x, y - r * 1.2))} {_at((x + r * 1.2, y))} {_at((x, y + r * 1.2))} {_at((x - r * 1.2, y))}"
        return Markup('<polygon class="node" points="{}"/>').format(points)
    return Markup('<circle class="node" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>').format(x, y, r)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1].rstrip() + "…"
