"""The scenarios cover the document, and a bad file of scenarios is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.conformance.errors import KitError
from scripts.conformance.scenario import HERE, load_scenarios
from tests.support.document import load

SCENARIOS = load_scenarios()
DOCUMENT = load()
SCHEMAS = DOCUMENT["components"]["schemas"]
FIELDS = SCHEMAS["MaskingSessionUpdate"]["properties"]


def sent() -> list[dict[str, Any]]:
    return [scenario.request["body"] for scenario in SCENARIOS if scenario.request]


def test_each_field_of_the_document_is_sent_alone_and_with_all_others() -> None:
    assert {key for body in sent() if len(body) == 1 for key in body} == set(FIELDS)
    assert any(set(body) == set(FIELDS) for body in sent())
    assert {} in sent()


def test_each_enum_value_of_the_document_is_sent() -> None:
    for name, schema in FIELDS.items():
        for reference in schema.get("allOf", []):
            values = SCHEMAS[reference["$ref"].rsplit("/", 1)[1]]["enum"]
            assert {body[name] for body in sent() if name in body} == set(values), name


def test_each_error_of_the_document_is_expected_word_for_word() -> None:
    (path,) = DOCUMENT["paths"].values()
    promised = [
        {"status": int(status), "message": value["error"], "api_id": value["api_id"]}
        for status, reply in path["post"]["responses"].items()
        if status != "200"
        for value in (e["value"] for e in reply["content"]["application/json"]["examples"].values())
    ]
    expected = [outcome.get("error") for scenario in SCENARIOS for outcome in scenario.outcomes]
    assert [error for error in promised if error not in expected] == []


def test_each_sample_of_the_vendors_page_has_its_scenario() -> None:
    samples = sorted(scenario.sample for scenario in SCENARIOS if scenario.sample)
    assert samples == sorted(["Python", "Ruby", "Node", "PHP", "Java", "C#", "curl", "Go"])


HEAD = """
topic: Paths
call: {fields: {record: true}}
scenarios:
- {name: the one, must: Send it., call: {session_uuid: a/b, auth_token: schlüssel}}
"""


def test_the_request_follows_from_the_call_the_head_of_the_file_and_the_kit(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(HEAD)
    (scenario,) = load_scenarios(tmp_path)
    assert scenario.call == {
        "auth_id": "MAXXXXXXXXXXXXXXXXXX",
        "auth_token": "schlüssel",
        "session_uuid": "a/b",
        "timeout_seconds": 5,
        "fields": {"record": True},
    }
    assert scenario.request == {
        "method": "POST",
        "paths": ["/v1/Account/MAXXXXXXXXXXXXXXXXXX/Masking/Session/a%2Fb"],
        "may_follow": None,
        "authorization": "Basic TUFYWFhYWFhYWFhYWFhYWFhYWFg6c2NobMO8c3NlbA==",
        "content_type": "application/json",
        "body": {"record": True},
    }


REPLIES = """
topic: Errors
scenarios:
- name: two replies
  must: Tell the first.
  serve: [{status: 404, body: {error: Não}}, {drop: true}]
  outcome: {error: served}
- name: an example
  must: Return it.
  serve: {status: 200, example: vendor_page, set: {session.record: new}, without: [session.duration]}
"""


def test_a_reply_is_served_as_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(REPLIES)
    two, example = load_scenarios(tmp_path)
    assert two.serve[0]["text"] == '{"error": "Não"}'
    assert two.outcomes == [{"error": {"status": 404, "message": "Não", "api_id": None}}]
    (path,) = DOCUMENT["paths"].values()
    reply = path["post"]["responses"]["200"]["content"]["application/json"]
    session = reply["examples"]["vendor_page"]["value"]["session"]
    served = json.loads(example.serve[0]["text"])["session"]
    assert served == {key: session[key] for key in session if key != "duration"} | {"record": "new"}


def test_only_updates_that_are_said_to_be_made_at_once_are() -> None:
    several = [scenario for scenario in SCENARIOS if "updates" in scenario.call]
    assert [one.call["at_once"] for one in several] == ["at once" in one.name for one in several]


# A text of 4-paths.yaml, what replaces it, and the complaint.
EDITS = {
    "must: Accept": ("most: Accept", r"bad\.yaml at scenarios/0: .*must"),
    "a session id in capital letters": (
        "a session id that isn't a UUID",
        "two scenarios are named",
    ),
    'session_uuid: ""': ('session: ""', "'session' was unexpected"),
    "refusal: required": ("refusal: required\n    outcome: {transport: true}", "outcome"),
    "refusal: allowed": ("serve: stub\n    outcome: {error: served}", "serves none"),
    "example: vendor_page": ("example: missing", "no example 'missing' for 200"),
}


def test_a_bad_file_is_refused(tmp_path: Path, subtests: pytest.Subtests) -> None:
    text = (HERE / "scenarios" / "4-paths.yaml").read_text()
    for found, (replaced, complaint) in EDITS.items():
        with subtests.test(edit=replaced):
            assert found in text
            (tmp_path / "bad.yaml").write_text(text.replace(found, replaced, 1))
            with pytest.raises(KitError, match=complaint):
                load_scenarios(tmp_path)


def test_a_folder_without_scenarios_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KitError, match="no scenario"):
        load_scenarios(tmp_path)
