"""The scenarios themselves: well-formed, complete, and right about the stub."""

import base64
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml

from scripts.conformance.errors import KitError
from scripts.conformance.judge import judge_outcome, judge_requests
from scripts.conformance.scenario import DOCUMENT, HERE, Scenario, load_scenarios
from scripts.conformance.server import Server, serving
from tests.support.mutants.right import Right

SCENARIOS = load_scenarios()
UPDATE = yaml.load(DOCUMENT.read_text(), Loader=yaml.CSafeLoader)["components"]["schemas"]


def sent() -> list[dict[str, Any]]:
    return [scenario.request["body"] for scenario in SCENARIOS if scenario.request]


def test_there_are_at_least_60() -> None:
    assert len(SCENARIOS) >= 60


def test_each_field_of_the_document_is_sent_alone() -> None:
    fields = UPDATE["MaskingSessionUpdate"]["properties"]
    alone = {key for body in sent() if len(body) == 1 for key in body}
    assert alone == set(fields)
    assert any(set(body) == set(fields) for body in sent())
    assert {} in sent()


def test_each_enum_value_of_the_document_is_sent() -> None:
    for name, schema in UPDATE["MaskingSessionUpdate"]["properties"].items():
        for reference in schema.get("allOf", []):
            values = UPDATE[reference["$ref"].rsplit("/", 1)[1]]["enum"]
            assert {body[name] for body in sent() if name in body} == set(values), name


def test_each_error_of_the_document_is_expected_word_for_word() -> None:
    document = yaml.load(DOCUMENT.read_text(), Loader=yaml.CSafeLoader)
    (path,) = document["paths"].values()
    promised = {
        (int(status), example["value"]["error"], example["value"]["api_id"])
        for status, reply in path["post"]["responses"].items()
        if status != "200"
        for example in reply["content"]["application/json"]["examples"].values()
    }
    expected = {
        (told["status"], told.get("message"), told.get("api_id"))
        for scenario in SCENARIOS
        for told in (outcome["error"] for outcome in scenario.outcomes if "error" in outcome)
    }
    assert promised <= expected


@pytest.mark.parametrize("scenario", [s for s in SCENARIOS if s.request], ids=lambda s: s.name)
def test_the_request_expected_follows_from_the_call(scenario: Scenario) -> None:
    """The data spells the request out; this derives it from the call."""
    assert scenario.request is not None
    call, request = scenario.call, scenario.request
    credentials = f"{call['auth_id']}:{call['auth_token']}".encode()
    assert request["authorization"] == f"Basic {base64.b64encode(credentials).decode()}"
    account, session = (quote(call[key], safe="") for key in ("auth_id", "session_uuid"))
    paths = request["path"] if isinstance(request["path"], list) else [request["path"]]
    assert f"/v1/Account/{account}/Masking/Session/{session}" in paths
    assert request["body"] == call["fields"]


def test_each_sample_of_the_vendors_page_has_its_scenario() -> None:
    samples = sorted(scenario.sample for scenario in SCENARIOS if scenario.sample)
    assert samples == sorted(["Python", "Ruby", "Node", "PHP", "Java", "C#", "curl", "Go"])


@pytest.fixture(scope="module")
def server() -> Any:
    with serving(lenient=False) as running:
        yield running


class AsExpected(Right):
    """Sends the request that the scenario expects, whatever the call says."""

    def __init__(self, request: dict[str, Any]) -> None:
        self.request = request

    def body(self, call: dict[str, Any]) -> dict[str, Any]:
        return dict(self.request["body"])

    def path(self, call: dict[str, Any]) -> str:
        path = self.request["path"]
        return str(path if isinstance(path, str) else path[0])

    def headers(self, call: dict[str, Any]) -> dict[str, str]:
        return {
            "Authorization": self.request["authorization"],
            "Content-Type": self.request["content_type"],
        }


@pytest.mark.parametrize("scenario", [s for s in SCENARIOS if s.request], ids=lambda s: s.name)
def test_the_expected_request_gets_the_expected_reply(scenario: Scenario, server: Server) -> None:
    """What the scenario expects of a client must be possible."""
    assert scenario.request is not None
    server.prepare(scenario.serve)
    outcome = AsExpected(scenario.request).outcome({"base_url": server.url, **scenario.call})
    received = server.received()
    found, _ = judge_requests(scenario, received)
    assert [*found, *judge_outcome(scenario, outcome, received)] == []


@pytest.mark.parametrize(
    ("found", "replaced", "complaint"),
    [
        ("    must: Send `record` as JSON true", "    most: Send `record` as JSON true", "must"),
        ("record is switched off", "record is switched on", "two scenarios are named"),
        ("call: {fields: {record: false", "call: {field: {record: false", "'field' was unexpected"),
        ("    request: {body: {record: true}}\n", "    request: none\n", "refusal: required"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, found: str, replaced: str, complaint: str) -> None:
    text = (HERE / "scenarios" / "1-fields.yaml").read_text()
    assert found in text
    (tmp_path / "bad.yaml").write_text(text.replace(found, replaced, 1))
    with pytest.raises(KitError, match=complaint):
        load_scenarios(tmp_path)


def test_a_folder_without_scenarios_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KitError, match="no scenario"):
        load_scenarios(tmp_path)


@pytest.mark.parametrize("topic", sorted((HERE / "scenarios").glob("*.yaml")), ids=lambda p: p.stem)
def test_each_file_can_be_read_alone(topic: Path, tmp_path: Path) -> None:
    shutil.copy(topic, tmp_path)
    assert load_scenarios(tmp_path)
