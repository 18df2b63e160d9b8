import re
import runpy
import shlex
from pathlib import Path

import click
import pytest

from liens.cli import main

ROOT = Path(__file__).parents[1]
GENERATE = runpy.run_path(str(ROOT / "docs" / "generate.py"))
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
COMMAND = re.compile(r"(?:^\s*(?:[^`\n]* \| )?|`)liens ([a-z]+)\b([^`\n]*)", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("name", GENERATE["PAGES"])
def test_the_reference_is_what_the_code_says(name: str) -> None:
    assert (ROOT / "docs" / "reference" / name).read_text() == GENERATE["page"](name), "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_command_that_is_shown_exists_with_its_options(page: Path) -> None:
    context = click.Context(main)
    for name, rest in COMMAND.findall(page.read_text()):
        command = main.get_command(context, name)
        assert command is not None, f"{page.name} shows `liens {name}`"
        known = {option for p in command.params for option in p.opts} | {"--help"}
        given = {w.split("=")[0] for w in shlex.split(rest.split("#")[0].split(">")[0]) if re.match(r"--?[a-z]", w)}
        assert given <= known, f"{page.name}: liens {name} has no {given - known}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    missing = [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()]
    assert missing == []


def test_every_command_is_in_the_readme_or_the_tutorial() -> None:
    shown = {
        name for page in ("README.md", "docs/tutorial.md") for name, _ in COMMAND.findall((ROOT / page).read_text())
    }
    assert set(main.commands) <= shown
