"""Where each page lies, relative to the study's folder: names that no entity, relation or document can choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from liens.analysis.handles import handles
from liens.publishing.cases import MOST_CASES, in_order
from liens.publishing.parts import address_of
from liens.publishing.report import Report

DEALS = "deals"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The address of every entity's, tie's, deal's and document's page, and of the place of every case, by id. A deal
    that is told once and of which there is no more to tell has the page of its tie."""

    entities: Mapping[str, str]
    ties: Mapping[str, str]
    deals: Mapping[str, str]
    sources: Mapping[str, str]
    cases: Mapping[str, str]


def assign_addresses(report: Report) -> Addresses:
    """The addresses of the pages of `report`."""
    names = handles({line.entity.id: line.entity.name for line in report.entities})
    return Addresses(
        entities=MappingProxyType({key: f"entities/{name}.html" for key, name in names.items()}),
        ties=MappingProxyType({tie.id: f"ties/{tie.id}.html" for tie in report.ties}),
        deals=MappingProxyType(_deals(report)),
        sources=MappingProxyType({line.id: f"sources/{line.id}.html" for line in report.sources}),
        cases=MappingProxyType(_cases(report)),
    )


def _cases(report: Report) -> dict[str, str]:
    ordered = in_order(report.measures.docket.cases)
    return {
        case.id: f"{address_of('docket.html', place, MOST_CASES)}#case-{case.id}" for place, case in enumerate(ordered)
    }


def _deals(report: Report) -> dict[str, str]:
    ties = {line.id: line.ties for line in report.claims}
    found = {}
    for deal in report.measures.deals:
        tie = ties[deal.claims[0]] if len(deal.versions) + len(deal.denials) == 1 else ()
        found[deal.id] = f"ties/{tie[0]}.html" if tie else f"{DEALS}/{deal.id}.html"
    return found
