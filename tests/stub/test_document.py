"""The stub and the document: every reply is a documented one, and the stub follows the document's edits."""

import ast
import subprocess
import sys

from scripts.stub import callbacks, document, journal, protocol
from scripts.stub.sessions import EXAMPLE
from tests.stub.caller import Caller
from tests.support.document import ROOT, errors

STUB = ROOT / "scripts" / "stub"


def test_every_kind_of_reply_is_as_documented(call: Caller) -> None:
    known = call.stub.sessions
    replies = [
        call.update({}),
        call.update({"session_expiry": 60, "record": True}),
        call.update({"first_party": "12025550171"}, known.single_party),
        call.update({}, known.with_pin),
        call.update({}, known.expired),
        call.update({"record": 1}),
        call.content(b"{"),
        call.update({}, auth=None),
        call.update({}, "unknown"),
        call.send("/v1/nowhere", "GET"),
        call.send(call.path(), "PUT"),
    ]
    assert {reply.status_code for reply in replies} == {200, 400, 401, 404, 405}
    for reply in replies:
        media = document.responses()[reply.status_code]["content"]["application/json"]
        assert errors(document.document(), media["schema"], reply.json()) == [], reply.text
        for name, value in document.headers(reply.status_code).items():
            assert reply.headers[name] == value


def test_the_documents_session_takes_each_example_of_an_update(call: Caller) -> None:
    (path,) = document.document()["paths"].values()
    examples = path["post"]["requestBody"]["content"]["application/json"]["examples"]
    for name, example in examples.items():
        assert call.update(example["value"], EXAMPLE).status_code == 200, name


# Edits the document in memory before anything is read from it, and prints the status of each update.
EDITED = """
import httpx
from scripts.stub import document
schemas = document.document()["components"]["schemas"]
schemas["RecordFileFormat"]["enum"].append("ogg")
schemas["CallbackMethod"]["enum"].remove("GET")
schemas["MaskingSessionUpdate"]["properties"]["ring_timeout"]["maximum"] = 99
from scripts.stub.harness import running_stub
with running_stub() as stub, httpx.Client(trust_env=False) as client:
    path = f"{stub.url}/Account/{stub.auth_id}/Masking/Session/{stub.sessions.two_party}"
    for body in ({"record_file_format": "ogg"}, {"callback_method": "GET"}, {"ring_timeout": 100}):
        print(client.post(path, json=body, auth=(stub.auth_id, stub.auth_token)).status_code)
"""


def test_the_stub_judges_bodies_by_the_document(call: Caller) -> None:
    bodies = [{"record_file_format": "ogg"}, {"callback_method": "GET"}, {"ring_timeout": 100}]
    assert [call.update(body).status_code for body in bodies] == [400, 200, 200]
    command = [sys.executable, "-c", EDITED]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.split() == ["200", "400", "400"], done.stderr


def test_its_readme_states_its_limits() -> None:
    text = " ".join((STUB / "README.md").read_text(encoding="utf-8").split())
    for stated in (
        f"the last {journal.ENTRIES:,} requests ({journal.BYTES / 2**20:g} MiB at most)",
        f"the last {callbacks.ENTRIES:,} events",
        f"more than {protocol.TIMEOUT} seconds to arrive",
    ):
        assert stated in text


def test_it_knows_nothing_of_the_client() -> None:
    files = list(STUB.glob("*.py"))
    assert files, f"expected the stub's modules in {STUB}, got none"
    for file in files:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        names = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        names += [
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for alias in node.names
        ]
        assert not [name for name in names if name.startswith(("generated", "plivo"))], file
