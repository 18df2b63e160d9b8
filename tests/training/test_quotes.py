"""PolNeAR's labels: from scores to spans, and from spans to exact F1."""

from __future__ import annotations

import numpy as np
import pytest

from training.quotes import IGNORED, TAGS, Sentence, best_path, exact_f1, spans


def scores(*tags: str) -> np.ndarray:
    """Scores that are sure of `tags`."""
    out = np.zeros((len(tags), len(TAGS)), dtype=np.float32)
    out[range(len(tags)), [TAGS.index(t) for t in tags]] = 5.0
    return out


def labelled(*tags: str) -> Sentence:
    """A sentence of words with `tags`, between marks that have none."""
    return Sentence((1, *range(10, 10 + len(tags)), 2), (IGNORED, *(TAGS.index(t) for t in tags), IGNORED))


def test_the_likeliest_labels_are_the_scores_own_where_they_may_stand() -> None:
    assert [TAGS[t] for t in best_path(scores("B-source", "I-source", "O", "B-cue"))] == [
        "B-source",
        "I-source",
        "O",
        "B-cue",
    ]


def test_no_label_goes_on_what_did_not_begin() -> None:
    unsure = scores("O", "I-content", "I-content")
    unsure[0, TAGS.index("B-content")] = 4.0
    assert [TAGS[t] for t in best_path(unsure)] == ["B-content", "I-content", "I-content"]


def test_spans_end_where_another_begins() -> None:
    tags = [TAGS.index(t) for t in ("B-source", "B-source", "I-source", "O", "B-cue")]
    assert spans(tags) == {(0, 1, "source"), (1, 3, "source"), (4, 5, "cue")}


def test_a_span_counts_only_whole() -> None:
    told = {
        labelled("B-source", "B-cue", "B-content", "I-content"): scores(
            "O", "B-source", "B-cue", "B-content", "O", "O"
        ),
        labelled("B-source", "O"): scores("O", "B-source", "B-cue", "O"),
    }
    assert exact_f1(told, told.__getitem__) == pytest.approx({"source": 1.0, "cue": 2 / 3, "content": 0.0})
