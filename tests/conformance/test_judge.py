"""The judge: what counts as a difference, and what doesn't."""

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest

from scripts.conformance.compare import ABSENT, Leeway, differences
from scripts.conformance.judge import (
    Received,
    is_false_refusal,
    judge,
    judge_outcome,
    judge_requests,
    without_zeros,
)
from scripts.conformance.scenario import Scenario, load_scenarios

SCENARIOS = {scenario.name: scenario for scenario in load_scenarios()}
SWITCH_OFF = SCENARIOS["record is switched off"]
EMPTY_ID = SCENARIOS["an empty session id"]
SLASH = SCENARIOS["a slash in the session id"]
PLUS = SCENARIOS["a plus sign in the session id"]
REPLY = Leeway(null_is_absent=True)


def test_these_differ(subtests: pytest.Subtests) -> None:
    pairs: list[tuple[Any, Any]] = [
        (True, 1),
        (False, 0),
        (0, False),
        ("1", 1),
        (1, "1"),
        ("", None),
        ([], None),
        ([1], [1, 2]),
        ([1, 2], [2, 1]),
        ({"a": 1}, {}),
        ({}, {"a": 1}),
        ({"a": {"b": 1}}, {"a": {"b": 2}}),
        ({}, []),
    ]
    for expected, got in pairs:
        with subtests.test(expected=expected, got=got):
            assert differences("body", expected, got)
            assert differences("reply", expected, got, REPLY)


def test_a_body_with_null_differs_from_one_without_but_a_reply_does_not() -> None:
    assert differences("body", {}, {"a": None})
    assert not differences("reply", {}, {"a": None}, REPLY)
    assert not differences("reply", {"a": None}, {}, REPLY)
    assert differences("reply", {"a": 0}, {}, REPLY)


def test_numbers_are_equal_by_value() -> None:
    assert not differences("reply", {"amount": 0}, {"amount": 0.0}, REPLY)


def test_a_number_from_text_must_be_that_number() -> None:
    leeway = replace(REPLY, numbers_from_text=True)
    for text, number in (("45", 45), ("5", 5.0), ("5.0", 5), ("45", "45")):
        assert not differences("reply", {"a": text}, {"a": number}, leeway)
    for text, other in (("45", 46), ("five", 5), ("1", True), ("45", "45.0")):
        assert differences("reply", {"a": text}, {"a": other}, leeway)
    assert differences("reply", {"a": "45"}, {}, leeway)


def test_null_may_come_back_as_empty_text_only_where_that_is_said() -> None:
    leeway = replace(REPLY, empty_from_null=True)
    assert not differences("reply", {"a": None}, {"a": ""}, leeway)
    assert differences("reply", {"a": None}, {"a": ""}, REPLY)
    for other in ("b", 0):
        assert differences("reply", {"a": None}, {"a": other}, leeway)
    assert differences("reply", {}, {"a": ""}, leeway)


def test_a_key_that_may_be_lacking_may_not_be_wrong() -> None:
    leeway = replace(REPLY, may_lack=("session.new",))
    served = {"session": {"new": 1, "old": 2}}
    assert not differences("reply", served, {"session": {"old": 2}}, leeway)
    assert differences("reply", served, {"session": {"new": 3, "old": 2}}, leeway)
    assert differences("reply", served, {"session": {"new": 1}}, leeway)


def test_only_zeros_for_nulls_in_the_reply_are_set_aside() -> None:
    served, got = {"a": None, "b": None, "c": 5}, {"a": 0, "b": "", "c": 0, "d": False, "e": 1}
    found = without_zeros(differences("reply", served, got))
    assert [difference.where for difference in found] == ["c", "e"]
    assert without_zeros(differences("body", {}, {"record": False}))
    outcome = {"outcome": "reply", "reply": got}
    request = received(SWITCH_OFF, reply=json.dumps(served))
    zeros = ["zeros for nulls in the reply"]
    assert judge(SWITCH_OFF, outcome, [request], zeros) == (found, zeros)


def test_a_difference_tells_where_it_is() -> None:
    (found,) = differences("reply", {"a": [{"b": 1}]}, {"a": [{}]})
    assert (found.part, found.where, found.expected, found.got) == ("reply", "a[0].b", 1, ABSENT)


def received(scenario: Scenario, **changed: Any) -> Received:
    """The request that the scenario expects, but for these changes."""
    assert scenario.request is not None
    request = scenario.request
    right = Received(
        method=request["method"],
        path=request["paths"][0],
        authorization_sha256=hashlib.sha256(request["authorization"].encode()).hexdigest(),
        content_type="application/json",
        body=json.dumps(request["body"]),
        status=200,
        reply='{"session": {"record": false}}',
    )
    return replace(right, **changed)


