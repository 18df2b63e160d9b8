"""Report → HTML pages. Everything from a document, a name or an address stays text: escaping is always on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from liens.analysis.coverage import START_UP
from liens.analysis.handles import slug
from liens.analysis.ties import TermSeen, Tie
from liens.ledger.view import View
from liens.market import Market
from liens.model import Document, Kind
from liens.publishing.addresses import Addresses, assign_addresses
from liens.publishing.highlight import Mark, highlight
from liens.publishing.picture import Drawing, channel_class, draw
from liens.publishing.report import EntityLine, Index, Report, SourceLine, index_report
from liens.publishing.wording import Term, plain, printable, term_in_words, value_in_words

SECTIONS = (
    ("index.html", "Overview"),
    ("ties.html", "Ties"),
    ("entities.html", "Entities"),
    ("statements.html", "Statements"),
    ("conflicts.html", "Conflicts"),
    ("sources.html", "Sources"),
    ("unknown.html", "Not known"),
)
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
OTHER_CHANNEL = "Other ties"
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}")


@dataclass(frozen=True)
class Site:
    """What templates read."""

    report: Report
    view: View
    market: Market

    @cached_property
    def index(self) -> Index:
        return index_report(self.report)

    @cached_property
    def addresses(self) -> Addresses:
        return assign_addresses(self.report)

    @cached_property
    def drawing(self) -> Drawing:
        return draw(self.report, self.market, {**self.addresses.entities, **self.addresses.ties})

    def header(self, root: str, here: str) -> Markup:
        """The top of the page at `here`: made once for all pages that are not among the sections."""
        key = (root, here if here in dict(SECTIONS) else "")
        if key not in self._headers:
            template = _environment().get_template("header.html")
            self._headers[key] = Markup(template.render(site=self, root=root, here=here, sections=SECTIONS))
        return self._headers[key]

    @cached_property
    def _headers(self) -> dict[tuple[str, str], Markup]:
        return {}

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
    for entity in report.entities:
        shown = {"line": entity, "channels": _entity_channels(entity, site)}
        yield _page(site, site.addresses.entities[entity.entity.id], "entity.html", shown)
    for source in report.sources:
        shown = {"line": source, "text": _marked_text(source, view.documents[source.id], site.index)}
        yield _page(site, site.addresses.sources[source.id], "source.html", shown)
    for address in ("numbers.html", *(address for address, _ in reversed(SECTIONS))):
        yield _page(site, address, address, {})


def _page(site: Site, address: str, template: str, shown: Mapping[str, object]) -> Page:
    root = "../" * address.count("/")
    header = site.header(root, address)
    html = _environment().get_template(template).render(site=site, root=root, header=header, **shown)
    return Page(address, printable(html))


def _entity_channels(line: EntityLine, site: Site) -> list[tuple[str, list[Tie]]]:
    """The entity's ties by channel; a start-up shows every channel, also those of which nothing is known."""
    groups = dict(group_ties([site.index.ties[tie] for tie in line.ties], site.market))
    if line.entity.role != START_UP:
        return list(groups.items())
    every = {title: groups.get(title, []) for title in site.market.channels.values()}
    return list({**every, **groups}.items())


def group_ties(ties: Sequence[Tie], market: Market) -> list[tuple[str, list[Tie]]]:
    """`ties` by the title of their channel, in the market's order."""
    groups: dict[str, list[Tie]] = {title: [] for title in (*market.channels.values(), OTHER_CHANNEL)}
    for tie in ties:
        groups[channel_of(tie.relation, market)].append(tie)
    return [(title, members) for title, members in groups.items() if members]


def channel_of(relation: str, market: Market) -> str:
    """The title of a relation's channel."""
    channel = market.relations[relation].channel if relation in market.relations else None
    return market.channels.get(channel or "", OTHER_CHANNEL)


def _marked_text(line: SourceLine, document: Document, index: Index) -> Markup:
    marks = [Mark(a.start, a.end, "aside", title=f"not the document's own text: {a.kind}") for a in document.asides]
    for key in line.claims:
        claim = index.claims[key]
        marks.append(Mark(claim.start, claim.end, "claim", f"claim-{key}", plain(claim.sentence)))
    for key in line.statements:
        said = index.statements[key]
        marks.append(Mark(said.start, said.end, "statement", f"said-{key}"))
    return highlight(document.text, marks, document.pages)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("liens.publishing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        short=short,
        slug=slug,
        words=_words,
        term=_term,
        label=label,
        channel=channel_of,
        share=share,
        percent=percent,
        counted=counted,
        spaced=_spaced,
        entity_name=_entity_name,
        is_web=is_web,
        is_language=_is_language,
    )
    return environment


def short(text: str | None, longest: int = 80) -> str:
    """`text` cut to `longest` characters."""
    text = text or ""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def label(relation: str, market: Market, inverse: bool = False) -> str:
    """The relation in words, read from its subject, or from its object for `inverse`."""
    known = market.relations.get(relation)
    if known is None:
        return _spaced(relation)
    return known.inverse if inverse else known.label


def share(read_share: float | None) -> str:
    """How much of a document could be read, in words."""
    if read_share is None:
        return "read in part"
    return "whole" if read_share >= 1 else f"read for {percent(read_share)}"


def percent(part: float) -> str:
    return f"{part * 100:.0f} %"


def counted(number: int, one: str, many: str) -> str:
    """ "1 tie", "1,200 ties"."""
    return f"{number:,} {one if number == 1 else many}"


def is_web(url: str | None) -> bool:
    """Whether `url` may become a link: http or https, with a host and no blank or control character."""
    if not url or len(url) > 2000 or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _words(value: object) -> str:
    return value_in_words("", value)


def _term(seen: TermSeen) -> Term:
    return term_in_words(seen.name, seen.value)


def _spaced(word: str | None) -> str:
    return (word or "").replace("_", " ")


def _entity_name(key: str, view: View) -> str:
    return view.entities[key].name if key in view.entities else key


def _is_language(code: str | None) -> bool:
    return bool(code) and _LANGUAGE.fullmatch(code or "") is not None
