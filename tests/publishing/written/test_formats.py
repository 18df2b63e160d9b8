"""What each format promises beyond the words."""

from __future__ import annotations

import base64
import hashlib
import io
import itertools
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pypdfium2
import pytest
from lxml import etree, html

from liens.publishing.written import data
from liens.publishing.written.docx import as_docx
from liens.publishing.written.html import as_html
from liens.publishing.written.markdown import as_markdown
from liens.publishing.written.pdf import as_pdf, as_pngs
from tests.publishing.written.reading import pdf_links
from tests.publishing.written.test_same_content import manuscript_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_the_page_allows_its_own_style_and_nothing_else() -> None:
    page = html.fromstring(as_html(manuscript_of("full")).decode())
    (style,) = page.iter("style")
    digest = base64.b64encode(hashlib.sha256((style.text or "").encode()).digest()).decode()
    (policy,) = (m.get("content") for m in page.iter("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_the_page_has_one_title_headings_in_order_and_a_text_for_each_picture() -> None:
    page = html.fromstring(as_html(manuscript_of("full")).decode())
    levels = [int(e.tag[1]) for e in page.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(two - one <= 1 for one, two in itertools.pairwise(levels))
    assert all(image.get("alt") for image in page.iter("img"))
    assert page.get("lang") == "en"


def test_every_anchor_of_the_page_is_there_once() -> None:
    page = html.fromstring(as_html(manuscript_of("full")).decode())
    anchors = [e.get("id") for e in page.iter() if e.get("id")]
    assert len(set(anchors)) == len(anchors)
    assert {a.get("href", "")[1:] for a in page.iter("a") if a.get("href", "").startswith("#")} <= set(anchors)


def test_the_pdf_has_a_title_a_language_bookmarks_tags_and_the_day_of_the_ledger() -> None:
    made = as_pdf(manuscript_of("full"))
    with pypdfium2.PdfDocument(made) as opened:
        told = opened.get_metadata_dict()
        marks = [mark.get_title() for mark in opened.get_toc()]
        sizes = {page.get_size() for page in opened}
    assert told["Title"] == "Tidal computing"
    assert told["CreationDate"].startswith("D:2024")
    assert {"1 In short", "2 Method", "A Cited sentences"} <= {" ".join(mark.split()) for mark in marks}
    assert {(round(w), round(h)) for w, h in sizes} == {(595, 842)}
    assert b"pdfuaid" in made


def test_every_number_in_the_pdf_leads_to_its_entry() -> None:
    links = [(face.strip(), there.split()) for face, there in pdf_links(as_pdf(manuscript_of("full")))]
    numbers = [(face, there) for face, there in links if re.fullmatch(r"D?\d+", face)]
    assert len(numbers) > 50
    assert [face for face, there in numbers if face not in there] == []


def test_the_docx_has_headings_bookmarks_repeated_heads_and_texts_for_pictures() -> None:
    study = manuscript_of("full")
    opened = docx.Document(io.BytesIO(as_docx(study)))
    headings = [p.text for p in opened.paragraphs if p.style and (p.style.name or "").startswith("Heading")]
    assert headings == [f"{section.number} {section.title}" for _, section in study.walk()]
    body = opened.element.body
    marks = {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")}
    assert {link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink") if link.get(f"{W}anchor")} <= marks
    tables = list(body.iter(f"{W}tbl"))
    assert len(tables) == len(list(body.iter(f"{W}tblHeader")))
    pictures = [e for e in body.iter() if isinstance(e.tag, str) and e.tag.endswith("}docPr")]
    assert len(pictures) == len(list(study.figures()))
    assert all(picture.get("descr") for picture in pictures)
    assert opened.core_properties.created is not None
    assert opened.core_properties.created.year == 2024


def test_the_docx_archive_tells_no_time() -> None:
    with zipfile.ZipFile(io.BytesIO(as_docx(manuscript_of("small")))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_markdown_names_each_drawing_that_it_comes_with() -> None:
    text, drawings = as_markdown(manuscript_of("full"), "a study.figures")
    named = re.findall(rb"\]\(a%20study\.figures/([a-z0-9-]+\.svg)\)", text)
    assert [name.decode() for name in named] == list(drawings)
    assert all(etree.fromstring(drawing).tag.endswith("}svg") for drawing in drawings.values())


def test_each_drawing_becomes_a_picture_of_its_size() -> None:
    drawings = [figure.svg for figure in manuscript_of("full").figures()]
    pictures = as_pngs(drawings, 72)
    assert len(pictures) == len(drawings) > 2
    widths = [int.from_bytes(picture[16:20]) for picture in pictures]
    assert min(widths) > 600


def test_data_has_every_section(tmp_path: Path) -> None:
    study = manuscript_of("small")
    ((_, content),) = data.files_of(study, tmp_path / "m.json").items()
    told = json.loads(content)
    assert [section["title"] for section in told["sections"]] == [section.title for section in study.sections]


@pytest.mark.parametrize("day", [None, "0002-01-01", "0500-02-28", "9999-12-31"])
def test_any_day_will_do(day: str | None) -> None:
    study = replace(manuscript_of("small"), day=day, sections=())
    assert as_pdf(study).startswith(b"%PDF")
    assert docx.Document(io.BytesIO(as_docx(study))).core_properties.created is not None
    assert as_html(study)
