"""On whom start-ups depend: all profiles in one picture, each start-up's own, layers, and what-if."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup

from liens.analysis.dependence.layers import Count, Layers, LayerUse, Presence
from liens.analysis.dependence.profiles import Dependence, Profile
from liens.analysis.dependence.whatif import Hinge
from liens.market.dependence import Grade
from liens.publishing.charts import MOST_COLUMNS, grade_mark, layer_chart, profile_matrix
from liens.publishing.filters import counted, percent
from liens.publishing.written.desk import Desk, Row, brief, cell, first, paragraph, table
from liens.publishing.written.figures import Key, bar_key, drawing
from liens.publishing.written.manuscript import Block, Figure, Paragraph, Phrase, Section, Table, listed, say

MOST_DRAWN = 30
MOST_TOLD = 20
MOST_CELLS = 20
MOST_COUNTED = 60
MOST_HINGES = 25
MOST_ONLY = 8
MOST_ACTORS = 30
MOST_SUPPLIERS = 40
GRADES = {
    Grade.EXCLUSIVE: "exclusive",
    Grade.PRIMARY: "primary",
    Grade.PRESENT: "present",
    Grade.UNKNOWN: "not known: planned or alleged only",
    Grade.NONE: "none, by what is said",
}
ALL_PROFILES = "`liens profile` shows them all"


def dependence(desk: Desk) -> Section:
    """The section "On whom start-ups depend"."""
    title, profiles = "On whom start-ups depend", desk.report.measures.profiles
    if not profiles:
        words = "No document of this study speaks of a tie by which a start-up would depend on anyone. "
        return Section(title, (paragraph(words, "Whether there is one is not known."),))
    told = sorted(profiles, key=lambda p: (-len(p.cells), p.start_up))
    lead = paragraph(
        f"Documents tell of {counted(len(profiles), 'start-up', 'start-ups')} on whom it depends, in "
        f"{counted(len(desk.market.channels), 'channel', 'channels')}. There is no score: each grade names its "
        "sentences."
    )
    return Section(
        title,
        (lead, *_picture(told, desk), _providers(told, desk)),
        (*(_profile(profile, desk) for profile in told[:MOST_TOLD]), _whatif(desk)),
    )


def _picture(told: Sequence[Profile], desk: Desk) -> Iterator[Block]:
    drawn = sorted(told[:MOST_DRAWN], key=lambda p: desk.name(p.start_up).casefold())
    svg = profile_matrix(drawn, _columns(drawn)[:MOST_COLUMNS], desk.name, {})
    if svg:
        over = f" The {MOST_DRAWN} start-ups of which most is told." if len(told) > MOST_DRAWN else ""
        caption = (
            "Start-ups (rows) and the companies on which they depend (columns). The place and the colour of a mark "
            f"tell the channel, its shape the grade. A place without a mark is not known.{over}"
        )
        yield Figure(caption, drawing(svg, list(_keys(desk))), "Dependence of each start-up, by channel and grade")


def _keys(desk: Desk) -> Iterator[Key]:
    for place, title in enumerate(desk.market.channels.values()):
        yield Key(grade_mark(Grade.PRIMARY, place, 8, 0), title)
    for grade, title in GRADES.items():
        yield Key(_grey(grade_mark(grade, 0, 8, 0)), title)


def _grey(mark: Markup) -> Markup:
    """A mark without a channel's colour."""
    return Markup(mark.replace("ch0", "chx"))


def _columns(profiles: Iterable[Profile]) -> list[str]:
    """The providers, those of most start-ups first."""
    users: Counter[str] = Counter()
    for profile in profiles:
        users.update({cell.provider for cell in profile.cells})
    return sorted(users, key=lambda key: (-users[key], key))


def _providers(told: Sequence[Profile], desk: Desk) -> Table:
    shown, note = first(told, MOST_COUNTED, ALL_PROFILES, "start-up", "start-ups")
    columns = (("Start-up", 4), *((title, 3) for title in desk.market.channels.values()))
    caption = "Known providers of each start-up: companies with a tie in force to it, by channel"
    return table(caption, columns, (_known(profile, desk) for profile in shown), note)


def _known(profile: Profile, desk: Desk) -> Row:
    found = (profile.providers(channel) for channel in desk.market.channels)
    return (say(desk.name(profile.start_up)), *(cell(_count(keys, desk)) for keys in found))


def _count(keys: Sequence[str], desk: Desk) -> str:
    if len(keys) == 1:
        return f"1, only {desk.name(keys[0])}"
    return str(len(keys)) if keys else ""


def _profile(profile: Profile, desk: Desk) -> Section:
    name, channels = desk.name(profile.start_up), desk.market.channels
    shown, note = first(profile.cells, MOST_CELLS, f"`liens profile {name!r}`", "cell", "cells")
    columns = (("Channel", 3), ("On whom", 4), ("Grade", 3), ("Why, and where it is told", 8))
    rows = table(f"Dependence of {name}", columns, (_cell(each, desk) for each in shown), note)
    silent = [title for channel, title in channels.items() if not any(c.channel == channel for c in profile.cells)]
    return Section(name, (rows, *_silence(silent)))