def parts(scenario: Scenario, *requests: Received) -> list[str]:
    return [difference.part for difference in judge_requests(scenario, requests)[0]]


def told(scenario: Scenario, *requests: Received) -> list[tuple[Any, Any]]:
    """What was expected and what came, as the terminal and the reports say it."""
    return [(one.expected, one.got) for one in judge_requests(scenario, requests)[0]]


def test_each_part_of_the_request_is_judged(subtests: pytest.Subtests) -> None:
    changes: list[tuple[dict[str, Any], str]] = [
        ({"method": "PUT"}, "method"),
        ({"path": "/v1/Account/"}, "path"),
        ({"authorization_sha256": None}, "authorization"),
        ({"authorization_sha256": "0" * 64}, "authorization"),
        ({"content_type": "text/plain"}, "content type"),
        ({"content_type": ""}, "content type"),
        ({"body": "{}"}, "body"),
        ({"body": '{"record": false, "session_expiry": 3600}'}, "body"),
        ({"body": '{"record": 0}'}, "body"),
        ({"body": '{"record": false, "record": false}'}, "body"),
        ({"body": ""}, "body"),
        ({"body": "record=false"}, "body"),
    ]
    for changed, part in changes:
        with subtests.test(changed=changed):
            assert parts(SWITCH_OFF, received(SWITCH_OFF, **changed)) == [part]


def test_a_charset_and_the_case_of_percent_encoding_are_free() -> None:
    assert parts(SLASH, received(SLASH)) == []
    lower = received(SLASH).path.replace("%2F", "%2f")
    typed = "application/json; charset=UTF-8"
    assert parts(SLASH, received(SLASH, path=lower, content_type=typed)) == []


def test_a_character_that_may_stay_unencoded_may_be_encoded_too() -> None:
    account = "/v1/Account/MAXXXXXXXXXXXXXXXXXX/Masking/Session"
    for segment, found in (("a%2Bb", []), ("a+b", []), ("a%20b", ["path"])):
        assert parts(PLUS, received(PLUS, path=f"{account}/{segment}")) == found


def test_exactly_one_request_is_expected() -> None:
    right = received(SWITCH_OFF)
    assert parts(SWITCH_OFF) == parts(SWITCH_OFF, right, right) == ["requests"]
    assert told(SWITCH_OFF) == [(1, 0)]
    assert told(SWITCH_OFF, right, right) == [(1, 2)]
    assert parts(EMPTY_ID) == []
    assert parts(EMPTY_ID, right) == ["requests"]
    assert told(EMPTY_ID, right) == [("none: refused before sending", [f"POST {right.path}"])]
    assert parts(SLASH) == []


def test_a_wrong_request_is_told() -> None:
    credentials = "Basic, base64 of MAXXXXXXXXXXXXXXXXXX:tok in UTF-8"
    account = "/v1/Account/MAXXXXXXXXXXXXXXXXXX/Masking/Session"
    for scenario, changed, expected, got in (
        (SWITCH_OFF, {"authorization_sha256": None}, credentials, ABSENT),
        (SWITCH_OFF, {"authorization_sha256": "0" * 64}, credentials, "other credentials"),
        (SWITCH_OFF, {"body": "{"}, {"record": False}, "{"),
        (SLASH, {"path": "/v1/"}, f"{account}/a%2Fb", "/v1/"),
        (PLUS, {"path": "/v1/"}, f"{account}/a%2Bb or {account}/a+b", "/v1/"),
    ):
        assert told(scenario, received(scenario, **changed)) == [(expected, got)]


# What a client may declare that it always does, and a request or reply that shows it.
ADDITIONS: dict[str, tuple[dict[str, Any], Any]] = {
    "trailing slash": (
        {"path": "/v1/Account/MAXXXXXXXXXXXXXXXXXX/Masking/Session/two-party/"},
        None,
    ),
    "session_uuid in the body": ({"body": '{"record": false, "session_uuid": "two-party"}'}, None),
    "zeros for nulls in the reply": ({}, 0),
}


@pytest.mark.parametrize("addition", ADDITIONS)
def test_an_addition_is_set_aside_where_it_is_declared_and_made(addition: str) -> None:
    changed, got = ADDITIONS[addition]
    plain = received(SWITCH_OFF, reply='{"a": null}')
    outcome = {"outcome": "reply", "reply": {"a": None}}
    made, returned = replace(plain, **changed), {"outcome": "reply", "reply": {"a": got}}
    assert judge(SWITCH_OFF, {"outcome": "reply", "reply": {}}, [plain]) == ([], [])
    assert judge(SWITCH_OFF, returned, [made], [addition]) == ([], [addition])
    assert len(judge(SWITCH_OFF, returned, [made])[0]) == 1
    found, set_aside = judge(SWITCH_OFF, outcome, [plain], [addition])
    assert set_aside == []
    # Nobody can tell whether a client that gives nulls back would ever make zeros of them.
    stale = [] if got == 0 else [("declaration", f"always adds {addition}")]
    assert [(one.part, one.expected) for one in found] == stale
    # A wrong request is told as what it is.
    found, _ = judge(SWITCH_OFF, outcome, [replace(plain, method="PUT")], [addition])
    assert [one.part for one in found] == ["method"]
    assert judge(EMPTY_ID, {"outcome": "refused", "detail": ""}, [], [addition]) == ([], [])


