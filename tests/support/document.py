"""Reading the document under test: its file, its references and the schemas within."""

import copy
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "spec" / "openapi.yaml"
PATH = "/Account/{auth_id}/Masking/Session/{session_uuid}"


@functools.cache
def _read(path: Path) -> Any:
    # The C loader is ten times as fast, and not in every build of PyYAML.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)


def load(path: Path = DOCUMENT) -> Any:
    """Return a fresh copy of a YAML file, which the caller may change."""
    return copy.deepcopy(_read(path))


def follow(document: Any, node: Any) -> Any:
    """Return what a `$ref` refers to, or the node itself when it is no reference."""
    while isinstance(node, dict) and "$ref" in node:
        target = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def resolved(document: Any, schema: Any) -> dict[str, Any]:
    """Return a schema with the one it refers to, by `$ref` or a lone `allOf`, merged under it."""
    schema = follow(document, schema)
    for part in schema.get("allOf", []):
        schema = {**resolved(document, part), **schema}
    return dict(schema)


def errors(document: Any, schema: Any, value: Any) -> list[str]:
    """Return what is wrong with a value by a schema of an OpenAPI 3.0 document, including `nullable`."""
    # Only here, because loading it takes 0.1 s and most runs need it for a failure at most.
    from openapi_schema_validator import OAS30Validator

    rooted = {"allOf": [schema], "components": document["components"]}
    return [
        f"{error.json_path}: {error.message}" for error in OAS30Validator(rooted).iter_errors(value)
    ]


def schemas(document: Any) -> Iterator[tuple[str, Any]]:
    """Yield every schema written out under components, properties included, with its place."""

    def within(place: str, schema: Any) -> Iterator[tuple[str, Any]]:
        yield place, schema
        for name, below in schema.get("properties", {}).items():
            yield from within(f"{place}.{name}", below)
        if "items" in schema:
            yield from within(f"{place}[]", schema["items"])

    for name, schema in document["components"]["schemas"].items():
        yield from within(name, schema)
