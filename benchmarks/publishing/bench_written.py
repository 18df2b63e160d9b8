"""The written study of an invented market of 1,000 companies, in every format: 1,000 claims, then 100,000.

The view is made in memory and the report is built before the clock starts, so the figures are those of composing and of
each writer alone, in processor seconds of one core, those of processes that it starts included. Each size is a fresh
process; the highest memory so far is that of the whole process, the report included, and after "+" that of the largest
process that it started.
"""

from __future__ import annotations

import resource
import subprocess
import sys

from benchmarks.analysis.invented_view import invented_view
from liens.market import load_market
from liens.publishing.report import build_report
from liens.publishing.written.compose import compose
from liens.publishing.written.docx import as_docx
from liens.publishing.written.html import as_html
from liens.publishing.written.manuscript import Entries, Manuscript, Table
from liens.publishing.written.markdown import as_markdown
from liens.publishing.written.pdf import as_pdf

SIZES = (1_000, 100_000)
WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
WRITERS = {
    "html": as_html,
    "md": lambda study: as_markdown(study, "figures")[0],
    "docx": as_docx,
    "pdf": as_pdf,
}


def measure(claims: int) -> None:
    """Print the figures of a study of `claims` claims."""
    market = load_market("ai")
    view = invented_view(claims, market)
    report = build_report(view, market)
    begin = _seconds()
    study = compose(report, view, market)
    print(f"{claims:,} claims: {_size(study)}")
    print(f"  compose  {_seconds() - begin:6.2f} s             {_memory()}")
    for name, write in WRITERS.items():
        begin = _seconds()
        made = write(study)
        print(f"  {name:7}  {_seconds() - begin:6.2f} s  {len(made) / 1e6:6.2f} MB  {_memory()}", flush=True)


def _size(study: Manuscript) -> str:
    blocks = [block for _, section in study.walk() for block in section.blocks]
    tables = [block for block in blocks if isinstance(block, Table)]
    entries = sum(len(block.entries) for block in blocks if isinstance(block, Entries))
    rows, cut = sum(len(table.rows) for table in tables), sum(bool(table.note) for table in tables)
    return f"{len(tables)} tables with {rows:,} rows, {cut} of them cut; {entries:,} annex entries"


def _memory() -> str:
    own, started = (resource.getrusage(who).ru_maxrss // 1024 for who in WHO)
    return f"{own:,}" + (f" + {started:,}" if started else "") + " MB"


def _seconds() -> float:
    spent = [resource.getrusage(who) for who in WHO]
    return sum(one.ru_utime + one.ru_stime for one in spent)


if __name__ == "__main__":
    if sys.argv[1:]:
        measure(int(sys.argv[1]))
    else:
        for size in SIZES:
            subprocess.run([sys.executable, "-m", "benchmarks.publishing.bench_written", str(size)], check=True)
