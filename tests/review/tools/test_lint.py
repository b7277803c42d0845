"""Each of our Spectral rules fails on a document that breaks it, and on no other."""

import copy
import json
import os
import subprocess
from pathlib import Path

import yaml

from scripts.view import render
from tests.review.tools.document import Document, Edit, operation, sent
from tests.support.document import ROOT, load

SPECTRAL = ROOT / "build" / "node" / "node_modules" / ".bin" / "spectral"
RULES = ROOT / "spec" / ".spectral.yaml"
SDK_RULES = ROOT / "spec" / ".spectral.sdk.yaml"


def media(d: Document, status: str) -> Document:
    found: Document = operation(d)["responses"][status]["content"]["application/json"]
    return found


def own_error_schema(d: Document) -> None:
    media(d, "404")["schema"] = copy.deepcopy(d["components"]["schemas"]["ErrorReply"])


def default_reply(d: Document) -> None:
    operation(d)["responses"]["default"] = {
        "description": "Anything else.",
        "x-sources": ["S-error-body"],
    }


SPOILED: dict[str, tuple[str, Edit]] = {
    "no security": ("house-operation-security", lambda d: operation(d).pop("security")),
    "optional security": (
        "house-operation-security",
        lambda d: operation(d)["security"].append({}),
    ),
    "operationId in snake case": (
        "house-operation-id",
        lambda d: operation(d).update(operationId="update_masking_session"),
    ),
    "property not described": (
        "house-described",
        lambda d: sent(d, "record").pop("description"),
    ),
    "parameter not described": (
        "house-described",
        lambda d: d["components"]["parameters"]["AuthId"].pop("description"),
    ),
    "header not described": (
        "house-described",
        lambda d: operation(d)["responses"]["429"]["headers"]["Retry-After"].pop("description"),
    ),
    "property without example": ("house-example", lambda d: sent(d, "record").pop("example")),
    "parameter without example": (
        "house-example",
        lambda d: d["components"]["parameters"]["AuthId"].pop("example"),
    ),
    "property without source": (
        "house-source",
        lambda d: sent(d, "record").pop("x-sources"),
    ),
    "reply without source": (
        "house-source",
        lambda d: operation(d)["responses"]["404"].update({"x-sources": []}),
    ),
    "source without a row": (
        "house-source-row",
        lambda d: sent(d, "record").update({"x-sources": ["S-record", "S-rumour"]}),
    ),
    "server without TLS": (
        "house-https",
        lambda d: d["servers"][0].update(url="http://api.plivo.com/v1"),
    ),
    "description without capital": (
        "house-sentence",
        lambda d: sent(d, "record").update(description="whether it records."),
    ),
    "description without full stop": (
        "house-sentence",
        lambda d: sent(d, "record").update(description="Whether it records"),
    ),
    "enum value not explained": (
        "house-enum-explained",
        lambda d: d["components"]["schemas"]["SessionStatus"]["enum"].append("paused"),
    ),
    "enum of a property not explained": (
        "house-enum-explained",
        lambda d: d["components"]["schemas"]["Interaction"]["properties"]["type"].update(
            enum=["call"]
        ),
    ),
    "error without example": ("house-error-example", lambda d: media(d, "404").pop("examples")),
    "error with no examples": (
        "house-error-example",
        lambda d: media(d, "404").update(examples={}),
    ),
    "error with a schema of its own": ("house-error-schema", own_error_schema),
    "error of another media type": (
        "house-error-schema",
        lambda d: operation(d)["responses"]["500"]["content"].update(
            {"text/html": {"example": "Sorry."}}
        ),
    ),
    "default reply without a schema": ("house-error-schema", default_reply),
    "429 without Retry-After": (
        "house-retry-after",
        lambda d: operation(d)["responses"]["429"].pop("headers"),
    ),
    "429 with an optional Retry-After": (
        "house-retry-after",
        lambda d: operation(d)["responses"]["429"]["headers"]["Retry-After"].pop("required"),
    ),
    "a sibling of $ref": (
        "no-$ref-siblings",
        lambda d: media(d, "404")["schema"].update(description="No such session."),
    ),
}
# The reply `default` breaks two rules at once.
ALSO = {"default reply without a schema": {"house-error-example"}}


def lint(rules: Path, folder: Path) -> dict[str, set[str]]:
    """The rules that each file of a folder breaks, by the file's name."""
    command = [str(SPECTRAL), "lint", "--ruleset", str(rules), "--format", "json", "--quiet"]
    command += ["--fail-severity", "hint", f"{folder}/*.json"]
    run = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert run.returncode in (0, 1), run.stdout + run.stderr
    broken: dict[str, set[str]] = {path.name: set() for path in folder.iterdir()}
    for result in json.loads(run.stdout):
        broken[Path(result["source"]).name].add(result["code"])
    return broken


def test_each_rule_fails_on_the_documents_that_break_it_and_on_no_other(tmp_path: Path) -> None:
    wanted: dict[str, set[str]] = {"clean.json": set()}
    (tmp_path / "clean.json").write_text(json.dumps(load()), encoding="utf-8")
    for name, (rule, edit) in SPOILED.items():
        document = load()
        edit(document)
        (tmp_path / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
        wanted[f"{name}.json"] = {rule} | ALSO.get(name, set())
    assert lint(RULES, tmp_path) == wanted
    assert load(RULES)["rules"].keys() <= {rule for rule, _ in SPOILED.values()}


def test_the_view_must_have_no_update_default(tmp_path: Path) -> None:
    view = yaml.safe_load(render())
    (tmp_path / "clean.json").write_text(json.dumps(view), encoding="utf-8")
    sent(view, "record")["default"] = False
    (tmp_path / "record.json").write_text(json.dumps(view), encoding="utf-8")
    found = lint(SDK_RULES, tmp_path)
    assert found == {"clean.json": set(), "record.json": {"house-no-update-default"}}


def test_redocly_and_kin_openapi_find_what_is_no_openapi(tmp_path: Path) -> None:
    (tmp_path / "clean.json").write_text(json.dumps(load()), encoding="utf-8")
    document = load()
    sent(document, "record")["type"] = "bool"
    (tmp_path / "spoiled.json").write_text(json.dumps(document), encoding="utf-8")
    quiet = {**os.environ, "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    for command in (
        [SPECTRAL.with_name("redocly"), "lint", f"--config={ROOT}/scripts/review/redocly.yaml"],
        [ROOT / "build" / "bin" / "oasdiff", "validate", "--fail-on=WARN"],
    ):
        codes = [
            subprocess.run(
                [*map(str, command), str(tmp_path / name)], env=quiet, capture_output=True
            ).returncode
            for name in ("clean.json", "spoiled.json")
        ]
        assert codes == [0, 1], command
