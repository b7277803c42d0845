"""`make diff` on copies of the document with one change each."""

import copy
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from scripts.review.contract_changes import changes
from scripts.review.signatures import lines
from tests.review.tools.document import Document, Edit, operation, schema, sent
from tests.support.document import DOCUMENT, ROOT, load


def got(d: Document, name: str) -> Document:
    found: Document = schema(d, "MaskingSession")["properties"][name]
    return found


def drop_reply_field(d: Document, name: str) -> None:
    session = schema(d, "MaskingSession")
    del session["properties"][name]
    if name in session["required"]:
        session["required"].remove(name)


def other_scheme(d: Document) -> None:
    d["components"]["securitySchemes"]["key"] = {"type": "apiKey", "in": "header", "name": "X-Key"}
    operation(d)["security"] = [{"key": []}]


# The edit of the document, the level of its worst change, its rule, and words from its text.
KINDS: dict[str, tuple[Edit, str, str, str]] = {
    "enum value removed from the request": (
        lambda d: schema(d, "RecordFileFormat")["enum"].remove("wav"),
        "breaking",
        "request-property-enum-value-removed",
        "`wav` of the request property `record_file_format`",
    ),
    "enum value added to the request": (
        lambda d: schema(d, "RecordFileFormat")["enum"].append("ogg"),
        "compatible",
        "request-property-enum-value-added",
        "`ogg` enum value to the request property `record_file_format`",
    ),
    "enum value removed from the reply": (
        lambda d: schema(d, "SessionStatus")["enum"].remove("expired"),
        "risky",
        "response-property-enum-value-removed",
        "`expired` enum value from the `session/status`",
    ),
    "enum value added to the reply": (
        lambda d: schema(d, "SessionStatus")["enum"].append("paused"),
        "breaking",
        "response-property-enum-value-added",
        "`paused` enum value to the `session/status`",
    ),
    "default changed": (
        lambda d: sent(d, "ring_timeout").update(default=60),
        "risky",
        "request-property-default-value-changed",
        "`ring_timeout` request property default value changed from `120.00` to `60.00`",
    ),
    "default changed beside a reference": (
        lambda d: sent(d, "callback_method").update(default="GET"),
        "risky",
        "request-property-default-value-changed",
        "`callback_method` request property default value changed from `POST` to `GET`",
    ),
    "default removed": (
        lambda d: sent(d, "record").pop("default"),
        "risky",
        "request-property-default-value-removed",
        "`record`",
    ),
    "default added": (
        lambda d: sent(d, "callback_url").update(default=""),
        "risky",
        "request-property-default-value-added",
        "`callback_url`",
    ),
    "default added to the reply": (
        lambda d: got(d, "duration").update(default=1800),
        "risky",
        "response-property-default-value-added",
        "`duration`",
    ),
    "type changed in the request": (
        lambda d: sent(d, "ring_timeout").update(type="string", default="120"),
        "breaking",
        "request-property-type-changed",
        "`ring_timeout` request property `type` changed from `integer` to `string`",
    ),
    "type changed in the reply": (
        lambda d: got(d, "duration").update(type="string"),
        "breaking",
        "response-property-type-changed",
        "`session/duration` response's property `type` changed from `integer` to `string`",
    ),
    "type widened in the reply": (
        lambda d: got(d, "duration").update(type="number"),
        "breaking",
        "response-property-type-generalized",
        "`session/duration`",
    ),
    "null allowed in the reply": (
        lambda d: got(d, "duration").update(nullable=True),
        "breaking",
        "response-property-became-nullable",
        "`session/duration`",
    ),
    "lower bound raised": (
        lambda d: sent(d, "session_expiry").update(minimum=120),
        "breaking",
        "request-property-min-increased",
        "`session_expiry` request property's min was increased to `120.00`",
    ),
    "lower bound lowered": (
        lambda d: sent(d, "session_expiry").update(minimum=30),
        "compatible",
        "request-property-min-decreased",
        "`session_expiry`",
    ),
    "upper bound lowered": (
        lambda d: sent(d, "call_time_limit").update(maximum=7200),
        "breaking",
        "request-property-max-decreased",
        "`call_time_limit` request property's max was decreased to `7200.00`",
    ),
    "bound set": (
        lambda d: sent(d, "ring_timeout").update(minimum=15),
        "breaking",
        "request-property-min-set",
        "`ring_timeout`",
    ),
    "length lowered": (
        lambda d: sent(d, "recording_callback_url").update(maxLength=500),
        "breaking",
        "request-property-max-length-decreased",
        "`recording_callback_url`",
    ),
    "bound set in the reply": (
        lambda d: got(d, "duration").update(minimum=1),
        "compatible",
        "response-property-min-set",
        "`session/duration`",
    ),
    "pattern changed in the reply": (
        lambda d: got(d, "virtual_number").update(pattern="^[0-9]+$"),
        "risky",
        "response-property-pattern-changed",
        "`session/virtual_number`",
    ),
    "field made required in the request": (
        lambda d: schema(d, "MaskingSessionUpdate").update(required=["callback_url"]),
        "breaking",
        "request-property-became-required",
        "`callback_url`",
    ),
    "field with a default made required in the request": (
        lambda d: schema(d, "MaskingSessionUpdate").update(required=["record"]),
        "breaking",
        "request-property-became-required-with-default",
        "`record`",
    ),
    "field made required in the reply": (
        lambda d: schema(d, "MaskingSession")["required"].append("subaccount"),
        "compatible",
        "response-property-became-required",
        "`session/subaccount`",
    ),
    "field made optional in the reply": (
        lambda d: schema(d, "MaskingSession")["required"].remove("duration"),
        "breaking",
        "response-property-became-optional",
        "`session/duration`",
    ),
    "required reply field removed": (
        lambda d: drop_reply_field(d, "duration"),
        "breaking",
        "response-required-property-removed",
        "`session/duration`",
    ),
    "optional reply field removed": (
        lambda d: drop_reply_field(d, "subaccount"),
        "breaking",
        "response-optional-property-removed",
        "`session/subaccount`",
    ),
    "request field removed": (
        lambda d: schema(d, "MaskingSessionUpdate")["properties"].pop("ring_timeout"),
        "risky",
        "request-property-removed",
        "`ring_timeout`",
    ),
    "request field added": (
        lambda d: schema(d, "MaskingSessionUpdate")["properties"].update(note={"type": "string"}),
        "compatible",
        "new-optional-request-property",
        "`note`",
    ),
    "unknown keys refused in the request": (
        lambda d: schema(d, "MaskingSessionUpdate").update(additionalProperties=False),
        "breaking",
        "additional-properties-changed",
        "from `true` to `false`",
    ),
    "operation removed": (
        lambda d: next(iter(d["paths"].values())).pop("post"),
        "breaking",
        "api-removed-without-deprecation",
        "api removed",
    ),
    "operation renamed": (
        lambda d: operation(d).update(operationId="changeMaskingSession"),
        "breaking",
        "api-operation-id-removed",
        "`updateMaskingSession`",
    ),
    "error reply removed": (
        lambda d: operation(d)["responses"].pop("429"),
        "risky",
        "response-non-success-status-removed",
        "`429`",
    ),
    "security taken away": (
        lambda d: operation(d).update(security=[]),
        "risky",
        "api-security-anonymous-access-added",
        "anonymous access",
    ),
    "security scheme changed": (
        lambda d: d["components"]["securitySchemes"]["basicAuth"].update(scheme="bearer"),
        "breaking",
        "api-security-component-http-scheme-changed",
        "from `basic` to `bearer`",
    ),
    "security scheme exchanged": (other_scheme, "breaking", "api-security-removed", "`basicAuth`"),
    "server moved": (
        lambda d: d["servers"][0].update(url="https://api.example.com/v2"),
        "breaking",
        "server-removed",
        "`https://api.plivo.com/v1`",
    ),
}


