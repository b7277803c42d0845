"""`make diff` on copies of the document with one change each."""

import copy
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from scripts.review.contract_changes import changes, reason
from scripts.review.diff import compare, needed
from scripts.review.side import Side, side
from scripts.review.signatures import public
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
        "breaking",
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
        "breaking",
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
            found = changes("contract", base, write(tmp_path / "revision.yaml", load(), edit))
            wanted = [change for change in found if change.rule == rule and words in change.text]
            assert wanted, f"expected {rule} with {words}, got {found}"
            assert {change.level for change in wanted} == {level}
            assert all(change.line and change.reason for change in found)


def test_the_reason_fits_the_rule_and_the_level(subtests: pytest.Subtests) -> None:
    for rule, may, can in (
        ("request-property-default-value-changed", "may have a different effect", "may have a"),
        ("api-operation-id-removed", "callers must change", "callers must change"),
        ("api-tag-removed", "callers must change", "callers must change"),
        ("api-security-removed", "had access may be refused", "had access can be refused"),
        ("response-property-type-changed", "old replies may get", "old replies can get"),
        ("api-path-removed", "call may no longer reach", "call can no longer reach"),
        ("server-removed", "call may no longer reach", "call can no longer reach"),
        ("request-property-pattern-added", "valid may now be", "valid can now be"),
    ):
        with subtests.test(rule):
            assert may in reason("risky", rule) and can in reason("breaking", rule)
            assert reason("compatible", rule) == "valid requests and clients stay valid"


def test_a_reworded_document_has_no_changes(tmp_path: Path) -> None:
    base = write(tmp_path / "base.yaml", load())
    revision = write(
        tmp_path / "revision.yaml", load(), lambda d: operation(d).update(summary="Other words.")
    )
    assert changes("contract", base, revision) == []


# The change, the part of the version that it needs, the view that asks for it, and a word of the line shown.
VERDICTS: dict[str, tuple[Edit, str, str, str]] = {
    "tag renamed": (
        lambda d: operation(d).update(tags=["Masking"]),
        "major",
        "Python client",
        "a typed client",
    ),
    "operation renamed": (
        lambda d: operation(d).update(operationId="changeMaskingSession"),
        "major",
        "contract",
        "operationId: changeMaskingSession",
    ),
    "request field removed": (
        lambda d: schema(d, "MaskingSessionUpdate")["properties"].pop("ring_timeout"),
        "major",
        "contract",
        "properties:",
    ),
    "security removed": (
        lambda d: operation(d).update(security=[]),
        "major",
        "contract",
        "security:",
    ),
    "reply field removed": (
        lambda d: drop_reply_field(d, "subaccount"),
        "major",
        "Python client",
        "_attrs_define",
    ),
    "bound raised": (
        lambda d: sent(d, "session_expiry").update(minimum=120),
        "major",
        "contract",
        "minimum: 120",
    ),
    "reply type widened": (
        lambda d: got(d, "duration").update(type="number"),
        "major",
        "Python client",
        "duration",
    ),
    "request field added": (
        lambda d: schema(d, "MaskingSessionUpdate")["properties"].update(
            note={"type": "string", "description": "Words."}
        ),
        "minor",
        "contract",
        "note:",
    ),
    "reply field added": (
        lambda d: schema(d, "MaskingSession")["properties"].update(note={"type": "string"}),
        "minor",
        "Python client",
        "note",
    ),
    "default changed": (
        lambda d: sent(d, "ring_timeout").update(default=60),
        "minor",
        "contract",
        "default: 60",
    ),
    "bound lowered": (
        lambda d: sent(d, "session_expiry").update(minimum=30),
        "minor",
        "contract",
        "minimum: 30",
    ),
    "reworded": (lambda d: operation(d).update(summary="Other words."), "patch", "", ""),
    "version alone": (lambda d: d["info"].update(version="9.9.9"), "none", "", ""),
}


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Side:
    folder = tmp_path_factory.mktemp("old")
    return side(str(write(folder / "old.yaml", load())), folder / "side")


