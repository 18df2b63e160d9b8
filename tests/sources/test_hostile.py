"""What is wrong with a file becomes one problem with a reason, quickly, and the files after it are read."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

from liens.model import Document, Problem

Read = Callable[..., tuple[list[Document], list[Problem]]]


def pdf(pages: int = 1, password: str | None = None, text: str = "Alpha invests in Beta.") -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=password)
    for number in range(pages):
        canvas.drawString(72, 700, f"{text} {number}" if text else "")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def packed(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def locked() -> bytes:
    """An archive whose one member says that it is encrypted."""
    data = bytearray(packed(("a.txt", b"Some words.")))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def damaged() -> bytes:
    """An archive whose one member cannot be unpacked."""
    data = bytearray(packed(("a.txt", b"Some words of a text. " * 100)))
    data[40:60] = b"\xff" * 20
    return bytes(data)


def crowded() -> bytes:
    """An archive that says that its table of contents is 2 GB long."""
    data = bytearray(packed(("a.txt", b"x")))
    at = data.rindex(b"PK\x05\x06")
    struct.pack_into("<I", data, at + 12, 2_000_000_000)
    return bytes(data)


def word() -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Alpha invests in Beta.")
    document.save(out)
    return out.getvalue()


def word_bomb() -> bytes:
    members = zipfile.ZipFile(io.BytesIO(word()))
    rest = [(m.filename, members.read(m)) for m in members.infolist() if m.filename != "word/document.xml"]
    return packed(("word/document.xml", b" " * 30_000_000), *rest)


def png() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + zlib.compress(b"\0" * 100)


def doll() -> bytes:
    """A message in a message in a message…"""
    parts = (f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(1_000))
    return ("From: a@example.org\nSubject: S\n" + "".join(parts)).encode()


REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("empty.txt", lambda: b"", "empty"),
    ("blank.md", lambda: b" \n\t\n", "empty"),
    ("only-front-matter.md", lambda: b"---\ntitle: T\n---\n\n", "no text"),
    ("binary.txt", lambda: bytes(range(256)) * 50, "not text"),
    ("binary.dat", lambda: b"\x00\x01\x02" * 500, "not text"),
    ("picture.pdf", png, "a picture"),
    ("old.docx", lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "protected by a password"),
    ("table.csv", lambda: b"a,b\n1,2\n", "a table"),
    ("sheet.xlsx", lambda: packed(("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")), "no docx"),
    ("locked.pdf", lambda: pdf(password="secret"), "password"),
    ("broken.pdf", lambda: b"%PDF-1.7\n" + b"nothing of use\n" * 50, "broken"),
    ("cut.pdf", lambda: pdf()[:300], "broken"),
    ("scan.pdf", lambda: pdf(3, text=""), "no text in its 3 pages"),
    ("broken.docx", lambda: packed(("word/document.xml", b"<not xml"), ("[Content_Types].xml", b"<")), "broken"),
    ("bomb.docx", word_bomb, "zip bomb"),
    ("broken.zip", lambda: packed(("a.txt", b"Some words."))[:40], "broken zip"),
    ("damaged.zip", damaged, "broken zip"),
    ("locked.zip", locked, "encrypted"),
    ("crowded.zip", crowded, "more than 10,000 files"),
    ("bomb.zip", lambda: packed(("a.txt", b"0" * 20_000_000)), "zip bomb"),
    ("nested.zip", lambda: packed(("in.zip", packed(("a.txt", b"Some words.")))), "within an archive"),
    ("climbing.zip", lambda: packed(("../../a.txt", b"Some words.")), "out of the archive"),
    ("rooted.zip", lambda: packed(("/etc/a.txt", b"Some words.")), "out of the archive"),
    ("drive.zip", lambda: packed(("C:\\a.txt", b"Some words.")), "out of the archive"),
    ("nothing.html", lambda: b"<!doctype html><html><body></body></html>", "no main text"),
    ("russian-doll.eml", doll, "too many others"),
    ("lines.jsonl", lambda: b"{]\n", "not JSON"),
]


@pytest.mark.parametrize(("name", "content", "reason"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused_with_a_reason_and_the_next_file_is_read(
    tmp_path: Path, read: Read, name: str, content: Callable[[], bytes], reason: str
) -> None:
    (tmp_path / name).write_bytes(content())
    (tmp_path / "zz-good.html").write_text("<html><body><article><p>Alpha invests in Beta.</p></article></body></html>")
    documents, problems = read(tmp_path)
    assert [d.name for d in documents] == ["zz-good.html"]
    assert len(problems) == 1
    assert reason in problems[0].message
    assert problems[0].where.startswith(str(tmp_path / name))
    assert problems[0].stage == "sources"
    assert problems[0].advice


READ: list[tuple[str, Callable[[], bytes]]] = [
    ("really-a-pdf.txt", pdf),
    ("really-a-pdf.html", pdf),
    ("really-a-docx.zip", word),
    ("really-html.txt", lambda: b"<!DOCTYPE html><html><body><p>Alpha invests in Beta.</p></body></html>"),
    ("really-text.html", b"Alpha invests in Beta.".strip),
    ("really-text.pdf", b"Alpha invests in Beta.".strip),
    ("really-text.docx", b"Alpha invests in Beta.".strip),
    ("really-mail", lambda: b"From: a@example.org\nSubject: S\nDate: x\n\nAlpha invests in Beta."),
    ("no-extension", b"Alpha invests in Beta.".strip),
    ("strange.q7z", b"Alpha invests in Beta.".strip),
    ("null.txt", lambda: b"Alpha \x07invests \x1bin Beta."),
    ("utf16.txt", lambda: "Alpha invests in Beta.".encode("utf-16")),
]


@pytest.mark.parametrize(("name", "content"), READ, ids=[row[0] for row in READ])
def test_a_wrong_extension_is_read_as_what_it_is(
    tmp_path: Path, read: Read, name: str, content: Callable[[], bytes]
) -> None:
    (tmp_path / name).write_bytes(content())
    (document,), problems = read(tmp_path)
    assert "Alpha invests in Beta." in document.text
    assert problems == []


def test_a_file_over_the_limit_is_not_read(tmp_path: Path, read: Read) -> None:
    with (tmp_path / "large.txt").open("wb") as stream:
        stream.write(b"Some words.")
        stream.truncate(200_000_000)
    documents, (problem,) = read(tmp_path)
    assert (documents, problem.message) == ([], "it is larger than 50 MB")


def test_a_text_over_the_limit_is_refused(tmp_path: Path, read: Read) -> None:
    (tmp_path / "long.txt").write_text("word " * 300)
    documents, (problem,) = read(tmp_path, text=1_000)
    assert (documents, problem.message) == ([], "its text has 1,500 characters, more than 1,000")


def test_of_a_pdf_with_too_many_pages_the_first_are_read_and_the_rest_is_told(tmp_path: Path, read: Read) -> None:
    (tmp_path / "long.pdf").write_bytes(pdf(pages=8))
    (document,), (problem,) = read(tmp_path, pages=2)
    assert (len(document.pages), document.read_share) == (2, 0.25)
    assert problem.message == "only the first 2 of its 8 pages were read"


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "b", "ul><li", "blockquote"])
def test_deeply_nested_html_ends_quickly_and_the_next_file_is_read(tmp_path: Path, read: Read, tag: str) -> None:
    (tmp_path / "deep.html").write_text("<html><body>" + f"<{tag}>" * 30_000 + "Alpha invests in Beta.")
    (tmp_path / "zz-good.html").write_text("<html><body><p>Alpha invests in Beta.</p></body></html>")
    documents, problems = read(tmp_path)
    assert documents[-1].name == "zz-good.html"
    assert len(documents) + len(problems) == 2


def test_an_archive_with_too_many_members_or_too_much_in_it_is_refused(tmp_path: Path, read: Read) -> None:
    members = [(f"{number}.txt", b"Some words of a text.") for number in range(20)]
    (tmp_path / "many.zip").write_bytes(packed(*members, method=zipfile.ZIP_STORED))
    assert "more than 10 files" in read(tmp_path, members=10)[1][0].message
    assert "more than 0.0 MB" in read(tmp_path, unpacked=100)[1][0].message
    assert len(read(tmp_path)[0]) == 20
