"""Reads the scenarios: checks each file against the schema, and derives what a scenario leaves out."""

import base64
import copy
import functools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import yaml

from scripts.conformance.errors import KitError

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[1] / "spec" / "openapi.yaml"

# What a call is made of where neither the scenario nor the head of its file says otherwise.
CALL: dict[str, Any] = {
    "auth_id": "MAXXXXXXXXXXXXXXXXXX",
    "auth_token": "tok",
    "session_uuid": "two-party",
    "timeout_seconds": 5,
    "fields": {},
}


@dataclass(frozen=True)
class Scenario:
    """One behaviour of a client, with nothing left to defaults.

    request: the one request that the server must get, None where the client must refuse the call.
    """

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
    for given in data["scenarios"]:
        call = CALL | data.get("call", {}) | given.get("call", {})
        serve = _serve(given.get("serve", data.get("serve", "stub")))
        outcome = given.get("outcome", data.get("outcome", {"reply": "served"}))
        must_refuse = given.get("refusal") == "required"
        yield Scenario(
            topic=data["topic"],
            name=given["name"],
            must=given["must"],
            call=call,
            request=None if must_refuse else _request(call, given.get("may_stay_unencoded", "")),
            serve=serve,
            outcomes=[] if must_refuse else _outcomes(path, given["name"], outcome, serve),
            refusal=given.get("refusal"),
            sample=given.get("sample"),
        )


def _request(call: dict[str, Any], unencoded: str) -> dict[str, Any]:
    """The request that follows from a call. unencoded: characters that may also be sent as they are."""
    account, session = (quote(call[key], safe="") for key in ("auth_id", "session_uuid"))
    sessions = dict.fromkeys([session, quote(call["session_uuid"], safe=unencoded)])
    credentials = f"{call['auth_id']}:{call['auth_token']}".encode()
    return {
        "method": "POST",
        "paths": [f"/v1/Account/{account}/Masking/Session/{segment}" for segment in sessions],
        "authorization": f"Basic {base64.b64encode(credentials).decode()}",
        "content_type": "application/json",
        "body": call["fields"],
    }


def _outcomes(
    path: Path, name: str, outcome: dict[str, Any], serve: dict[str, Any] | None
) -> list[dict[str, Any]]:
    """The outcomes allowed, each with the status and the texts of the reply that is served."""
    allowed = outcome.get("one_of", [outcome])
    if not any(isinstance(one.get("error"), str) for one in allowed):
        return list(allowed)
    if serve is None or "drop" in serve:
        raise KitError(f"{path}: {name!r} expects an error from a reply, but serves none")
    return [_with_error(one, serve) for one in allowed]


def _with_error(outcome: dict[str, Any], serve: dict[str, Any]) -> dict[str, Any]:
    if outcome.get("error") == "unreadable":
        return {"unreadable": {"status": serve["status"]}}
    if outcome.get("error") == "served":
        body = json.loads(serve["text"])
        texts = {"message": body["error"], "api_id": body.get("api_id")}
        return {"error": {"status": serve["status"], **texts}}
    return outcome


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
