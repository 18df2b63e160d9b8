"""Entities side by side, drawn."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from rich.padding import Padding
from rich.table import Table

from liens.terminal.console import Answer, out, safe

LIKENESS = {"same": "[green]= same[/]", "different": "[yellow]≠ different[/]", "unknown": "[dim]? unknown[/]"}
MOST_POINTS = 5
"""Things in one cell."""
MOST_SETTING = 12


PARTS = {"authorities": "Authorities", "statements": "Statements"}


def compare(data: Answer) -> None:
    """Each question with what is told of each, and below it why that is the same or not; then what is said of both."""
    shown = [row for row in data["rows"] if not row["is_detail"]]
    names = [each["name"] for each in data["entities"]]
    for title, rows in groupby(shown, key=_part):
        out.print(f"\n[bold]{safe(title)}[/]")
        part = list(rows)
        for place, row in enumerate(filter(_tells_of_several, part)):
            _draw(row, names, header=place == 0)
        for row in part:
            if not _tells_of_several(row):
                out.print(f"[dim]{safe(row['label'])}:[/] {safe(_reason(row))}")
    _setting(data)


def _tells_of_several(row: Answer) -> bool:
    return row["topic"] == "dependence" or sum(bool(side["points"]) for side in row["sides"]) > 1


def _reason(row: Answer) -> str:
    return str(row["why"].partition(": ")[2])


def _part(row: Answer) -> str:
    if row["channel"]:
        return str(row["channel"]).replace("_", " ").capitalize()
    return PARTS.get(row["topic"], "Other ties")


def _draw(row: Answer, names: list[str], header: bool) -> None:
    table = Table(box=None, pad_edge=False, header_style="dim", show_header=header, expand=True)
    table.add_column("", ratio=2, overflow="fold")
    for name in names:
        table.add_column(safe(name), ratio=4, overflow="fold")
    table.add_row(safe(row["label"]), *(_cell(side, row["topic"]) for side in row["sides"]))
    out.print(table)
    out.print(Padding(f"{LIKENESS[row['likeness']]}: {safe(_reason(row))}", (0, 0, 1, 2)))


def _cell(side: Answer, topic: str) -> str:
    points = side["points"]
    if not points:
        return "[dim]not known[/]"
    if topic == "statements":
        stances = Counter(str(point["value"]) for point in points)
        return ", ".join(f"{number} {stance}" for stance, number in sorted(stances.items()))
    said = list(dict.fromkeys((point["says"], point["known"]) for point in points))
    lines = [safe(says) if known else f"[dim]{safe(says)}[/]" for says, known in said[:MOST_POINTS]]
    more = [f"[dim]and {len(said) - MOST_POINTS} more[/]"] if len(said) > MOST_POINTS else []
    return "\n".join(lines + more)


def _setting(data: Answer) -> None:
    if not data["setting"]:
        return
    out.print("\n[bold]Statements that set them side by side[/]")
    for one in data["setting"][:MOST_SETTING]:
        who = data["names"].get(one["speaker"], one["speaker"])
        out.print(f"  {safe(one.get('day') or 'no date')}  [bold]{safe(who)}[/]: “{safe(one['words'])}”")
    if len(data["setting"]) > MOST_SETTING:
        out.print(f"  [dim]and {len(data['setting']) - MOST_SETTING} more[/]")
