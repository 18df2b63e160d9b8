"""Write the PDF and Word documents of the example market from their plain sources.

Each `sources/*.md` has front matter and a body of `#` and `##` headings, paragraphs, `- ` lists, `|` tables and
`<!-- new page -->`. The result goes to `ai-market/<output>`, and what is known of the document to
`<output>.meta.yaml` beside it. The same sources give the same bytes.

    python examples/make_formats.py
"""

from __future__ import annotations

import datetime as dt
import io
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import yaml
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

HERE = Path(__file__).parent
NOTE = "Written for this example from facts that the source reports; the wording is not the source's."
NEW_PAGE = "<!-- new page -->"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip archive can hold


@dataclass(frozen=True, slots=True)
class Source:
    """One source: its front matter without `output`, where the result goes, and the blocks of its body."""

    meta: dict[str, object]
    output: Path
    blocks: tuple[str, ...]


def read(path: Path) -> Source:
    """The source at `path`."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    meta = yaml.safe_load(front)
    output = HERE / "ai-market" / meta.pop("output")
    return Source(meta | {"note": NOTE}, output, tuple(b.strip() for b in body.split("\n\n") if b.strip()))


def rows(block: str) -> list[list[str]]:
    """The cells of a table, without the line that separates its head."""
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]
    return [line for line in lines if not set("".join(line)) <= set("-")]


def write_pdf(source: Source) -> bytes:
    """The document as PDF, with its properties set and its pages numbered."""
    target = io.BytesIO()
    published = dt.datetime.fromisoformat(str(source.meta["published"])).replace(tzinfo=dt.UTC)
    os.environ["SOURCE_DATE_EPOCH"] = str(int(published.timestamp()))  # the date that the library writes into the file
    properties = {key: str(source.meta.get(key) or "") for key in ("title", "author")} | {"subject": NOTE}
    template = SimpleDocTemplate(target, pagesize=A4, lang="en", **properties)
    template.creator = str(source.meta["publisher"])
    template.build(list(_flow(source)), onFirstPage=_number, onLaterPages=_number)
    return target.getvalue()


def _number(canvas: Canvas, _: SimpleDocTemplate) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawCentredString(A4[0] / 2, 15 * mm, str(canvas.getPageNumber()))


def _flow(source: Source) -> Iterator[Flowable]:
    style = getSampleStyleSheet()
    for block in source.blocks:
        if block == NEW_PAGE:
            yield PageBreak()
        elif block.startswith("|"):
            yield _table(block)
        elif block.startswith("#"):
            marks, text = block.split(" ", 1)
            yield Paragraph(text, style[f"Heading{len(marks)}"])
        elif block.startswith("- "):
            yield from (Paragraph(line[2:], style["BodyText"], bulletText="•") for line in block.splitlines())
        else:
            yield Paragraph(block, style["BodyText"])
        yield Spacer(1, 2 * mm)


def _table(block: str) -> Table:
    grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "gray"), ("FONT", (0, 0), (-1, 0), "Helvetica-Bold")])
    return Table(rows(block), style=grid, hAlign="LEFT")


def write_docx(source: Source) -> bytes:
    """The document as a Word file, with its properties set."""
    document = docx.Document()
    known = document.core_properties
    known.title, known.author = str(source.meta["title"]), str(source.meta.get("author") or source.meta["publisher"])
    known.subject, known.language = NOTE, str(source.meta["language"])
    published = dt.date.fromisoformat(str(source.meta["published"]))
    known.created = known.modified = dt.datetime.combine(published, dt.time())
    for block in source.blocks:
        _add(document, block)
    _lighten(document)
    target = io.BytesIO()
    document.save(target)
    return _settled(target)


def _add(document: docx.document.Document, block: str) -> None:
    if block.startswith("|"):
        cells = rows(block)
        table = document.add_table(len(cells), len(cells[0]), style="Table Grid")
        for row, texts in zip(table.rows, cells, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    elif block.startswith("#"):
        marks, text = block.split(" ", 1)
        document.add_heading(text, level=len(marks))
    elif block.startswith("- "):
        for line in block.splitlines():
            document.add_paragraph(line[2:], style="List Bullet")
    else:
        document.add_paragraph(block)


def _lighten(document: docx.document.Document) -> None:
    """Leave out the parts of the empty template that no document needs: more than half of its size."""
    for links in (document.part.rels, document.part.package.rels):
        for key, link in list(links.items()):
            if link.reltype.endswith(("/stylesWithEffects", "/thumbnail")):
                del links[key]


def _settled(archive: io.BytesIO) -> bytes:
    """The same archive with its members' dates fixed, so that it does not change from run to run."""
    target = io.BytesIO()
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return target.getvalue()


WRITERS = {".pdf": write_pdf, ".docx": write_docx}


def main() -> None:
    """Write every document again."""
    for path in sorted((HERE / "sources").glob("*.md")):
        source = read(path)
        source.output.write_bytes(WRITERS[source.output.suffix](source))
        known = yaml.safe_dump(source.meta, allow_unicode=True, sort_keys=False, width=1000)
        source.output.with_name(source.output.name + ".meta.yaml").write_text(known, encoding="utf-8")


if __name__ == "__main__":
    main()
