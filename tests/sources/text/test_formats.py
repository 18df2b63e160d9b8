"""What the parsers of HTML, docx and mail make of a file."""

import io
from email.message import EmailMessage

import docx
import pytest
from docx.oxml import parse_xml

from liens.sources.limits import Limits
from liens.sources.text.hypertext import parse_html
from liens.sources.text.mail import parse_eml
from liens.sources.text.word import parse_docx

FIRST = "The two companies signed an agreement on Monday, which both announced in the evening of the same day."
SECOND = "The sum is unknown, said the older of the two, whose founder had met that of the other in the spring."
ARTICLE = f"<article><h1>Alpha buys Beta</h1><p>{FIRST}</p><p>{SECOND}</p></article>"


def page(body: str = ARTICLE, head: str = "", lang: str = "en") -> bytes:
    head = f"<meta charset='utf-8'>{head}"
    return f"<!doctype html><html lang='{lang}'><head>{head}</head><body>{body}</body></html>".encode()


def test_html_gives_its_main_text_under_its_title_without_what_surrounds_it() -> None:
    around = (
        "<nav><a href='/'>Home</a> <a href='/x'>Politics</a></nav>",
        "<footer>All rights reserved</footer><script>x()</script>",
    )
    assert parse_html(page(ARTICLE.join(around))).text == (f"Alpha buys Beta\n\n{FIRST}\n\n{SECOND}")


def test_html_tells_publisher_date_author_and_address() -> None:
    head = (
        "<title>Alpha buys Beta | The Example</title><link rel='canonical' href='https://example.org/a'>"
        "<meta property='og:site_name' content='The Example'><meta name='author' content='Jane Doe'>"
        "<meta property='article:published_time' content='2024-02-26T22:30:00+01:00'>"
    )
    told = parse_html(page(head=head, lang="en-GB")).metadata
    assert (told.title, told.publisher, told.author) == ("Alpha buys Beta", "The Example", "Jane Doe")
    assert (told.published, told.url, told.language) == ("2024-02-26", "https://example.org/a", "en")


def test_html_says_that_it_is_not_free() -> None:
    assert (
        parse_html(page(head='<script type="application/ld+json">{"isAccessibleForFree": false}</script>')).share
        is None
    )
    assert parse_html(page()).share == 1.0


def test_html_keeps_the_notice_beside_its_main_text() -> None:
    body = ARTICLE + "<aside class='paywall'><p>Il vous reste 60% de cet article à lire.</p></aside>"
    assert "Il vous reste 60% de cet article à lire." in parse_html(page(body)).around


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252"])
def test_html_is_decoded_by_its_meta_tag(encoding: str) -> None:
    source = page("<p>L'accord a été signé à Noël.</p>").replace(b"utf-8", encoding.encode())
    assert parse_html(source.decode().encode(encoding)).text == "L'accord a été signé à Noël."


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def test_docx_gives_paragraphs_and_tables_in_reading_order() -> None:
    document = docx.Document()
    document.add_heading("Alpha buys Beta", 1)
    table = document.add_table(2, 2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("Investor", "Sum", "Alpha", "15m"), strict=True
    ):
        cell.text = text
    document.add_paragraph("The rest\tfollows.")
    assert parse_docx(saved(document), Limits()).text == (
        "Alpha buys Beta\n\nInvestor | Sum\nAlpha | 15m\n\nThe rest\tfollows."
    )


def test_docx_is_read_with_its_changes_accepted() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Alpha ")._p
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    for tag, inner in (
        ("ins", "<w:t>buys</w:t>"),
        ("del", "<w:delText>sells</w:delText>"),
        ("ins", "<w:t> Beta</w:t>"),
    ):
        source = f'<w:{tag} xmlns:w="{word}" w:id="1" w:author="a"><w:r>{inner}</w:r></w:{tag}>'
        paragraph.append(parse_xml(source))
    assert parse_docx(saved(document), Limits()).text == "Alpha buys Beta"


def test_docx_tells_its_properties() -> None:
    document = docx.Document()
    document.add_paragraph("Text.")
    told = document.core_properties
    told.title, told.author, told.category = "Untitled", "Jane Doe", "The Example"
    told.subject, told.comments = "see https://example.org/a.", "date: 2024-02-26; title: Alpha buys Beta"
    metadata = parse_docx(saved(document), Limits()).metadata
    assert (metadata.title, metadata.author, metadata.publisher) == ("Alpha buys Beta", "Jane Doe", "The Example")
    assert (metadata.url, metadata.published) == ("https://example.org/a", "2024-02-26")


def message(plain: str | None, html: str | None = None) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = (
        "The Éxample <news@example.org>",
        "Alpha buys Beta",
        "Mon, 26 Feb 2024 10:00:00 +0100",
    )
    if plain:
        mail.set_content(plain)
    if html and plain:
        mail.add_alternative(html, subtype="html")
    elif html:
        mail.set_content(html, subtype="html")
    return mail


def test_mail_gives_its_plain_text_and_its_head() -> None:
    extract = parse_eml(message("Alpha achète Beta.", ARTICLE).as_bytes())
    told = extract.metadata
    assert extract.text == "Alpha achète Beta."
    assert (told.title, told.publisher, told.published) == ("Alpha buys Beta", "The Éxample", "2024-02-26")


def test_mail_without_plain_text_gives_its_html() -> None:
    assert FIRST in parse_eml(message(None, page().decode()).as_bytes()).text


def test_attachments_of_mail_are_named() -> None:
    mail = message("Text.")
    mail.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="deal.pdf")
    (note,) = parse_eml(mail.as_bytes()).notes
    assert note.message == "attachments not read: deal.pdf"
