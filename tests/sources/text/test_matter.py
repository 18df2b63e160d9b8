import time

import pytest

from liens.sources.text.dates import iso_date
from liens.sources.text.extract import NOTHING, Metadata
from liens.sources.text.matter import LONGEST, split

LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
)


@pytest.mark.parametrize(
    ("given", "iso"),
    [
        ("2024-02-26", "2024-02-26"),
        ("2024-02-26T10:30:00+01:00", "2024-02-26"),
        ("2024-02", "2024-02"),
        ("2024", "2024"),
        ("2024/2/6", "2024-02-06"),
        ("20240226", "2024-02-26"),
        ("D:20240226103000+01'00'", "2024-02-26"),
        ("Mon, 26 Feb 2024 10:00:00 +0000", "2024-02-26"),
        ("26 February 2024", "2024-02-26"),
        ("February 26, 2024", "2024-02-26"),
        ("Feb. 26, 2024, 10:30", "2024-02-26"),
        ("February 2024", "2024-02"),
        ("le 26 février 2024", "2024-02-26"),
        ("26. Februar 2024", "2024-02-26"),
        ("26 de febrero de 2024", "2024-02-26"),
        ("26 febbraio 2024", "2024-02-26"),
        ("26 februari 2024", "2024-02-26"),
        ("26 de fevereiro de 2024", "2024-02-26"),
        ("26 lutego 2024", "2024-02-26"),
        ("03/04/2024", None),
        ("2024-13-45", None),
        ("30 February 2024", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates(given: str, iso: str | None) -> None:
    assert iso_date(given) == iso


@pytest.mark.parametrize(
    ("text", "metadata", "body"),
    [
        ("---\ntitle: T\nsource: P\n---\n\nBody.", Metadata(title="T", publisher="P"), "Body."),
        (
            "---\nauthors: [A, B]\ndate: 2024-02-26\n...\nBody.",
            Metadata(author="A, B", published="2024-02-26"),
            "Body.",
        ),
        ("---\ntitle: 'a\n  b'\nlang: fr_FR\n---\nBody.", Metadata(title="a b", language="fr"), "Body."),
        ("---\nunknown: x\ntitle: {a: b}\n---\nBody.", NOTHING, "Body."),
        (
            "---\nA text that begins with a rule.\n---\nBody.",
            NOTHING,
            "---\nA text that begins with a rule.\n---\nBody.",
        ),
        ("--- not a fence\nBody.", NOTHING, "--- not a fence\nBody."),
        ("Body.\n---\ntitle: T\n---\n", NOTHING, "Body.\n---\ntitle: T\n---\n"),
        ("", NOTHING, ""),
    ],
)
def test_front_matter(text: str, metadata: Metadata, body: str) -> None:
    assert split(text) == (metadata, body, ())


@pytest.mark.parametrize(
    ("matter", "message"),
    [
        ("title: [", "front matter not read: not YAML"),
        (LAUGHS, "front matter not read: not YAML (aliases are not allowed)"),
        ("a: " + "[" * 5_000, "front matter not read: too many brackets"),
        ("a: " + "{" * 5_000, "front matter not read: too many brackets"),
        ("!!python/object/apply:os.system [true]", "front matter not read: not YAML"),
        ("title: " + "x" * (LONGEST + 1), "front matter not closed within 16,384 characters; kept as text"),
    ],
)
def test_front_matter_that_cannot_be_read_stays_in_the_text_and_is_told(matter: str, message: str) -> None:
    text = f"---\n{matter}\n---\nBody."
    began = time.monotonic()
    metadata, body, (note,) = split(text)
    assert time.monotonic() - began < 2
    assert (metadata, body) == (NOTHING, text)
    assert note.message.startswith(message)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("date: 03/04/2024", "date '03/04/2024' not understood"),
        ("url: javascript:alert(1)", "address 'javascript:alert(1)' is not one of the web"),
    ],
)
def test_values_that_make_no_sense_are_told_and_left_out(line: str, message: str) -> None:
    metadata, body, (note,) = split(f"---\n{line}\n---\nBody.")
    assert (metadata, body, note.message) == (NOTHING, "Body.", message)
