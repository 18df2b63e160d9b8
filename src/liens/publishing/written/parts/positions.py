"""Who said what about which deal, law or actor, who lobbies, and who changed their mind."""

from __future__ import annotations

from collections.abc import Iterator

from liens.analysis.positions.findings import Change, Debate, Positions
from liens.analysis.positions.lobbying import Direction, Lobbying
from liens.analysis.positions.standpoints import Hand, Standpoint
from liens.model import SpeechKind
from liens.publishing.filters import counted
from liens.publishing.written.desk import Desk, Row, brief, cell, day_of, first, paragraph, table
from liens.publishing.written.manuscript import Block, Items, Phrase, Section, Table, listed, say
from liens.publishing.written.parts.docket import quoted

MOST_DEBATES = 40
MOST_TOLD = 12
MOST_STATEMENTS = 12
MOST_LOBBYING = 40
MOST_CHANGES = 20
ALL = "`liens positions` shows them all"
KINDS = {
    SpeechKind.DIRECT: "their words",
    SpeechKind.INDIRECT: "reported",
    SpeechKind.MIXED: "partly their words",
}
HANDS = {Hand.OWN: "own publication", Hand.FIRST: "first-hand", Hand.RELAYED: "relayed"}


def positions(desk: Desk) -> Section:
    """The section "Who said what"."""
    found = desk.report.measures.positions
    if not found.said and not found.lobbying:
        return Section(
            "Who said what", (paragraph("No document of this study quotes anyone. Who holds what is not known."),)
        )
    lead = paragraph(
        f"{counted(len(found.said), 'statement', 'statements')} on "
        f"{counted(len(found.debates), 'deal, law or actor', 'deals, laws and actors')}. What someone said, whom they "
        "met and what they hold are kept apart: that two of them fall on one day proves nothing. Roles are those told "
        "for the day of the words."
    )
    said = {one.remark: one for one in found.said}
    debates = sorted(found.debates, key=lambda d: (-len(d.remarks), d.target.name or "", d.remarks))
    told = (_debate(debate, said, desk) for debate in debates[:MOST_TOLD])
    tail = (_changes(found, said, desk), _lobbying(found, desk), _met(found, desk))
    return Section("Who said what", (lead, _overview(debates, desk)), (*told, *tail))


def _overview(debates: list[Debate], desk: Desk) -> Table:
    shown, note = first(debates, MOST_DEBATES, ALL, "target", "targets")
    columns = (("On", 7), ("For", 2), ("Against", 2), ("Neutral", 2), ("Origins", 2), ("Where", 5))
    caption = "What was judged, and how often; statements of one text and its copies are one origin"
    return table(caption, columns, (_target(debate, desk) for debate in shown), note)


def _target(debate: Debate, desk: Desk) -> Row:
    counts = (len(debate.supportive), len(debate.critical), len(debate.neutral), debate.origins)
    cited = cell(desk.cite(debate.remarks))
    return (say(_name(debate)), *(say(str(number) if number else "none found") for number in counts), cited)


def _name(debate: Debate) -> str:
    return brief(debate.target.name or "a target that is not named", 90)


def _debate(debate: Debate, said: dict[str, Standpoint], desk: Desk) -> Section:
    remarks = frozenset(debate.remarks)
    shown, note = first(
        [one for one in said.values() if one.remark in remarks], MOST_STATEMENTS, ALL, "statement", "statements"
    )
    columns = (("Day", 3), ("Who, and role then", 5), ("Stance", 3), ("Words", 11), ("How", 4))
    rows = (_statement(one, desk) for one in shown)
    return Section(
        f"On {_name(debate)}", (table(f"Statements on {_name(debate)}, the earliest first", columns, rows, note),)
    )


def _statement(one: Standpoint, desk: Desk) -> Row:
    posts = (f"{brief(p.role, 60)}, " * bool(p.role) + desk.name(p.organisation) for p in one.posts[:2])
    role = "; ".join(posts)
    marks = (", an assurance" if one.assures else "") + ("" if one.target.stated else "; target inferred")
    via = f" from {brief(one.via, 50)}" if one.via else ""
    venue = f", {brief(one.venue, 50)}" if one.venue else ""
    return (
        cell(brief(one.day, 10)),
        say(desk.name(one.speaker), f" ({role})" if role else ""),
        say(one.stance.value + marks),
        say(quoted(one.words, one.document, desk, 300), desk.cite([one.remark])),
        say(f"{KINDS[one.kind]}{venue}; {HANDS[one.hand]}{via}"),
    )


def _changes(found: Positions, said: dict[str, Standpoint], desk: Desk) -> Section:
    words = "None found: as far as documents tell, nobody takes two stances on one target on different days."
    items = tuple(_change(change, said, desk) for change in found.changes[:MOST_CHANGES])
    over = len(found.changes) - MOST_CHANGES
    more = (paragraph(f"{counted(over, 'change', 'changes')} more not printed here: {ALL}"),) if over > 0 else ()
    return Section("Changes of position", (Items(items), *more) if items else (paragraph(words),))


def _change(change: Change, said: dict[str, Standpoint], desk: Desk) -> Phrase:
    sides = ((said[key], key) for key in (change.before, change.after))
    told = (say(f"{one.stance.value} on {day_of(one.day)}", desk.cite([key])) for one, key in sides)
    return say(f"{desk.name(change.speaker)} on {brief(change.target.name, 90)}: ", listed(told))


def _lobbying(found: Positions, desk: Desk) -> Section:
    if not found.lobbying:
        return Section(
            "Lobbying", (paragraph("No document of this study tells of lobbying. Whether there is any is not known."),)
        )
    shown, note = first(found.lobbying, MOST_LOBBYING, ALL)
    columns = (("Who", 5), ("On what", 5), ("Direction", 3), ("According to", 4), ("Words", 9))
    rows = (_lobby(one, desk) for one in shown)
    return Section("Lobbying", (table("Lobbying, each line according to whom it names", columns, rows, note),))


def _lobby(one: Lobbying, desk: Desk) -> Row:
    direction = "not known" if one.direction is Direction.UNKNOWN else one.direction.value
    status = "" if one.status == "asserted" else f" ({one.status.value})"
    line = desk.index.claims[one.claim]
    return (
        say(desk.name(one.lobbyist)),
        say(desk.name(one.target)),
        say(direction),
        cell(brief(one.according_to, 80), status),
        say(quoted(one.words, line.document, desk, 240), desk.cite([one.claim])),
    )


def _met(found: Positions, desk: Desk) -> Section:
    return Section("Meetings", tuple(_meetings(found, desk)))


def _meetings(found: Positions, desk: Desk) -> Iterator[Block]:
    if found.met is None:
        yield paragraph("Who met whom is not known: this study holds no register of meetings.")
    elif not found.met:
        yield paragraph("No document of this study tells of a meeting.")
    else:
        shown, note = first(found.met, MOST_LOBBYING, ALL)
        columns = (("Who", 5), ("Whom", 5), ("Day", 3), ("Status", 3), ("Where it is told", 4))
        rows = (
            (
                say(desk.name(m.subject)),
                say(desk.name(m.object)),
                cell(m.day or ""),
                say(m.status.value),
                desk.cite([m.claim]),
            )
            for m in shown
        )
        yield table("Meetings", columns, rows, note)
