"""The published errors and contradictions of `traps/`: what the study gets right stays right.

`WRONG` are those that it gets wrong, each with the cause; a trap that comes right must leave the list.
"""

import pytest

from benchmarks.quality.traps import check, trap_ids

WRONG = {
    "T03": "the reader gives the contract to Google Cloud, which the study does not count as Google",
    "T04": "the reader takes “will take a stake … for the moment it owns no shares” for a denial: no conflict",
    "T06": "the reader finds no examination in “has decided that the partnership does not qualify”",
    "T08": "the reader finds no examination in “decided that the partnership does not qualify”",
    "T11": "the reader cuts the post “head of office and digital policy adviser” down to “head”",
    "T22": "a claim has no term for a duration, and the reader takes “until May 2029” for an end",
}


@pytest.mark.parametrize(
    "trap",
    [pytest.param(trap, marks=pytest.mark.xfail(reason=WRONG[trap])) if trap in WRONG else trap for trap in trap_ids()],
)
def test_the_study_gets_it_right(trap: str) -> None:
    assert check(trap).faults == ()


def test_there_is_a_folder_for_each_trap() -> None:
    assert trap_ids() == tuple(f"T{number:02}" for number in range(1, 33))
