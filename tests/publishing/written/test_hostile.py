"""Names, titles, texts and addresses that try to be markup, commands or links of some format."""

from __future__ import annotations

import io
import re
import zipfile
from functools import lru_cache

import docx
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html
from markdown_it import MarkdownIt

from liens.publishing.report import build_report
from liens.publishing.written.compose import compose
from liens.publishing.written.docx import as_docx
from liens.publishing.written.html import as_html
from liens.publishing.written.manuscript import Block, Items, Manuscript, Paragraph, Piece, Section, Style, Table, tidy
from liens.publishing.written.markdown import as_markdown
from liens.publishing.written.pdf import as_pdf
from tests.publishing.studies import FULL_MARKET, hostile_study
from tests.publishing.written.reading import in_docx, in_html, in_markdown, in_pdf, lines_of, squashed

TRICKS = [
    "#panic()",
    '#read("/etc/passwd")',
    "*bold* _it_ `raw` $x^2$ <label> @ref",
    "= Heading // gone /* gone */",
    "\\ \\u{202e} ~ -- --- ...",
    "[link](javascript:alert(1)) ![i](x)",
    "| a | b |",
    "# h",
    "- item",
    "1. one",
    "2) two",
    "+ plus",
    "> quote",
    "--- ",
    "===",
    "http://evil.example/ www.evil.example a@evil.example",
    ":smile: #1 @user",
    "&amp; &#x41; &lt;b&gt;",
    "<script>alert(1)</script><a href=x onclick=y>",
    "]]><!-- {{ 7*7 }} {% x %}",
    'HYPERLINK "x" {INCLUDETEXT c:\\\\x}',
    "=1+1 a\\",
    "**",
    "`",
    "```",
    "~~x~~",
    "a  b",
    "   four",
]


def study_of(*words: str, to: str | None = None) -> Manuscript:
    pieces = tuple((Piece(each, style, to),) for each in words for style in (Style.PLAIN, Style.STRONG, Style.QUOTE))
    blocks: tuple[Block, ...] = (
        *(Paragraph(each) for each in pieces),
        Items(pieces),
        Table("Words", ("A", "B"), tuple((each, each) for each in pieces), (1, 1), label="Table 1"),
    )
    return Manuscript(
        "T", "S", "en", "2024-05-01", (("F", "f"),), (Section("In", blocks, number="1", anchor="part-1"),)
    )


@lru_cache(maxsize=1)
def hostile() -> Manuscript:
    view = hostile_study()
    return compose(build_report(view, FULL_MARKET), view, FULL_MARKET)


@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_stays_words_in_markdown_and_html(trick: str) -> None:
    study = study_of(trick)
    wanted = squashed("".join(lines_of(study)))
    assert in_markdown(as_markdown(study, "f")[0]) == wanted
    assert in_html(as_html(study)) == wanted


def test_all_tricks_stay_words_in_pdf_and_docx() -> None:
    study = study_of(*TRICKS)
    assert in_docx(as_docx(study)) == squashed("".join(lines_of(study)))
    found = in_pdf(as_pdf(study))
    place = found.index("1In", found.index("Contents") + 20)
    for line in filter(None, map(squashed, lines_of(study))):
        at = found.find(line, place)
        assert at >= 0, line
        place = at + len(line)


WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)


@given(WORDS)
@settings(max_examples=60, deadline=None)
def test_whatever_is_said_stays_words(words: str) -> None:
    study = study_of(f"x{words}x")
    wanted = squashed("".join(lines_of(study)))
    assert in_html(as_html(study)) == wanted
    assert in_markdown(as_markdown(study, "f")[0]) == wanted


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        'https://ok.example/" onload=x',
        "https://a.example/\n[x](y)",
        "#",
        "//evil.example",
    ],
)
def test_what_is_no_address_on_the_web_is_no_link(address: str) -> None:
    assert Piece("x", to=address).to in (None, "#")


def test_an_address_cannot_break_out_of_its_link() -> None:
    study = study_of("x", to="https://a.example/)[y](https://b.example/|`<>\\\"'é")
    shown = MarkdownIt("commonmark").enable("table").render(as_markdown(study, "f")[0].decode())
    links = set(re.findall(r'href="(https[^"]*)"', shown))
    assert {link.split("/")[2] for link in links} == {"a.example"}
    page = html.fromstring(as_html(study).decode())
    assert {a.get("href", "").split("/")[2] for a in page.iter("a") if a.get("href", "").startswith("http")} == {
        "a.example"
    }
    opened = docx.Document(io.BytesIO(as_docx(study)))
    outside = [r.target_ref for r in opened.part.rels.values() if r.is_external]
    assert all(re.fullmatch(r"https://a\.example/[\x21-\x7e]*", target) for target in outside)
    assert as_pdf(study).startswith(b"%PDF")


def test_marks_that_turn_the_text_and_control_characters_go() -> None:
    assert tidy("a\u202eb\u2066c\x00d\x1b\ud800e\nf\u2028g") == "abc\ufffdd\ufffd\ufffde f g"


def test_text_is_bounded() -> None:
    assert len(tidy("x" * 10_000_000)) == 2000
    assert tidy("x" * 2001).endswith("…")


def test_a_hostile_study_is_a_page_without_anything_active() -> None:
    page = html.fromstring(as_html(hostile()).decode())
    tags = {element.tag for element in page.iter() if isinstance(element.tag, str)}
    assert not tags & {"script", "iframe", "object", "embed", "form", "input", "link", "base", "svg", "b", "i"}
    attributes = {str(name) for element in page.iter() for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on") or name in ("style", "srcset", "action")}
    assert all(a.get("href", "").startswith(("#", "http://", "https://")) for a in page.iter("a"))
    assert all(i.get("src", "").startswith("data:image/svg+xml;base64,") for i in page.iter("img"))


def test_a_hostile_study_is_a_sound_docx() -> None:
    with zipfile.ZipFile(io.BytesIO(as_docx(hostile()))) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
        body = archive.read("word/document.xml")
    fields = re.findall(rb"<w:instrText[^>]*>([^<]*)<", body)
    assert {field.split()[0] for field in fields} == {b"TOC"}


def test_a_hostile_study_is_a_pdf() -> None:
    with pypdfium2.PdfDocument(as_pdf(hostile())) as opened:
        assert len(opened) > 5


def test_a_letter_that_no_font_has_is_told_on_the_title_page() -> None:
    told = "nofontofthismachinehas"
    assert told in in_pdf(as_pdf(study_of("a \U0010fffd b")))
    assert told not in in_pdf(as_pdf(study_of("a Ж b")))
