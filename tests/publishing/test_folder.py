from collections.abc import Iterator
from pathlib import Path

import pytest

from liens.errors import ConfigError
from liens.publishing.folder import WORKSHOP, replace_files

OLD = [("ties/a.html", "old a"), ("ties/b.html", "old b"), ("index.html", "old")]


def contents(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_new_pages_replace_old_ones_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "ties").mkdir()
    others = {"ledger.db": "claims", "liens.toml": "", "ties/notes.txt": "mine", "my.html": "mine"}
    for name, text in others.items():
        (tmp_path / name).write_text(text)
    replace_files(tmp_path, OLD)
    replace_files(tmp_path, [("ties/a.html", "new a"), ("index.html", "new")])
    assert contents(tmp_path) == others | {"ties/a.html": "new a", "index.html": "new"}
    assert not (tmp_path / WORKSHOP).exists()


def test_a_run_that_dies_while_writing_leaves_the_old_study_and_the_next_one_cleans_up(tmp_path: Path) -> None:
    replace_files(tmp_path, OLD)

    def dying() -> Iterator[tuple[str, str]]:
        yield ("ties/a.html", "new a")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_files(tmp_path, dying())
    assert {name: text for name, text in contents(tmp_path).items() if WORKSHOP not in name} == dict(OLD)
    replace_files(tmp_path, OLD)
    assert contents(tmp_path) == dict(OLD)


@pytest.mark.parametrize("name", ["ties", "entities", "sources", WORKSHOP])
def test_a_link_to_another_place_is_refused(tmp_path: Path, name: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious.html").write_text("mine")
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / name).symlink_to(elsewhere)
    with pytest.raises(ConfigError, match="link to another place"):
        replace_files(folder, OLD)
    assert contents(elsewhere) == {"precious.html": "mine"}


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="choose another folder"):
        replace_files(tmp_path / "file", OLD)
