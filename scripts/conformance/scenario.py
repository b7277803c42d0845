"""Reads the scenarios: checks each file against the schema, and derives what a scenario leaves out."""

import base64
import copy
import functools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
REPLY: dict[str, Any] = {"reply": "served"}
# In a header of a reply: the address of the second server, which is known only when it runs.
OTHER_ORIGIN = "{other origin}"


@dataclass(frozen=True)
class Scenario:
    """One behaviour of a client, with nothing left to defaults.

    call: what the adapter is asked; with `updates` it makes several, and `at_once` says how.
    request: the one request that the server must get for each update, None where the client must refuse
    the call. serve: the literal replies in order, the last one for all further requests; empty where the
    stub answers by itself. outcomes: what the caller may get, of several updates the last one's.
    """

    topic: str
    name: str
    must: str
    call: dict[str, Any]
    request: dict[str, Any] | None
    serve: Sequence[dict[str, Any]]
    outcomes: Sequence[dict[str, Any]]
    refusal: str | None
    sample: str | None

    def updates(self) -> "list[Scenario]":
        """A scenario for each update of the call."""
        if "updates" not in self.call:
            return [self]
        assert self.request is not None
        *others, last = (
            replace(
                self, call=self.call | {"fields": fields}, request=self.request | {"body": fields}
            )
            for fields in self.call["updates"]
        )
        return [*(replace(one, outcomes=[REPLY], refusal=None) for one in others), last]


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
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    validator = jsonschema_rs.Draft202012Validator(json.loads((HERE / schema).read_text()))
    for error in validator.iter_errors(data):
        place = "/".join(str(step) for step in error.instance_path)
        raise KitError(f"{path} at {place or 'the top'}: {error.message}")
    return data


def _of_file(path: Path) -> Iterator[Scenario]:
    data = load_checked(path, "scenario.schema.json")
    for given in data["scenarios"]:
        call = _call(data.get("call", {}) | given.get("call", {}))
        (path_of_call,) = _paths(call)
        serve = _serve(given.get("serve", data.get("serve", "stub")), f"{path_of_call}/")
        outcome = given.get("outcome", data.get("outcome", REPLY))
        must_refuse = given.get("refusal") == "required"
        yield Scenario(
            topic=data["topic"],
            name=given["name"],
            must=given["must"],
            call=call,
            request=None
            if must_refuse
            else _request(call, given.get("may_stay_unencoded", ""), _may_follow(serve)),
            serve=serve,
            outcomes=[] if must_refuse else _outcomes(path, given["name"], outcome, serve),
            refusal=given.get("refusal"),
            sample=given.get("sample"),
        )


def _call(given: dict[str, Any]) -> dict[str, Any]:
    """The call as the adapter gets it."""
    for way in ("in_turn", "at_once"):
        if way in given:
            others = {key: value for key, value in given.items() if key not in (way, "fields")}
            return CALL | others | {"updates": given[way], "at_once": way == "at_once"}
    return CALL | given


def _paths(call: dict[str, Any], unencoded: str = "") -> list[str]:
    account, session = (quote(call[key], safe="") for key in ("auth_id", "session_uuid"))
    sessions = dict.fromkeys([session, quote(call["session_uuid"], safe=unencoded)])
    return [f"/v1/Account/{account}/Masking/Session/{segment}" for segment in sessions]


def _request(call: dict[str, Any], unencoded: str, may_follow: str | None) -> dict[str, Any]:
    """The request that follows from a call. unencoded: characters that may also be sent as they are.
    may_follow: the path at which the client may repeat it."""
    credentials = f"{call['auth_id']}:{call['auth_token']}".encode()
    return {
        "method": "POST",
        "paths": _paths(call, unencoded),
        "may_follow": may_follow,
        "authorization": f"Basic {base64.b64encode(credentials).decode()}",
        "content_type": "application/json",
        "body": call["fields"],
    }


def _may_follow(serve: Sequence[dict[str, Any]]) -> str | None:
    """The path to which a redirect leads, if the update may be repeated there: RFC 9110 §15.4 has a 303
    followed by GET, and credentials are for the server for which they were given."""
    location = serve[0].get("headers", {}).get("Location", "") if serve else ""
    return location if location.startswith("/") and serve[0]["status"] != 303 else None


def _outcomes(
    path: Path, name: str, outcome: dict[str, Any], serve: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The outcomes allowed, each with the status and the texts of the first reply that is served."""
    allowed = outcome.get("one_of", [outcome])
    if not any(isinstance(one.get("error"), str) for one in allowed):
        return list(allowed)
    if not serve or "drop" in serve[0]:
        raise KitError(f"{path}: {name!r} expects an error from a reply, but serves none")
    return [_with_error(one, serve[0]) for one in allowed]


def _with_error(outcome: dict[str, Any], serve: dict[str, Any]) -> dict[str, Any]:
    if outcome.get("error") == "unreadable":
        return {"unreadable": {"status": serve["status"]}}
    if outcome.get("error") == "served":
        body = json.loads(serve["text"])
        texts = {"message": body["error"], "api_id": body.get("api_id")}
        return {"error": {"status": serve["status"], **texts}}
    return outcome


def _serve(given: Any, elsewhere: str) -> list[dict[str, Any]]:
    """The literal replies. elsewhere: the path to which a redirect leads."""
    if given == "stub":
        return []
    return [_literal(one, elsewhere) for one in (given if isinstance(given, list) else [given])]


def _literal(given: dict[str, Any], elsewhere: str) -> dict[str, Any]:
    if "drop" in given:
        return dict(given)
    made_of = ("example", "set", "without", "body", "redirect")
    literal = {key: value for key, value in given.items() if key not in made_of}
    if "text" not in given:
        body = given["body"] if "body" in given else _example(given)
        literal["headers"] = {"Content-Type": "application/json"} | given.get("headers", {})
        literal["text"] = json.dumps(body, ensure_ascii=False)
    if "redirect" in given:
        origin = OTHER_ORIGIN if given["redirect"] == "other" else ""
        literal["headers"] = literal.get("headers", {}) | {"Location": f"{origin}{elsewhere}"}
    return literal


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
