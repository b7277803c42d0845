"""The stub and the document: every reply is a documented one, and the stub follows the document's edits."""

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS30ReadValidator

from scripts.stub import document
from tests.stub.caller import JSON, Caller

ROOT = Path(__file__).resolve().parents[2]
STUB = ROOT / "tests" / "stub"


def schema_of(status: int) -> dict[str, Any]:
    media = document.responses()[status]["content"]["application/json"]
    return {**media["schema"], "components": document.document()["components"]}


def test_every_kind_of_reply_is_as_documented(call: Caller) -> None:
    known = call.stub.sessions
    replies = [
        call.update({}),
        call.update({"session_expiry": 60, "record": True}),
        call.update({"first_party": "12025550171"}, known.single_party),
        call.update({}, known.with_pin),
        call.update({}, known.expired),
        call.update({"record": 1}),
        call.send(call.path(), content=b"{", headers=JSON),
        call.update({}, auth=None),
        call.update({}, "unknown"),
        call.send("/v1/nowhere", "GET"),
        call.send(call.path(), "PUT"),
    ]
    assert {reply.status_code for reply in replies} == {200, 400, 401, 404, 405}
    for reply in replies:
        OAS30ReadValidator(schema_of(reply.status_code)).validate(reply.json())
        assert (
            document.headers(reply.status_code).items()
            <= {
                name.title().replace("Www", "WWW"): value for name, value in reply.headers.items()
            }.items()
        )


def test_the_validator_finds_fault(call: Caller) -> None:
    body = call.update({}).json()
    body["session"]["duration"] = "1800"
    assert not OAS30ReadValidator(schema_of(200)).is_valid(body)


# Spoils the document in memory before anything is read from it, and prints what an update then does.
EDITED = """
import sys
import httpx
from scripts.stub import document
item = document.document()
schema = item["components"]["schemas"]
edit, body = sys.argv[1:]
exec(edit)
from scripts.stub.harness import running_stub
with running_stub() as stub, httpx.Client(trust_env=False) as client:
    path = f"{stub.url}/Account/{stub.auth_id}/Masking/Session/{stub.sessions.two_party}"
    headers = {"Content-Type": "application/json"}
    print(client.post(path, content=body, headers=headers, auth=("MAXXXXXXXXXXXXXXXXXX", "tok")).status_code)
"""


@pytest.mark.parametrize(
    ("edit", "body", "before", "after"),
    [
        (
            "schema['RecordFileFormat']['enum'].append('ogg')",
            b'{"record_file_format":"ogg"}',
            400,
            200,
        ),
        ("schema['CallbackMethod']['enum'].remove('GET')", b'{"callback_method":"GET"}', 200, 400),
        (
            "schema['MaskingSessionUpdate']['properties']['ring_timeout']['maximum'] = 99",
            b'{"ring_timeout":100}',
            200,
            400,
        ),
    ],
)
def test_the_stub_judges_bodies_by_the_document(
    call: Caller, edit: str, body: bytes, before: int, after: int
) -> None:
    assert call.content(body).status_code == before
    command = [sys.executable, "-c", EDITED, edit, body.decode()]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == str(after), done.stderr


def test_it_knows_nothing_of_the_client() -> None:
    for file in STUB.glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        names = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        names += [
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for alias in node.names
        ]
        assert not [name for name in names if name.startswith(("generated", "plivo"))], file
