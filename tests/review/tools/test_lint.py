"""Each house rule of spec/.spectral.yaml fails on a document that is spoiled in that one way."""

import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.review.tools.document import Document, Edit, operation, sent

ROOT = Path(__file__).parents[3]
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
    "empty security": ("house-operation-security", lambda d: operation(d).update(security=[])),
    "optional security": (
        "house-operation-security",
        lambda d: operation(d)["security"].append({}),
    ),
    "operationId of one word": (
        "house-operation-id",
        lambda d: operation(d).update(operationId="update"),
    ),
    "operationId in snake case": (
        "house-operation-id",
        lambda d: operation(d).update(operationId="update_masking_session"),
    ),
    "operationId with a capital": (
        "house-operation-id",
        lambda d: operation(d).update(operationId="UpdateMaskingSession"),
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
    "description without capital": (
        "house-sentence",
        lambda d: sent(d, "record").update(description="whether it records."),
    ),
    "description without full stop": (
        "house-sentence",
        lambda d: sent(d, "record").update(description="Whether it records"),
    ),
    "introduction without full stop": (
        "house-sentence",
        lambda d: d["info"].update(description="One operation"),
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
# Spoiling the reply `default` breaks two conventions at once.
ALSO = {"default reply without a schema": {"house-error-example"}}


def lint(rules: Path, folder: Path) -> dict[str, set[str]]:
    """The rules that each file of a folder breaks, by the file's name."""
    command = [str(SPECTRAL), "lint", "--ruleset", str(rules), "--format", "json", "--quiet"]
    command += ["--fail-severity", "hint", f"{folder}/*.json"]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    assert run.returncode in (0, 1), run.stdout + run.stderr
    broken: dict[str, set[str]] = {path.name: set() for path in folder.iterdir()}
    for result in json.loads(run.stdout):
        broken[Path(result["source"]).name].add(result["code"])
    return broken


def clean() -> Document:
    document: Document = yaml.safe_load((ROOT / "spec" / "openapi.yaml").read_text("utf-8"))
    return document


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """What Spectral says of the document and of each spoiled copy, in one run."""
    folder = tmp_path_factory.mktemp("lint")
    copies: dict[str, Edit] = {name: edit for name, (_, edit) in SPOILED.items()}
    for name, edit in {"clean": lambda d: None, **copies}.items():
        document = clean()
        edit(document)
        (folder / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
    return lint(RULES, folder)


def test_the_document_keeps_every_rule(broken: dict[str, set[str]]) -> None:
    assert broken["clean.json"] == set()


@pytest.mark.parametrize("name", SPOILED)
def test_a_spoiled_document_breaks_the_rule(name: str, broken: dict[str, set[str]]) -> None:
    rule, _ = SPOILED[name]
    assert broken[f"{name}.json"] == {rule} | ALSO.get(name, set())


def test_every_house_rule_has_a_document_that_breaks_it() -> None:
    rules = yaml.safe_load(RULES.read_text("utf-8"))["rules"]
    assert set(rules) <= {rule for rule, _ in SPOILED.values()}


def test_the_overlay_must_remove_every_update_default(tmp_path: Path) -> None:
    view = subprocess.run(
        [sys.executable, "-m", "scripts.view"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    (tmp_path / "clean.json").write_text(json.dumps(yaml.safe_load(view.stdout)), encoding="utf-8")
    for name in ("record", "callback_method"):
        left = yaml.safe_load(view.stdout)
        sent(left, name)["default"] = sent(clean(), name)["default"]
        (tmp_path / f"{name}.json").write_text(json.dumps(left), encoding="utf-8")
    rule = {"house-no-update-default"}
    wanted = {"clean.json": set(), "record.json": rule, "callback_method.json": rule}
    assert lint(SDK_RULES, tmp_path) == wanted
