"""Reading tables of a TOML file: what is not as it should be is refused with a `ValueError` that says what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any


def tables(data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """The tables `[[key]]` of `data`, none if there are none; anything else under that key is refused."""
    found = data.get(key, [])
    if not isinstance(found, list) or not all(isinstance(table, dict) for table in found):
        raise ValueError(f"{key!r} must be written as [[{key}]]")
    return found


def words(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """The list of words `key` of `data`, empty if it is not there."""
    found = data.get(key, [])
    if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
        raise ValueError(f'{key!r} must be a list of words, like {key} = ["one", "two"]')
    return tuple(found)


def one_of(data: Mapping[str, Any], key: str, allowed: Collection[str]) -> str:
    """The word `key` of `data`, which must be there and be one of `allowed`."""
    if not isinstance(data.get(key), str) or data[key] not in allowed:
        raise ValueError(f"{key} {data.get(key)!r} is none of {', '.join(allowed)}")
    return str(data[key])


def refuse_unknown(data: Mapping[str, Any], keys: Collection[str]) -> None:
    """Refuse a key that is none of `keys`."""
    for key in data:
        if key not in keys:
            raise ValueError(f"the key {key!r} is none of {', '.join(keys)}")
