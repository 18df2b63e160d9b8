import dataclasses
import inspect
import re

import liens
from liens import errors, model


def test_the_public_names_are_sorted_and_there() -> None:
    assert liens.__all__ == sorted(liens.__all__)
    assert all(hasattr(liens, name) for name in liens.__all__)


def test_every_noun_and_every_error_is_public() -> None:
    for module in (model, errors):
        classes = {n for n, c in vars(module).items() if inspect.isclass(c) and c.__module__ == module.__name__}
        assert classes <= set(liens.__all__)


def test_every_noun_is_frozen_all_the_way_down() -> None:
    for noun in vars(model).values():
        if dataclasses.is_dataclass(noun) and isinstance(noun, type):
            assert noun.__dataclass_params__.frozen, noun  # type: ignore[attr-defined]
            assert not any(re.search(r"\b(list|dict|set)\b", str(f.type)) for f in dataclasses.fields(noun)), noun
