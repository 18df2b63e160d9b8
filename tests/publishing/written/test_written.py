"""Where the written study goes, and what it never overwrites."""

from __future__ import annotations

from pathlib import Path

import pytest

from liens.errors import ConfigError
from liens.publishing.written import FORMATS, place_for, write_study
from tests.publishing.written.test_same_content import manuscript_of


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("pdf", "study.pdf"),
        ("docx", "study.docx"),
        ("html", "study.html"),
        ("md", "study.md"),
        ("json", "manuscript.json"),
    ],
)
def test_without_a_place_it_goes_into_the_study(form: str, name: str, tmp_path: Path) -> None:
    assert place_for(form, tmp_path, None) == tmp_path / name


def test_a_folder_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").mkdir()
    with pytest.raises(ConfigError, match="is a folder: name a file in it"):
        place_for("pdf", tmp_path, tmp_path / "x.pdf")


@pytest.mark.parametrize("name", ["ledger.db", "liens.toml", "study", "study.docx"])
def test_a_file_that_is_not_of_the_format_is_not_overwritten(name: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"does not end in \.pdf"):
        place_for("pdf", tmp_path, tmp_path / name)


@pytest.mark.parametrize(("form", "name"), [("html", "index.html"), ("html", "docket.html"), ("json", "study.json")])
def test_a_page_of_the_study_is_not_overwritten(form: str, name: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="a page of the study itself"):
        place_for(form, tmp_path, tmp_path / name)
    assert place_for(form, tmp_path, tmp_path / "elsewhere" / name).name == name


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_whole(form: str, tmp_path: Path) -> None:
    place = place_for(form, tmp_path, tmp_path / "new" / f"a.{form}")
    files = write_study(manuscript_of("small"), form, place)
    assert files[-1] == place
    assert all(path.stat().st_size > 100 for path in files)
    left = {path for path in (tmp_path / "new").rglob("*") if path.is_file()}
    assert left == set(files)


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ConfigError, match="cannot be written") as error:
        write_study(manuscript_of("small"), "md", tmp_path / "file" / "a.md")
    assert "\n" not in str(error.value)
