"""How soon the network explorer can be used, and what it loads until then.

    python -m benchmarks.publishing.bench_explorer [--claims N]

Writes the explorer of an invented market (100,000 claims) and of the example market, opens each six times in Chromium
without a GPU, and prints the bytes of the files that the first view asks for, the median time until the picture is
drawn and takes input, and what the page's main thread needs of a processor for that, whatever else the machine does.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.analysis.invented_view import invented_view
from liens.config import Config
from liens.ledger.view import View
from liens.market import Market, load_market
from liens.pipeline import run
from liens.publishing import plan_files
from liens.publishing.report import build_report
from liens.publishing.site import Site

EXAMPLE = Path(__file__).parents[2] / "examples/ai-market"
TIMES = 6
DRAWN = "new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)))"
FLAGS = ["--no-sandbox", "--disable-gpu"]


def main() -> None:
    """Print a line for each market."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    claims = parser.parse_args().claims
    market = load_market()
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        example, invented = Path(scratch) / "example", Path(scratch) / "invented"
        run(Config(folder=example, sources=(str(EXAMPLE),)))
        write_explorer(invented_view(claims, market), market, invented)
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        for name, folder in (("example", example), (f"{claims:,} claims", invented)):
            seen = [first_view(browser, folder) for _ in range(TIMES)]
            size, drawn, busy = (statistics.median(values) for values in zip(*seen, strict=True))
            print(f"{name:>16}: {size / 1000:,.0f} kB, drawn after {drawn:,.0f} ms, main thread {busy:,.0f} ms")
        browser.close()


def write_explorer(view: View, market: Market, folder: Path) -> None:
    """The explorer's page and files alone: the whole study of a large market has a hundred thousand pages."""
    (folder / "network").mkdir(parents=True)
    for address, make in plan_files(Site(build_report(view, market), view, market)).items():
        if address.startswith(("network", "explorer", "style")):
            (folder / address).write_text(make(), encoding="utf-8")


def first_view(browser: Browser, folder: Path) -> tuple[int, float, float]:
    """Bytes that were asked for, milliseconds until the picture was drawn, and those of the main thread."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    asked: list[Path] = []
    page.on("request", lambda request: asked.append(Path(request.url.removeprefix("file://"))))
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto((folder / "network.html").as_uri())
    page.wait_for_selector("#picture canvas")
    drawn = float(page.evaluate(DRAWN))
    told = session.send("Performance.getMetrics")["metrics"]
    busy = next(one["value"] for one in told if one["name"] == "TaskDuration")
    context.close()
    return sum(path.stat().st_size for path in asked), drawn, busy * 1000


if __name__ == "__main__":
    main()
