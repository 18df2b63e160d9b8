"""The OpenAPI 3.1 description of the API, made from the table of its parts and from the annotations of their nouns."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from importlib.metadata import version
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from liens.serving.data import MOST_PER_PAGE, PER_PAGE
from liens.serving.parts import PARTS, Part

Schema = dict[str, Any]
ATOMS: Mapping[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    bytes: {"type": "string", "contentEncoding": "base64"},
    object: {},
    NoneType: {"type": "null"},
}
ERROR: Schema = {"type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"]}
DECISION: Schema = {
    "type": "object",
    "properties": {
        **{name: {"type": "string"} for name in ("id", "verdict", "by", "at", "why")},
        "targets": {"type": "array", "items": {"type": "string"}},
        "changes": {"type": "array", "items": {"type": "array", "items": {"type": "string"}}},
        "within": {"type": ["string", "null"]},
        "stands": {"type": "boolean"},
    },
    "required": ["id", "verdict", "targets", "by", "at"],
}
QUESTION: Schema = {
    "type": "object",
    "properties": {
        "about": {"enum": ["claim", "names"]},
        "targets": {"type": "array", "items": {"type": "string"}},
        "why": {"type": "string"},
        "decided": {"anyOf": [{"$ref": "#/components/schemas/TakenDecision"}, {"type": "null"}]},
    },
    "required": ["about", "targets", "why", "decided"],
}
PULSE: Schema = {
    "type": "object",
    "properties": {name: {"type": "integer"} for name in ("revision", "ledger", "decisions")},
    "required": ["revision", "ledger", "decisions"],
}


@cache
def description() -> Schema:
    """The whole description."""
    schemas: dict[str, Schema] = {"Error": ERROR, "TakenDecision": DECISION, "Question": QUESTION, "Pulse": PULSE}
    paths: dict[str, Schema] = {}
    for part in PARTS:
        item = _schema(part.noun, schemas)
        paths[f"/api/{part.name}"] = {"get": _list(part, item)}
        if part.key is not None:
            paths[f"/api/{part.name}/{{key}}"] = {"get": _one(part, item)}
    for name, about, noun in (
        ("questions", "The review queue, most pressing first", "Question"),
        ("decisions", "What people decided, the last first", "TakenDecision"),
    ):
        listed = _listed({"$ref": f"#/components/schemas/{noun}"})
        paths[f"/api/{name}"] = {"get": _operation(name, about, listed, (_PAGE,))}
    pulse = {"$ref": "#/components/schemas/Pulse"}
    paths["/api/pulse"] = {"get": _operation("pulse", "Whether anything is new", pulse, ())}
    return {
        "openapi": "3.1.0",
        "info": {"title": "liens: a study as data", "version": version("liens"), "description": ABOUT},
        "paths": paths,
        "components": {"schemas": schemas},
    }


ABOUT = (
    "Every list is given page by page, each with the revision of the ledger that it shows. ETags change with the "
    "revision alone: send If-None-Match. A field that holds its default is left out."
)
_PAGE: Schema = {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1, "default": 1}}
_PER_PAGE: Schema = {
    "name": "per_page",
    "in": "query",
    "schema": {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": PER_PAGE},
}


def _list(part: Part, item: Schema) -> Schema:
    filters = tuple(
        {"name": each.name, "in": "query", "description": each.about, "schema": {"type": "string"}}
        for each in part.filters
    )
    return _operation(part.name, f"{part.about}. Shown on {part.page}.", _listed(item), (_PAGE, _PER_PAGE, *filters))


def _one(part: Part, item: Schema) -> Schema:
    key = {"name": "key", "in": "path", "required": True, "schema": {"type": "string"}}
    answer = {
        "type": "object",
        "properties": {"revision": {"type": "integer"}, "item": item},
        "required": ["revision", "item"],
    }
    return _operation(f"{part.name}_one", f"One of {part.name}", answer, (key,))


def _listed(item: Schema) -> Schema:
    numbers = {name: {"type": "integer"} for name in ("revision", "total", "page", "per_page")}
    return {
        "type": "object",
        "properties": {
            **numbers,
            "next": {"type": ["string", "null"]},
            "items": {"type": "array", "items": item},
        },
        "required": [*numbers, "next", "items"],
    }


def _operation(name: str, about: str, answer: Schema, parameters: tuple[Schema, ...]) -> Schema:
    refused = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {
        "operationId": name,
        "summary": about,
        "parameters": list(parameters),
        "responses": {
            "200": {"description": "As asked", "content": {"application/json": {"schema": answer}}},
            "304": {"description": "Nothing is new"},
            "default": {"description": "Why not", "content": refused},
        },
    }


def _schema(hint: Any, schemas: dict[str, Schema]) -> Schema:
    """The schema of values annotated with `hint`, as `liens.codec` writes them; nouns go into `schemas`."""
    if hint in ATOMS:
        return ATOMS[hint]
    if get_origin(hint) in (UnionType, Union):
        return {"anyOf": [_schema(arg, schemas) for arg in get_args(hint)]}
    if get_origin(hint) is tuple:
        first, *rest = get_args(hint)
        if rest == [Ellipsis]:
            return {"type": "array", "items": _schema(first, schemas)}
        parts = [_schema(arg, schemas) for arg in (first, *rest)]
        return {"type": "array", "prefixItems": parts, "minItems": len(parts), "maxItems": len(parts)}
    if issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    return _noun(hint, schemas)


def _noun(noun: type, schemas: dict[str, Schema]) -> Schema:
    name = "".join(_names(noun))
    if name not in schemas:
        schemas[name] = {}
        hints = get_type_hints(noun)
        assert is_dataclass(noun)
        required = [f.name for f in fields(noun) if not f.init or f.default is MISSING]
        schemas[name] = {
            "type": "object",
            "description": inspect.getdoc(noun),
            "properties": {f.name: _schema(hints[f.name], schemas) for f in fields(noun)},
            "required": required,
        }
    return {"$ref": f"#/components/schemas/{name}"}


def _names(noun: type) -> Iterator[str]:
    """A noun's name; of those of which there are several with one name, with its module's."""
    yield noun.__name__
    if noun.__name__ in ("Standing", "Change", "State", "Turn", "Word", "Index"):
        yield noun.__module__.rpartition(".")[2].capitalize()
