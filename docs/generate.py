"""Write `docs/reference/` anew from the code. A test holds the committed pages against what this makes."""

from __future__ import annotations

import dataclasses
import inspect
import sys
from collections.abc import Callable, Iterator
from enum import EnumType
from pathlib import Path

import click

from liens import config, errors, market, model
from liens.cli import main
from liens.market import load_market

REFERENCE = Path(__file__).parent / "reference"


def command_line() -> Iterator[str]:
    """Every command with its help."""
    yield "# Command line\n"
    yield inspect.getdoc(sys.modules["liens.cli"]) or ""
    context = click.Context(main, info_name="liens", **main.context_settings)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        with click.Context(command, parent=context, info_name=name, terminal_width=100) as own:
            yield f"\n## {name}\n\n```\n{command.get_help(own)}\n```"


def configuration() -> Iterator[str]:
    """`liens.toml` as it is written, and what its keys mean."""
    yield "# Configuration\n"
    yield inspect.getdoc(config) or ""
    text = config.as_toml(config.Config(folder=Path(), sources=("../articles",)))
    yield f"\n```toml\n{text}```"


def relations() -> Iterator[str]:
    """The relations of the AI market, with their direction and channel."""
    pack = load_market()
    yield "# Relations of the AI market\n"
    yield "A claim reads from its subject to its object. Each is a file in `src/liens/markets/ai/relations/`.\n"
    yield "| relation | reads | the other way round | symmetric | channel |\n|---|---|---|---|---|"
    for relation in pack.relations.values():
        channel = pack.channels.get(relation.channel or "", "")
        symmetric = "yes" if relation.symmetric else ""
        yield f"| `{relation.name}` | {relation.label} | {relation.inverse} | {symmetric} | {channel} |"
    yield "\n## Authorities' ladders\n"
    yield "Lowest stage first; a later press word never raises a stage.\n"
    for procedure in pack.procedures:
        yield f"* **{procedure.authority}**, {procedure.title}: {' → '.join(s.name for s in procedure.stages)}"


def nouns() -> Iterator[str]:
    """The nouns of `liens.model` and `liens.market` with their fields, and the errors."""
    yield "# Nouns\n"
    for module in (model, market):
        yield f"{inspect.getdoc(module)}\n"
        for name, thing in vars(module).items():
            if inspect.isclass(thing) and thing.__module__ == module.__name__:
                yield from _noun(name, thing)
    yield f"# Errors\n\n```\n{inspect.getdoc(errors)}\n```"


def _noun(name: str, thing: type) -> Iterator[str]:
    yield f"## {name}\n\n{inspect.getdoc(thing)}\n"
    if isinstance(thing, EnumType):
        yield ", ".join(f"`{member.value}`" for member in thing) + "\n"  # type: ignore[var-annotated]
    elif dataclasses.is_dataclass(thing):
        yield "| field | type |\n|---|---|"
        yield from (f"| `{f.name}` | `{str(f.type).replace('|', chr(92) + '|')}` |" for f in dataclasses.fields(thing))
        yield ""


PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "command-line.md": command_line,
    "configuration.md": configuration,
    "relations.md": relations,
    "nouns.md": nouns,
}


def page(name: str) -> str:
    """The text of the reference page `name`."""
    text = "\n".join(PAGES[name]())
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


if __name__ == "__main__":
    REFERENCE.mkdir(exist_ok=True)
    for each in PAGES:
        (REFERENCE / each).write_text(page(each), encoding="utf-8")
