"""Answers of the measures, drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.padding import Padding
from rich.table import Table

from liens.terminal.console import Answer, counted, out, safe, status

STANCES = {"supportive": "[green]+ supportive[/]", "critical": "[red]− critical[/]", "neutral": "[dim]· neutral[/]"}
GRADES = {
    "exclusive": "[red]■ exclusive[/]",
    "primary": "[yellow]◆ primary[/]",
    "present": "[cyan]● present[/]",
    "none": "○ none",
    "unknown": "[dim]not known[/]",
}
SHOWN = 200


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="dim")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _draw(table: Table) -> None:
    if table.row_count:
        out.print(Padding(table, (1, 0, 0, 0)))


def _names(data: Answer, ids: Sequence[str]) -> str:
    """The names of the entities `ids`; `name:…` is somebody whom only the market pack knows."""
    return safe(", ".join(data["names"].get(key, key.removeprefix("name:")) for key in ids))


def docket(data: Answer) -> None:
    """Authority × deal, with the press's word beside the stage."""
    table = _table("Docket", "authority", "on", "stage", "from – to", "others call it", "")
    for case in data["cases"]:
        beyond = [f"“{word['phrase']}”" for word in case.get("reported", ()) if word.get("beyond")]
        search = case.get("search")
        none = f"no decision found as of {search.get('as_of', 'now')}" if search else ""
        table.add_row(
            _names(data, [case["authority"]]),
            _names(data, case["parties"]) or safe("; ".join(case["names"])),
            safe(case["stage"]),
            safe(" – ".join(dict.fromkeys(day for day in (case["first"], case["last"]) if day))),
            safe("; ".join(dict.fromkeys(beyond))),
            f"[dim]{safe(none)}[/]",
        )
    _draw(table)
    if not data["cases"]:
        out.print("No document of this study tells of a case.")


def positions(data: Answer) -> None:
    """Who said what, and who lobbies."""
    for said in data.get("said", ())[:SHOWN]:
        target = said["target"]
        about = _names(data, target.get("keys", ())) or safe(target.get("name", ""))
        post = "; ".join(str(p.get("role") or "") for p in said.get("posts", ()) if p.get("role"))
        out.print(
            f"{safe(said.get('day', 'no date'))}  [bold]{_names(data, [said['speaker']])}[/]"
            + (f" [dim]({safe(post)})[/]" if post else "")
            + (f" on {about}" if about else "")
            + f"  {STANCES[said.get('stance', 'neutral')]}\n    “{safe(said['words'])}”"
        )
    lobbying = _table("Lobbying", "who", "on", "direction", "status", "according to")
    for row in data.get("lobbying", ()):
        who, target = _names(data, [row["lobbyist"]]), _names(data, [row["target"]])
        lobbying.add_row(who, target, row["direction"], status(row["status"]), safe(row.get("according_to") or ""))
    _draw(lobbying)
    if data.get("met") is None:
        out.print("\nWho met whom is [dim]not known[/]: no document read here is a register of meetings.")


def profile(data: Answer) -> None:
    """A table for each start-up: channels down, companies across."""
    for each in data["profiles"]:
        across = [*each.get("groups", ()), *each.get("others", ())][:6]
        table = _table(f"{_names(data, [each['start_up']])} depends on", "", *(_names(data, [p]) for p in across))
        cells = {(cell["channel"], cell["provider"]): cell for cell in each["cells"]}
        for channel in each["channels"]:
            found = [cells.get((channel, provider), {}) for provider in across]
            table.add_row(channel.replace("_", " "), *(_cell(cell) for cell in found))
        _draw(table)


def _cell(cell: dict[str, Any]) -> str:
    grade = GRADES[cell.get("grade", "unknown")]
    others = cell.get("alternatives", 0)
    return grade + (f" [dim](+{others})[/]" if cell.get("ties") else "")


def whatif(data: Answer) -> None:
    """Who would lose a provider; without a question, on whom most depends."""
    if "hinges" in data:
        table = _table("Without this company…", "company", "start-ups with a tie", "would know no other provider")
        for hinge in data["hinges"]:
            only = [
                f"{_names(data, [c['start_up']])} ({c['channel'].replace('_', ' ')})" for c in hinge.get("only", ())
            ]
            table.add_row(_names(data, [hinge["provider"]]), str(len(hinge["start_ups"])), "; ".join(only))
        _draw(table)
        return
    table = _table(f"Without {_names(data, [data['removed']])}", "start-up", "channel", "loses", "keeps")
    for loss in data["losses"]:
        left = _names(data, loss.get("left", ())) or "[red]no known provider[/]"
        lost = f"{_names(data, [loss['provider']])} {GRADES[loss['grade']]}"
        table.add_row(_names(data, [loss["start_up"]]), loss["channel"].replace("_", " "), lost, left)
    _draw(table)


