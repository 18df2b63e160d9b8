"""What distance adds to attention."""

import numpy as np
import pytest

from liens.reading.trained.network import near

BUCKETS, HEADS = 32, 2
TABLE = np.arange(BUCKETS * HEADS, dtype=np.float32).reshape(BUCKETS, HEADS)


def bucket(tokens: int, row: int, column: int) -> int:
    """The bucket that the first head's number betrays."""
    return int(near(TABLE, tokens)[0, row, column]) // HEADS


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [(0, 0), (-1, 1), (-7, 7), (-8, 8), (-127, 15), (-400, 15), (1, 17), (7, 23), (8, 24), (127, 31), (400, 31)],
)
def test_near_distances_have_a_bucket_each_and_far_ones_share(ahead: int, expected: int) -> None:
    row = max(0, -ahead)
    assert bucket(401, row, row + ahead) == expected


def test_buckets_widen_with_distance() -> None:
    told = [bucket(200, distance, 0) for distance in range(200)]
    assert told == sorted(told)
    assert max(told) == BUCKETS // 2 - 1


@pytest.mark.parametrize("tokens", [1, 2, 50])
def test_one_matrix_a_head(tokens: int) -> None:
    found = near(TABLE, tokens)
    assert found.shape == (HEADS, tokens, tokens)
    assert (found[1] == found[0] + 1).all()
