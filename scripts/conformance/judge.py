"""The verdict on a call: its request from the stub's journal, its outcome from the adapter."""

import base64
import hashlib
import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scripts.conformance.compare import ABSENT, Difference, Leeway, differences
from scripts.conformance.scenario import Scenario

SEVERAL = "several"
TRAILING_SLASH = "trailing slash"
SESSION_IN_BODY = "session_uuid in the body"
ZEROS = "zeros for nulls in the reply"
# Additions to the request. One that is declared and not made is a stale declaration.
IN_REQUESTS = {TRAILING_SLASH, SESSION_IN_BODY}


@dataclass(frozen=True)
class Received:
    """A request as the stub got it, with a digest in place of the credentials. elsewhere: whether it came
    to another origin."""

    method: str
    path: str
    authorization_sha256: str | None
    content_type: str
    body: str
    status: int | None
    reply: str | None
    elsewhere: bool = False


def judge(
    scenario: Scenario,
    outcome: dict[str, Any],
    received: Sequence[Received],
    always: Sequence[str] = (),
) -> tuple[list[Difference], list[str]]:
    """The verdict on a call: what differs, and which declared additions were set aside."""
    updates = scenario.updates()
    outcomes = outcome["outcomes"] if outcome["outcome"] == SEVERAL else [outcome]
    if (len(updates) > 1) != (outcome["outcome"] == SEVERAL):
        expected = SEVERAL if len(updates) > 1 else "one outcome"
        return [Difference("outcome", "", expected, outcome["outcome"])], []
    found: list[Difference] = []
    set_aside: list[str] = []
    for update, told, own in zip(updates, outcomes, _shared_out(updates, received), strict=True):
        of_update, aside = _judge_update(update, told, own, always)
        found += of_update
        set_aside += [addition for addition in aside if addition not in set_aside]
    return found, set_aside


def _shared_out(updates: Sequence[Scenario], received: Sequence[Received]) -> list[list[Received]]:
    """The requests of each update, told by the fields that they hold; the last gets the remaining ones."""
    shares: list[list[Received]] = [[] for _ in updates]
    for request in received:
        content = _parsed(request.body)
        held = content.items() if isinstance(content, dict) else ()
        own = (
            share
            for update, share in zip(updates, shares, strict=True)
            if all(item in held for item in update.call["fields"].items())
        )
        next(own, shares[-1]).append(request)
    return shares


def _judge_update(
    scenario: Scenario,
    outcome: dict[str, Any],
    received: Sequence[Received],
    always: Sequence[str],
) -> tuple[list[Difference], list[str]]:
    found, set_aside = judge_requests(scenario, received, always)
    for addition in IN_REQUESTS.intersection(always):
        if scenario.request and received and not found and addition not in set_aside:
            stale = f"it doesn't: declaration is stale ({addition})"
            found = [Difference("declaration", "", f"always adds {addition}", stale)]
    of_outcome = judge_outcome(scenario, outcome, received)
    if ZEROS in always:
        set_aside += [ZEROS] if without_zeros(of_outcome) != of_outcome else []
        of_outcome = without_zeros(of_outcome)
    return found + of_outcome, set_aside


def judge_requests(
    scenario: Scenario, received: Sequence[Received], always: Sequence[str] = ()
) -> tuple[list[Difference], list[str]]:
    """What differs from the request expected, and which declared additions were set aside."""
    expected = scenario.request
    if not received and (expected is None or scenario.refusal):
        return [], []
    if expected is None:
        sent = [f"{request.method} {request.path}" for request in received]
        return [Difference("requests", "", "none: refused before sending", sent)], []
    if not received:
        return [Difference("requests", "", 1, 0)], []
    request, set_aside = _without_additions(received[0], scenario, always)
    found = _of_request(expected, request)
    strayed = [_strayed(one) for one in received if one.elsewhere]
    if strayed:
        found.append(Difference("requests", "", "none to another origin", strayed))
    elif len(received) == 2 and expected["may_follow"] is not None:
        repeated, _ = _without_additions(received[1], scenario, set(always) - {TRAILING_SLASH})
        found += _of_request(expected | {"paths": [expected["may_follow"]]}, repeated)
    elif len(received) > 1:
        found = [Difference("requests", "", 1, len(received)), *found]
    return found, set_aside


def _strayed(request: Received) -> str:
    taken = {
        "credentials": request.authorization_sha256 is not None,
        "a body": bool(request.body),
    }
    along = (
        " and ".join(name for name, is_sent in taken.items() if is_sent)
        or "neither credentials nor a body"
    )
    return f"{request.method} with {along}"


def _of_request(expected: dict[str, Any], request: Received) -> list[Difference]:
    media_type = request.content_type.partition(";")[0].strip().lower()
    return [
        *differences("method", expected["method"], request.method),
        *_of_path(expected["paths"], request.path),
        *_of_authorization(expected["authorization"], request),
        *differences("content type", expected["content_type"], media_type),
        *_of_body(expected["body"], request.body),
    ]


