"""The terminal itself: where lines go, what is safe to print, the bars and the summary of a run."""

from __future__ import annotations

import json
import sys
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from liens.model import Problem
from liens.pipeline import Progress as Watcher
from liens.pipeline import Silence, Summary

Answer = dict[str, Any]
SHOWN_PROBLEMS = 10
STATUS_STYLE = {"asserted": "green", "planned": "cyan", "alleged": "yellow", "denied": "red", "ended": "dim"}

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def complain(message: str) -> None:
    """One line on standard error."""
    err.print(f"[red]liens:[/] {safe(message)}", soft_wrap=True)


def safe(text: object) -> str:
    """`text` without control characters, its square brackets as themselves."""
    return escape("".join(c if c.isprintable() or c == " " else "�" for c in str(text).replace("\n", " ")))


def answer(data: Answer, draw: Callable[[Answer], None], as_json: bool) -> None:
    """Print `data` as JSON, or draw it."""
    if as_json:
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    else:
        draw(data)


def lines(answers: Iterator[Answer]) -> int:
    """Print each answer as a JSON line; → how many of them have problems."""
    failed = 0
    for each in answers:
        sys.stdout.write(json.dumps(each, ensure_ascii=False) + "\n")
        failed += bool(each["problems"])
    return failed


class _Bars:
    """A bar for each stage of a run."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._task: TaskID | None = None

    def stage(self, name: str, total: int | None) -> None:
        if self._task is not None:
            self._bars.stop_task(self._task)
        self._task = self._bars.add_task(name, total=total, what="")

    def step(self, what: str) -> None:
        if self._task is not None:
            self._bars.update(self._task, advance=1, what=safe(what)[-60:])


@contextmanager
def watching(quiet: bool) -> Iterator[Watcher]:
    """Bars on standard error while a run goes on."""
    if quiet:
        yield Silence()
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, TextColumn("[dim]{task.fields[what]}"), console=err, transient=True) as bars:
        yield _Bars(bars)


def summary(done: Summary, folder: Path, quiet: bool, as_json: bool) -> None:
    """What a run did, what went wrong, and what to do next."""
    if as_json:
        sys.stdout.write(json.dumps(done.as_json() | {"study": str(folder)}, ensure_ascii=False, indent=2) + "\n")
        return
    problems(done.problems)
    if quiet:
        return
    gathered = done.gathered
    out.print(
        f"Found {counted(gathered.found, 'source')}: {counted(gathered.added, 'new document')}, {gathered.unchanged} "
        f"unchanged. Read {counted(done.read, 'document')} in {done.seconds:.1f} s."
    )
    out.print(
        f"The ledger holds {counted(done.documents, 'document')}, {counted(done.claims, 'claim')} and "
        f"{counted(done.statements, 'statement')}: {counted(done.ties, 'tie')} between "
        f"{counted(done.entities, 'entity', 'entities')}, {counted(done.conflicts, 'conflict')}, "
        f"{counted(len(done.problems), 'problem')}."
    )
    out.print(f"The study is in [bold]{safe(folder / 'index.html')}[/]")
    out.print(f"Next: [bold]{safe(done.next_step(folder))}[/]")


def status(word: str) -> str:
    """A claim's status in its colour."""
    return f"[{STATUS_STYLE[word]}]{word}[/]"


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 claim", "2 claims"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def problems(found: Sequence[Problem]) -> None:
    """The first of what went wrong, a line each, on standard error."""
    for problem in found[:SHOWN_PROBLEMS]:
        advice = f" [dim]({safe(problem.advice)})[/]" if problem.advice else ""
        err.print(f"[yellow]{problem.stage}[/] {safe(problem.where)}: {safe(problem.message)}{advice}", soft_wrap=True)
    if len(found) > SHOWN_PROBLEMS:
        err.print(f"… and {len(found) - SHOWN_PROBLEMS} more: `liens show` lists them all")


def decided(data: Answer) -> None:
    """The decision as it was kept."""
    out.print(f"Kept: {safe(data['verdict'])} {safe(' / '.join(data['targets']))}, signed {safe(data['by'])}.")
    out.print(f"Undo it with: [bold]liens decide undo {data['id']}[/]. The pages show it after the next `liens run`.")


def exported(data: Answer) -> None:
    """Where the export is."""
    out.print(f"Wrote {data['format']} to [bold]{safe(data['path'])}[/]", soft_wrap=True)


def initialised(path: Path, was_there: bool) -> None:
    """What `init` did."""
    out.print(f"{safe(path)} is there already; nothing was changed" if was_there else f"Wrote [bold]{safe(path)}[/]")
    out.print("Next: [bold]liens run[/] in that folder")


def browse(page: Path) -> None:
    """Open `page` in the browser, or say where it is."""
    if not webbrowser.open(page.resolve().as_uri()):
        out.print(f"no browser here: open {page.resolve()}", soft_wrap=True, markup=False)


def making() -> None:
    """That it takes a while."""
    err.print("[dim]making the study…[/]")


def serving(address: str) -> None:
    """Where the live study is."""
    out.print(f"The study is at [bold]{safe(address)}[/] Ctrl-C ends it.", soft_wrap=True)


def password(from_stdin: bool) -> str:
    """A password, typed twice and not shown, or the first line of standard input."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


def people(data: Answer) -> None:
    """Who may sign in."""
    for user in data["users"]:
        out.print(f"{safe(user['name']):30} {safe(user['role']):10} [dim]since {safe(user['since'][:10])}[/]")
    if not data["users"]:
        out.print("No users: the study is served to this machine alone. Add one with [bold]liens user add NAME[/]")
