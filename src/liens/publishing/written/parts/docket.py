"""Which authority is how far with which deal, on its own ladder and by its own word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from liens.analysis.docket.cases import Case, PressWord, Standing, Step, Track
from liens.publishing.filters import counted
from liens.publishing.timeline import Event, draw_timeline
from liens.publishing.written.desk import Desk, Row, brief, cell, day_of, first, paragraph, table
from liens.publishing.written.figures import drawing, mark_key
from liens.publishing.written.manuscript import Block, Figure, Items, Phrase, Piece, Section, Style, listed, say

MOST_CASES = 80
MOST_TOLD = 24
MOST_STEPS = 16
MOST_DRAWN = 8
FEWEST_DRAWN = 3
MOST_FACTS = 4
MOST_WORDS = 4
MOST_SEARCHED = 6
ALL = "`liens docket` shows them all"
STANDINGS = {
    Standing.DOCUMENT: ("its own documents", "full"),
    Standing.QUOTED: ("its word, as quoted", "open"),
    Standing.REPORTED: ("what others say", "dashed"),
}


def docket(desk: Desk) -> Section:
    """The section "Cases before authorities"."""
    title, cases = "Cases before authorities", desk.report.measures.docket.cases
    if not cases:
        words = "No document of this study says that an authority examines anything. Whether one does is not known."
        return Section(title, (paragraph(words),))
    ordered = sorted(cases, key=_rank)
    known = sum(bool(case.tracks) for case in cases)
    lead = paragraph(
        f"{counted(len(cases), 'case', 'cases')}; of {known:,} the authority’s own word on a stage is known, of the "
        f"other {len(cases) - known:,} it is not."
    )
    shown, note = first(ordered, MOST_CASES, ALL, "case", "cases")
    columns = (("Authority", 5), ("On", 6), ("Stage", 7), ("Last word", 3), ("Where it is told", 4))
    overview = table("All cases: those with an outcome first", columns, (_row(case, desk) for case in shown), note)
    parts = (_case(case, desk, place < MOST_DRAWN) for place, case in enumerate(ordered[:MOST_TOLD]))
    return Section(title, (lead, overview), tuple(parts))


def _rank(case: Case) -> tuple[int, int, str]:
    """Outcomes first, then what the authority itself tells, then what is told in most steps."""
    return (0 if case.outcomes else 1 if case.tracks else 2, -len(case.steps), case.id)


def _row(case: Case, desk: Desk) -> Row:
    claims = case.tracks[0].claims if case.tracks else case.claims
    return (
        say(desk.name(case.authority)),
        say(desk.names(case.parties)),
        say(brief(case.stage, 120)),
        cell(brief(case.last, 10)),
        cell(desk.cite(claims)),
    )


def _case(case: Case, desk: Desk, drawn: bool) -> Section:
    title = f"{desk.name(case.authority)} on {desk.names(case.parties)}"
    shown, note = first(case.steps, MOST_STEPS, ALL, "step", "steps")
    columns = (("No.", 1), ("Day", 3), ("In the words of the text", 7), ("Rung", 4), ("Whose word", 5))
    steps = table(f"Steps: {title}", columns, (_step(n, step, desk) for n, step in enumerate(shown, 1)), note)
    picture = _picture(shown, title) if drawn and len(shown) >= FEWEST_DRAWN else ()
    return Section(title, (Items(tuple(_state(case, desk))), *picture, steps))


def _state(case: Case, desk: Desk) -> Iterator[Phrase]:
    ladders = {procedure.id: procedure.title for procedure in desk.market.procedures}
    for track in case.tracks:
        yield say(
            *_track(track), desk.cite(track.claims), f". Ladder: {ladders.get(track.rung.procedure, 'not known')}."
        )
    if not case.tracks:
        yield say(f"Stage: {brief(case.stage, 160)}. The authority’s own word on a stage is not known.")
    if case.search:
        yield say(*_search(case, desk))
    if case.reported:
        yield say("Others call it: ", listed((_word(w, desk) for w in case.reported[:MOST_WORDS]), "; "), ".")
    for fact in case.facts[:MOST_FACTS]:
        yield say("Beside the outcome: ", quoted(fact.words, fact.document, desk, 400), desk.cite([fact.source]))


def _track(track: Track) -> Iterator[str | Piece]:
    yield "Outcome: " if track.rung.outcome else "Stage: "
    yield Piece(track.rung.stage, Style.STRONG)
    yield " (announced)" * track.announced + " (ended)" * track.ended
    if track.reached:
        yield f", since {day_of(track.reached)}"


def _search(case: Case, desk: Desk) -> Iterator[str | Phrase]:
    search = case.search
    assert search is not None
    until = f" as of {search.as_of}" if search.as_of else ""
    yield f"No decision found{until}. Searched: {counted(search.documents, 'document', 'documents')}; "
    yield f"{counted(search.mentioning, 'speaks', 'speak')} of the authority and a party"
    if search.latest:
        yield ", the latest: "
        yield listed(desk.document(key) for key in search.latest[:MOST_SEARCHED])
    yield "."


def _word(word: PressWord, desk: Desk) -> Phrase:
    beyond = ", which is more than is recorded" if word.beyond else ""
    by = ", ".join(brief(name, 50) for name in word.by[:MOST_WORDS])
    return say("“", Piece(brief(word.phrase, 120), Style.QUOTE), f"” ({by}){beyond}", desk.cite(word.claims, 2))


def quoted(words: str, document: str, desk: Desk, longest: int) -> Phrase:
    """Words of a document between quotation marks, in its language."""
    language = desk.index.sources[document].language if document in desk.index.sources else None
    return say("“", Piece(brief(" ".join(words.split()), longest), Style.QUOTE, language=language), "”")


def _step(number: int, step: Step, desk: Desk) -> Row:
    denied = f"not: {step.denies[0].stage}" if step.denies else "not recognised"
    published = "" if step.is_event or not step.day else " (published)"
    status = "" if step.status == "asserted" else f" ({step.status.value})"
    return (
        say(str(number)),
        cell(brief(step.day, 10), published),
        say(quoted(step.words, step.document, desk, 160), status, desk.cite([step.claim])),
        say(step.rung.stage if step.rung else denied),
        say(f"{STANDINGS[step.standing][0]}: {brief(step.by, 60)}"),
    )


def _picture(steps: Sequence[Step], title: str) -> Iterator[Block]:
    events = [_event(number, step) for number, step in enumerate(steps, 1) if step.day]
    lanes = [words for words, _ in STANDINGS.values()]
    svg = draw_timeline(sorted(events, key=lambda event: lanes.index(event.lane)), f"Steps: {title}")
    if svg:
        keys = [mark_key(shape, words) for words, shape in STANDINGS.values() if any(e.lane == words for e in events)]
        caption = f"{title}: steps over time. The numbers are those of the table below."
        yield Figure(caption, drawing(svg, keys), f"Timeline of {counted(len(events), 'step', 'steps')}")


def _event(number: int, step: Step) -> Event:
    lane, shape = STANDINGS[step.standing]
    return Event(number, step.day or "", lane, shape, "", "")
