"""What a study keeps of the ledger's state when it is written, so that the next one can tell what changed.

The file holds the state that the pages show and the log that led to it. While nothing changes, both stay as they are,
so that the same ledger gives the same pages however often they are written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from liens.analysis.deals.changes import ChangeLog, State, log_between, state_of
from liens.analysis.ties import Tie
from liens.codec import decode, encode
from liens.errors import LedgerError
from liens.ledger.view import View

FILE = "state.json"
LONGEST = 400_000_000
"""Bytes of a state that is read back."""


@dataclass(frozen=True, slots=True)
class History:
    """The state of the ledger that a study shows, and what had changed since the one before; None for the first."""

    state: State
    log: ChangeLog | None = None


def continued(folder: Path, view: View, ties: Iterable[Tie]) -> History:
    """The history of the study in `folder`, gone on to the ledger that `view` shows and `ties` follow from."""
    now = state_of(view, ties)
    before = _read(folder / FILE)
    if before is None:
        return History(now)
    log = log_between(before.state, now)
    return before if log.is_empty else History(now, log)


def _read(path: Path) -> History | None:
    """The history at `path`; None if there is none that can be read: the study then begins one."""
    try:
        if path.is_symlink() or path.stat().st_size > LONGEST:
            return None
        return decode(History, json.loads(path.read_bytes()))
    except (OSError, ValueError, RecursionError, LedgerError):
        return None


def as_text(history: History) -> str:
    """The content of the file."""
    return json.dumps(encode(history), separators=(",", ":")) + "\n"
