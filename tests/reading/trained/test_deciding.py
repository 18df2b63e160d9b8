"""Likelihoods → what a document says."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liens.reading.trained.deciding import _best_path, _runs

LABELS = st.lists(st.tuples(*[st.floats(-6, 0)] * 3), min_size=1, max_size=6)


@given(LABELS)
def test_the_best_path_is_the_best_of_all(rows: list[tuple[float, float, float]]) -> None:
    tags = np.array(rows)
    allowed = [
        path
        for path in product(range(3), repeat=len(rows))
        if path[0] != 2 and all(b != 2 or a != 0 for a, b in pairwise(path))
    ]
    best = max(sum(tags[i, t] for i, t in enumerate(path)) for path in allowed)
    found = _best_path(tags)
    assert tuple(found) in allowed
    assert sum(tags[i, t] for i, t in enumerate(found)) == pytest.approx(best)


@pytest.mark.parametrize(
    ("path", "runs"),
    [
        ([0, 0], []),
        ([1, 2, 2, 0], [(0, 3)]),
        ([0, 1, 1, 2], [(1, 2), (2, 4)]),
        ([1], [(0, 1)]),
    ],
)
def test_runs(path: list[int], runs: list[tuple[int, int]]) -> None:
    assert list(_runs(path)) == runs
