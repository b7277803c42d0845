"""The commands and snippets of README.md do what it says; what every README names exists."""

import os
import re
import shlex
import ssl
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts.stub.harness import running_stub
from tests.client.raw_server import reply, serving
from tests.support.certificate import CERTIFICATE

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / name for name in ("spec", "scripts", "tests")]
READMES = [ROOT / "README.md", *(path for folder in FOLDERS for path in folder.rglob("*.md"))]
README = READMES[0].read_text(encoding="utf-8")
# The Python client's.
GUIDE = (ROOT / "scripts" / "templates" / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README + GUIDE, re.M | re.S)
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8000/v1"

# Which of them .ci/run need not name: it runs others that include these.
IN_OTHERS = {"generate", "test", "stub", "wheel", "help", "sdk", "sdks"}


def block(language: str, words: str) -> str:
    (found,) = (text for kind, text in BLOCKS if kind == language and words in text)
    return str(found)


def targets(text: str) -> set[str]:
    """Every make target that a README names, in a block or in a sentence."""
    return set(
        re.findall(r"(?:^|`|run: |entry: )make (?:-C masking-contract )?([a-z][a-z-]*)", text, re.M)
    )


def make(*arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", *arguments], cwd=ROOT, capture_output=True, text=True, env=environment
    )


def test_every_target_named_is_one_that_help_lists() -> None:
    listed = set(re.findall(r"^  ([a-z-]+) ", make("help").stdout, re.M))
    named = {readme: targets(readme.read_text(encoding="utf-8")) for readme in READMES}
    assert {"generate", "test", "contract", "conformance", "sdks"} <= named[READMES[0]]
    assert {readme: names - listed for readme, names in named.items() if names - listed} == {}


def test_ci_runs_every_target_that_readme_names() -> None:
    assert targets(README) - IN_OTHERS <= set(re.findall(r"^step ([a-z-]+)", CI, re.M))
    assert ".ci/readme-commands" in CI.splitlines()


def test_the_first_call_prints_what_readme_shows() -> None:
    command = block("sh", "PYTHONPATH=generated .venv/bin/python - ")
    assert len(re.search(r"<<'END'\n(.*?)^END$", command, re.M | re.S)[1].splitlines()) <= 10  # type: ignore[index]
    with running_stub() as stub:
        python = shlex.quote(sys.executable)
        script = command.replace(ADDRESS, stub.url).replace(".venv/bin/python", python)
        result = subprocess.run(["sh", "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert (result.stdout, result.stderr) == (block("text", "True 14400"), "")


def test_the_first_call_of_the_clients_guide(capsys: pytest.CaptureFixture[str]) -> None:
    with running_stub() as stub:
        call = block("python", "session uuid").replace("session uuid", "two-party")
        exec(call.replace('auth_token="tok"', f'auth_token="tok", base_url="{stub.url}"'), {})
    assert capsys.readouterr().out == "True 7200\n"


def test_the_retry_recipe_retries_a_429_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    from plivo_masking import ApiError
    from plivo_masking.api.masking_sessions import update_masking_session
    from plivo_masking.models import MaskingSessionUpdate

    error = {"api_id": "1", "error": "no"}
    with running_stub() as stub:
        monkeypatch.setenv("PLIVO_AUTH_ID", stub.auth_id)
        monkeypatch.setenv("PLIVO_AUTH_TOKEN", stub.auth_token)
        names: dict[str, Any] = {}
        exec(block("python", "httpx_retries"), names)
        client = names["client"]
        client.base_url = stub.url

        def update() -> str:
            return update_masking_session.sync(
                "two-party",
                client=client,
                body=MaskingSessionUpdate(record=True),
            ).message

        stub.next_reply(status=429, body=error, headers={"Retry-After": "0"})
        assert update() == "Session updated"
        assert [entry["status"] for entry in stub.journal()] == [429, 200]
        stub.reset()
        stub.next_reply(status=500, body=error)
        with pytest.raises(ApiError):
            update()
        assert len(stub.journal()) == 1


def test_the_retry_recipe_keeps_an_own_ssl_context(monkeypatch: pytest.MonkeyPatch) -> None:
    from plivo_masking.api.masking_sessions import update_masking_session
    from plivo_masking.models import MaskingSessionUpdate

    serves = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serves.load_cert_chain(CERTIFICATE)
    monkeypatch.setenv("PLIVO_AUTH_ID", "MA")
    monkeypatch.setenv("PLIVO_AUTH_TOKEN", "t")
    names: dict[str, Any] = {"own": ssl.create_default_context(cafile=CERTIFICATE)}
    recipe = block("python", "httpx_retries")
    assert "verify=True" in recipe
    exec(recipe.replace("verify=True", "verify=own"), names)
    answers = iter([reply(429, retry_after=b"0"), reply(200, b"taken")])
    with serving(lambda path: next(answers), tls=serves) as server:
        names["client"].base_url = server.url
        response = update_masking_session.sync_detailed(
            "id", client=names["client"], body=MaskingSessionUpdate()
        )
    assert (response.status_code, response.content) == (200, b"taken")


def test_the_commands_for_testing_a_server_are_ones_that_make_takes() -> None:
    text = (ROOT / "tests" / "contract" / "README.md").read_text(encoding="utf-8")
    for line in re.findall(r"^make contract.*", text, re.M):
        command = line.partition("#")[0].split()[1:]
        assert make("--dry-run", *command).returncode == 0


def test_the_links_of_every_readme_lead_somewhere() -> None:
    for readme in READMES:
        links = re.findall(r"\]\(([^)#]+)[^)]*\)", readme.read_text(encoding="utf-8"))
        local = [link for link in links if "://" not in link]
        assert [link for link in local if not (readme.parent / link).exists()] == [], readme
