"""What the trained reader can say, in the order in which its weights say it."""

from __future__ import annotations

from liens.model import Status

RELATIONS = (
    "acquires",
    "board_of",
    "competes_with",
    "develops",
    "distributes",
    "examines",
    "founded",
    "hires_from",
    "holds_stake_in",
    "invests_in",
    "licenses_to",
    "lobbies",
    "partners_with",
    "subsidiary_of",
    "sues",
    "supplies",
    "works_for",
)
SYMMETRIC = frozenset(("competes_with", "partners_with"))
STATUSES = tuple(Status)
