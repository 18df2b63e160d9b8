"""Report → HTML pages. Everything from a document, a name or an address stays text: escaping is always on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from markupsafe import Markup

from liens.analysis.deals.versions import Deal
from liens.analysis.ties import Tie
from liens.publishing.addresses import DEALS
from liens.publishing.chronicle import deal_page
from liens.publishing.filters import environment
from liens.publishing.highlight import Mark, highlight
from liens.publishing.long import LONG, LongPages
from liens.publishing.notes import Notes
from liens.publishing.parts import Part
from liens.publishing.report import EntityLine, SourceLine
from liens.publishing.sections import SECTIONS, EntityPages, Shown
from liens.publishing.site import GROUPS, Site
from liens.publishing.wording import plain, printable

Make = Callable[[], str]
"""Makes the content of one file."""


def plan_pages(site: Site) -> dict[str, Make]:
    """What makes the HTML of each page, by its address in the study's folder; the front page last."""
    at, report, entities = site.addresses, site.report, EntityPages(site)
    plan: dict[str, Make] = {at.ties[tie.id]: partial(_tie, site, tie) for tie in report.ties}
    deals = {at.deals[deal.id]: deal for deal in report.measures.deals}
    plan |= {address: partial(_deal, site, deal) for address, deal in deals.items() if address.startswith(DEALS)}
    plan |= {at.entities[line.entity.id]: partial(_entity, entities, line) for line in report.entities}
    plan |= {at.sources[line.id]: partial(_source, site, line) for line in report.sources}
    sections = [address for _, pages in reversed(GROUPS) for address, _ in reversed(pages)]
    long = LongPages(site)
    parts = [part for page in sections if page in LONG for part in reversed(long.parts(page))]
    plan |= {part.address: partial(_part, long, part) for part in parts}
    return plan | {address: partial(_section, site, address) for address in sections if address not in LONG}


def _tie(site: Site, tie: Tie) -> str:
    conflicts = site.index.conflicts.get(tie.id, ())
    return render(site, site.addresses.ties[tie.id], "tie.html", {"tie": tie, "conflicts": conflicts})


def _deal(site: Site, deal: Deal) -> str:
    return render(site, site.addresses.deals[deal.id], "deal.html", deal_page(deal, site))


def _entity(pages: EntityPages, line: EntityLine) -> str:
    site = pages.site
    return render(site, site.addresses.entities[line.entity.id], "entity.html", pages.shown(line))


def _source(site: Site, line: SourceLine) -> str:
    shown = {"line": line, "text": _marked_text(line, site)}
    return render(site, site.addresses.sources[line.id], "source.html", shown)


def _section(site: Site, address: str) -> str:
    return render(site, address, address, SECTIONS[address](site) if address in SECTIONS else {})


def _part(pages: LongPages, part: Part) -> str:
    return render(pages.site, part.page, part.page, pages.shown(part.page, part.number))


def render(site: Site, address: str, template: str, shown: Mapping[str, object]) -> str:
    """The page at `address`: `template` with the site and what it has `shown` besides."""
    root = "../" * address.count("/")
    given: Shown = {"site": site, "root": root, "header": site.header(root, address), "notes": Notes(site.index)}
    return printable(environment().get_template(template).render(given | dict(shown)))


def _marked_text(line: SourceLine, site: Site) -> Markup:
    document, index = site.view.documents[line.id], site.index
    marks = [Mark(a.start, a.end, "aside", title=f"not the document's own text: {a.kind}") for a in document.asides]
    for key in line.claims:
        claim = index.claims[key]
        marks.append(Mark(claim.start, claim.end, "claim", f"claim-{key}", plain(claim.sentence)))
    for key in line.statements:
        said = index.statements[key]
        marks.append(Mark(said.start, said.end, "statement", f"said-{key}"))
    reasons = (reason for key in line.claims for reason in site.entries[key].claim.reasons)
    for span, note in {r.span: r.note for r in reasons if r.role == "antecedent"}.items():
        marks.append(Mark(span.start, span.end, "antecedent", title=f"what a reference stands for: {note or 'named'}"))
    return highlight(document.text, marks, document.pages)
