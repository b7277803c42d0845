"""The code samples of the reference page, run against the stub."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.stub.harness import Stub, running_stub

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "spec" / "samples"
NODE = ROOT / "build" / "node" / "node_modules"
# In each sample these are replaced by the stub's own.
PRODUCTION = "https://api.plivo.com/v1"
SESSION = "c28b77d4-21e7-43bd-9447-04bfee92e651"


@pytest.fixture(scope="module")
def stub() -> Iterator[Stub]:
    with running_stub() as running:
        yield running


def prepare(name: str, stub: Stub, folder: Path) -> Path:
    """Write the sample with the stub's address and session."""
    text = (SAMPLES / name).read_text(encoding="utf-8")
    for there, here in ((PRODUCTION, stub.url), (SESSION, stub.sessions.two_party)):
        assert text.count(there) == 1, f"{name}: expected {there} once"
        text = text.replace(there, here)
    assert "plivo.com" not in text
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def run(command: list[str], stub: Stub, token: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "generated"),
        "PLIVO_AUTH_ID": stub.auth_id,
        "PLIVO_AUTH_TOKEN": token,
    }
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment)


def python(stub: Stub, folder: Path) -> list[str]:
    return [sys.executable, str(prepare("update.py", stub, folder))]


def curl(stub: Stub, folder: Path) -> list[str]:
    return ["sh", str(prepare("update.sh", stub, folder))]


def typescript(stub: Stub, folder: Path) -> list[str]:
    sample = prepare("update.ts", stub, folder)
    assert compiled(sample) == ""
    return ["node", str(sample.with_suffix(".js"))]


def compiled(sample: Path) -> str:
    """Compile a sample with the SDK view's types; return the compiler's errors."""
    folder = sample.parent
    view = ROOT / "generated" / "openapi.sdk.yaml"
    types = [str(NODE / ".bin" / "openapi-typescript"), str(view), "-o", "masking.d.ts"]
    subprocess.run(types, cwd=folder, check=True, capture_output=True)
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    options = ["--strict", "--target", "es2022", "--module", "nodenext", "--types", "node"]
    options += ["--typeRoots", str(NODE / "@types"), sample.name]
    command = [str(NODE / ".bin" / "tsc"), *options]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True).stdout


MAKERS = {"python": python, "curl": curl, "typescript": typescript}


@pytest.mark.parametrize("language", MAKERS)
def test_a_sample_updates_the_session(language: str, stub: Stub, tmp_path: Path) -> None:
    stub.reset()
    result = run(MAKERS[language](stub, tmp_path), stub, stub.auth_token)
    assert result.returncode == 0, result.stderr
    (request,) = stub.journal()
    assert request["method"] == "POST"
    assert request["status"] == 200
    assert json.loads(request["body"]) == {"session_expiry": 7200, "record": False}
    shown = '"record":false' if language == "curl" else " false"
    assert shown in result.stdout.lower().replace('": ', '":')


@pytest.mark.parametrize("language", MAKERS)
def test_a_sample_reports_wrong_credentials(language: str, stub: Stub, tmp_path: Path) -> None:
    stub.reset()
    result = run(MAKERS[language](stub, tmp_path), stub, "wrong-token")
    assert result.returncode != 0
    (request,) = stub.journal()
    assert request["status"] == 401
    assert "401" in result.stderr
    assert "wrong-token" not in result.stdout + result.stderr


def test_the_compiler_rejects_wrong_fields_in_the_typescript_sample(
    tmp_path: Path, stub: Stub
) -> None:
    sample = prepare("update.ts", stub, tmp_path)
    text = sample.read_text(encoding="utf-8")
    assert "record: false" in text
    for wrong in ('record: "no"', "recrod: false", "record: null"):
        sample.write_text(text.replace("record: false", wrong), encoding="utf-8")
        assert "error TS2" in compiled(sample), wrong
