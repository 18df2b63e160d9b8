"""An edition: the study at one revision of the ledger, held in memory and asked for one page or one part at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from liens import pipeline
from liens.answers.study import Study
from liens.answers.ties import in_context
from liens.config import Config
from liens.ledger.assembling import without_collector
from liens.ledger.store import Ledger
from liens.ledger.view import Entry
from liens.market import load_market
from liens.model import Claim, Status
from liens.publishing import plan_files
from liens.publishing.history import continued
from liens.publishing.network import CORE_FILE
from liens.publishing.pages import Make, render
from liens.publishing.report import build_report
from liens.publishing.site import GROUPS, Site
from liens.review import Question, questions
from liens.serving.data import Data
from liens.serving.parts import PARTS

SERVICE = (
    ("Review", (("review.html", "The queue"), ("names.html", "Two names"), ("decisions.html", "Decisions"))),
    ("Account", (("account.html", "Account"),)),
)
"""The parts of the navigation that only a server has."""
SECTION_PAGES = tuple(page for _, members in GROUPS for page, _ in members)
HIDDEN = frozenset({"study.json"})
"""Files of a study's folder that a server does not hand out: the API gives the same, piece by piece."""
FRAMES = {
    "review.html": "The queue",
    "question.html": "A claim to judge",
    "names.html": "Two names",
    "decisions.html": "Decisions",
    "audit.html": "Audit",
    "account.html": "Account",
    "sign-in.html": "Sign in",
}
"""The pages that the server fills itself, and what they are called."""
CUT = "\ue000\ue000"
"""Stands where a page's own content goes; no text keeps it, for it is of no script."""
NOBODY = "-"
"""The id of nothing."""
MOST_QUESTIONS = 5_000
MOST_OTHERS = 6
"""Claims of others that are shown beside one to be judged."""
TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript", "json": "application/json"}
TYPES |= {"svg": "image/svg+xml", "txt": "text/plain"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What an edition answers: an HTTP status, a media type and text."""

    status: int
    kind: str
    text: str


NOTHING = Answer(404, "text/plain", "there is no such page in this study")


@dataclass(frozen=True)
class Edition:
    """The study at one revision. `plan` makes each of its files."""

    site: Site
    plan: Mapping[str, Make]

    @property
    def revision(self) -> int:
        return self.site.report.revision

    @property
    def first(self) -> tuple[tuple[str, str], ...]:
        """What is to be asked before the edition is shown: the pages of the navigation, and one of each other kind,
        which makes the look-ups that all of its kind need. After that nothing takes longer than a tenth of a second."""
        pages = (*SECTION_PAGES, *dict(zip(map(_room, self.plan), self.plan, strict=True)).values())
        return (
            *(("page", address) for address in dict.fromkeys(pages) if address not in HIDDEN),
            *(("frame", address) for address in FRAMES),
            ("queue", ""),
            *(("claim", entry.id) for entry in self.site.view.entries[:1]),
            ("name", NOBODY),
            *(("data", f"{part.name}?{each.name}=") for part in PARTS for each in part.filters),
            *(("data", f"{part.name}/{NOBODY}") for part in PARTS if part.key),
        )

    @property
    def warm(self) -> tuple[tuple[str, str], ...]:
        """What is to be asked before anyone else does, as it takes some time: the other parts of pages, and the pages
        of entities. What is left takes a millisecond each, and is made when it is asked for."""
        parts = [address for address in self.plan if "/" not in address and address not in (*SECTION_PAGES, *HIDDEN)]
        return tuple(("page", address) for address in (CORE_FILE, *parts, *self.site.addresses.entities.values()))

    def answer(self, what: str, key: str) -> Answer:
        """What `what` (one of `ASKS`) says of `key`."""
        return ASKS[what](self, key)

    def page(self, address: str) -> Answer:
        """A file of the study."""
        make = None if address in HIDDEN else self.plan.get(address)
        kind = TYPES.get(address.rpartition(".")[2], "application/octet-stream")
        return NOTHING if make is None else Answer(200, kind, make())

    def frame(self, address: str) -> Answer:
        """The page at `address` with `CUT` where its title and its content go."""
        if address not in FRAMES:
            return NOTHING
        place = address if any(address in dict(pages) for _, pages in SERVICE) else FALLBACK[address]
        return Answer(200, "text/html", render(self.site, place, "frame.html", {"cut": CUT}))

    def data(self, wanted: str) -> Answer:
        """A part of the study as JSON: `wanted` is its path and query below `/api/`."""
        status, text = self._data.answer(wanted)
        return Answer(status, "application/json", text)

    def queue(self, _key: str) -> Answer:
        """The questions to decide, most pressing first: for each what it is about, its targets and why it is asked."""
        return _as_json([[q.about, q.targets, q.why] for q in self._questions])

    def claim(self, id: str) -> Answer:
        """A claim in its context, with what others say of the same tie."""
        entry = self._entries.get(id)
        if entry is None:
            return NOTHING
        alike = self._by_tie[_tie(entry)]
        others = [other for other in alike if other.id != id]
        others.sort(key=lambda other: _is_denied(other) == _is_denied(entry))
        shown = [in_context(other, self._study) for other in others[:MOST_OTHERS]]
        return _as_json(self._claim(entry) | {"others": shown, "other_count": len(others)})

    def claims(self, ids: str) -> Answer:
        """Several claims in their contexts, by id; those that the edition does not have are left out."""
        known = [self._entries[id] for id in ids.split(",") if id in self._entries]
        return _as_json({entry.id: in_context(entry, self._study) for entry in known})

    def name(self, name: str) -> Answer:
        """An entity's name: some claims that use it, in their contexts."""
        ids = self._uses.get(name, ())
        return _as_json({"name": name, "claims": [in_context(self._entries[id], self._study) for id in ids]})

    def _claim(self, entry: Entry) -> dict[str, Any]:
        relations = list(self.site.market.relations)
        return in_context(entry, self._study) | {"values": _values(entry.claim), "relations": relations}

    @cached_property
    def _study(self) -> Study:
        report = self.site.report
        return Study(self.site.view, self.site.market, report.ties, report.conflicts)

    @cached_property
    def _questions(self) -> tuple[Question, ...]:
        return questions(self.site.view)[:MOST_QUESTIONS]

    @cached_property
    def _entries(self) -> Mapping[str, Entry]:
        return {entry.id: entry for entry in (*self.site.view.entries, *self.site.view.rejected)}

    @cached_property
    def _by_tie(self) -> Mapping[tuple[str, str, str], list[Entry]]:
        found: dict[tuple[str, str, str], list[Entry]] = {}
        for entry in self._entries.values():
            found.setdefault(_tie(entry), []).append(entry)
        return found

    @cached_property
    def _uses(self) -> Mapping[str, list[str]]:
        """For each name some claims that use it."""
        found: dict[str, list[str]] = {}
        for entry in self.site.view.entries:
            for name in {entry.claim.subject, entry.claim.object, *entry.claim.object_parties}:
                if len(kept := found.setdefault(name, [])) < 3:
                    kept.append(entry.id)
        return found

    @cached_property
    def _data(self) -> Data:
        return Data(self.site.report, self.site.view)


FALLBACK = {"question.html": "review.html", "audit.html": "account.html", "sign-in.html": "account.html"}
"""The page whose place in the navigation a page without one takes."""
ASKS: Mapping[str, Callable[[Edition, str], Answer]] = {
    "page": Edition.page,
    "frame": Edition.frame,
    "data": Edition.data,
    "queue": Edition.queue,
    "claim": Edition.claim,
    "claims": Edition.claims,
    "name": Edition.name,
}
"""What an edition can be asked."""


@without_collector()
def load_edition(config: Config) -> Edition:
    """The edition of the ledger as it is now.

    Raises:
        LedgerError: the ledger cannot be read.
        ConfigError: the market pack cannot be read.
    """
    market = load_market(config.market_name)
    with Ledger.open(config.ledger_address) as ledger:
        view = ledger.view(pipeline.make_reader(config.reader, config.market_name).id, market)
    report = build_report(view, market, pipeline.recorded(config, view).records)
    report = replace(report, log=continued(config.folder, view, report.ties).log)
    site = Site(report, view, market, SERVICE)
    return Edition(site, plan_files(site))


def _room(address: str) -> str:
    """The folder of an address, else its ending."""
    return address.partition("/")[0] if "/" in address else address.rpartition(".")[2]


def _values(claim: Claim) -> dict[str, Any]:
    """What can be corrected most often, as it stands now."""
    terms = claim.terms
    amount = terms.amount
    return {
        "subject": claim.subject,
        "relation": claim.relation,
        "object": claim.object,
        "status": claim.status,
        "speaker": claim.speaker,
        "date": terms.date,
        "stake_pct": terms.stake_pct,
        "exclusive": terms.exclusive,
        "amount": amount.value if amount else None,
        "currency": amount.currency if amount else None,
        "amount_kind": amount.kind if amount else None,
    }


def _tie(entry: Entry) -> tuple[str, str, str]:
    return entry.subject, entry.claim.relation, entry.object


def _is_denied(entry: Entry) -> bool:
    return entry.claim.status is Status.DENIED


def _as_json(value: object) -> Answer:
    return Answer(200, "application/json", json.dumps(value, ensure_ascii=False))