def layers(data: Answer) -> None:
    """Actors by layer, then the suppliers of each layer."""
    present = {(p["actor"], p["layer"]) for p in data["presences"]}
    table = _table("Who is present where", "", *data["layers"])
    for actor in data["actors"][:SHOWN]:
        table.add_row(_names(data, [actor]), *("●" if (actor, layer) in present else "" for layer in data["layers"]))
    _draw(table)
    _suppliers(data, data["counts"])


def _suppliers(data: Answer, counts: Sequence[dict[str, Any]]) -> None:
    """A table of suppliers for each layer."""
    for layer in counts:
        title = f"{layer['layer']}: {counted(len(layer['start_ups']), 'start-up')} with a known supplier"
        use = _table(f"{title}, {len(layer['single'])} with one only", "supplier", "start-ups", "share", "it alone")
        for row in layer["suppliers"]:
            alone = _names(data, row["single"])
            use.add_row(_names(data, [row["supplier"]]), str(len(row["start_ups"])), f"{row['share']:.0%}", alone)
        _draw(use)


def control(data: Answer) -> None:
    """Holdings and what follows from them."""
    stakes = _table("Owned, directly and through others", "holder", "held", "share", "")
    for stake in data.get("stakes", ()):
        how = "" if stake["direct"] else "[dim]through others[/]"
        stakes.add_row(_names(data, [stake["holder"]]), _names(data, [stake["held"]]), _share(stake), how)
    _draw(stakes)
    table = _table("Control", "holder", "", "held", "")
    for each in data.get("control", ()):
        word = "controls" if each["certain"] else "may control"
        top = "ultimate holder" if each.get("ultimate") else ""
        table.add_row(_names(data, [each["holder"]]), word, _names(data, [each["held"]]), top)
    _draw(table)
    for each in data.get("common", ()):
        rivals = " and ".join(_names(data, [stake["held"]]) for stake in each["stakes"])
        out.print(f"[bold]{_names(data, [each['holder']])}[/] has stakes in the rivals {rivals}")
    if not data.get("stakes") and not data.get("control"):
        out.print("No document or imported record tells of a holding.")


def _share(stake: dict[str, Any]) -> str:
    low, high = stake["low"], stake["high"]
    return f"{low:.1%}" if low == high else f"{low:.1%} – {high:.1%}"


def concentration(data: Answer) -> None:
    """Dependency counts by layer, then the index where shares exist."""
    _suppliers(data, data["layers"])
    index = data["index"]
    if index is None:
        out.print("\nNo index is shown: it needs market shares (--shares FILE), and none were given.")
        return
    table = _table("Market shares", "firm", "share", "source")
    for share in index["shares"]:
        table.add_row(_names(data, [share["firm"]]), _share(share), safe(share.get("source", "")))
    _draw(table)
    low, high = index["hhi"]
    out.print(f"\nHHI {low:,.0f}" + (f" to {high:,.0f}" if high - low >= 1 else ""))
    if index.get("mhhi") is not None:
        out.print(f"MHHI {index['mhhi']:,.0f}, of which common owners add {index['delta']:,.0f}")
    for overlap in index.get("overlaps", ()):
        out.print(
            f"  {_names(data, [overlap['firm']])} and {_names(data, [overlap['rival']])}: {overlap['points']:,.0f}"
        )


def diff(data: Answer) -> None:
    """What changed, by day."""
    for change in sorted(data["changes"], key=lambda c: c.get("day") or ""):
        what = " ".join(str(change[k]) for k in ("turn", "term", "phase") if change.get(k))
        terms = " → ".join(side for side in (_in_words(change["before"]), _in_words(change["after"])) if side)
        day = safe(change.get("day") or "no date")
        out.print(f"{day}  {_tie(data, change)} [cyan]{safe(what)}[/] {terms} [dim]{safe(change['deal'])}[/]")
    if not data["changes"]:
        out.print("Nothing that a document dates changed between the two days.")


def standing(data: Answer) -> None:
    """The deals of an entity on a day."""
    out.print(f"[bold]{safe(data['entity']['name'])}[/] at the end of {safe(data['on'])}")
    for each in data["deals"]:
        for word, part in (("in force", "in_force"), ("open", "open"), ("ended", "ended")):
            for one in each[part]:
                since = f" since {safe(one['since'])}" if one["since"] else ""
                phase = f" [dim]({safe(one['phase'])})[/]" if one.get("phase") else ""
                terms = _in_words(one["terms"])
                out.print(f"  {word:9} {_tie(data, one)}{since}{phase}" + (f": {terms}" if terms else ""))


def _tie(data: Answer, one: dict[str, Any]) -> str:
    return f"{_names(data, [one['subject']])} [bold]{safe(one['label'])}[/] {_names(data, [one['object']])}"


def _in_words(terms: Sequence[dict[str, Any]]) -> str:
    return safe("; ".join(term["value"] for term in terms if term["term"] != "date"))
