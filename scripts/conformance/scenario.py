"""Reads the scenarios: checks each file against the schema and fills in its defaults."""

import copy
import functools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

from scripts.conformance.errors import KitError

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[1] / "spec" / "openapi.yaml"


@dataclass(frozen=True)
class Scenario:
    """One behaviour of a client, complete: nothing is left to defaults. Keys as in the schema."""

    topic: str
    name: str
    must: str
    call: dict[str, Any]
    request: dict[str, Any] | None
    serve: dict[str, Any] | None
    outcomes: Sequence[dict[str, Any]]
    refusal: str | None
    sample: str | None

    def served(self) -> bytes | None:
        """The body that is served literally; None when the stub answers itself or drops."""
        if self.serve is None or "drop" in self.serve:
            return None
        return str(self.serve["text"]).encode()


def load_scenarios(folder: Path = HERE / "scenarios") -> list[Scenario]:
    """Every scenario of the folder, in file order; raises KitError on a bad file or name."""
    scenarios = [found for path in sorted(folder.glob("*.yaml")) for found in _of_file(path)]
    names = [scenario.name for scenario in scenarios]
    for name in names:
        if names.count(name) > 1:
            raise KitError(f"{folder}: two scenarios are named {name!r}")
    if not scenarios:
        raise KitError(f"{folder}: no scenario found")
    return scenarios


def load_checked(path: Path, schema: str) -> Any:
    """The YAML file as data, valid against the schema file of that name beside this module."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    validator = jsonschema_rs.Draft202012Validator(json.loads((HERE / schema).read_text()))
    for error in validator.iter_errors(data):
        place = "/".join(str(step) for step in error.instance_path)
        raise KitError(f"{path} at {place or 'the top'}: {error.message}")
    return data


def _of_file(path: Path) -> Iterator[Scenario]:
    data = load_checked(path, "scenario.schema.json")
    defaults = data["defaults"]
    for given in data["scenarios"]:
        name = given["name"]
        request = given["request"]
        refusal = given.get("refusal")
        outcome = given.get("outcome", defaults.get("outcome"))
        outcome = None if refusal == "required" else outcome
        if outcome is None and refusal != "required":
            raise KitError(f"{path}: {name!r} has no outcome")
        if (request == "none") != (refusal == "required"):
            raise KitError(f"{path}: {name!r}: `request: none` goes with `refusal: required`")
        yield Scenario(
            topic=data["topic"],
            name=name,
            must=given["must"],
            call=_complete(path, name, _CALL, defaults["call"] | given["call"]),
            request=None
            if request == "none"
            else _complete(path, name, _REQUEST, defaults["request"] | request),
            serve=_serve(given.get("serve", defaults.get("serve", "stub"))),
            outcomes=[] if outcome is None else outcome.get("one_of", [outcome]),
            refusal=refusal,
            sample=given.get("sample"),
        )


_CALL = ("auth_id", "auth_token", "session_uuid", "timeout_seconds", "fields")
_REQUEST = ("method", "path", "authorization", "content_type", "body")


def _complete(path: Path, name: str, keys: Sequence[str], value: dict[str, Any]) -> dict[str, Any]:
    for key in keys:
        if key not in value:
            raise KitError(f"{path}: {name!r} has no {key}, nor do the defaults of its file")
    return value


def _serve(given: Any) -> dict[str, Any] | None:
    if given == "stub":
        return None
    if "drop" in given or "text" in given:
        return dict(given)
    body = given["body"] if "body" in given else _example(given)
    literal = {key: given[key] for key in ("status", "headers", "delay") if key in given}
    literal["headers"] = {"Content-Type": "application/json"} | given.get("headers", {})
    return literal | {"text": json.dumps(body, ensure_ascii=False)}


def _example(given: dict[str, Any]) -> Any:
    reply = copy.deepcopy(_examples(str(given["status"])).get(given["example"]))
    if reply is None:
        raise KitError(f"the document has no example {given['example']!r} for {given['status']}")
    for dotted, value in given.get("set", {}).items():
        parent, key = _parent(reply, dotted)
        parent[key] = value
    for dotted in given.get("without", []):
        parent, key = _parent(reply, dotted)
        if key not in parent:
            raise KitError(f"example {given['example']!r} has no {dotted!r} to leave out")
        del parent[key]
    return reply


def _examples(status: str) -> dict[str, Any]:
    """The document's examples of the JSON reply with that status, by name."""
    reply = _replies().get(status, {})
    named = reply.get("content", {}).get("application/json", {}).get("examples", {})
    return {name: example["value"] for name, example in named.items()}


@functools.cache
def _replies() -> dict[str, Any]:
    document = yaml.load(DOCUMENT.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    (path,) = document["paths"].values()
    return dict(path["post"]["responses"])


def _parent(reply: Any, dotted: str) -> tuple[Any, str]:
    *steps, key = dotted.split(".")
    for step in steps:
        reply = reply[step]
    return reply, key
