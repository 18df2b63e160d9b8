"""Whatever the format: the same titles, numbers, citations and annex entries, in the same order."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

import pytest

from liens.publishing.report import build_report
from liens.publishing.written.compose import compose
from liens.publishing.written.docx import as_docx
from liens.publishing.written.html import as_html
from liens.publishing.written.manuscript import Entries, Manuscript, Style
from liens.publishing.written.markdown import as_markdown
from liens.publishing.written.pdf import as_pdf
from tests.invented import Book
from tests.publishing.studies import FULL_MARKET, full_study, small_study
from tests.publishing.written.reading import in_docx, in_html, in_markdown, in_pdf, lines_of, squashed

STUDIES = {"small": small_study, "full": full_study, "empty": Book}


@lru_cache(maxsize=3)
def manuscript_of(name: str) -> Manuscript:
    view = STUDIES[name]().view()
    return compose(build_report(view, FULL_MARKET), view, FULL_MARKET)


@pytest.mark.parametrize("name", STUDIES)
@pytest.mark.parametrize(
    "words",
    [
        lambda study: in_html(as_html(study)),
        lambda study: in_docx(as_docx(study)),
        lambda study: in_markdown(as_markdown(study, "figures")[0]),
    ],
    ids=["html", "docx", "md"],
)
def test_a_format_says_what_the_manuscript_says_and_nothing_else(name: str, words: Callable[[Manuscript], str]) -> None:
    study = manuscript_of(name)
    assert words(study) == squashed("".join(lines_of(study)))


@pytest.mark.parametrize("name", STUDIES)
def test_the_pdf_says_every_line_of_the_manuscript_in_its_order(name: str) -> None:
    """Pages repeat heads of tables, and figures have words of their own, so there is more in between."""
    study = manuscript_of(name)
    found, place = in_pdf(as_pdf(study)), 0
    place = found.index("Contents")
    place = found.index("1Inshort", found.index("Decisionsofpeople", place))
    for line in filter(None, map(squashed, lines_of(study))):
        at = found.find(line, place)
        assert at >= 0, f"not there, or not in its order: {line}"
        place = at + len(line)


@pytest.mark.parametrize("name", ["small", "full"])
def test_every_citation_leads_to_an_entry_that_is_cited(name: str) -> None:
    study = manuscript_of(name)
    entries = [e for _, s in study.walk() for b in s.blocks if isinstance(b, Entries) for e in b.entries]
    anchors = [entry.anchor for entry in entries]
    cited = re.findall(r"'#((?:sentence|document)-\d+)'", repr(study))
    assert cited
    assert set(cited) <= set(anchors)
    assert {anchor for anchor in anchors if anchor.startswith("sentence")} <= set(cited)
    assert len(set(anchors)) == len(anchors)
    assert [e.label for e in entries if e.anchor.startswith("sentence")] == [
        str(number) for number in range(1, 1 + sum(e.anchor.startswith("sentence") for e in entries))
    ]


def test_what_an_empty_study_does_not_know_is_not_told_as_none() -> None:
    told = " ".join(lines_of(manuscript_of("empty")))
    assert told.count("not known") > 8
    assert "No document of this study tells of a tie. Whether there is one is not known." in told


def test_an_annex_entry_has_the_words_who_says_so_where_when_and_the_address() -> None:
    study = manuscript_of("small")
    (entries,) = (
        b for _, s in study.walk() if s.title == "Cited sentences" for b in s.blocks if isinstance(b, Entries)
    )
    first = next(e for e in entries.entries if "2 billion" in e.lines[0][1].text)
    words = ["".join(piece.text for piece in line) for line in first.lines]
    assert words == [
        "“Colossa invests 2 billion euros in Voltane”",
        "Evening Wire reports that Colossa invests in Voltane. Equity: EUR 2 billion. Exclusivity: exclusive.",
        "Evening Wire, “Colossa backs Voltane”, 2024-02-26. Origin: Evening Wire, told in 2 documents. Document D1.",
        "https://wire.example/1?a=b&c=d",
    ]
    assert first.lines[0][1].style is Style.QUOTE
    assert first.lines[3][0].to == "https://wire.example/1?a=b&c=d"


@pytest.mark.parametrize("write", [as_html, as_docx, as_pdf, lambda study: as_markdown(study, "f")[0]])
def test_the_same_ledger_gives_the_same_bytes(write: Callable[[Manuscript], bytes]) -> None:
    again = small_study().view()
    other = compose(build_report(again, FULL_MARKET), again, FULL_MARKET)
    assert write(manuscript_of("small")) == write(other)
