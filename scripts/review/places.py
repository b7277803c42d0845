"""Where in a YAML document a change is: a walk from the operation to the field that oasdiff's text names."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

Keys = tuple[str, ...]
Nodes = dict[Keys, tuple[int, yaml.Node]]

# Keys that only readers need.
WORDS = {"description", "summary", "example", "examples", "externalDocs"}
REFERENCE = re.compile(r"#/(.+)")


def nodes(path: Path) -> Nodes:
    """Every node of a document with the line of its key, by its path of keys."""
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    return dict(_walk((), root, 1)) if root else {}


def _walk(keys: Keys, node: yaml.Node, line: int) -> Iterator[tuple[Keys, tuple[int, yaml.Node]]]:
    yield keys, (line, node)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _walk((*keys, key.value), value, key.start_mark.line + 1)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _walk((*keys, str(index)), value, value.start_mark.line + 1)


def _differing(old: Nodes, new: Nodes) -> list[Keys]:
    """The paths whose values differ, without those of words and of whole subtrees that are new or gone."""

    def value(known: Nodes, keys: Keys) -> object:
        if keys not in known:
            return None
        node = known[keys][1]
        return node.value if isinstance(node, yaml.ScalarNode) else type(node)

    found: dict[Keys, None] = {}
    for keys in dict.fromkeys([*new, *old]):
        words = any(key in WORDS or key.startswith("x-") for key in keys)
        if not words and value(old, keys) != value(new, keys) and keys[:-1] not in found:
            found[keys] = None
    return list(found)


def _referred(known: Nodes, keys: Keys) -> Iterator[Keys]:
    """A schema's path and those of the schemas that it is made of."""
    yield keys
    for step in ("$ref",), *((of, str(i)) for of in ("allOf", "oneOf", "anyOf") for i in range(9)):
        if (below := (*keys, *step)) in known:
            node = known[below][1]
            target = REFERENCE.fullmatch(str(node.value)) if step == ("$ref",) else None
            named = tuple(target[1].split("/")) if target else below
            if named in known:
                yield from _referred(known, named)


def _field(known: Nodes, schema: Keys, names: list[str]) -> list[Keys]:
    """The paths that make up the field below a schema; empty if there is none."""
    places = list(_referred(known, schema))
    for name in filter(None, names):
        steps = [("items",)] if name == "items" else [("properties", name)]
        below = [(*place, *step) for place in places for step in steps]
        places = [deeper for keys in below if keys in known for deeper in _referred(known, keys)]
    return places


def _schemas(known: Nodes, side: str) -> Iterator[Keys]:
    for keys in known:
        if keys[-1:] == ("schema",) and side in keys and "content" in keys:
            yield keys


def line_of(old: Nodes, new: Nodes, rule: str, text: str) -> int:
    """The line in the new document of what a rule found; what is gone is where it was held."""
    side = "requestBody" if rule.startswith(("request", "new-")) else "responses"
    words = [word for word in rule.split("-") if len(word) > 2]
    names = re.findall(r"`([^`]*)`", text)
    places = [
        place
        for known in (new, old)
        for name in names
        for schema in _schemas(known, side)
        for place in _field(known, schema, name.split("/"))
    ]

    def score(keys: Keys) -> tuple[bool, bool, bool]:
        values = {str(known[keys][1].value) for known in (old, new) if keys in known}
        return (
            any(keys[: len(place)] == place for place in places),
            bool({*names} & {*keys, *values}),
            any(keys[-1].lower().startswith(word) for word in words),
        )

    candidates = [keys for keys in _differing(old, new) if keys != ("info", "version")]
    best = max(candidates, key=score, default=places[0] if places else ())
    while best not in new:
        best = best[:-1]
    return new[best][0]
