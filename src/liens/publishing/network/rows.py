"""Entities, ties and claims as rows of plain values; `web/src/data.ts` names their places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from liens.analysis.dates import claim_date
from liens.analysis.ties import Tie, status_of
from liens.ledger.view import Review
from liens.model import Status
from liens.publishing.filters import is_web, short, term
from liens.publishing.network.shelves import Shelves
from liens.publishing.report import ClaimLine, EntityLine
from liens.publishing.site import Site
from liens.publishing.wording import plain, printable

Row = list[Any]
AROUND, LONGEST = 180, 900
"""Characters of the text on each side of a claim's words, and of the words themselves."""
ALIASES, TERMS = 6, 4
WORDS, ANTECEDENT = 1, 2
"""Marks of a part of a text: the words that a claim rests on, and what a reference in them stands for."""
CONTESTED, UNSURE = 1, 2
"""Marks of a tie: some deny what others say; nothing that tells of it was read surely."""
STATUSES = {status: place for place, status in enumerate(Status)}
TOLD = ("amount", "stake_pct", "exclusive", "instrument", "role", "stage")
"""The terms that a tie's row gives."""


@dataclass(frozen=True)
class Rows:
    """Makes the rows of `site`."""

    site: Site
    shelves: Shelves

    @cached_property
    def _lines(self) -> Mapping[str, EntityLine]:
        return {line.entity.id: line for line in self.site.report.entities}

    @cached_property
    def _relations(self) -> Mapping[str, int]:
        known = dict.fromkeys([*self.site.market.relations, *(tie.relation for tie in self.site.report.ties)])
        return {name: place for place, name in enumerate(known)}

    @cached_property
    def _layers(self) -> Mapping[str | None, int]:
        return {name: place for place, name in enumerate(self.site.market.layers)}

    def network(self, ties: Sequence[Tie]) -> dict[str, Any]:
        """`ties` with the entities at their ends and those they belong to; a tie names its ends by their places."""
        ends = dict.fromkeys(end for tie in ties for end in tie.ends)
        lines = [self._lines[key] for key in self._with_parents(ends)]
        places = {line.entity.id: place for place, line in enumerate(lines)}
        return {"entities": [self.entity(line) for line in lines], "ties": [self.tie(tie, places) for tie in ties]}

    def _with_parents(self, keys: Iterable[str]) -> Iterable[str]:
        found: dict[str, None] = {}
        for key in keys:
            at: str | None = key
            while at is not None and at not in found:
                found[at] = None
                at = self._parent(self._lines[at]) or None
        return found

    def _parent(self, line: EntityLine) -> str:
        """The id of the owner, which the market pack may call by its name; "" if the study has none."""
        told = line.entity.parent or ""
        return told if told in self._lines else self._named.get(told, "")

    @cached_property
    def _named(self) -> Mapping[str, str]:
        return {line.entity.name: key for key, line in reversed(list(self._lines.items()))}

    def entity(self, line: EntityLine) -> Row:
        """[id, name, kind, role, layer, parent, ties, page, aliases, file of ties]."""
        entity = line.entity
        aliases = [short(printable(name), 60) for name in entity.names if name != entity.name][:ALIASES]
        return [
            entity.id,
            short(printable(entity.name)),
            entity.kind.value,
            entity.role or "",
            self._layers.get(entity.layer, -1),
            self._parent(line),
            len(line.ties),
            self.site.addresses.entities[entity.id],
            aliases,
            self.shelves.ties_of.get(entity.id, -1),
        ]

    def tie(self, tie: Tie, places: Mapping[str, int]) -> Row:
        """[id, subject, relation, object, steps, origins, claims, doubts, first, last, terms, file of claims], `doubts`
        being the sum of `CONTESTED` and `UNSURE`."""
        s = tie.support
        terms = [term(seen) for seen in tie.terms if seen.name in TOLD][:TERMS]
        return [
            tie.id,
            places[tie.subject],
            self._relations[tie.relation],
            places[tie.object],
            self._steps(tie),
            [len(s.press), len(s.parties), len(s.authorities), len(s.voices)],
            len(tie.claims),
            CONTESTED * tie.contested + UNSURE * self.site.is_unsure(tie),
            tie.first or "",
            tie.last or "",
            [printable(f"{one.label}: {short(one.text, 60)}") for one in terms],
            self.shelves.claims_of[tie.id],
        ]

    def _steps(self, tie: Tie) -> list[Row]:
        """[day, status]: the days on which a claim gave the tie its first or another status; "" is before all days."""
        steps: list[Row] = []
        latest: dict[Status, str] = {}
        for key in tie.claims:
            entry = self.site.entries[key]
            when = claim_date(entry, self.site.view.documents.get(entry.claim.evidence.document))
            day = when.first if when else ""
            latest[entry.claim.status] = day
            status = STATUSES[status_of([(day, status) for status, day in latest.items()])]
            if steps and steps[-1][0] == day:
                steps.pop()
            steps.append([day, status])
        return [step for place, step in enumerate(steps) if place == 0 or step[1] != steps[place - 1][1]]

    def claims(self, ties: Iterable[Tie]) -> dict[str, Any]:
        """The claims of `ties` by tie, each once, and the documents that they are from."""
        index = self.site.index
        lines = {key: index.claims[key] for tie in ties for key in tie.claims}
        documents = list(dict.fromkeys(line.document for line in lines.values()))
        places = {key: place for place, key in enumerate(documents)}
        return {
            "documents": [self._document(key) for key in documents],
            "claims": {key: self._claim(line, places[line.document]) for key, line in lines.items()},
            "ties": {tie.id: list(tie.claims) for tie in ties},
        }

    def _document(self, key: str) -> Row:
        """[page, title, publisher, published, share that was read (-1 if not known), address]."""
        line = self.site.index.sources[key]
        return [
            self.site.addresses.sources[key],
            printable(short(line.title or line.name, 160)),
            printable(short(line.publisher)),
            short(line.published, 10),
            -1 if line.read_share is None else round(line.read_share, 4),
            line.url if is_web(line.url) else "",
        ]

    def _claim(self, line: ClaimLine, document: int) -> Row:
        """[sentence, status, date, document, parts, farther, terms, review]: `parts` are the claim's words and the text
        around them, `farther` is what their references stand for where that is not among the parts."""
        parts, farther = self._words(line)
        return [
            printable(plain(line.sentence)),
            STATUSES[line.status],
            line.date or "",
            document,
            parts,
            farther,
            [printable(f"{one.label}: {short(one.text)}") for one in line.terms],
            "" if line.review is Review.OPEN else line.review.value,
        ]

    def _words(self, line: ClaimLine) -> tuple[list[Row], list[str]]:
        """The text around the claim's words and the words, as [text, mark] with the sum of `WORDS` and `ANTECEDENT`."""
        text, end = self.site.view.documents[line.document].text, min(line.end, line.start + LONGEST)
        first, last = _before(text, line.start), _after(text, end)
        spans = [r.span for r in self.site.entries[line.id].claim.reasons if r.role == "antecedent"]
        inside = [span for span in spans if first <= span.start and span.end <= last]
        stops = sorted({first, line.start, end, last, *(at for span in inside for at in (span.start, span.end))})
        parts = [
            [
                printable(text[a:b]),
                WORDS * (line.start <= a < end) + ANTECEDENT * any(s.start <= a < s.end for s in inside),
            ]
            for a, b in pairwise(stops)
        ]
        return parts, [printable(short(text[s.start : s.end])) for s in spans if s not in inside]


def _before(text: str, start: int) -> int:
    """Where the text that is shown before `start` begins: with a whole word."""
    first = max(start - AROUND, 0)
    blank = text.find(" ", first, start)
    return blank + 1 if first and blank >= 0 else first


def _after(text: str, end: int) -> int:
    """Where the text that is shown after `end` ends: with a whole word."""
    last = min(end + AROUND, len(text))
    blank = text.rfind(" ", end, last)
    return blank if last < len(text) and blank >= 0 else last
