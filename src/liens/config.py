"""Settings: one optional `liens.toml` → one frozen `Config`. Nothing else reads settings or the environment.

A study folder holds its `liens.toml`; paths in it are relative to the folder. The ledger's address may carry a
password, so it can also come from the environment variable `LIENS_LEDGER`, which wins.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from liens.errors import ConfigError

FILE = "liens.toml"
LEDGER = "ledger.db"

TEMPLATE = """\
# The settings of this study. Every line is optional; paths are relative to this folder.

# What `liens run` reads when it is called without inputs: files, folders, archives, URLs.
sources = {sources}

# Records of holdings that `control` and the study take beside the documents: CSV, FollowTheMoney, BODS 0.4, GLEIF.
holdings = {holdings}

# The shares of one market, as a CSV with firm,percent,source; only with them is a concentration index computed.
shares = {shares}

# The market pack: a built-in one ("ai") or the path of a folder with a market.toml.
market = {market}

# Who reads: "trained" (weights and rules; English, the rules alone for the rest), "fast" (smaller weights: half the
# time, more mistakes) or "rules" (no weights, a tenth of the time, many more mistakes).
reader = {reader}

# Where the ledger is: a SQLite file, or postgresql://user@host/database (the environment's LIENS_LEDGER wins).
ledger = {ledger}

# How many processes read; 0 means one for each core.
workers = {workers}
"""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings in force. `folder` is the study's folder."""

    folder: Path
    sources: tuple[str, ...] = ()
    holdings: tuple[str, ...] = ()
    shares: str = ""
    market: str = "ai"
    reader: str = "trained"
    ledger: str = LEDGER
    workers: int = 0

    @property
    def ledger_address(self) -> str:
        """The ledger as a path or a database URL."""
        return self.ledger if "://" in self.ledger else str(self.folder / self.ledger)

    @property
    def market_name(self) -> str:
        """The market pack's name, or its path seen from here."""
        return str(self.folder / self.market) if "/" in self.market else self.market

    @property
    def worker_count(self) -> int:
        return self.workers or len(os.sched_getaffinity(0))


def load_config(folder: Path) -> Config:
    """The settings of the study in `folder`; the defaults where it has no `liens.toml`.

    Raises:
        ConfigError: the file is not TOML, has an unknown key, or a value of the wrong type; the message names it.
    """
    values = _check(_toml(folder / FILE), folder / FILE)
    if address := os.environ.get("LIENS_LEDGER"):
        values["ledger"] = address
    return Config(folder=folder, **values)


def key_file() -> Path:
    """Where the key lies with which this user seals what a server keeps beside a study."""
    state = os.environ.get("XDG_STATE_HOME", "")
    return (Path(state) if state.startswith("/") else Path.home() / ".local/state") / "liens" / "key"


def write_config(config: Config) -> Path:
    """Write `config` as a commented `liens.toml` into its folder, unless there is one; → the file's path."""
    path = config.folder / FILE
    if not path.exists():
        text = as_toml(config)
        config.folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return path


def as_toml(config: Config) -> str:
    """The text of `config`'s `liens.toml`. A ledger's address from the environment stays there."""
    ledger = LEDGER if os.environ.get("LIENS_LEDGER") else config.ledger
    words = {"shares": config.shares, "market": config.market, "reader": config.reader, "ledger": ledger}
    lists = {"sources": config.sources, "holdings": config.holdings}
    return TEMPLATE.format(
        **{key: _quote(text) for key, text in words.items()},
        **{key: _quoted(texts) for key, texts in lists.items()},
        workers=config.workers,
    )


def find_study(given: Path | None, here: Path) -> Path:
    """The study that a command is about: the one given, else the nearest above `here`, else `here/study`.

    Raises:
        ConfigError: there is none.
    """
    if given is not None:
        if not is_study(given):
            raise ConfigError(f"{given} holds no study: make one with `liens run INPUT --output {given}`")
        return given
    for folder in (here, *here.parents, here / "study"):
        if is_study(folder):
            return folder
    raise ConfigError("no study here or above: make one with `liens run INPUT`, or name one with --study DIR")


def is_study(folder: Path) -> bool:
    return (folder / FILE).is_file() or (folder / LEDGER).is_file()


def _quoted(texts: Iterable[str]) -> str:
    """A TOML list of strings."""
    return "[" + ", ".join(_quote(text) for text in texts) + "]"


def _quote(text: str) -> str:
    """A TOML basic string.

    Raises:
        ConfigError: the text is a name that is not valid Unicode, which no TOML file can hold.
    """
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise ConfigError(f"{text!r} is not a name in Unicode: rename the file or folder")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'


def _toml(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}: mend the file") from error


def _check(values: Mapping[str, Any], path: Path) -> dict[str, Any]:
    known = [f.name for f in fields(Config) if f.name != "folder"]
    for key in values:
        if key not in known:
            close = get_close_matches(key, known, n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"the keys are {', '.join(known)}"
            raise ConfigError(f"{path}: unknown key {key!r}: {hint}")
    checked = dict(values)
    for key, value in values.items():
        kind = _KINDS.get(key, str)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise ConfigError(f"{path}: {key} must be {_WORDS[kind]}")
        if isinstance(value, list):
            if not all(isinstance(each, str) for each in value):
                raise ConfigError(f"{path}: {key} must be a list of strings")
            checked[key] = tuple(value)
    if checked.get("workers", 0) < 0:
        raise ConfigError(f"{path}: workers must be 0 or more")
    return checked


_KINDS: Mapping[str, type] = {"workers": int, "sources": list, "holdings": list}
_WORDS = {str: "a string", int: "a whole number", list: "a list of strings"}
