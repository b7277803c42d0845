"""Faults in the document, made by rules: what changes a schema, a unit or the arithmetic of an example."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

NUMBERS = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "multipleOf")
TIMES = ("created_time", "modified_time", "expiry_time")
UNITS = {"seconds": "minutes", "Seconds": "Minutes", "characters": "bytes"}


def faults(text: str) -> Iterator[dict[str, Any]]:
    """Each with its line, the rule's name and the whole text."""
    for start, end, new, rule in _edits(yaml.compose(text), ()):
        line = text.count("\n", 0, start) + 1
        yield {"line": line, "what": rule, "text": text[:start] + new + text[end:]}
    for found in re.finditer(r"\b(?:" + "|".join(UNITS) + r")\b", text):
        mutated = text[: found.start()] + UNITS[found[0]] + text[found.end() :]
        line = text.count("\n", 0, found.start()) + 1
        yield {"line": line, "what": "unit", "text": mutated}


def _edits(node: Any, path: tuple[str, ...]) -> Iterator[tuple[int, int, str, str]]:
    """Start, end, what stands there instead, and the rule."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _edits(item, path)
        if path[-1] in ("required", "enum") and len(node.value) > 1:
            for before, after in zip(node.value, node.value[1:], strict=False):
                yield before.start_mark.index, after.start_mark.index, "", f"{path[-1]} dropped"
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _edits(value, (*path, key.value))
    else:
        start, end = node.start_mark.index, node.end_mark.index
        yield from ((start, end, new, rule) for new, rule in _scalars(path, node.value))


def _scalars(path: tuple[str, ...], value: str) -> Iterator[tuple[str, str]]:
    name = path[-1]
    is_value = any(part in path for part in ("value", "example", "examples"))
    if is_value:
        if name == "duration":
            yield str(int(value) + 1), "duration of an example"
        if name in TIMES and (found := re.search(r":(\d\d) ", value)):
            seconds = (int(found[1]) + 1) % 60
            yield (
                f"{value[: found.start()]}:{seconds:02} {value[found.end() :]}",
                "time of an example",
            )
    elif name in NUMBERS:
        yield str(int(value) + 1), "limit"
        yield str(int(value) - 1), "limit"
    elif name == "default":
        changed = {"false": "true", "true": "false", "mp3": "wav", "POST": "GET", "": "''"}
        yield changed.get(value) or str(int(value) + 1), "default"
    elif name == "pattern":
        yield _quoted(value.removesuffix("$")), "pattern without its end"
        yield _quoted(value.removeprefix("^")), "pattern without its start"
        for found in re.finditer(r"[+?*]|\{\d+(?:,\d+)?\}", value):
            other = "*" if found[0] == "+" else "+"
            yield _quoted(value[: found.start()] + other + value[found.end() :]), "pattern"
    elif name == "enum":
        yield value + "x", "enum"
    elif name == "type" and value in ("integer", "number", "boolean", "string"):
        yield "number" if value == "integer" else "integer", "type"
    elif value in ("true", "false") and name in ("nullable", "required", "additionalProperties"):
        yield "false" if value == "true" else "true", name


def _quoted(pattern: str) -> str:
    return "'" + pattern.replace("'", "''") + "'"