def _silence(titles: Sequence[str]) -> tuple[Paragraph, ...]:
    if not titles:
        return ()
    return (paragraph(f"Not known, as no document of this study speaks of it: {', '.join(titles)}."),)


def _cell(found: Dependence, desk: Desk) -> Row:
    known = (
        counted(found.alternatives, "other provider", "other providers") if found.alternatives else "no other provider"
    )
    others = f"; {known} known" if found.ties else ""
    return (
        say(desk.market.channels.get(found.channel, found.channel)),
        say(desk.name(found.provider)),
        say(GRADES[found.grade]),
        say(brief(found.why, 160), others, desk.cite(found.claims)),
    )


def _whatif(desk: Desk) -> Section:
    hinges = [hinge for hinge in desk.report.measures.hinges if hinge.only]
    title = "What if a company were gone"
    if not hinges:
        return Section(title, (paragraph("No start-up is known to have one provider only in a channel."),))
    shown, note = first(hinges, MOST_HINGES, "`liens whatif` shows them all", "company", "companies")
    columns = (("Without", 4), ("Start-ups with a tie to it", 3), ("Lose the only provider known", 11))
    lead = paragraph(
        "Nothing is foretold: a loss counts the providers that documents tell of. A start-up may have others that no "
        "document names."
    )
    caption = "Who would lose the only provider known in a channel"
    return Section(title, (lead, table(caption, columns, (_hinge(hinge, desk) for hinge in shown), note)))


def _hinge(hinge: Hinge, desk: Desk) -> Row:
    lost = [_loss(each, desk) for each in hinge.only[:MOST_ONLY]]
    more = f" and {len(hinge.only) - MOST_ONLY} more" if len(hinge.only) > MOST_ONLY else ""
    return (say(desk.name(hinge.provider)), say(str(len(hinge.start_ups))), say(listed(lost, "; "), more))


def _loss(found: Dependence, desk: Desk) -> Phrase:
    channel = desk.market.channels.get(found.channel, found.channel).lower()
    return say(f"{desk.name(found.start_up)} ({channel})", desk.cite(found.claims, 2))


def layers(desk: Desk) -> Section:
    """The section "Who is where in the value chain"."""
    found, title = desk.report.measures.layers, "Who is where in the value chain"
    if not found.actors:
        return Section(title, (paragraph("No document of this study tells who is where. It is not known."),))
    return Section(title, tuple(_layers(found, desk)))


def _layers(found: Layers, desk: Desk) -> Iterator[Block]:
    svg = layer_chart(found.counts, desk.market.layers, desk.name)
    if svg:
        caption = "Start-ups that depend on each supplier, by layer. Dark: those that know no other supplier there."
        keys = [bar_key("single", "no other supplier known"), bar_key("", "others are known too")]
        yield Figure(caption, drawing(svg, keys), "Number of start-ups by supplier and layer")
        yield _suppliers(found, desk)
    yield _presences(found, desk)


def _suppliers(found: Layers, desk: Desk) -> Table:
    rows = [(use, count) for use in found.counts for count in use.suppliers]
    shown, note = first(rows, MOST_SUPPLIERS, "`liens layers` shows them all", "supplier", "suppliers")
    columns = (("Layer", 3), ("Supplier", 4), ("Start-ups", 2), ("Share", 3), ("Which, and where it is told", 8))
    caption = (
        "Start-ups by supplier. Shares are of the start-ups of which any supplier in the layer is known; as one may "
        "use several, they may sum to more than 100 %"
    )
    return table(caption, columns, (_supplier(use, count, desk) for use, count in shown), note)


def _supplier(use: LayerUse, count: Count, desk: Desk) -> Row:
    return (
        say(desk.market.layers[use.layer]),
        say(desk.name(count.supplier)),
        say(f"{len(count.start_ups):,}"),
        say(f"{percent(count.share)} of {len(use.start_ups):,}"),
        say(desk.some(count.start_ups), desk.cite(count.claims)),
    )


def _presences(found: Layers, desk: Desk) -> Table:
    present = {(presence.actor, presence.layer): presence for presence in found.presences}
    shown, note = first(found.actors, MOST_ACTORS, "`liens layers` shows them all", "company", "companies")
    columns = (("Company", 4), *((desk.market.layers[layer], 3) for layer in found.layers))
    caption = (
        "Companies and layers, those in most layers first. “Listed”: the study’s list of companies puts it, a unit or "
        "a product of it there, and no tie shows it"
    )
    rows = ((say(desk.name(a)), *(_presence(present.get((a, layer)), desk) for layer in found.layers)) for a in shown)
    return table(caption, columns, rows, note)


def _presence(found: Presence | None, desk: Desk) -> Phrase:
    if found is None:
        return cell()
    return say("by ties", desk.cite(found.claims, 2)) if found.ties else say("listed")