def test_another_id_in_the_body_is_not_the_declared_addition() -> None:
    other = received(SWITCH_OFF, body='{"record": false, "session_uuid": "other"}')
    always = ["session_uuid in the body"]
    assert len(judge_requests(SWITCH_OFF, [other], always)[0]) == 1
    assert judge_requests(SWITCH_OFF, [received(SWITCH_OFF, body="[]")], always)[0]
    # Of a redirect's two requests each may have it, but the slash at the end is the redirect's own.
    scenario = SCENARIOS["a 307 to the same origin"]
    first, second = moved(scenario)
    assert judge_requests(
        scenario, [replace(first, path=f"{first.path}/"), second], ["trailing slash"]
    ) == ([], ["trailing slash"])


def outcomes(scenario: Scenario, outcome: dict[str, Any], *requests: Received) -> list[str]:
    return [difference.part for difference in judge_outcome(scenario, outcome, requests)]


def test_refusing_is_right_only_where_it_is_allowed_and_nothing_was_sent() -> None:
    refused = {"outcome": "refused", "detail": ""}
    assert outcomes(SLASH, refused) == []
    assert outcomes(SLASH, refused, received(SLASH)) == ["outcome"]
    assert outcomes(EMPTY_ID, refused, received(SLASH)) == ["outcome"]
    assert outcomes(SWITCH_OFF, refused) == ["outcome"]
    assert outcomes(EMPTY_ID, refused) == []
    assert outcomes(EMPTY_ID, {"outcome": "transport", "detail": ""}) == ["outcome"]


def test_the_reply_must_be_the_one_that_was_served() -> None:
    given = {"outcome": "reply", "reply": {"session": {"record": True}}}
    assert outcomes(SWITCH_OFF, given, received(SWITCH_OFF)) == ["reply"]
    last = received(SWITCH_OFF, reply='{"session": {"record": true}}')
    assert outcomes(SWITCH_OFF, given, received(SWITCH_OFF), last) == []
    assert outcomes(SWITCH_OFF, given, last, received(SWITCH_OFF)) == ["reply"]


def test_a_scenario_grants_its_own_leeway_only() -> None:
    cases: dict[str, tuple[Any, Any]] = {
        "integers come as text": ({"a": "5"}, {"a": 5}),
        "a new key in the session": ({"session": {"region": 1}}, {"session": {}}),
        "null where there has always been text": ({"a": None}, {"a": ""}),
    }
    for name, (served, returned) in cases.items():
        request = received(SCENARIOS[name], reply=json.dumps(served))
        outcome = {"outcome": "reply", "reply": returned}
        assert outcomes(SCENARIOS[name], outcome, request) == []
        assert outcomes(SWITCH_OFF, outcome, request) == ["reply"]


def test_an_error_with_a_text_needs_its_status_text_and_id() -> None:
    scenario = SCENARIOS["400 record is invalid"]
    right = {"outcome": "error", **scenario.outcomes[0]["error"]}
    assert outcomes(scenario, right, received(scenario)) == []
    for key in ("status", "message", "api_id"):
        for value in (None, 500):
            assert outcomes(scenario, right | {key: value}, received(scenario)) == ["error"]


def test_of_an_unreadable_reply_a_client_tells_nothing_or_what_was_served() -> None:
    scenario = SCENARIOS["400 with JSON that breaks off"]
    request = received(scenario, reply='{"api_id": "an-id", "error": "Inval')
    told = {"outcome": "error", "status": None, "message": "unreadable", "api_id": None}
    for right in (told, told | {"status": 400}, told | {"api_id": "an-id"}):
        assert outcomes(scenario, right, request) == []
    for wrong in (told | {"status": 200}, told | {"api_id": "other"}):
        assert outcomes(scenario, wrong, request) == ["error"]
    assert outcomes(scenario, {"outcome": "reply", "reply": {}}, request) == ["outcome"]


def moved(scenario: Scenario, **changed: Any) -> list[Received]:
    """The request that is answered with a redirect, and the one that follows it."""
    assert scenario.request is not None
    answer = received(scenario, status=scenario.serve[0]["status"], reply="")
    path = scenario.request["may_follow"] or f"{answer.path}/"
    return [answer, replace(answer, path=path, status=200, reply='{"a": 1}', **changed)]


