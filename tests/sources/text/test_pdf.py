import io
from itertools import pairwise

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from liens.sources.text.extract import Extract
from liens.sources.text.pdf import parse_pdf

PARAGRAPHS = [
    "Alpha buys Beta",
    "The two companies signed an agreement on Monday, which both of them announced in the evening of the same day, "
    "without telling the sum that was paid for the shares of the younger of the two.",
    "An examination",
    "The authority said that it would look into the agreement, since both sell computing to developers of models. "
    "“It is early,” said its head, who told the parliament in March that she had read nothing of it yet.",
    "• a first point of a list",
    "• a second point",
]


def printed(*paragraphs: str, **told: str) -> Extract:
    out = io.BytesIO()
    style = getSampleStyleSheet()
    flow = [Paragraph(text, style["Heading2" if len(text) < 20 else "BodyText"]) for text in paragraphs]
    SimpleDocTemplate(out, pagesize=A4, **told).build(flow)
    return parse_pdf(out.getvalue(), 100)


def drawn(*pages: list[str]) -> Extract:
    """Pages of lines as given, with a running head and a number if there are several."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for number, lines in enumerate(pages, 1):
        if len(pages) > 1:
            canvas.drawString(72, 800, f"The Example Review, issue 12, page {number}")
            canvas.drawString(300, 30, str(number))
        for row, line in enumerate(lines):
            canvas.drawString(72, 760 - 14 * row, line)
        canvas.showPage()
    canvas.save()
    return parse_pdf(out.getvalue(), 100)


def test_lines_become_the_paragraphs_they_were() -> None:
    assert printed(*PARAGRAPHS).text == "\n\n".join(PARAGRAPHS)


def test_properties_tell_title_author_address_publisher_and_date() -> None:
    told = printed(
        *PARAGRAPHS,
        title="A title",
        author="A. Writer",
        subject="https://example.org/a",
        keywords="publisher: P; date: 2024-02",
    ).metadata
    assert (told.title, told.author, told.url) == ("A title", "A. Writer", "https://example.org/a")
    assert (told.publisher, told.published) == ("P", "2024-02")


def test_pages_are_kept_without_their_running_heads_and_numbers() -> None:
    extract = drawn(
        ["The agreement was signed on Monday by the two companies and by the", "bank that lends the money for it."],
        [
            "The authority will look into it, and so will the one of the neigh-",
            "bouring country, which has said that the",
        ],
        ["agreement concerns its citizens as well. It wrote to both of the", "companies on the same day."],
        ["There was no answer to its letters until the end of the week, in a", "sign of how little was prepared."],
    )
    pages = [extract.text[start:end].strip() for start, end in pairwise([*extract.pages, len(extract.text)])]
    assert pages == [
        "The agreement was signed on Monday by the two companies and by the bank that lends the money for it.",
        "The authority will look into it, and so will the one of the neighbouring country, which has said that the",
        "agreement concerns its citizens as well. It wrote to both of the companies on the same day.",
        "There was no answer to its letters until the end of the week, in a sign of how little was prepared.",
    ]
    assert "said that the agreement concerns" in extract.text


def test_a_hyphen_that_the_document_writes_elsewhere_is_kept() -> None:
    extract = drawn(
        [
            "The long-term contract is a contract that is truly and wholly long-",
            "term, says the lawyer of Alpha-",
            "Beta.",
        ]
    )
    assert (
        extract.text
        == "The long-term contract is a contract that is truly and wholly long-term, says the lawyer of Alpha-Beta."
    )


def test_columns_do_not_run_into_each_other() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    for column, side in enumerate(("left", "right")):
        for row in range(4):
            canvas.drawString(72 + 240 * column, 760 - 14 * row, f"{side} row {row} goes on here")
    canvas.save()
    words = parse_pdf(out.getvalue(), 10).text.split()
    assert words.count("left") == words.count("right") == 4
    assert words.index("right") > max(at for at, word in enumerate(words) if word == "left")
