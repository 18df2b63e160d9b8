"""What the API gives: a table of the study's lists. Routes, answers and the OpenAPI description are made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from liens.analysis.compare import Row
from liens.analysis.concentration import Index
from liens.analysis.conflicts import Conflict
from liens.analysis.coverage import Cell
from liens.analysis.deals.changes import DealChange
from liens.analysis.deals.versions import Deal
from liens.analysis.dependence.layers import LayerUse, Presence
from liens.analysis.dependence.profiles import Profile, Shift
from liens.analysis.dependence.whatif import Hinge, WhatIf
from liens.analysis.docket.cases import Case
from liens.analysis.origins import Origin
from liens.analysis.ownership.findings import CommonHolder, Control
from liens.analysis.ownership.holdings import Holding
from liens.analysis.positions.findings import Debate, Reply
from liens.analysis.positions.lobbying import Lobbying
from liens.analysis.positions.standpoints import Standpoint
from liens.analysis.ties import Tie
from liens.model import Finding, Problem
from liens.publishing.report import ClaimLine, EntityLine, Report, SourceLine, StatementLine

Words = Iterable[str | None]


@dataclass(frozen=True, slots=True)
class Filter:
    """A query parameter: an item is given if `words` of it hold what is asked for."""

    name: str
    about: str
    words: Callable[[Any], Words]


@dataclass(frozen=True, slots=True)
class Part:
    """A list of nouns at `/api/NAME`; where they have a `key`, each alone at `/api/NAME/KEY`. `page` shows them."""

    name: str
    about: str
    page: str
    noun: type
    items: Callable[[Report], Sequence[Any]]
    key: Callable[[Any], str] | None = None
    filters: tuple[Filter, ...] = ()


STATUS = Filter("status", "asserted, planned, alleged, denied or ended", lambda item: (item.status,))
RELATION = Filter("relation", "the relation's name, such as invests_in", lambda item: (item.relation,))
ENDS = Filter("entity", "the id of an entity at either end", lambda item: item.ends)
START_UP = Filter("start_up", "the id of a start-up", lambda item: (item.start_up,))
DOCUMENT = Filter("document", "the id of the document", lambda item: (item.document,))
SPEAKER = Filter("speaker", "the id of the entity that speaks", lambda item: (item.speaker,))

PARTS = (
    Part("numbers", "The key numbers, each with the claims it rests on", "numbers.html", Finding, lambda r: r.overview),
    Part(
        "ties",
        "Ties, the best supported first",
        "ties.html",
        Tie,
        lambda r: r.ties,
        lambda tie: str(tie.id),
        (ENDS, RELATION, STATUS),
    ),
    Part(
        "claims",
        "Claims with their words, by document and place",
        "ties.html",
        ClaimLine,
        lambda r: r.claims,
        lambda line: str(line.id),
        (
            Filter("tie", "the id of a tie it tells of", lambda line: line.ties),
            Filter("entity", "the id of an entity it names", lambda c: (c.subject, c.object, c.speaker, *c.parties)),
            DOCUMENT,
            RELATION,
            STATUS,
            Filter("review", "open, accepted or corrected", lambda line: (line.review,)),
        ),
    ),
    Part(
        "entities",
        "Companies, bodies, persons and others, the best connected first",
        "entities.html",
        EntityLine,
        lambda r: r.entities,
        lambda line: str(line.entity.id),
        (
            Filter("kind", "company, public_body, person…", lambda line: (line.entity.kind,)),
            Filter("role", "start_up, large_group…", lambda line: (line.entity.role,)),
            Filter("layer", "the layer of the value chain", lambda line: (line.entity.layer,)),
            Filter("name", "one of its names, whole", lambda line: (line.entity.name, *line.entity.names)),
        ),
    ),
    Part(
        "deals",
        "Deals as chains of dated versions",
        "deals.html",
        Deal,
        lambda r: r.measures.deals,
        lambda deal: str(deal.id),
        (ENDS,),
    ),
    Part(
        "conflicts",
        "What documents do not agree on",
        "conflicts.html",
        Conflict,
        lambda r: r.conflicts,
        None,
        (
            Filter("tie", "the id of a tie", lambda conflict: (conflict.tie,)),
            Filter("about", "amount, status, exclusivity or date", lambda conflict: (conflict.about,)),
        ),
    ),
    Part(
        "changes",
        "What happened in the deals of the last year",
        "changes.html",
        DealChange,
        lambda r: r.measures.events,
        None,
        (Filter("deal", "the id of a deal", lambda change: (change.deal,)), RELATION),
    ),
    Part(
        "cases",
        "Cases before authorities",
        "docket.html",
        Case,
        lambda r: r.measures.docket.cases,
        lambda case: str(case.id),
        (Filter("entity", "the id of the authority or a party", lambda c: (c.authority, *c.parties, *c.named)),),
    ),
    Part(
        "statements",
        "Statements in their words",
        "statements.html",
        StatementLine,
        lambda r: r.statements,
        lambda line: str(line.id),
        (SPEAKER, DOCUMENT, Filter("stance", "supportive, critical or neutral", lambda line: (line.stance,))),
    ),
    Part(
        "positions",
        "Who said what about what, first-hand or relayed",
        "positions.html",
        Standpoint,
        lambda r: r.measures.positions.said,
        lambda said: str(said.remark),
        (
            SPEAKER,
            Filter("target", "the id of what it is about", lambda said: said.target.keys),
            Filter("stance", "supportive, critical or neutral", lambda said: (said.stance,)),
        ),
    ),
    Part(
        "debates",
        "What several take opposite sides on",
        "positions.html",
        Debate,
        lambda r: r.measures.positions.debates,
    ),
    Part("replies", "Who answered whom", "positions.html", Reply, lambda r: r.measures.positions.replies),
    Part("lobbying", "Who lobbies", "positions.html", Lobbying, lambda r: r.measures.positions.lobbying),
    Part(
        "profiles",
        "On whom each start-up depends, channel by channel",
        "profiles.html",
        Profile,
        lambda r: r.measures.profiles,
        lambda profile: str(profile.start_up),
    ),
    Part("shifts", "Changes of dependence", "profiles.html", Shift, lambda r: r.measures.shifts, None, (START_UP,)),
    Part(
        "comparison",
        "The best documented start-ups side by side",
        "compare.html",
        Row,
        lambda r: r.measures.comparison.rows if r.measures.comparison else (),
    ),
    Part("hinges", "On whom start-ups depend alone", "whatif.html", Hinge, lambda r: r.measures.hinges),
    Part(
        "removals",
        "What would follow if a large group were gone",
        "whatif.html",
        WhatIf,
        lambda r: r.measures.removals,
        lambda removal: str(removal.removed),
    ),
    Part("presences", "Who is present in which layer", "layers.html", Presence, lambda r: r.measures.layers.presences),
    Part("suppliers", "How many depend on whom, by layer", "layers.html", LayerUse, lambda r: r.measures.layers.counts),
    Part(
        "holdings",
        "Who holds how much of whom",
        "ownership.html",
        Holding,
        lambda r: r.measures.ownership.holdings,
        None,
        (Filter("entity", "the id of holder or held", lambda holding: (holding.holder, holding.held)),),
    ),
    Part(
        "control",
        "Who controls whom",
        "ownership.html",
        Control,
        lambda r: r.measures.ownership.control,
        None,
        (Filter("entity", "the id of holder or held", lambda control: (control.holder, control.held)),),
    ),
    Part(
        "common",
        "Who holds two that are tied",
        "ownership.html",
        CommonHolder,
        lambda r: r.measures.ownership.common,
    ),
    Part(
        "concentration",
        "The index of the market whose shares are given",
        "ownership.html",
        Index,
        lambda r: (r.measures.index,) if r.measures.index else (),
    ),
    Part(
        "sources",
        "Documents without their text, by day",
        "sources.html",
        SourceLine,
        lambda r: r.sources,
        lambda line: str(line.id),
        (
            Filter("publisher", "the publisher's name", lambda line: (line.publisher,)),
            Filter("language", "the language's code", lambda line: (line.language,)),
        ),
    ),
    Part("origins", "Which documents tell one story", "sources.html", Origin, lambda r: r.origins),
    Part(
        "coverage",
        "Of which start-up which channel is known",
        "unknown.html",
        Cell,
        lambda r: tuple(cell for row in r.coverage.grid for cell in row),
        None,
        (Filter("entity", "the id of a start-up", lambda cell: (cell.entity,)),),
    ),
    Part("problems", "What could not be read", "unknown.html", Problem, lambda r: r.problems),
)
"""Every list of the study."""
