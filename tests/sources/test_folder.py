import os
from collections.abc import Callable
from pathlib import Path

import pytest

from liens.model import Document, Problem
from liens.sources import Item
from liens.sources.folder import FolderSource

Read = Callable[..., tuple[list[Document], list[Problem]]]


def test_a_folder_is_read_recursively_in_the_order_of_paths_without_hidden_files(tmp_path: Path, read: Read) -> None:
    for name in ("b.txt", "a/z.md", "a/y.txt", ".hidden.txt", ".git/x.txt", "a/.x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"This is the text of {name}.")
    documents, problems = read(tmp_path)
    assert [d.name for d in documents] == ["a/y.txt", "a/z.md", "b.txt"]
    assert documents[0].found_at == str(tmp_path / "a/y.txt")
    assert problems == []


def test_a_study_among_the_documents_is_not_read(tmp_path: Path, read: Read) -> None:
    (tmp_path / "study").mkdir()
    for name in ("a.txt", "liens.toml", "study/liens.toml", "study/index.html"):
        (tmp_path / name).write_text("Some words.")
    documents, problems = read(tmp_path)
    assert ([d.name for d in documents], problems) == (["a.txt"], [])


def test_a_single_file_is_called_by_its_name(tmp_path: Path, read: Read) -> None:
    (tmp_path / "one.txt").write_text("Some words.")
    assert [d.name for d in read(tmp_path / "one.txt")[0]] == ["one.txt"]


def test_the_stamp_changes_with_the_file_and_with_what_is_told_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "one.txt"
    stamps = []
    for change in (lambda: file.write_text("a"), lambda: file.write_text("ab"), lambda: _beside(file, "title: T")):
        change()
        stamps += [item.stamp for item in FolderSource(tmp_path).find() if isinstance(item, Item)]
    assert len(set(stamps)) == 3


def test_a_sidecar_tells_about_its_file_and_is_no_document(tmp_path: Path, read: Read) -> None:
    file = tmp_path / "one.txt"
    file.write_text("---\ntitle: From within\nauthor: A. Writer\n---\nSome words.")
    _beside(
        file, "title: From beside\npublisher: The Example\ndate: 2024-02-26\nurl: https://example.org/1\nlang: en-GB\n"
    )
    documents, problems = read(tmp_path)
    assert problems == []
    assert [(d.title, d.author, d.publisher, d.published, d.url, d.language, d.text) for d in documents] == [
        ("From beside", "A. Writer", "The Example", "2024-02-26", "https://example.org/1", "en", "Some words.")
    ]


def test_a_sidecar_that_cannot_be_read_is_told_and_its_file_is_read(tmp_path: Path, read: Read) -> None:
    (tmp_path / "one.txt").write_text("Some words.")
    _beside(tmp_path / "one.txt", "title: [")
    _beside(tmp_path / "none.txt", "title: T")
    documents, problems = read(tmp_path)
    assert [d.name for d in documents] == ["one.txt"]
    assert sorted(Path(p.where).name for p in problems) == ["none.txt.meta.yaml", "one.txt"]


def test_links_are_not_followed_out_of_the_folder_and_not_read_twice_within(tmp_path: Path, read: Read) -> None:
    (tmp_path / "secret.txt").write_text("Not for you.")
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "a.txt").write_text("For you.")
    for name, target in (("out.txt", "../secret.txt"), ("up", ".."), ("within.txt", "a.txt"), ("lost", "nowhere")):
        (inside / name).symlink_to(target)
    documents, problems = read(inside)
    assert [d.name for d in documents] == ["a.txt"]
    assert {Path(p.where).name: p.message for p in problems} == {
        "out.txt": "the link leads out of the folder",
        "up": "the link leads out of the folder",
        "lost": "the link leads nowhere",
    }


def test_a_file_that_became_a_link_since_it_was_found_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Not for you.")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("For you.")
    source = FolderSource(folder)
    (item,) = source.find()
    (folder / "a.txt").unlink()
    (folder / "a.txt").symlink_to(tmp_path / "secret.txt")
    assert isinstance(item, Item)
    assert all(isinstance(got, Problem) for got in source.get(item))


def test_pipes_and_devices_are_refused_without_waiting_for_them(tmp_path: Path, read: Read) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    documents, problems = read(tmp_path)
    assert (documents, [p.message for p in problems]) == ([], ["it is not a file (a device, pipe or socket)"])
    assert read(tmp_path / "pipe.txt")[1][0].message == "it is not a file (a device, pipe or socket)"


@pytest.mark.parametrize("name", ["two\nlines.txt", "bell\a.txt", "dots...txt", "esc\x1b[31m.txt", b"raw\xff.txt"])
def test_strange_names_are_read_and_shown_without_what_cannot_be_shown(
    tmp_path: Path, read: Read, name: str | bytes
) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + os.fsencode(name)))
    path.write_text("Some words.")
    ((document,), problems) = read(tmp_path)
    assert problems == []
    assert document.name.isprintable()
    assert document.found_at.isprintable()
    document.name.encode("utf-8")


def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one.txt").write_text("Some words.")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    documents, (problem,) = read(tmp_path)
    assert documents == []
    assert problem == Problem(
        "sources", str(tmp_path / "one.txt"), "it cannot be read (Permission denied)", "check its permissions"
    )


def test_a_folder_that_may_not_be_read_is_a_problem(
    tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shut").mkdir()
    (tmp_path / "z.txt").write_text("Some words.")
    scan = os.scandir

    def refuse(path: Path) -> object:
        if path.name == "shut":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    documents, problems = read(tmp_path)
    assert [d.name for d in documents] == ["z.txt"]
    assert [p.where for p in problems] == [str(tmp_path / "shut")]


def _beside(file: Path, text: str) -> None:
    file.with_name(file.name + ".meta.yaml").write_text(text)
