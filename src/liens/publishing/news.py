"""What is new: what happened in the deals of the last year, the best supported first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from liens.analysis.deals.changes import DealChange
from liens.ledger.view import Review
from liens.publishing.report import ClaimLine, Index, Report

SURE = 0.7
"""The confidence from which a claim leads the news."""
JUDGED = (Review.ACCEPTED, Review.CORRECTED)


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened, in the words of its surest claim, and how many origins tell of it."""

    event: DealChange
    line: ClaimLine
    origins: int

    @property
    def is_sure(self) -> bool:
        """Whether a person has judged its claim, or the reader is sure of it."""
        return self.line.review in JUDGED or self.line.confidence >= SURE

    @property
    def is_firm(self) -> bool:
        """Whether several origins tell of it or a person has judged its claim."""
        return self.origins > 1 or self.line.review in JUDGED


@dataclass(frozen=True, slots=True)
class Front:
    """The news of a front page: `best` is told by several origins or was judged by a person, `latest` by one so far;
    `unsure` stands for both where there are neither. `others` is how many are not shown."""

    best: tuple[News, ...]
    latest: tuple[News, ...]
    unsure: tuple[News, ...]
    others: int

    @property
    def all(self) -> tuple[News, ...]:
        return (*self.best, *self.latest, *self.unsure)


def front_news(report: Report, index: Index, best: int, latest: int) -> Front:
    """At most so many of the best supported news, and of the latest of the others that are sure; each newest first."""
    news = _news(report, index)
    firm = tuple(one for one in news if one.is_sure and one.is_firm)[:best]
    lone = tuple(one for one in news if one.is_sure and not one.is_firm)[:latest]
    unsure = () if firm or lone else tuple(news[:latest])
    return Front(firm, lone, unsure, len(news) - len(firm) - len(lone) - len(unsure))


def _news(report: Report, index: Index) -> list[News]:
    """Every change with a day and a claim, the newest first; of one day those of more origins first."""
    found = [
        _told(event, [index.claims[id] for id in event.claims if id in index.claims], index) for event in _dated(report)
    ]
    news = [one for one in found if one is not None]
    news.sort(key=lambda one: (one.event.day or "", one.origins, one.line.confidence, one.event.deal), reverse=True)
    return news


def _dated(report: Report) -> Iterable[DealChange]:
    return (event for event in report.measures.events if event.day)


def _told(event: DealChange, lines: Sequence[ClaimLine], index: Index) -> News | None:
    if not lines:
        return None
    surest = max(lines, key=lambda line: (line.review in JUDGED, line.confidence))
    return News(event, surest, len({index.sources[line.document].origin for line in lines}))
