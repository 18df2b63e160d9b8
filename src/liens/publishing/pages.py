"""Report → HTML pages. Everything from a document, a name or an address stays text: escaping is always on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from liens.ledger.view import View
from liens.market import Market
from liens.model import Document
from liens.publishing.addresses import DEALS
from liens.publishing.chronicle import deal_page
from liens.publishing.filters import environment
from liens.publishing.highlight import Mark, highlight
from liens.publishing.notes import Notes
from liens.publishing.report import Index, Report, SourceLine
from liens.publishing.sections import Shown, entity_pages, section_pages
from liens.publishing.site import GROUPS, Site
from liens.publishing.wording import plain, printable


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be written: its address in the study's folder and its HTML."""

    address: str
    html: str


def render_pages(report: Report, view: View, market: Market) -> Iterator[Page]:
    """Every page of the study, one at a time, the front page last."""
    site = Site(report, view, market)
    for tie in report.ties:
        conflicts = site.index.conflicts.get(tie.id, ())
        yield _page(site, site.addresses.ties[tie.id], "tie.html", {"tie": tie, "conflicts": conflicts})
    for deal in report.measures.deals:
        address = site.addresses.deals[deal.id]
        if address.startswith(DEALS):
            yield _page(site, address, "deal.html", deal_page(deal, site))
    for entity, shown in entity_pages(site):
        yield _page(site, site.addresses.entities[entity], "entity.html", shown)
    for source in report.sources:
        shown = {"line": source, "text": _marked_text(source, view.documents[source.id], site.index)}
        yield _page(site, site.addresses.sources[source.id], "source.html", shown)
    shown_by = section_pages(site)
    for address in reversed([address for _, pages in GROUPS for address, _ in pages]):
        yield _page(site, address, address, shown_by.get(address, {}))


def _page(site: Site, address: str, template: str, shown: Mapping[str, object]) -> Page:
    root = "../" * address.count("/")
    given: Shown = {"site": site, "root": root, "header": site.header(root, address), "notes": Notes(site.index)}
    html = environment().get_template(template).render(given | dict(shown))
    return Page(address, printable(html))


def _marked_text(line: SourceLine, document: Document, index: Index) -> Markup:
    marks = [Mark(a.start, a.end, "aside", title=f"not the document's own text: {a.kind}") for a in document.asides]
    for key in line.claims:
        claim = index.claims[key]
        marks.append(Mark(claim.start, claim.end, "claim", f"claim-{key}", plain(claim.sentence)))
    for key in line.statements:
        said = index.statements[key]
        marks.append(Mark(said.start, said.end, "statement", f"said-{key}"))
    return highlight(document.text, marks, document.pages)