def write(path: Path, document: Document, edit: Edit | None = None) -> Path:
    """Write a copy of the document, with the edit if there is one."""
    spoiled = copy.deepcopy(document)
    if edit is not None:
        edit(spoiled)
        assert spoiled != document, "the edit changed nothing"
    path.write_text(yaml.safe_dump(spoiled, sort_keys=False), encoding="utf-8")
    return path


def test_each_kind_of_change_is_reported(subtests: pytest.Subtests, tmp_path: Path) -> None:
    base = write(tmp_path / "base.yaml", load())
    for kind, (edit, level, rule, words) in KINDS.items():
        with subtests.test(kind):
            found = changes(base, write(tmp_path / "revision.yaml", load(), edit))
            wanted = [change for change in found if change.rule == rule and words in change.text]
            assert wanted, f"expected {rule} with {words}, got {found}"
            assert {change.level for change in wanted} == {level}
            assert all(change.place and change.reason for change in found)


def test_a_reworded_document_has_no_changes(tmp_path: Path) -> None:
    base = write(tmp_path / "base.yaml", load())
    revision = write(
        tmp_path / "revision.yaml", load(), lambda d: operation(d).update(summary="Other words.")
    )
    assert changes(base, revision) == []


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of this project, in which `make diff` writes its reports."""
    copied = tmp_path / "project"
    for folder in ("spec", "scripts", "generated"):
        shutil.copytree(ROOT / folder, copied / folder)
    (copied / "build").mkdir()
    (copied / "build" / "bin").symlink_to(ROOT / "build" / "bin")
    return copied


def run(project: Path, *arguments: Path | str) -> "subprocess.CompletedProcess[str]":
    """Run what `make diff` runs."""
    command = [sys.executable, "-m", "scripts.review.diff", *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=project)


def test_a_breaking_change_needs_a_major_version(tmp_path: Path, project: Path) -> None:
    base = write(tmp_path / "base.yaml", load() | {"info": load()["info"] | {"version": "1.4.2"}})
    for version, code in {"1.4.2": 1, "1.5.0": 1, "2.0.0": 0, "10.0.0": 0}.items():

        def edit(d: Document, version: str = version) -> None:
            d["info"]["version"] = version
            sent(d, "record")["type"] = "string"

        result = run(project, base, write(tmp_path / "revision.yaml", load(), edit))
        assert result.returncode == code, result.stdout + result.stderr
        assert ("need info.version 2.0.0 or later, got " in result.stdout) == (code == 1)
        gone = "- plivo_masking.models.masking_session_update.MaskingSessionUpdate.record: bool"
        assert gone in result.stdout.rpartition("public signatures")[2]


def test_a_risky_change_needs_no_major_version(tmp_path: Path, project: Path) -> None:
    base = write(tmp_path / "base.yaml", load())
    result = run(
        project,
        base,
        write(
            tmp_path / "revision.yaml",
            load(),
            lambda d: sent(d, "ring_timeout").update(default=60),
        ),
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "public signatures of the Python client: no change" in result.stdout


def test_no_signature_is_private() -> None:
    client = lines(ROOT / "generated" / "plivo_masking")
    assert "plivo_masking.client.AuthenticatedClient()" in client
    assert [line for line in client if re.match(r"[\w.]*\._", line)] == []


def test_the_three_reports_agree(tmp_path: Path, project: Path) -> None:
    base = write(tmp_path / "base.yaml", load())
    result = run(
        project,
        base,
        write(tmp_path / "revision.yaml", load(), lambda d: drop_reply_field(d, "duration")),
    )
    text, markdown, data = (
        (project / "build" / "diff" / f"changes.{form}").read_text(encoding="utf-8")
        for form in ("txt", "md", "json")
    )
    report = json.loads(data)
    assert text == result.stdout
    assert report["enough"] is False
    (change,) = report["changes"]
    assert change["level"] == "breaking"
    gone = "- plivo_masking.models.masking_session.MaskingSession.duration: int"
    assert gone in report["client"]
    for form in (text, markdown):
        for words in (change["text"], change["place"], change["reason"], change["rule"], gone):
            assert words in form


def test_changes_are_reported_even_if_no_client_can_be_generated(
    tmp_path: Path, project: Path
) -> None:
    revision = write(
        tmp_path / "half.yaml", load(), lambda d: next(iter(d["paths"].values())).clear()
    )
    result = run(project, DOCUMENT, revision)
    assert result.returncode == 1
    assert "api removed" in result.stdout
    assert "FAILED: no client can be generated: " in result.stdout


def test_base_may_be_a_git_revision(tmp_path: Path, project: Path) -> None:
    author = ["-c", "user.name=test", "-c", "user.email=test@example.com"]
    for command in (
        ["init", "-q"],
        ["add", "spec", "generated"],
        [*author, "commit", "-qm", "base"],
    ):
        subprocess.run(["git", "-C", str(project), *command], check=True)
    write(
        project / "spec" / "openapi.yaml",
        load(),
        lambda d: sent(d, "ring_timeout").update(minimum=15),
    )
    result = run(project, "HEAD")
    assert result.returncode == 1, result.stdout + result.stderr
    assert "the `ring_timeout` request property's min was set to `15.00`" in result.stdout


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("only words", "expected an OpenAPI document with info.version"),
        ("{unclosed", "base.yaml: expected a YAML file"),
        ("info: {version: 2.1}", "expected three numbers as in 1.2.3, got 2.1"),
        ("openapi: 3.0.3\ninfo: {version: 1.0.0}\npaths: words", "oasdiff failed"),
    ],
)
def test_a_file_that_is_not_a_document_is_refused(
    content: str, words: str, tmp_path: Path, project: Path
) -> None:
    (tmp_path / "base.yaml").write_text(content, encoding="utf-8")
    refused(run(project, tmp_path / "base.yaml"), words)


def test_an_unknown_revision_is_refused(project: Path) -> None:
    expected = "expected a file or a git revision"
    refused(run(project, "no-such-revision"), f"{expected} that has spec/ and generated/")
    refused(run(project, "--", f"--output={project}/written"), f"{expected}, got --output=")
    assert not (project / "written").exists()


def refused(result: "subprocess.CompletedProcess[str]", words: str) -> None:
    assert result.returncode == 1
    assert words in result.stderr
    assert "Traceback" not in result.stderr
