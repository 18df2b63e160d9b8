"""What the numbers lead to: the cited sentences, the documents, and the decisions of people."""

from __future__ import annotations

from collections.abc import Iterator

from liens.ledger.view import Review
from liens.model import Decision
from liens.publishing.filters import counted, is_web, share
from liens.publishing.notes import Note
from liens.publishing.report import ClaimLine, SourceLine, StatementLine
from liens.publishing.wording import plain
from liens.publishing.written.desk import Desk, Row, brief, cell, first, paragraph, table
from liens.publishing.written.manuscript import Block, Entries, Entry, Phrase, Piece, Section, Style, say
from liens.publishing.written.parts.docket import quoted

LONGEST_QUOTE = 700
LONGEST_ADDRESS = 300
MOST_UNCITED = 400
"""Documents up to which all are listed; of more, those that are named."""
MOST_DECISIONS = 100
KINDS = {"direct": "their words", "indirect": "reported", "mixed": "reported, partly in their words"}


def sentences(desk: Desk) -> Section:
    """Annex A: every sentence that the study cites, with where it stands."""
    used = desk.notes.used
    words = f"{counted(len(used), 'sentence', 'sentences')}, in the order in which the study cites them."
    return Section("Cited sentences", (paragraph(words), Entries(tuple(_sentence(note, desk) for note in used))))


def _sentence(note: Note, desk: Desk) -> Entry:
    line, label = note.line, str(note.number)
    words = line.quote if isinstance(line, ClaimLine) else line.words
    told = _claim(line) if isinstance(line, ClaimLine) else _remark(line, desk)
    source = desk.index.sources[line.document]
    lines = (quoted(words, line.document, desk, LONGEST_QUOTE), say(told), _origin(source, desk), _address(source))
    return Entry(label, f"sentence-{label}", tuple(each for each in lines if each))


def _claim(line: ClaimLine) -> str:
    terms = "".join(f" {term.label}: {brief(term.text, 120)}." for term in line.terms)
    judged = "" if line.review is Review.OPEN else f" {line.review.value.capitalize()} by a person."
    return brief(plain(line.sentence), 500) + terms + judged


def _remark(line: StatementLine, desk: Desk) -> str:
    about = f" on {brief(line.target, 90)}" if line.target else ""
    return f"{desk.name(line.speaker)}{about}: {line.stance}, {KINDS.get(line.kind, line.kind)}."


def _origin(source: SourceLine, desk: Desk) -> Phrase:
    where = brief(source.publisher or "publisher not named", 100)
    day = brief(source.published, 10) if source.published else "day not known"
    title = f", “{brief(source.title, 160)}”" if source.title else ""
    part = "" if source.read_share is not None and source.read_share >= 1 else f"; {share(source.read_share)}"
    return say(f"{where}{title}, {day}{part}. Origin: {_origin_name(source)}. Document ", desk.document(source.id), ".")


def _origin_name(source: SourceLine) -> str:
    copies = f", told in {counted(len(source.copies) + 1, 'document', 'documents')}" if source.copies else ""
    return brief(source.origin, 100) + copies


def _address(source: SourceLine) -> Phrase:
    """Where the document was found, as a link if it is on the web."""
    place = brief(source.url or source.found_at, LONGEST_ADDRESS)
    return say(Piece(place, Style.QUIET, source.url if is_web(source.url) else None))


def documents(desk: Desk) -> Section:
    """Annex B: the documents; where there are many, those that the study names."""
    sources = desk.report.sources
    shown = [line for line in sources if len(sources) <= MOST_UNCITED or line.id in desk.named]
    left = len(sources) - len(shown)
    words = f"{counted(len(sources), 'document', 'documents')} by the day of publication, those without a day last."
    more = (
        f" {left:,} of them are named nowhere here and not listed: `liens export --format csv` lists them."
        if left
        else ""
    )
    return Section("Documents", (paragraph(words + more), Entries(tuple(_document(line, desk) for line in shown))))


def _document(line: SourceLine, desk: Desk) -> Entry:
    place = desk.places[line.id]
    title = Piece(brief(line.title or line.name, 200), Style.STRONG, language=line.language)
    author = f", {brief(line.author, 80)}" if line.author else ""
    day = brief(line.published, 10) if line.published else "day not known"
    told = f"{counted(len(line.claims), 'claim', 'claims')}, {counted(len(line.statements), 'statement', 'statements')}"
    about = (
        f"{brief(line.publisher or 'Publisher not named', 100)}{author}, {day}; "
        f"language {line.language or 'not known'}; {share(line.read_share)}; {told}. Origin: {_origin_name(line)}."
    )
    return Entry(
        f"D{place}", f"document-{place}", tuple(each for each in (say(title), say(about), _address(line)) if each)
    )


def decisions(desk: Desk) -> Section:
    """Annex C: what people decided, the latest first."""
    return Section("Decisions of people", tuple(_decisions(desk)))


def _decisions(desk: Desk) -> Iterator[Block]:
    made = [decision for decision in desk.view.decisions if _is_by_person(decision)]
    if not made:
        yield paragraph("Nobody has decided anything on this study yet: every claim stands as it was read.")
        return
    latest = sorted(made, key=lambda d: (d.at, d.id), reverse=True)
    shown, note = first(latest, MOST_DECISIONS, "the ledger keeps them all", "decision", "decisions")
    columns = (("Day", 3), ("Who", 4), ("Decision", 3), ("On", 7), ("Why", 6))
    yield table("Decisions, the latest first", columns, (_decision(one) for one in shown), note)


def _is_by_person(decision: Decision) -> bool:
    """A matcher signs with its name and version ("names@1")."""
    _, at, version = decision.by.rpartition("@")
    return not (at and version[:1].isdigit())


def _decision(one: Decision) -> Row:
    changes = "; ".join(f"{key} = {value}" for key, value in one.changes)
    what = " / ".join(brief(target, 90) for target in one.targets) + (f": {brief(changes, 160)}" if changes else "")
    return (
        say(brief(one.at, 10)),
        say(brief(one.by, 60)),
        say(one.verdict.value),
        say(what),
        cell(brief(one.why, 200)),
    )