def test_a_redirect_may_be_followed_with_the_same_update_only() -> None:
    scenario, see_other = (SCENARIOS[f"a {status} to the same origin"] for status in (307, 303))
    reply = {"outcome": "reply", "reply": {"a": 1}}
    status = {"outcome": "error", "status": 307, "message": None, "api_id": None}
    first, second = moved(scenario)
    assert judge(scenario, reply, [first, second]) == ([], [])
    assert judge(scenario, status, [first]) == ([], [])
    assert outcomes(scenario, reply, first) == ["outcome"]
    assert outcomes(scenario, status | {"status": 302}, first) == ["error"]
    wrong: dict[str, Any] = {"method": "GET", "authorization_sha256": None, "body": "{}"}
    for (key, value), part in zip(wrong.items(), ("method", "authorization", "body"), strict=True):
        assert parts(scenario, *moved(scenario, **{key: value})) == [part]
    assert parts(scenario, first, replace(second, path=first.path)) == ["path"]
    assert parts(scenario, first, second, second) == ["requests"]
    assert parts(see_other, *moved(see_other)) == ["requests"]
    earlier = SCENARIOS["a 301 to the same origin"]
    assert parts(earlier, *moved(earlier)) == []


def test_nothing_goes_to_another_origin() -> None:
    scenario = SCENARIOS["a 307 to another origin"]
    assert scenario.serve[0]["headers"]["Location"].startswith("{other origin}/")
    first, second = moved(scenario, elsewhere=True)
    bare = replace(second, method="GET", authorization_sha256=None, body="")
    strayed = ["POST with credentials and a body", "GET with neither credentials nor a body"]
    assert told(scenario, first, second, bare) == [("none to another origin", strayed)]


def test_each_of_several_updates_is_judged_by_its_own_request() -> None:
    scenario = SCENARIOS["two updates over one client"]
    requests = [
        received(update, reply=json.dumps({"n": number}))
        for number, update in enumerate(scenario.updates())
    ]
    replies = [{"outcome": "reply", "reply": {"n": number}} for number in range(2)]

    def found(outcome: dict[str, Any], *got: Received) -> list[str]:
        return [difference.part for difference in judge(scenario, outcome, got)[0]]

    # As an adapter's line is read: a text of its own.
    several = json.loads(json.dumps({"outcome": "several", "outcomes": replies}))
    assert found(several, *requests) == found(several, *reversed(requests)) == []
    assert found(several | {"outcomes": replies[::-1]}, *requests) == ["reply", "reply"]
    assert found(several, requests[0], *requests) == ["requests"]
    assert found(several, requests[0]) == ["requests", "reply"]
    # A request that no update explains is the last one's.
    assert found(several, requests[0], replace(requests[1], body="{}")) == ["body"]
    stray = replace(requests[0], body="", method="GET")
    assert "requests" in found(several, *requests, stray)
    for one, given, asked in (
        (scenario, replies[0], "several"),
        (SWITCH_OFF, several, "one outcome"),
    ):
        (difference,), _ = judge(one, given, requests)
        assert (difference.part, difference.expected) == ("outcome", asked)
    refused = several | {"outcomes": [replies[0], {"outcome": "refused", "detail": ""}]}
    assert is_false_refusal(refused, requests)
    assert not is_false_refusal(refused, requests[:1])


def test_of_a_connection_closed_in_time_no_request_need_come() -> None:
    scenario = SCENARIOS["a kept connection that the server has closed"]
    first, second = (received(update) for update in scenario.updates())
    reply = {"outcome": "reply", "reply": json.loads(str(first.reply))}
    transport = {"outcome": "transport", "detail": ""}
    for last, requests in ((reply, [first, second]), (transport, [first])):
        assert judge(scenario, {"outcome": "several", "outcomes": [reply, last]}, requests)[0] == []
    both = {"outcome": "several", "outcomes": [transport, reply]}
    assert judge(scenario, both, [first, second])[0]
    twice = {"outcome": "several", "outcomes": [reply, reply]}
    assert judge(scenario, twice, [first, second, second])[0]


def test_of_several_outcomes_any_is_right() -> None:
    scenario = SCENARIOS["duration is missing"]
    told = {"outcome": "error", "status": 200, "message": "no duration", "api_id": None}
    reply = {"outcome": "reply", "reply": {"session": {"record": False}}}
    assert outcomes(scenario, told, received(scenario)) == []
    assert outcomes(scenario, reply, received(scenario)) == []
    assert outcomes(scenario, told | {"status": 500}, received(scenario)) == ["error"]
    assert outcomes(scenario, {"outcome": "transport", "detail": ""}, received(scenario)) == [
        "outcome"
    ]
