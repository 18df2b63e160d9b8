"""The state of a case in a word, and the order in which cases are shown."""

from __future__ import annotations

from collections.abc import Iterable

from liens.analysis.docket.cases import Case

STATES = {
    "closed": "with an outcome",
    "moving": "under way",
    "announced": "announced",
    "hearsay": "only reported by others",
    "unclear": "at a stage that the ladder does not know",
}
"""The states of a case, as CSS classes, the most settled first."""
MOST_CASES = 50
"""Cases of a part of their page."""


def case_state(case: Case) -> tuple[str, str]:
    """The CSS class of a case's state, and what to call it in a cell."""
    if case.outcomes:
        return "closed", case.outcomes[0].rung.stage
    if case.tracks:
        return ("announced" if case.tracks[0].announced else "moving"), case.stage
    if case.stage.startswith("as reported"):
        return "hearsay", "only reported"
    return "unclear", "stage not recognised"


def in_order(cases: Iterable[Case]) -> list[Case]:
    """The most settled first."""
    ranks = {state: rank for rank, state in enumerate(STATES)}
    return sorted(cases, key=lambda case: (ranks[case_state(case)[0]], case.parties, case.id))
