"""What was read, how much of it, and what failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from liens.model import Problem
from liens.publishing.filters import counted, share
from liens.publishing.report import SourceLine
from liens.publishing.written.desk import Desk, Row, brief, cell, day_of, first, paragraph, table
from liens.publishing.written.manuscript import Paragraph, Section, Table, listed, say

MOST_PUBLISHERS = 40
MOST_PARTIAL = 60
MOST_PROBLEMS = 60
MOST_NAMED = 30
LISTED = "`liens export --format csv` lists every document"
UNNAMED = "publisher not named"


def coverage(desk: Desk) -> Section:
    """The section "Coverage"."""
    sources = desk.report.sources
    partial = [line for line in sources if line.read_share is None or line.read_share < 1]
    return Section(
        "Coverage",
        tuple(_paragraphs(desk, partial)),
        (
            Section("Who published what was read", (_publishers(sources),)),
            Section("Read in part", (_partial(partial, desk),) if partial else (_all_whole(desk),)),
            Section("What failed", _failures(desk.report.problems)),
        ),
    )


def _paragraphs(desk: Desk, partial: Sequence[SourceLine]) -> Iterator[Paragraph]:
    report = desk.report
    whole = len(report.sources) - len(partial)
    yield paragraph(
        f"{counted(len(report.sources), 'document was', 'documents were')} read: {whole:,} whole, {len(partial):,} in "
        f"part. They come from {counted(len(report.origins), 'origin', 'different origins')}; the others are copies. "
        f"{counted(len(report.problems), 'problem was', 'problems were')} met on the way."
    )
    tongues = Counter(line.language or "not known" for line in report.sources).most_common()
    years = sorted(Counter((line.published or "not known")[:9][:4] for line in report.sources).items())
    yield paragraph("By language: ", "; ".join(f"{tongue} {number:,}" for tongue, number in tongues[:MOST_NAMED]), ".")
    known = [f"{_year(year)} {number:,}" for year, number in years[:MOST_NAMED]]
    yield paragraph("By year of publication: ", "; ".join(known), ".")


def _year(prefix: str) -> str:
    return prefix if prefix.isdigit() else "not known"


def _publishers(sources: Sequence[SourceLine]) -> Table:
    by: dict[str, list[SourceLine]] = {}
    for line in sources:
        by.setdefault(line.publisher or UNNAMED, []).append(line)
    ranked = sorted(by.items(), key=lambda item: (-len(item[1]), item[0].casefold(), item[0]))
    shown, note = first(ranked, MOST_PUBLISHERS, LISTED, "publisher", "publishers")
    columns = (("Publisher", 8), ("Documents", 3), ("Read whole", 3), ("Claims", 3), ("Statements", 3))
    return table("Documents by publisher", columns, (_publisher(name, lines) for name, lines in shown), note)


def _publisher(name: str, lines: Sequence[SourceLine]) -> Row:
    whole = sum(line.read_share is not None and line.read_share >= 1 for line in lines)
    numbers = (len(lines), whole, sum(len(line.claims) for line in lines), sum(len(line.statements) for line in lines))
    return (say(brief(name, 100)), *(say(f"{number:,}") for number in numbers))


def _all_whole(desk: Desk) -> Paragraph:
    return paragraph("Every document was read whole." if desk.report.sources else "No document was read.")


def _partial(partial: Sequence[SourceLine], desk: Desk) -> Table:
    shown, note = first(partial, MOST_PARTIAL, LISTED, "document", "documents")
    columns = (("Document", 10), ("Published", 3), ("How much was read", 4))
    rows = ((desk.title(line.id), cell(day_of(line.published)), say(share(line.read_share))) for line in shown)
    return table("Documents of which a part could not be read", columns, rows, note)


def _failures(problems: Sequence[Problem]) -> tuple[Paragraph | Table, ...]:
    if not problems:
        return (paragraph("Nothing failed: everything that was found could be read."),)
    shown, note = first(problems, MOST_PROBLEMS, "`liens run` names each one", "problem", "problems")
    columns = (("Stage", 2), ("Where", 4), ("What happened", 6), ("What to do", 4))
    rows = (
        (say(brief(p.stage, 40)), say(brief(p.where, 120)), say(brief(p.message, 240)), cell(brief(p.advice, 160)))
        for p in shown
    )
    return (table("Problems met on the way", columns, rows, note),)


def silent_documents(desk: Desk) -> Iterator[Paragraph]:
    """Documents in which nothing was found, and those without a day."""
    for keys, words in ((desk.report.coverage.silent, "hold no claim"), (desk.report.coverage.undated, "name no day")):
        if keys:
            shown, more = keys[:MOST_NAMED], len(keys) - MOST_NAMED
            tail = f" and {more:,} more" if more > 0 else ""
            lead = f"{counted(len(keys), 'document', 'documents')} {words}: "
            yield paragraph(lead, listed(desk.document(key) for key in shown), f"{tail}.")
