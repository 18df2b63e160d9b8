"""What axe-core finds on the pages of the example study: light and dark, on a desk's screen and on a phone's.

    python -m benchmarks.publishing.bench_axe [--study FOLDER] [--every N]

Reads and writes the example study (or takes the one in FOLDER) and looks at every page of the navigation in all four
ways, and at every Nth page of ties, deals, entities and sources (each tenth unless told otherwise) in two of them.
Prints each rule that is broken, how badly, how often and on which page first, and pages that are wider than the screen.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from liens.config import Config
from liens.pipeline import run

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples/ai-market"
AXE = ROOT / "web/node_modules/axe-core/axe.min.js"
ROOMS = ("ties", "deals", "entities", "sources")
WAYS = (("light", 1440), ("dark", 360), ("dark", 1440), ("light", 360))
FLAGS = ["--no-sandbox", "--disable-gpu"]
ASK = """async () => (await axe.run(document, {resultTypes: ['violations'], preload: false})).violations
    .map(broken => [broken.id, broken.impact, broken.nodes.length])"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def main() -> None:
    """Print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--study", type=Path)
    parser.add_argument("--every", type=int, default=10)
    options = parser.parse_args()
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = options.study or Path(scratch)
        if options.study is None:
            run(Config(folder=folder, sources=(str(EXAMPLE),)))
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        report(list(look(browser, folder.resolve(), options.every)))
        browser.close()


def look(browser: Browser, folder: Path, every: int) -> Iterator[tuple[str, str, list[Any]]]:
    """(page, way, what is broken) of each page, each way."""
    sections = sorted(folder.glob("*.html"))
    rooms = [page for room in ROOMS for page in sorted((folder / room).glob("*.html"))[::every]]
    for place, (scheme, width) in enumerate(WAYS):
        size = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
        page = context.new_page()
        for path in (*sections, *(rooms if place < 2 else ())):
            page.goto(path.as_uri())
            if path.name == "network.html":
                page.wait_for_selector("#picture canvas")
            page.add_script_tag(path=AXE)
            broken = page.evaluate(ASK)
            wider = page.evaluate(WIDER)
            yield (
                str(path.relative_to(folder)),
                f"{scheme}, {width}",
                broken + ([["wider than the screen", "serious", wider]] if wider > 0 else []),
            )
        context.close()


def report(seen: list[tuple[str, str, list[Any]]]) -> None:
    """A line for each rule that is broken."""
    print(f"{len({page for page, _, _ in seen})} pages, looked at {len(seen)} times")
    rules: dict[tuple[str, str], list[tuple[str, str, int]]] = {}
    for page, way, broken in seen:
        for rule, impact, number in broken:
            rules.setdefault((rule, impact), []).append((page, way, number))
    for (rule, impact), places in sorted(rules.items()):
        page, way, number = places[0]
        print(f"{impact}: {rule} on {len(places)}, first on {page} ({way}): {number}")
    print(f"{len(rules)} rules broken")


if __name__ == "__main__":
    main()
