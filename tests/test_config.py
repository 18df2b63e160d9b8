from pathlib import Path

import pytest

from liens.config import Config, find_study, load_config, write_config
from liens.errors import ConfigError


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_config(tmp_path) == Config(folder=tmp_path)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    config = Config(
        folder=tmp_path, sources=("a b", 'c:\\d "e"', "ligne\nf"), holdings=("h.csv",), shares='x"\\y.csv', workers=3
    )
    write_config(config)
    assert load_config(tmp_path) == config


def test_a_name_that_no_file_can_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="rename"):
        write_config(Config(folder=tmp_path / "s", sources=("a\udcff",)))
    assert not (tmp_path / "s").exists()


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    write_config(Config(folder=tmp_path, workers=3))
    write_config(Config(folder=tmp_path, workers=7))
    assert load_config(tmp_path).workers == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('redaer = "rules"', "unknown key 'redaer': did you mean 'reader'?"),
        ("zzz = 1", "unknown key 'zzz': the keys are sources, holdings, shares, market, reader, ledger, workers"),
        ('workers = "two"', "workers must be a whole number"),
        ("workers = true", "workers must be a whole number"),
        ("workers = -1", "workers must be 0 or more"),
        ('sources = "a"', "sources must be a list of strings"),
        ("sources = [1]", "sources must be a list of strings"),
        ("sources = [", "mend the file"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "liens.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path)
    assert message in str(caught.value)
    assert "liens.toml" in str(caught.value)


def test_the_environment_gives_the_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENS_LEDGER", "postgresql://someone:secret@host/db")
    config = load_config(tmp_path)
    assert config.ledger_address == "postgresql://someone:secret@host/db"
    assert "secret" not in write_config(config).read_text()


def test_the_ledger_is_in_the_study_folder(tmp_path: Path) -> None:
    assert load_config(tmp_path).ledger_address == str(tmp_path / "ledger.db")


def test_a_study_is_found_given_above_or_below(tmp_path: Path) -> None:
    study = tmp_path / "study"
    inner = study / "entities"
    inner.mkdir(parents=True)
    write_config(Config(folder=study))
    assert find_study(study, tmp_path) == study
    assert find_study(None, inner) == study
    assert find_study(None, tmp_path) == study


def test_no_study_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="liens run"):
        find_study(None, tmp_path)
    with pytest.raises(ConfigError, match="holds no study"):
        find_study(tmp_path, tmp_path)
