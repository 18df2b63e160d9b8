"""What stands first: the title page, the study in short, and how it was made."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files

from liens.analysis.ties import Tie
from liens.publishing.filters import counted
from liens.publishing.news import front_news
from liens.publishing.wording import plain
from liens.publishing.written.desk import MOST_CITED, Desk, brief, paragraph
from liens.publishing.written.manuscript import Items, Paragraph, Phrase, Piece, Section, Style, say
from liens.publishing.written.parts.ties import dispute_in_words, tie_in_words

CITED = 3
"""Sentences that a key number cites."""
UNCITED = ("documents", "origins", "claims")
"""Key numbers that count what the annexes list anyway."""
MOST_TIES = 8
MOST_CASES = 8
MOST_DISPUTES = 5
MOST_NEWS = 6


def title_facts(desk: Desk) -> tuple[tuple[str, str], ...]:
    """What the title page says of the study, as (label, words)."""
    report = desk.report
    days = sorted(line.published[:10] for line in report.sources if line.published)
    span = f", published from {days[0]} to {days[-1]}" if days else ""
    return (
        ("Market pack", report.market),
        ("Read", counted(len(report.sources), "document", "documents") + span),
        ("Holds", f"{_claims(desk)} and {counted(len(report.statements), 'statement', 'statements')}"),
        ("As of", report.measures.until or "day not known"),
        ("Drawn from", f"revision {report.revision} of the ledger"),
    )


def _claims(desk: Desk) -> str:
    claims, ties = len(desk.report.claims), len(desk.report.ties)
    return f"{counted(claims, 'claim', 'claims')} on {counted(ties, 'tie', 'ties')}"


def in_short(desk: Desk) -> Section:
    """The study on one page or two."""
    report = desk.report
    lead = paragraph(
        f"This study reads {counted(len(report.sources), 'document', 'documents')} of "
        f"{counted(len(report.origins), 'origin', 'different origins')}. It holds {_claims(desk)} and "
        f"{counted(len(report.statements), 'statement', 'statements')}, each with the words it rests on. It says who "
        "says so and how sure they are; it does not say who is right. What no document says is “not known”, never "
        "“none”."
    )
    parts = (
        Section("The numbers", (Items(tuple(_numbers(desk))),)),
        _part("What most origins tell", (tie_in_words(tie, desk) for tie in _best(desk))),
        _part("What is new, the best supported first", _news(desk)),
        _part("Before authorities", _cases(desk)),
        _part("What is disputed", (dispute_in_words(c, desk) for c in report.conflicts[:MOST_DISPUTES])),
    )
    return Section("In short", (lead,), tuple(part for part in parts if not part.is_empty))


def _part(title: str, phrases: Iterator[Phrase]) -> Section:
    items = tuple(phrases)
    return Section(title, (Items(items),) if items else ())


def _best(desk: Desk) -> tuple[Tie, ...]:
    return desk.report.ties[:MOST_TIES]


def _numbers(desk: Desk) -> Iterator[Phrase]:
    for finding in desk.report.overview:
        number = f"{finding.value:,}" if isinstance(finding.value, int) else str(finding.value)
        cited = () if finding.measure in UNCITED else desk.cite(finding.claims, CITED)
        yield say(Piece(number, Style.STRONG), f" {finding.measure}", cited)


def _news(desk: Desk) -> Iterator[Phrase]:
    """What happened in the deals, in the words of the surest claim of each: what several origins tell, then what one
    alone tells so far; each newest first."""
    for one in front_news(desk.report, desk.index, MOST_NEWS, MOST_NEWS // 2).all:
        support = f" ({one.origins} origins)" if one.origins > 1 else ""
        told = f": {plain(one.line.sentence)}{support}"
        yield say(Piece(brief(one.event.day, 10), Style.STRONG), told, desk.cite(one.event.claims))


def _cases(desk: Desk) -> Iterator[Phrase]:
    """The cases with the authority's own word on a stage: those with an outcome first, then the latest."""
    known = [case for case in desk.report.measures.docket.cases if case.tracks]
    latest = sorted(known, key=lambda case: (case.tracks[0].last or "", case.id), reverse=True)
    for case in sorted(latest, key=lambda case: not case.outcomes)[:MOST_CASES]:
        names = f"{desk.name(case.authority)} on {desk.names(case.parties)}: {brief(case.stage, 120)}"
        yield say(names, desk.cite(case.tracks[0].claims, CITED))


def method(_desk: Desk) -> Section:
    """How the study was made, as `templates/method.toml` says it."""
    text = files("liens.publishing.written").joinpath("templates/method.toml").read_text(encoding="utf-8")
    return Section("Method", tuple(_explanation(part) for part in tomllib.loads(text)["part"]))


def _explanation(part: dict[str, str]) -> Paragraph:
    return paragraph(Piece(f"{part['title']}. ", Style.STRONG), part["text"].format(cited=MOST_CITED))