def judge_outcome(
    scenario: Scenario, outcome: dict[str, Any], received: Sequence[Received]
) -> list[Difference]:
    """What differs from the outcome expected; with several allowed, from the nearest one."""
    if is_false_refusal(outcome, received):
        return [Difference("outcome", "", "no `refused` after a request was sent", "refused")]
    if outcome["outcome"] == "refused" and scenario.refusal:
        return []
    if scenario.refusal == "required":
        return [Difference("outcome", "", "refused", outcome["outcome"])]
    last = received[-1] if received else None
    attempts = [_of_result(expected, outcome, last) for expected in scenario.outcomes]
    return min(attempts, key=lambda found: (_is_other_kind(found), len(found)))


def is_false_refusal(outcome: dict[str, Any], received: Sequence[Received]) -> bool:
    """Whether a refusal is reported for a call that was sent, which its caller may repeat."""
    outcomes = outcome["outcomes"] if outcome["outcome"] == SEVERAL else [outcome]
    refused = [one for one in outcomes if one["outcome"] == "refused"]
    return len(received) > len(outcomes) - len(refused) and bool(refused)


def without_zeros(found: Sequence[Difference]) -> list[Difference]:
    """The differences but for a zero (0, false, empty text) in the reply where null or nothing came."""
    return [
        difference
        for difference in found
        if difference.part != "reply"
        or difference.expected not in (None, ABSENT)
        or difference.got not in (0, "")  # False is 0.
    ]


def _is_other_kind(found: Sequence[Difference]) -> bool:
    return any(difference.part == "outcome" for difference in found)


def _of_result(
    expected: dict[str, Any], outcome: dict[str, Any], last: Received | None
) -> list[Difference]:
    (kind,) = {"reply", "error", "unreadable", "transport"} & expected.keys()
    told_as = "error" if kind == "unreadable" else kind
    if outcome["outcome"] != told_as:
        return [Difference("outcome", "", told_as, outcome["outcome"])]
    if kind == "reply":
        return _of_reply(expected, outcome["reply"], last)
    if kind == "error":
        asked = expected["error"]
        got = {key: outcome.get(key) for key in asked}
        return differences("error", asked, got)
    if kind == "unreadable":
        served = (last and last.reply) or ""
        return _of_unreadable(expected["unreadable"]["status"], outcome, served)
    return []


def _of_unreadable(status: int, outcome: dict[str, Any], served: str) -> list[Difference]:
    """A client need not expose a status or an id, but one that it tells must have been served."""
    found = []
    if outcome["status"] not in (None, status):
        found.append(Difference("error", "status", f"{status} or null", outcome["status"]))
    if outcome["api_id"] is not None and str(outcome["api_id"]) not in served:
        found.append(Difference("error", "api_id", "null or the id served", outcome["api_id"]))
    return found


def _of_reply(expected: dict[str, Any], reply: Any, last: Received | None) -> list[Difference]:
    if last is None or last.reply is None:
        return [Difference("reply", "", "no reply was served", reply)]
    if last.status != 200:
        return [Difference("outcome", "", f"no reply, for status {last.status}", "reply")]
    leeway = Leeway(
        null_is_absent=True,
        may_lack=expected.get("may_lack", ()),
        numbers_from_text=expected.get("numbers_from_text", False),
        empty_from_null=expected.get("empty_from_null", False),
    )
    return differences("reply", json.loads(last.reply), reply, leeway)


def _without_additions(
    request: Received, scenario: Scenario, always: Collection[str]
) -> tuple[Received, list[str]]:
    done: list[str] = []
    if TRAILING_SLASH in always and request.path.endswith("/"):
        request = replace(request, path=request.path.removesuffix("/"))
        done.append(TRAILING_SLASH)
    content = _parsed(request.body)
    session = scenario.call["session_uuid"]
    ours = SESSION_IN_BODY in always and isinstance(content, dict)
    if ours and content.pop("session_uuid", None) == session:
        request = replace(request, body=json.dumps(content))
        done.append(SESSION_IN_BODY)
    return request, done


def _of_path(allowed: list[str], path: str) -> list[Difference]:
    if _same_case(path) in map(_same_case, allowed):
        return []
    return [Difference("path", "", " or ".join(allowed), path)]


def _same_case(path: str) -> str:
    """RFC 3986 §6.2.2.1: the hex digits of a percent-encoded byte are case-insensitive."""
    return re.sub(r"%[0-9A-Fa-f]{2}", lambda match: match.group().upper(), path)


def _of_authorization(expected: str, request: Received) -> list[Difference]:
    digest = hashlib.sha256(expected.encode()).hexdigest()
    if request.authorization_sha256 == digest:
        return []
    asked = base64.b64decode(expected.removeprefix("Basic ")).decode()
    got = ABSENT if request.authorization_sha256 is None else "other credentials"
    return [Difference("authorization", "", f"Basic, base64 of {asked} in UTF-8", got)]


def _of_body(expected: dict[str, Any], text: str) -> list[Difference]:
    content = _parsed(text)
    if content is None:
        return [Difference("body", "", expected, text)]
    return differences("body", expected, content)


def _parsed(text: str) -> Any:
    """The JSON value; None when the text isn't JSON or holds a duplicate key."""
    try:
        return json.loads(text, object_pairs_hook=_once)
    except ValueError:
        return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("duplicate key")
    return dict(pairs)
