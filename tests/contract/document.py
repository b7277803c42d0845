"""The document, as schemathesis reads it, and the calls that it makes from it."""

import copy
import re
from functools import cache
from typing import Any

import schemathesis
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from tests.support.document import PATH, load, resolved

PARTIES = ("first_party", "second_party")

# The caller has credentials; generated ones would only ever give 401.
_CONFIG = {"generation": {"with-security-parameters": False}, "cache": {"enabled": False}}


@cache
def raw() -> dict[str, Any]:
    """The document as it stands."""
    document: dict[str, Any] = load()
    return document


@cache
def for_two_parties() -> dict[str, Any]:
    """The document as it is for a session of two parties, where no value of a party is valid."""
    document: dict[str, Any] = load()
    fields = document["components"]["schemas"]["MaskingSessionUpdate"]["properties"]
    examples = document["paths"][PATH]["post"]["requestBody"]["content"]["application/json"]
    for name in PARTIES:
        # The keys stay: schemathesis takes unknown ones from the document's words, these among them.
        fields[name] = {"not": {}}
        for example in examples["examples"].values():
            example["value"].pop(name, None)
    return document


@cache
def with_unknown_ids() -> dict[str, Any]:
    """The document without its examples: schemathesis takes ids from them, which a server may well know."""
    document: dict[str, Any] = _without_examples(raw())
    return document


@cache
def operation(*, single_party: bool = True) -> Any:
    """The operation; single_party: whether the parties may be generated."""
    document = read_alike(raw() if single_party else for_two_parties())
    config = SchemathesisConfig.from_dict(_CONFIG)
    return schemathesis.openapi.from_dict(document, config=config)[PATH]["POST"]


def bodies(*, single_party: bool) -> st.SearchStrategy[dict[str, Any]]:
    """Bodies of valid updates, made from the document."""
    made = operation(single_party=single_party)
    (body,) = made.body
    config = made.schema.config.generation_for(operation=made)
    # The examples are tried by name elsewhere; mixed in here, every fourth body is one more of the same.
    strategy: st.SearchStrategy[dict[str, Any]] = body.get_strategy(
        made, config, GenerationMode.POSITIVE, mix_examples=False
    )
    return strategy.map(dict)


def read_alike(whole: dict[str, Any]) -> dict[str, Any]:
    """The document without texts that engines read differently: NEL is a blank to Python and Rust but not to
    ECMAScript, whose patterns these are, and U+FEFF is one to ECMAScript alone."""
    document = copy.deepcopy(whole)
    for field in document["components"]["schemas"]["MaskingSessionUpdate"]["properties"].values():
        if "pattern" in field:
            field["pattern"] = field["pattern"].replace(r"\s", r"\s\x85\uFEFF")
    return document


def without_own_patterns(whole: dict[str, Any]) -> dict[str, Any]:
    """The document without the patterns of URLs, its own reading: what breaks them alone is noted."""
    document = copy.deepcopy(whole)
    for field in document["components"]["schemas"]["MaskingSessionUpdate"]["properties"].values():
        if "S-urls" in field.get("x-sources", ()):
            field.pop("pattern", None)
    return document


@cache
def fields() -> dict[str, dict[str, Any]]:
    """The schema of each field of an update, references resolved."""
    properties = raw()["components"]["schemas"]["MaskingSessionUpdate"]["properties"]
    merged = {name: resolved(raw(), field) for name, field in properties.items()}
    return {
        name: {key: value for key, value in field.items() if key != "allOf"}
        for name, field in merged.items()
    }


@cache
def shown() -> dict[str, dict[str, Any]]:
    """The schema of each key of a session, references resolved."""
    properties = raw()["components"]["schemas"]["MaskingSession"]["properties"]
    return {name: resolved(raw(), key) for name, key in properties.items()}


def row(field: str) -> str:
    """The first row of SOURCES.md behind a field of an update or a key of a session."""
    rows: list[str] = {**shown(), **fields()}[field]["x-sources"]
    return rows[0]


def not_updatable() -> set[str]:
    """The parameters that the operation lists, whose effect in an update no source tells."""
    return set(re.findall(r"^- `(\w+)`", raw()["paths"][PATH]["post"]["description"], re.MULTILINE))


def responses() -> dict[str, Any]:
    """What the document says of each status."""
    found: dict[str, Any] = raw()["paths"][PATH]["post"]["responses"]
    return found


def statuses() -> set[int]:
    """The statuses that the document names."""
    return set(map(int, responses()))


def request_examples() -> dict[str, dict[str, Any]]:
    """The document's request bodies by name."""
    body = raw()["paths"][PATH]["post"]["requestBody"]["content"]["application/json"]
    return {name: example["value"] for name, example in body["examples"].items()}


def reply_examples(status: int) -> dict[str, dict[str, Any]]:
    """The document's reply bodies of this status by name."""
    content = raw()["paths"][PATH]["post"]["responses"][str(status)]["content"]
    return {name: ex["value"] for name, ex in content["application/json"]["examples"].items()}


def _without_examples(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_examples(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _without_examples(value)
        for key, value in node.items()
        if key not in ("example", "examples")
    }
