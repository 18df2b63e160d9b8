"""Prints that a server leaves to the next: what is taken, and what is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from liens.config import Config, key_file
from liens.serving import kept as module
from liens.serving.kept import FILE, find_kept, keep
from liens.serving.printer import Print

PRINTS = (
    (("page", "index.html"), Print(200, "text/html", b"\x1f\x8b\n\n\x00 zipped")),
    (("data", "ties?entity=\u00e9"), Print(200, "application/json", b"")),
)


def test_what_was_kept_is_found_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    keep(Config(tmp_path), 7, PRINTS)
    found = find_kept(Config(tmp_path), 9)
    assert found is not None
    assert (found.revision, found.prints) == (7, PRINTS)
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    assert key_file().stat().st_mode & 0o077 == 0
    assert not list(tmp_path.glob(".*")), "nothing is left of the writing"


def altered(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content.replace(b"zipped", b"forged"))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-3])


def other_key(_path: Path) -> None:
    key_file().unlink()


def linked(path: Path) -> None:
    path.replace(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


SPOILED: dict[str, Callable[[Path], object]] = {
    "altered": altered,
    "cut": cut,
    "sealed by somebody else": other_key,
    "a link": linked,
    "empty": lambda path: path.write_bytes(b""),
    "not there": Path.unlink,
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_what_is_not_as_it_was_left_is_not_taken(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    keep(Config(tmp_path), 7, PRINTS)
    spoil(tmp_path / FILE)
    assert find_kept(Config(tmp_path), 9) is None


def test_prints_of_other_settings_or_of_a_ledger_that_is_younger_are_not_taken(tmp_path: Path) -> None:
    keep(Config(tmp_path), 7, PRINTS)
    assert find_kept(Config(tmp_path, market="other"), 7) is None
    assert find_kept(Config(tmp_path), 6) is None
    assert find_kept(Config(tmp_path), 7) is not None


def test_no_more_is_kept_than_there_is_room_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 2000)
    first, second = ((("page", name), Print(200, "text/html", bytes(1500))) for name in "ab")
    keep(Config(tmp_path), 7, (first, second))
    found = find_kept(Config(tmp_path), 7)
    assert found is not None
    assert found.prints == (first,)


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    keep(Config(tmp_path / "missing"), 7, PRINTS)
    assert find_kept(Config(tmp_path / "missing"), 7) is None


def test_a_user_without_a_home_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setattr(Path, "home", homeless)
    keep(Config(tmp_path), 7, PRINTS)
    assert find_kept(Config(tmp_path), 7) is None
    assert not list(tmp_path.iterdir())
