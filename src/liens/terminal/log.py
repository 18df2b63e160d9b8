"""What the ledger has learnt, drawn: claims first, then the findings that are others for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from liens.terminal.console import Answer, counted, out, safe

SHOWN = 100
"""Lines of one sort; the rest is in `--json`."""


def log(data: Answer) -> None:
    """Each sort of change under a heading; one line where there is none."""
    out.print(f"From {_state(data['since'])} to {_state(data['until'])}")
    claims, documents = data["claims"], data["documents"]
    parts = (
        ("document", "added", [safe(one["title"]) for one in documents["added"]]),
        ("document", "gone", [safe(one["title"]) for one in documents["gone"]]),
        ("claim", "added", [_claim(one) for one in claims["added"]]),
        ("claim", "superseded", [f"{_claim(one)} [dim]({safe(one['why'])})[/]" for one in claims["superseded"]]),
        ("claim", "decided", [f"{_claim(one)} {_turn(one)}" for one in claims["decided"]]),
        ("entity", "with other names", [_names(one, "+") for one in data["joined"]]),
        ("entity", "with fewer names", [_names(one, "−") for one in data["parted"]]),
        ("finding", "changed", [_finding(one) for one in data["findings"]]),
    )
    for noun, verb, lines in parts:
        _list(f"{counted(len(lines), noun, 'entities' if noun == 'entity' else '')} {verb}", lines)
    if not any(lines for _, _, lines in parts):
        out.print("Nothing was added, and nothing is found otherwise.")


def _state(state: dict[str, Any]) -> str:
    at = safe((state["at"] or "now")[:16].replace("T", " "))
    return f"revision [bold]{state['revision']}[/] ({at})"


def _list(title: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    out.print(f"\n[bold]{title}[/]")
    for line in lines[:SHOWN]:
        out.print(f"  {line}")
    if len(lines) > SHOWN:
        out.print(f"  [dim]and {len(lines) - SHOWN} more: --json has them all[/]")


def _claim(one: dict[str, Any]) -> str:
    return f"{safe(one['says'])} [dim]{safe(one['id'])}[/]"


def _names(one: dict[str, Any], sign: str) -> str:
    return f"{safe(one['entity'])} {sign} {safe(', '.join(one['names']))}"


def _finding(one: dict[str, Any]) -> str:
    about = f", {_words(one['about'])}" if one["about"] else ""
    return f"[cyan]{safe(one['measure'])}[/] {safe(' – '.join(one['names']))}{about}: {_turn(one)}"


def _turn(one: dict[str, Any]) -> str:
    return " → ".join(_words(value) if value else "[dim]none[/]" for value in (one["before"], one["after"]))


def _words(value: str) -> str:
    return safe(value.replace("_", " "))
