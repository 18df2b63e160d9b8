"""The study as its pages see it: the report with its look-ups, addresses and the parts of the navigation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from markupsafe import Markup

from liens.analysis.docket.cases import Case
from liens.analysis.ties import Tie
from liens.ledger.view import Entry, View
from liens.market import Market, Phase, Procedure
from liens.model import Kind
from liens.publishing.addresses import Addresses, assign_addresses
from liens.publishing.filters import OTHER_CHANNEL, channel_of, counted, environment
from liens.publishing.picture import Drawing, channel_class, draw
from liens.publishing.report import EntityLine, Index, Report, index_report, is_unsure

GROUPS = (
    ("Overview", (("index.html", "Overview"), ("changes.html", "What changed"), ("numbers.html", "The numbers"))),
    ("Network", (("network.html", "Network"),)),
    (
        "Ties",
        (
            ("ties.html", "All ties"),
            ("deals.html", "Deals over time"),
            ("conflicts.html", "Conflicts"),
            ("entities.html", "Entities"),
        ),
    ),
    ("Cases", (("docket.html", "Cases"),)),
    ("Positions", (("positions.html", "Who said what"), ("statements.html", "All statements"))),
    (
        "Dependence",
        (
            ("profiles.html", "Side by side"),
            ("compare.html", "Same or different"),
            ("whatif.html", "What if"),
            ("layers.html", "Layers"),
        ),
    ),
    ("Ownership", (("ownership.html", "Ownership"),)),
    ("Sources", (("sources.html", "Sources"),)),
    ("Not known", (("unknown.html", "Not known"),)),
)
ROOMS = {"ties": "Ties", "deals": "Ties", "entities": "Ties", "sources": "Sources"}
"""The part of the navigation that the pages of a room belong to."""
KINDS = {
    Kind.COMPANY: "Companies",
    Kind.PUBLIC_BODY: "Public bodies",
    Kind.OTHER_ORG: "Other organisations",
    Kind.PERSON: "People",
    Kind.PRODUCT: "Products",
    Kind.LAW: "Laws",
    Kind.DEAL: "Deals",
    Kind.OUTLET: "Outlets",
}


Group = tuple[str, tuple[tuple[str, str], ...]]
"""A part of the navigation: its title, and the address and label of each of its pages."""


class Told(Protocol):
    """What rests on claims, given by their ids."""

    @property
    def claims(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Site:
    """What templates read. `service` are parts of the navigation that only a live study has."""

    report: Report
    view: View
    market: Market
    service: tuple[Group, ...] = ()

    @property
    def live(self) -> bool:
        """Whether the pages are shown by a server that takes decisions, and not kept as files."""
        return bool(self.service)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The whole navigation."""
        return (*GROUPS, *self.service)

    @cached_property
    def index(self) -> Index:
        return index_report(self.report)

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """The claims as the ledger holds them, by id."""
        return {entry.id: entry for entry in self.view.entries}

    @cached_property
    def addresses(self) -> Addresses:
        return assign_addresses(self.report)

    @cached_property
    def drawing(self) -> Drawing:
        return draw(self.report, self.market, {**self.addresses.entities, **self.addresses.ties})

    @cached_property
    def ladders(self) -> Mapping[str, Procedure]:
        return {procedure.id: procedure for procedure in self.market.procedures}

    @cached_property
    def phases(self) -> Mapping[str, Phase]:
        return {phase.name: phase for phase in self.market.phases.all}

    @cached_property
    def settled(self) -> list[Case]:
        """The cases on which an authority's own word is known: those with an outcome first, then by its last day."""
        known = [case for case in self.report.measures.docket.cases if case.tracks]
        latest = sorted(known, key=lambda case: (case.tracks[0].last or "", case.id), reverse=True)
        return sorted(latest, key=lambda case: not case.outcomes)

    def name(self, key: str) -> str:
        """What to call the entity with this id; a key of the market pack or of a register stands for itself."""
        return self.view.entities[key].name if key in self.view.entities else key.removeprefix("name:")

    def is_unsure(self, told: Told) -> bool:
        """Whether a tie or a change rests on nothing that was read surely."""
        return is_unsure(told.claims, self.index)

    def names(self, keys: Sequence[str], joint: str = " – ") -> str:
        """The names of several, the parties of a deal."""
        return joint.join(self.name(key) for key in keys)

    def header(self, root: str, here: str) -> Markup:
        """The top of the page at `here`: made once for all pages of a room."""
        group = self._group(here)
        key = (root, here if "/" not in here else group)
        if key not in self._headers:
            template = environment().get_template("header.html")
            self._headers[key] = Markup(
                template.render(
                    site=self, root=root, here=here, group=group, groups=self.groups, pages=dict(self.groups)[group]
                )
            )
        return self._headers[key]

    def _group(self, here: str) -> str:
        if "/" in here:
            return ROOMS[here.split("/", 1)[0]]
        return next(title for title, pages in self.groups if here in dict(pages))

    @cached_property
    def _headers(self) -> dict[tuple[str, str], Markup]:
        return {}

    def beside(self, claim: str, tie: str) -> tuple[str | None, str | None]:
        """The claims of a tie before and after `claim`, None at the ends."""
        claims = self.index.ties[tie].claims
        at = claims.index(claim)
        return (claims[at - 1] if at else None), (claims[at + 1] if at + 1 < len(claims) else None)

    @property
    def drawn(self) -> list[Tie]:
        return [self.index.ties[tie] for tie in self.drawing.ties]

    @property
    def lead(self) -> str:
        """What the study is about, in two sentences."""
        report = self.report
        return (
            f"This study reads {counted(len(report.sources), 'document', 'documents')} of "
            f"{counted(len(report.origins), 'origin', 'different origins')}{self._span}. It holds "
            f"{counted(len(report.claims), 'claim', 'claims')} on {counted(len(report.ties), 'tie', 'ties')} and "
            f"{counted(len(report.statements), 'statement', 'statements')}, each with the words it rests on."
        )

    @property
    def _span(self) -> str:
        """When the documents were published; dates do not break over lines."""
        days = sorted(line.published[:10].replace("-", "\u2011") for line in self.report.sources if line.published)
        if not days:
            return ""
        return f", published on {days[0]}" if days[0] == days[-1] else f", published from {days[0]} to {days[-1]}"

    @property
    def channels(self) -> list[tuple[str, str, str]]:
        """Name, title and CSS class of each channel of which a tie is drawn."""
        found = {channel_of(tie.relation, self.market): channel_class(tie.relation, self.market) for tie in self.drawn}
        titles = [*self.market.channels.values(), OTHER_CHANNEL]
        return [(title, title, found[title]) for title in titles if title in found]

    @property
    def by_channel(self) -> list[tuple[str, list[Tie]]]:
        return group_ties(self.report.ties, self.market)

    @property
    def by_kind(self) -> list[tuple[str, list[EntityLine]]]:
        groups: dict[str, list[EntityLine]] = {title: [] for title in KINDS.values()}
        for line in self.report.entities:
            groups.setdefault(KINDS.get(line.entity.kind, "Others"), []).append(line)
        return [(title, lines) for title, lines in groups.items() if lines]


def group_ties(ties: Sequence[Tie], market: Market) -> list[tuple[str, list[Tie]]]:
    """`ties` by the title of their channel, in the market's order."""
    groups: dict[str, list[Tie]] = {title: [] for title in (*market.channels.values(), OTHER_CHANNEL)}
    for tie in ties:
        groups[channel_of(tie.relation, market)].append(tie)
    return [(title, members) for title, members in groups.items() if members]
