import zipfile
from collections.abc import Callable
from pathlib import Path

from liens.model import Document, Problem

Read = Callable[..., tuple[list[Document], list[Problem]]]


def test_members_are_read_in_the_order_of_their_names_with_what_is_told_beside_them(tmp_path: Path, read: Read) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("b/two.txt", "Words of the second text.")
        archive.writestr("a/one.md", "# Words\n\nof the **first** text.")
        archive.writestr("a/one.md.meta.yaml", "publisher: The Example")
        archive.writestr("c/three.jsonl", '{"id": "x", "text": "Words of the third text."}\n')
        archive.writestr("__MACOSX/._one.md", "rubbish")
        archive.writestr(".hidden/h.txt", "rubbish")
    documents, problems = read(tmp_path)
    where = str(tmp_path / "a.zip")
    assert problems == []
    assert [(d.name, d.found_at, d.publisher, d.text) for d in documents] == [
        ("a/one.md", f"{where}!a/one.md", "The Example", "Words\n\nof the first text."),
        ("b/two.txt", f"{where}!b/two.txt", None, "Words of the second text."),
        ("x", f"{where}!c/three.jsonl#x", None, "Words of the third text."),
    ]


def test_a_bad_member_costs_only_itself(tmp_path: Path, read: Read) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../out.txt", "Some words.")
        archive.writestr("blob.bin", bytes(range(256)))
        archive.writestr("good.txt", "Some words.")
    documents, problems = read(tmp_path)
    assert [d.name for d in documents] == ["good.txt"]
    assert [p.where.split("!")[1] for p in problems] == ["../out.txt", "blob.bin"]
