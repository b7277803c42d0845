"""Finding every example and default of a document together with the schema that it must satisfy."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.support.document import errors, resolved

Place = tuple[str | int, ...]


class Example(NamedTuple):
    """A value shown in the document, where it stands and the schema that it is an example of."""

    place: Place
    schema: Any
    value: Any

    def __str__(self) -> str:
        return ".".join(map(str, self.place)).replace("application/json", "json")


def examples(document: Any) -> Iterator[Example]:
    """Yield every example and default, wherever OpenAPI 3.0 allows one."""
    yield from _within(document, ())


def faults(document: Any) -> list[str]:
    """Return what is wrong with the examples: values that their schema refuses, keys that it lacks."""
    return [
        f"{example}: {wrong}"
        for example in examples(document)
        for wrong in (
            *errors(document, example.schema, example.value),
            *_undeclared(document, example.schema, example.value),
        )
    ]


def _within(node: Any, place: Place) -> Iterator[Example]:
    if isinstance(node, list):
        for number, below in enumerate(node):
            yield from _within(below, (*place, number))
    if not isinstance(node, dict):
        return
    # A parameter, header or media type has its schema beside the example; a schema is its own.
    schema = node.get("schema", node)
    for keyword in ("example", "default"):
        if keyword in node and place[-1:] != ("properties",):
            yield Example((*place, keyword), schema, node[keyword])
    for key, below in node.items():
        if key == "examples" and "schema" in node:
            for name, named in below.items():
                yield Example((*place, key, name, "value"), schema, named["value"])
        elif key not in ("example", "default", "enum"):
            yield from _within(below, (*place, key))


def _undeclared(document: Any, schema: Any, value: Any) -> Iterator[str]:
    """Yield the keys that the schema does not declare: it allows them, but an example must not show them."""
    schema = resolved(document, schema)
    if isinstance(value, list):
        for item in value:
            yield from _undeclared(document, schema.get("items", {}), item)
    elif isinstance(value, dict):
        for key, below in value.items():
            if key not in schema.get("properties", {}):
                yield f"expected a declared key, got {key!r}"
            else:
                yield from _undeclared(document, schema["properties"][key], below)
