"""The example market: every document says where its facts come from, and the cases it is there for are in it."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import itertools
import json
import re
from functools import cache
from pathlib import Path

import docx
import pypdfium2
import pytest
import yaml
from lxml import html

EXAMPLES = Path(__file__).parent.parent / "examples"
MARKET = EXAMPLES / "ai-market"
FILES = sorted(p for p in MARKET.rglob("*") if p.is_file() and not p.name.endswith(".meta.yaml"))
COPIES = "press/2025-03-11-google-14-percent-"
SPUN = {"press/2024-03-euronews-green-meps.md", "press/2024-03-spun-green-meps.txt"}

Known = dict[str, str]


@cache
def documents() -> dict[str, tuple[Known, str]]:
    """What is known of each document, and its text, by its path in the market (and its id, for a JSON line)."""
    found: dict[str, tuple[Known, str]] = {}
    for path in FILES:
        name = path.relative_to(MARKET).as_posix()
        if path.suffix == ".jsonl":
            lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
            found |= {f"{name}#{line['id']}": (line, line["text"]) for line in lines}
        else:
            found[name] = _known(path), _text(path)
    return found


def _known(path: Path) -> Known:
    if path.suffix == ".html":
        page = html.parse(path)
        return {
            "title": page.findtext(".//title"),
            "publisher": page.xpath("string(//meta[@property='og:site_name']/@content)"),
            "published": page.xpath("string(//meta[@property='article:published_time']/@content)"),
            "language": page.getroot().get("lang"),
            "url": page.xpath("string(//link[@rel='canonical']/@href)"),
        }
    beside = path.with_name(path.name + ".meta.yaml")
    front = path.read_text(encoding="utf-8").split("---\n", 2)[1] if not beside.exists() else beside.read_text("utf-8")
    return {key: str(value) for key, value in yaml.safe_load(front).items()}


def _text(path: Path) -> str:
    match path.suffix:
        case ".pdf":
            return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
        case ".docx":
            word = docx.Document(str(path))
            cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
            return "\n".join([paragraph.text for paragraph in word.paragraphs] + cells)
        case ".html":
            return str(html.parse(path).xpath("string(//article)"))
        case ".eml":
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            body = mail.get_body(("plain",))
            return str(body.get_content()) if body else ""
        case _:
            return path.read_text(encoding="utf-8").split("---\n", 2)[2]


def test_there_are_enough_documents_of_every_genre_and_format() -> None:
    genres = {"press": 16, "company": 6, "authority": 6, "analysis": 4, "newsletter": 3, "other": 2}
    formats = {".md": 10, ".txt": 10, ".html": 5, ".pdf": 3, ".docx": 3, ".eml": 1, ".jsonl": 1}
    assert len(documents()) >= 40
    assert all(sum(p.parent.name == genre for p in FILES) >= n for genre, n in genres.items())
    assert all(sum(p.suffix == kind for p in FILES) >= n for kind, n in formats.items())


@pytest.mark.parametrize("name", sorted(documents()))
def test_a_document_says_where_its_facts_come_from(name: str) -> None:
    known, text = documents()[name]
    assert known["title"]
    assert known["publisher"]
    assert dt.date(2019, 1, 1) < dt.date.fromisoformat(known["published"]) < dt.date(2026, 9, 1)
    assert known["language"] in {"en", "fr"}
    assert re.match(r"https?://[^/ ]+/", known["url"])
    assert 115 <= len(text.split()) <= 450


@pytest.mark.parametrize("name", sorted(name for name in documents() if not name.startswith("other/")))
def test_no_real_person_is_given_words_in_quotation_marks(name: str) -> None:
    quoted = re.findall(r"[\"“«]([^\"”»]{1,400})[\"”»]", documents()[name][1])
    assert [words for words in quoted if len(words.split()) > 1] == []


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return set(zip(words, words[1:], words[2:], strict=False))


def test_only_the_copies_are_alike() -> None:
    shingles = {name: _shingles(text) for name, (_, text) in documents().items()}
    for (one, a), (two, b) in itertools.combinations(shingles.items(), 2):
        copies = one.startswith(COPIES) and two.startswith(COPIES)
        overlap = len(a & b) / len(a | b)
        assert overlap > 0.5 if copies else overlap < (0.45 if {one, two} == SPUN else 0.15), (one, two)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("press/2024-02-29-le-monde-mensch-answers.txt", "You have 62.4% of this article left to read."),
        ("press/2024-03-05-latribune-snowflake-mistral.md", "La suite de cet article est réservée aux abonnés."),
        ("press/2024-02-27-dcd-mistral-azure.txt", "$16 million"),
        ("press/2024-02-27-microsoft-15-million-mistral.md", "15 million euros"),
        ("press/2024-02-28-reuters-mistral-eu-scrutiny.md", "Microsoft denies that it owns any part of OpenAI."),
        ("press/2025-01-17-ftc-report-sherwood.md", "$13.75 billion"),
        ("press/2025-03-05-lbc-watchdog-openai.txt", "nearly 14 billion dollars"),
        ("press/2026-03-25-disney-openai-ended.html", "No money changed hands."),
    ],
)
def test_the_hard_cases_are_there(name: str, words: str) -> None:
    assert words in documents()[name][1]


def test_a_table_and_a_long_decision_are_there() -> None:
    assert docx.Document(str(MARKET / "company/2025-10-28-microsoft-openai-terms.docx")).tables
    assert len(pypdfium2.PdfDocument(MARKET / "authority/2024-11-19-cma-alphabet-anthropic.pdf")) == 3


@pytest.mark.parametrize("path", sorted((EXAMPLES / "sources").glob("*.md")), ids=lambda path: path.stem)
def test_a_made_file_says_what_its_source_says(path: Path) -> None:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    source = yaml.safe_load(front)
    known, text = documents()[source["output"]]
    assert {key: str(value) for key, value in source.items() if key != "output"}.items() <= known.items()
    blocks = re.sub(r"<!-- new page -->|^(#+|-) |[|-]{3,}", "", body, flags=re.M).replace("|", " ").split("\n")
    squeezed = re.sub(r"\s+", "", text)
    assert all(re.sub(r"\s+", "", block) in squeezed for block in blocks)
    assert (MARKET / source["output"]).stat().st_size < 30_000


def test_the_list_names_every_document_and_its_source() -> None:
    listed = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert [p.name for p in FILES if f"`{p.name}`" not in listed] == []
    assert [known["url"] for known, _ in documents().values() if f"<{known['url']}>" not in listed] == []
