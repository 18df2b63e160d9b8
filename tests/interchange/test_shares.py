from pathlib import Path

import pytest

from liens.errors import SourceError
from liens.interchange.shares import Shares, read_shares
from tests.invented import MARKET, Book


def read(tmp_path: Path, text: str) -> Shares:
    path = tmp_path / "shares.csv"
    path.write_text(text)
    return read_shares(path, Book().view(), MARKET)


def test_shares_are_read_with_their_source_and_placed_by_name(tmp_path: Path) -> None:
    found = read(tmp_path, "firm,percent,source\nBorvik Cloud,60,a survey\nAldane Cloud,25-30,\n")
    assert [(s.firm, s.low, s.high, s.source) for s in found.shares] == [
        ("name:borvik cloud", 0.6, 0.6, "a survey"),
        ("name:aldane cloud", 0.25, 0.3, "shares.csv, line 3"),
    ]
    assert dict(found.names) == {"name:borvik cloud": "Borvik Cloud", "name:aldane cloud": "Aldane Cloud"}
    assert found.problems == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("company,part\nBorvik,60\n", "no columns firm and percent"),
        ("firm,percent\nBorvik,many\n", "no percentage"),
        ("firm,percent\n,60\n", "no firm or no percentage"),
        ("firm,percent\nBorvik,\n", "no firm or no percentage"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, text: str, message: str) -> None:
    (problem,) = read(tmp_path, text).problems
    assert message in problem.message
    assert "shares.csv, line" in problem.where


@pytest.mark.parametrize("text", ["firm,percent\nA,80\nB,80\n", "firm,percent\nA,10\nA,20\n"])
def test_what_cannot_be_one_market_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceError, match=r"shares\.csv"):
        read(tmp_path, text)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_shares(tmp_path / "no.csv", Book().view(), MARKET)
