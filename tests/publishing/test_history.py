from dataclasses import replace
from pathlib import Path

import pytest

from liens.publishing import publish
from liens.publishing.history import FILE
from tests.publishing.studies import FULL_MARKET, full_study


def written(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}


def test_writing_the_same_study_again_changes_nothing(tmp_path: Path) -> None:
    book = full_study()
    publish(book.view(), FULL_MARKET, tmp_path)
    document = book.document("Titanis distributes Voltane.", "Evening Wire", "2024-10-01")
    book.claim(document, "Titanis distributes Voltane", ("Titanis", "distributes", "Voltane"))
    log = publish(replace(book.view(), revision=8), FULL_MARKET, tmp_path).log
    before = written(tmp_path)
    again = publish(replace(book.view(), revision=8), FULL_MARKET, tmp_path).log
    assert log == again
    assert log is not None
    assert len(log.claims_added) == 1
    assert written(tmp_path) == before


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"state": 1}',
        '{"state": {"revision": "x"}}',
        "[" * 100_000,
        '{"state": {}, "more": 1}',
        "\ud800",
    ],
)
def test_a_state_that_cannot_be_read_begins_anew(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8", errors="surrogatepass")
    assert publish(full_study().view(), FULL_MARKET, tmp_path).log is None
    assert publish(full_study().view(), FULL_MARKET, tmp_path).log is None


def test_a_state_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    publish(full_study().view(), FULL_MARKET, other)
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / FILE).symlink_to(other / FILE)
    before = (other / FILE).read_bytes()
    publish(replace(full_study().view(), revision=9, entries=()), FULL_MARKET, folder)
    assert (other / FILE).read_bytes() == before
    assert not (folder / FILE).is_symlink()
