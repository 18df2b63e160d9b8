from pathlib import Path

import pytest

from liens.errors import SourceError
from liens.sources.folder import FolderSource
from liens.sources.locate import open_source
from liens.sources.web import WebSource


def test_the_argument_tells_the_source(tmp_path: Path) -> None:
    assert isinstance(open_source(str(tmp_path)), FolderSource)
    assert isinstance(open_source("https://example.org/a"), WebSource)
    assert isinstance(open_source("HTTP://example.org/a"), WebSource)


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("no/such/folder", "no such file or folder: no/such/folder"),
        ("", "no such file or folder: "),
        ("nul\0byte", "no such file or folder: nul\ufffdbyte"),
        ("x" * 5_000, "no such file or folder: xxx"),
        ("ftp://example.org/a", "ftp://example.org/a: only http and https addresses can be read"),
        ("file:///etc/passwd", "file:///etc/passwd: only http and https addresses can be read"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(argument: str, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        open_source(argument)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)
