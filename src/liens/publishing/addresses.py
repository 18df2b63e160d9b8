"""Where each page lies, relative to the study's folder: names that no entity, relation or document can choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from liens.analysis.handles import handles
from liens.publishing.report import Report


@dataclass(frozen=True, slots=True)
class Addresses:
    """The address of every entity's, tie's, deal's and document's page, by id."""

    entities: Mapping[str, str]
    ties: Mapping[str, str]
    deals: Mapping[str, str]
    sources: Mapping[str, str]


def assign_addresses(report: Report) -> Addresses:
    """The addresses of the pages of `report`."""
    names = handles({line.entity.id: line.entity.name for line in report.entities})
    return Addresses(
        entities=MappingProxyType({key: f"entities/{name}.html" for key, name in names.items()}),
        ties=MappingProxyType({tie.id: f"ties/{tie.id}.html" for tie in report.ties}),
        deals=MappingProxyType({deal.id: f"deals/{deal.id}.html" for deal in report.measures.deals}),
        sources=MappingProxyType({line.id: f"sources/{line.id}.html" for line in report.sources}),
    )
