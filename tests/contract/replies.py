"""What the document says of a reply, whatever was sent."""

import base64
import contextlib
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import httpx

from tests.contract import document
from tests.contract.target import Target
from tests.support.document import errors


class Replies:
    """Judges the replies of a server. demand: fails with the rule unless it holds."""

    def __init__(self, target: Target, demand: Callable[..., None]) -> None:
        self._target = target
        self._demand = demand
        self._api_ids: set[str] = set()

    def judge(self, response: httpx.Response) -> None:
        """Fail unless the document names this status and this body, and the api_id is a new one."""
        documented = sorted(document.statuses())
        self._demand(
            response.status_code in documented,
            "a reply has a documented status",
            "S-status-200",
            expected=f"a status of {documented}",
            got=seen(response),
        )
        row = f"S-status-{response.status_code}"
        content_type = response.headers.get("content-type", "none")
        self._demand(
            content_type.split(";")[0].strip().lower() == "application/json",
            "a reply is JSON",
            row,
            expected="Content-Type application/json",
            got=content_type,
        )
        encoding = response.headers.get("content-encoding", "identity")
        asked = f"identity, {response.request.headers.get('accept-encoding', '')}"
        rule = "a reply is compressed only for those who ask"
        self._demand(encoding in asked, rule, row, expected=asked, got=encoding)
        self._judge_secrecy(response)
        self._judge_headers(response)
        if response.request.method == "HEAD":
            return
        try:
            reply = json.loads(response.text, object_pairs_hook=_once_each)
        except ValueError as wrong:
            problem = str(wrong)
            self._demand(False, "a reply is JSON", row, expected="sound JSON", got=problem)
            return
        self._judge_schema(response, reply)
        api_id = reply["api_id"]
        rule = "a reply has an api_id of its own"
        fresh = api_id not in self._api_ids
        self._demand(fresh, rule, "S-envelope", expected="a fresh api_id", got=f"{api_id} again")
        self._api_ids.add(api_id)
        if response.status_code == 200:
            self._judge_session(response, reply["session"])
        else:
            rule = "an error says what was wrong"
            text = reply["error"]
            self._demand(
                bool(text.strip()), rule, "S-error-body", expected="a text", got=repr(text)
            )

    def _judge_headers(self, response: httpx.Response) -> None:
        """Those that the document names are its own reading, but the stub's to send."""
        is_stub = self._target.stub is not None
        named = document.responses()[str(response.status_code)].get("headers", {})
        for name, header in named.items():
            got = response.headers.get(name, "")
            holds, expected = _header(name, got, response.request.method)
            self._demand(
                holds or not (got or header.get("required") or is_stub),
                f"{name} of a {response.status_code} says what to do",
                header["x-sources"][0],
                expected=f"{name} {expected}",
                got=got or "none",
                ours=not is_stub,
            )

    def _judge_schema(self, response: httpx.Response, reply: Any) -> None:
        try:
            document.operation().validate_response(response)
            return
        except Exception as wrong:
            failure = wrong
        schema = document.responses()[str(response.status_code)]["content"]["application/json"]
        found = errors(document.raw(), schema["schema"], reply)
        if not found:
            raise failure
        for line in found:
            place = re.match(r"\$\.session\.(\w+)", line)
            known = place is not None and place[1] in document.shown()
            row = document.row(place[1]) if place and known else "S-envelope"
            if response.status_code != 200:
                row = "S-error-body"
            # How a missing party is shown is not known.
            ours = row == "S-parties" and "None" in line
            self._demand(
                False, "a reply fits its schema", row, expected="that", got=line[:300], ours=ours
            )

    def _judge_session(self, response: httpx.Response, session: dict[str, Any]) -> None:
        path = response.request.url.raw_path.decode().partition("?")[0].rstrip("/")
        wanted, got = unquote(path.rpartition("/")[2]), session["session_uuid"]
        rule = "a reply shows the session of the path"
        self._demand(wanted == got, rule, "S-session-uuid", expected=repr(wanted), got=repr(got))
        for name, schema in document.shown().items():
            spelled = session.get(name)
            self._demand(
                schema["type"] != "integer" or not isinstance(spelled, float),
                f"{name} is shown as an integer",
                document.row(name),
                expected="a number without a fraction",
                got=repr(spelled),
            )

    def _judge_secrecy(self, response: httpx.Response) -> None:
        if response.status_code == 200:
            return
        shown = response.text + "\n".join(response.headers.values())
        echoed = any(
            re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", shown)
            for secret in self._secrets(response.request)
        )
        self._demand(
            not echoed,
            "a reply shows no credentials",
            "S-basic-auth",
            expected="none of those sent and no token",
            got=f"some in a reply of status {response.status_code}",
        )

    def _secrets(self, request: httpx.Request) -> set[str]:
        """The token, and of the credentials sent what is longer than a word might be by chance."""
        given = request.headers.get("authorization", "")
        encoded = given.partition(" ")[2].strip()
        with contextlib.suppress(ValueError):
            pair = base64.b64decode(encoded, validate=True).decode("utf-8", "replace")
            long = {given, encoded, pair, pair.partition(":")[2]}
            return {self._target.auth_token} | {part for part in long if len(part) > 7}
        return {self._target.auth_token} | {part for part in (given, encoded) if len(part) > 7}


def seen(response: httpx.Response) -> str:
    """A reply in a line."""
    return f"{response.status_code}: {response.text[:200]}"


def _header(name: str, value: str, method: str) -> tuple[bool, str]:
    """Whether the value of a documented header is a right one, and what would be."""
    if name == "Retry-After":
        return value.isdecimal(), "with whole seconds"
    if name == "Allow":
        allowed = {each.strip() for each in value.split(",")}
        return "POST" in allowed and method not in allowed, f"with POST and without {method}"
    return "basic" in value.lower(), "to name Basic"


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"a key twice: {next(n for n in names if names.count(n) > 1)!r}")
    return value
