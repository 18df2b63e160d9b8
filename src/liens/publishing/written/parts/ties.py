"""Who is tied to whom: the network, the best supported ties of each channel, and where documents do not agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from liens.analysis.conflicts import Camp, Conflict, Dispute
from liens.analysis.origins import Support
from liens.analysis.ties import TermSeen, Tie
from liens.market import Effect
from liens.model import Status
from liens.publishing.filters import counted
from liens.publishing.picture import COLOURS, Drawing, draw
from liens.publishing.report import is_unsure
from liens.publishing.site import group_ties
from liens.publishing.wording import term_in_words, value_in_words
from liens.publishing.written.desk import Desk, Row, brief, cell, first, paragraph, table
from liens.publishing.written.figures import Key, drawing, line_key
from liens.publishing.written.manuscript import Figure, Phrase, Piece, Section, Style, Table, listed, say

MOST_PER_CHANNEL = 25
MOST_DISPUTES = 40
MOST_TERMS = 4
MOST_VOICES = 4
MOST_POSITIONS = 6
MOST_CAMPS = 10
LEADS = {
    Status.ASSERTED: "",
    Status.PLANNED: "Planned: ",
    Status.ALLEGED: "Alleged: ",
    Status.DENIED: "Denied: ",
    Status.ENDED: "Ended: ",
}
DISPUTES = {
    Dispute.AMOUNT: "The amounts differ",
    Dispute.STATUS: "Some deny it",
    Dispute.EXCLUSIVITY: "Exclusive or not",
    Dispute.DATE: "The dates differ",
}
COLUMNS = (("Tie", 6), ("Status", 3), ("Told by", 7), ("Dates", 4), ("Terms, and where they are told", 7))
EFFECTS = {Effect.FORCE: "in force", Effect.PLAN: "planned", Effect.NONE: "talked of", Effect.END: "ended"}


def ties(desk: Desk) -> Section:
    """The section "Ties"."""
    if not desk.report.ties:
        return Section(
            "Ties", (paragraph("No document of this study tells of a tie. Whether there is one is not known."),)
        )
    lead = paragraph(
        f"{counted(len(desk.report.ties), 'tie', 'ties')}, by channel. A tie is a relation between two over all "
        "claims; its status is that of the latest claim that settles it."
    )
    channels = (
        Section(title, (_table(title, found, desk),)) for title, found in group_ties(desk.report.ties, desk.market)
    )
    return Section("Ties", (lead, *_network(desk)), tuple(channels))


def _network(desk: Desk) -> Iterable[Figure]:
    addresses = dict.fromkeys([*(tie.id for tie in desk.report.ties), *desk.view.entities], "")
    picture = draw(desk.report, desk.market, addresses)
    if picture.ties:
        caption = (
            "The network of the best supported ties. A line runs from subject to object; its width tells the number of "
            "origins, long dashes a plan, dots an allegation, grey an end. Squares are large groups, diamonds public "
            "bodies. Its ties stand in the tables below."
        )
        told = f"{len(picture.ties)} ties between organisations, from subject to object"
        yield Figure(caption, drawing(picture.svg, _channels(picture, desk)), told)


def _channels(picture: Drawing, desk: Desk) -> list[Key]:
    shown = {desk.market.relations[t].channel for t in _relations(picture, desk) if t in desk.market.relations}
    keys = [
        line_key(f"ch{place % COLOURS}", title)
        for place, (name, title) in enumerate(desk.market.channels.items())
        if name in shown
    ]
    return [*keys, line_key("chx", "other ties")]


def _relations(picture: Drawing, desk: Desk) -> set[str]:
    return {desk.index.ties[tie].relation for tie in picture.ties}


def _table(title: str, found: Sequence[Tie], desk: Desk) -> Table:
    shown, note = first(found, MOST_PER_CHANNEL, "`liens export --format csv` lists every tie", "tie", "ties")
    return table(f"{title}: ties by number of origins", COLUMNS, (_row(tie, desk) for tie in shown), note)


def _row(tie: Tie, desk: Desk) -> Row:
    days = (tie.first or "") if tie.first == tie.last else f"{tie.first} to {tie.last}"
    terms = [seen for seen in tie.terms if seen.name != "date"]
    return (
        say(desk.relation(tie.subject, tie.relation, tie.object)),
        say(status_in_words(tie, desk)),
        cell(voices(tie.support), desk.cite(tie.claims)),
        cell(days),
        say(terms_in_words(terms, desk)) or say("none told"),
    )


def status_in_words(tie: Tie, desk: Desk) -> str:
    denied = ", denied by some" if tie.contested else ""
    return f"{tie.status.value}{denied}{', read unsurely' if is_unsure(tie.claims, desk.index) else ''}"


def voices(support: Support) -> str:
    """Who tells of a tie: parties and authorities first."""
    told = [f"{name} (a party)" for name in support.parties] + [
        f"{name} (an authority)" for name in support.authorities
    ]
    told = [brief(name, 60) for name in (*told, *support.press, *support.voices)]
    more = f" and {len(told) - MOST_VOICES} more" if len(told) > MOST_VOICES else ""
    return ", ".join(told[:MOST_VOICES]) + more


def terms_in_words(terms: Sequence[TermSeen], desk: Desk, most: int = MOST_TERMS) -> Phrase:
    """Terms, each with where it is told."""
    shown = (_term(seen, desk) for seen in terms[:most])
    more = (Piece(f" and {len(terms) - most} more"),) if len(terms) > most else ()
    return say(listed(shown, "; "), more)


def _term(seen: TermSeen, desk: Desk) -> Phrase:
    term = term_in_words(seen.name, seen.value)
    return say(f"{term.label}: {brief(term.text, 120)}", desk.cite(seen.claims, 2))


def tie_in_words(tie: Tie, desk: Desk) -> Phrase:
    """A tie as a finding: "Microsoft invests in OpenAI, told by …"."""
    clause = desk.relation(tie.subject, tie.relation, tie.object)
    told = f", told by {voices(tie.support)}" if tie.support.total else ""
    doubt = ("; some deny it" if tie.contested else "") + (
        "; read unsurely" if is_unsure(tie.claims, desk.index) else ""
    )
    return say(f"{LEADS[tie.status]}{clause}{told}{doubt}", desk.cite(tie.claims))


def dispute_in_words(conflict: Conflict, desk: Desk) -> Phrase:
    """A conflict with its camps: "The amounts differ: A invests in B. USD 1 billion [1]; USD 2 billion [2]"."""
    tie = desk.index.ties[conflict.tie]
    lead = f"{DISPUTES[conflict.about]}: {desk.relation(tie.subject, tie.relation, tie.object)}. "
    return say(lead, listed((_camp(camp, desk) for camp in conflict.camps[:MOST_CAMPS]), "; "), _other_camps(conflict))


def _other_camps(conflict: Conflict) -> str:
    over = len(conflict.camps) - MOST_CAMPS
    return f" and {over} other values" if over > 0 else ""


def _camp(camp: Camp, desk: Desk) -> Phrase:
    return say(brief(value_in_words("", camp.value), 80), desk.cite((p.claim for p in camp.positions), MOST_POSITIONS))


def disputes(desk: Desk) -> Section:
    """The section "What is disputed"."""
    found = desk.report.conflicts
    lead = paragraph(
        f"{counted(len(found), 'case', 'cases')} in which documents do not agree, or speak of different things without "
        "saying so. None is decided here: each side stands with who says so."
        if found
        else "No two documents were found that contradict each other on a tie."
    )
    if not found:
        return Section("What is disputed", (lead,))
    shown, note = first(found, MOST_DISPUTES, "conflicts.html in the study’s folder", "conflict", "conflicts")
    columns = (("Tie", 5), ("What is disputed", 3), ("Who says what", 10))
    return Section("What is disputed", (lead, table("Conflicts", columns, (_dispute(c, desk) for c in shown), note)))


def _dispute(conflict: Conflict, desk: Desk) -> Row:
    tie = desk.index.ties[conflict.tie]
    sides = say(listed((_side(camp, desk) for camp in conflict.camps[:MOST_CAMPS]), " — "), _other_camps(conflict))
    return (say(desk.relation(tie.subject, tie.relation, tie.object)), say(DISPUTES[conflict.about]), sides)


def _side(camp: Camp, desk: Desk) -> Phrase:
    value = Piece(brief(value_in_words("", camp.value), 80), Style.STRONG)
    named = dict.fromkeys(_voice(p.speaker, p.document, desk) for p in camp.positions[:MOST_POSITIONS])
    return say(value, f": {', '.join(named)}", desk.cite((p.claim for p in camp.positions), MOST_POSITIONS))


def _voice(speaker: str | None, document: str, desk: Desk) -> str:
    line = desk.index.sources[document]
    where = brief(line.publisher or line.title or line.name, 60)
    return f"{desk.name(speaker)} in {where}" if speaker else where