@pytest.mark.parametrize("change", VERDICTS)
def test_each_change_needs_its_version(change: str, old: Side, tmp_path: Path) -> None:
    edit, part, view, word = VERDICTS[change]
    new = side(str(write(tmp_path / "new.yaml", load(), edit)), tmp_path / "side")
    found, differ, problem = compare(old, new)
    assert (problem, needed(found, differ)) == ("", part)
    asking = [c for c in found if c.bump == part and c.view == view]
    assert bool(asking) == bool(view), found
    shown = [c.path.read_text(encoding="utf-8").splitlines()[c.line - 1] for c in asking]
    assert not view or any(word in line for line in shown), shown


def test_an_edit_of_the_overlay_alone_is_seen(old: Side, tmp_path: Path) -> None:
    document = write(tmp_path / "openapi.yaml", load())
    overlay = load(ROOT / "spec" / "sdk.overlay.yaml")
    fields = "$.components.schemas.MaskingSessionUpdate.properties"
    overlay["actions"].append({"target": f"{fields}.session_expiry", "remove": True})
    (tmp_path / "sdk.overlay.yaml").write_text(yaml.safe_dump(overlay), encoding="utf-8")
    found, differ, _ = compare(old, side(str(document), tmp_path / "side"))
    assert needed(found, differ) == "major"
    assert {change.view for change in found} == {"SDK view", "Python client"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of this project, in a folder with a space, in which `make diff` writes its reports."""
    copied = tmp_path / "a project"
    for folder in ("spec", "scripts", "generated"):
        shutil.copytree(ROOT / folder, copied / folder)
    (copied / "build").mkdir()
    (copied / "build" / "bin").symlink_to(ROOT / "build" / "bin")
    return copied


def run(
    project: Path, *arguments: Path | str, **environment: str
) -> "subprocess.CompletedProcess[str]":
    """Run what `make diff` runs."""
    command = [sys.executable, "-m", "scripts.review.diff", *map(str, arguments)]
    inherited = {name: text for name, text in os.environ.items() if name != "GITHUB_ACTIONS"}
    return subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        cwd=project,
        env=inherited | environment,
    )


def versioned(path: Path, version: str, edit: Edit | None = None) -> Path:
    document = load() | {"info": load()["info"] | {"version": version}}
    return write(path, document, edit)


def rename(d: Document) -> None:
    sent(d, "record")["type"] = "string"
    del sent(d, "record")["default"]


@pytest.mark.parametrize(
    ("edit", "versions", "code", "words"),
    [
        (rename, "1.4.2 1.4.2", 1, "need info.version 2.0.0 or later, got 1.4.2 (was 1.4.2)"),
        (rename, "1.4.2 1.5.0", 1, "need info.version 2.0.0 or later, got 1.5.0 (was 1.4.2)"),
        (rename, "1.4.2 10.0.0", 0, "1.4.2 → 10.0.0 is enough: these changes need a major"),
        (VERDICTS["default changed"][0], "1.4.2 1.4.3", 1, "need info.version 1.5.0 or later"),
        (VERDICTS["default changed"][0], "1.4.2 1.5.0", 0, "is enough"),
        (VERDICTS["reworded"][0], "1.4.2 1.4.2", 1, "need info.version 1.4.3 or later"),
        (VERDICTS["reworded"][0], "1.4.2 1.4.1", 1, "went back from 1.4.2 to 1.4.1"),
        (None, "1.1.0 1.0.0", 1, "went back from 1.1.0 to 1.0.0"),
        (None, "1.1.0 1.1.0", 0, "OLD and NEW do not differ (info.version 1.1.0 → 1.1.0)"),
    ],
)
def test_the_version_must_be_raised_by_enough(
    edit: Edit | None, versions: str, code: int, words: str, tmp_path: Path, project: Path
) -> None:
    before, after = versions.split()
    old = versioned(tmp_path / "old.yaml", before)
    result = run(project, old, versioned(tmp_path / "new.yaml", after, edit))
    assert result.returncode == code, result.stdout + result.stderr
    assert words in result.stdout


def test_github_gets_the_file_and_line_of_each_change(tmp_path: Path, project: Path) -> None:
    def edit(d: Document) -> None:
        sent(d, "session_expiry").update(minimum=120)
        sent(d, "ring_timeout").update(default=60)
        # By name alike, told apart by their place.
        got(d, "duration").update(type="boolean")
        schema(d, "Interaction")["properties"]["duration"].update(type="object")

    document = project / "spec" / "openapi.yaml"
    write(document, versioned_document := load() | {"info": {**load()["info"], "version": "2.9.0"}})
    write(document, versioned_document, edit)
    result = run(project, DOCUMENT, GITHUB_ACTIONS="true")
    assert result.returncode == 1
    lines = document.read_text(encoding="utf-8").splitlines()
    reply, item = (
        lines.index("        duration:", lines.index(f"    {name}:"))
        for name in ("MaskingSession", "Interaction")
    )
    for kind, words, line in (
        ("error", "min was increased to `120.00`", lines.index("          minimum: 120") + 1),
        ("notice", "from `120.00` to `60.00`", lines.index("          default: 60") + 1),
        ("error", "`session/duration`", lines.index("          type: boolean", reply) + 1),
        ("error", "items/duration", lines.index("          type: object", item) + 1),
        ("error", "FAILED: these changes need", lines.index("  version: 2.9.0") + 1),
    ):
        start = f"::{kind} file=spec/openapi.yaml,line={line}::"
        assert [t for t in result.stdout.splitlines() if t.startswith(start) and words in t], words


def test_no_signature_is_private() -> None:
    client = public(ROOT / "generated" / "plivo_masking")
    assert client["plivo_masking.client.AuthenticatedClient"].line > 100
    assert "plivo_masking.update_masking_session" in client
    names = "\n".join(client)
    assert re.findall(r"\._(?!_init__$)\w+", names, re.MULTILINE) == []


def test_a_further_optional_argument_is_compatible(tmp_path: Path) -> None:
    from scripts.review.signatures import changes as changes_of_client

    for folder, text in {
        "old": "def call(a: int, *, b: str = '') -> int: ...\n",
        "optional": "def call(a: int, *, b: str = '', c: int = 0) -> int: ...\n",
        "required": "def call(a: int, *, b: str = '', c: int) -> int: ...\n",
        "typed": "def call(a: str, *, b: str = '') -> int: ...\n",
    }.items():
        (tmp_path / folder / "package").mkdir(parents=True)
        (tmp_path / folder / "package" / "__init__.py").write_text(text)
    levels = {
        folder: [
            c.level for c in changes_of_client(*(tmp_path / f / "package" for f in ("old", folder)))
        ]
        for folder in ("optional", "required", "typed")
    }
    assert levels == {"optional": ["compatible"], "required": ["breaking"], "typed": ["breaking"]}


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
    assert (report["enough"], report["needs"]) == (False, "major")
    assert {change["view"] for change in report["changes"]} == {"contract", "Python client"}
    for form in (text, markdown):
        for change in report["changes"]:
            assert f"{change['path']}:{change['line']}" in form
            for part in ("text", "reason", "rule", "view"):
                assert change[part].replace("|", "\\|" if form == markdown else "|") in form


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: next(iter(d["paths"].values())).clear(),
        lambda d: d["components"]["schemas"].update(
            Renamed=d["components"]["schemas"].pop("MaskingSessionUpdate")
        ),
        lambda d: next(iter(d["paths"].values())).update(
            patch=next(iter(d["paths"].values())).pop("post")
        ),
    ],
)
def test_changes_are_reported_even_if_no_client_can_be_generated(
    edit: Edit, tmp_path: Path, project: Path
) -> None:
    result = run(project, DOCUMENT, write(tmp_path / "half.yaml", load(), edit))
    if "oasdiff failed" not in result.stderr:
        assert "removed" in result.stdout
        assert "FAILED: no client can be generated: " in result.stdout
    assert result.returncode == 1
    assert "Traceback" not in result.stdout + result.stderr


def test_either_side_may_be_a_git_revision(tmp_path: Path, project: Path) -> None:
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
    back = run(project, project / "spec" / "openapi.yaml", "HEAD")
    assert "at HEAD:spec/openapi.yaml:" in back.stdout, back.stdout + back.stderr
    other = shutil.copy(project / "spec" / "openapi.yaml", tmp_path / "new.yaml")
    assert f"at {other}:" in run(project, "HEAD", other).stdout


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
