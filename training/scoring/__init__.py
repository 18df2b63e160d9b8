"""How right a reader is: its claims and statements held against annotated documents.

`score` takes annotations and predictions as JSON (`gold.jsonl`, `liens extract`) and gives `Scores`: claims, pairs,
statements, status, source and amount, by relation, status and genre. `calibration` tells how far confidence can be
believed, `errors` what kinds of mistakes there are.
"""

from __future__ import annotations

from training.scoring.scores import Scores, score

__all__ = ["Scores", "score"]
