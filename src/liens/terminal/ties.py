"""Answers about ties, drawn."""

from __future__ import annotations

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from liens.terminal.console import Answer, counted, out, safe, status

SHOWN_TERMS = 100
"""Characters."""


def overview(data: Answer) -> None:
    """The study at a glance."""
    out.print(f"[bold]{safe(data['market'])}[/]")
    out.print(
        f"{counted(data['documents'], 'document')} ({data['half_read']} read in part), "
        f"{counted(data['claims'], 'claim')}, {counted(data['statements'], 'statement')}, "
        f"{counted(data['tie_count'], 'tie')} between "
        f"{counted(data['entities'], 'entity', 'entities')}"
    )
    _tie_table(data["ties"], "Best supported ties")
    _conflicts(data["conflicts"])
    if data["conflict_count"] > len(data["conflicts"]):
        out.print(f"… and {data['conflict_count'] - len(data['conflicts'])} more conflicts: see conflicts.html")
    out.print(f"\nNot known: {data['gaps']} channels of start-ups on which no document says anything.")
    for problem in data["problems"]:
        out.print(f"[yellow]{problem['stage']}[/] {safe(problem['where'])}: {safe(problem['message'])}")
    ask = "liens review" if data["questions"] else 'liens show "NAME"'
    out.print(f"Next: [bold]{ask}[/]" + (f" ({data['questions']} questions wait)" if data["questions"] else ""))


def entity(data: Answer) -> None:
    """One entity: its ties, statements and sources."""
    who = data["entity"]
    facts = [who["kind"], *(who[k] for k in ("role", "layer", "parent") if who.get(k))]
    out.print(f"[bold]{safe(who['name'])}[/]  [dim]{safe(', '.join(facts))}[/]")
    others = [n for n in who.get("names", ()) if n != who["name"]]
    if others:
        out.print(f"also: {safe(', '.join(others))}")
    _tie_table(data["ties"], "Ties")
    _conflicts(data["conflicts"])
    _statements(data["statements_by"], "Says")
    _statements(data["statements_about"], "Is spoken of")
    _source_table(data["sources"])


def _tie_table(ties: list[Answer], title: str) -> None:
    if not ties:
        out.print("No document of this study tells of a tie.")
        return
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="dim")
    for column in ("tie", "status", "terms", "dates", "origins"):
        table.add_column(column, overflow="fold", no_wrap=column == "status")
    for tie in ties:
        table.add_row(
            f"{safe(tie['subject'])} [bold]{safe(tie['label'])}[/] {safe(tie['object'])}\n  [dim]{safe(tie['id'])}[/]",
            status(tie["status"]) + (" [red]disputed[/]" if tie["conflict"] else ""),
            safe("; ".join(t["value"] for t in tie["terms"] if t["term"] != "date")[:SHOWN_TERMS]),
            safe(" – ".join(dict.fromkeys(d for d in (tie["first"], tie["last"]) if d))),
            str(tie["origins"]["total"]),
        )
    out.print(Padding(table, (1, 0, 0, 0)))


def _conflicts(conflicts: list[Answer]) -> None:
    for conflict in conflicts:
        out.print(f"\n[red]Conflict[/] on {safe(conflict['about'])}: [dim]{safe(conflict['tie'])}[/]")
        for camp in conflict["camps"]:
            who = "; ".join(f"{p['who'] or p['source']} ({p['date'] or 'no date'})" for p in camp["positions"])
            out.print(f"  [bold]{safe(camp['value'])}[/]: {safe(who)}")


def _statements(statements: list[Answer], title: str) -> None:
    if not statements:
        return
    out.print(f"\n[dim]{title}[/]")
    for each in statements:
        about = f" on {safe(each['target'])}" if each["target"] else ""
        venue = f", {safe(each['venue'])}" if each["venue"] else ""
        out.print(
            f"  [bold]{safe(each['speaker'])}[/]{about} [dim]({each['stance']}{venue})[/]: “{safe(each['content'])}”"
        )


def _source_table(sources: list[Answer]) -> None:
    if not sources:
        return
    table = Table(title="Sources", title_justify="left", box=None, pad_edge=False, header_style="dim")
    for column in ("claims", "published", "publisher", "title", "read"):
        table.add_column(column, overflow="fold")
    for source in sources:
        share = source["read_share"]
        read = "unknown" if share is None else f"{share:.0%}"
        cells = (source["claims"], source["published"] or "", source["publisher"] or "", source["title"], read)
        table.add_row(*(safe(cell) for cell in cells))
    out.print(Padding(table, (1, 0, 0, 0)))


def why(data: Answer) -> None:
    """Each claim with its sentence and why the reader thinks so."""
    if data["tie"]:
        _tie_table([data["tie"]], "Tie")
    for claim in data["claims"]:
        _claim(claim)
    _conflicts(data["conflicts"])


def _claim(claim: Answer) -> None:
    out.print(f"\n[bold]{safe(claim['says'])}[/]")
    facts = [
        status(claim["status"]),
        f"confidence {claim['confidence']:.2f}",
        f"{claim['review']}, {safe(claim['reader'])}",
    ]
    facts += [f"{safe(label)}: {safe(text)}" for label, text in claim["terms"].items()]
    out.print("  " + " · ".join(facts) + f" · [dim]{claim['id']}[/]")
    words = Text(_flat(claim["before"][-100:]), style="dim")
    words.append(_flat(claim["evidence"]["text"]), style="bold not dim")
    words.append(_flat(claim["after"][:100]))
    out.print(Padding(words, (0, 4)))
    for reason in claim["because"]:
        note = f" → {safe(reason['note'])}" if reason["note"] else ""
        out.print(f"    [dim]{safe(reason['role'])}[/] “{safe(reason['words'])}”{note}")
    source = claim["source"]
    place = ", ".join(str(source[k]) for k in ("publisher", "title", "published", "url") if source[k])
    out.print(f"    [dim]{safe(place)}[/]", soft_wrap=True)


def _flat(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def queue(data: Answer) -> None:
    """The review queue; `review` without --json asks instead."""
    for question in data["questions"]:
        out.print(f"{question['about']}: {safe(' / '.join(question['targets']))} [dim]({safe(question['why'])})[/]")


def question(asked: Answer) -> None:
    """One question of the queue, each claim in its context."""
    if asked["about"] == "names":
        left, right = asked["targets"]
        out.print(f"\nAre [bold]{safe(left)}[/] and [bold]{safe(right)}[/] one? [dim]({safe(asked['why'])})[/]")
    else:
        out.print(f"\nIs this claim right? [dim]({safe(asked['why'])})[/]")
    for claim in asked["claims"]:
        _claim(claim)
