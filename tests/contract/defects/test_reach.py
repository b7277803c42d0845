"""Another host is judged on purpose alone, within a budget that is said beforehand."""

import socket
from pathlib import Path

import pytest
import uvicorn
from starlette.types import ASGIApp

from scripts.stub import accounts, server, sessions
from scripts.stub.server import application, serving
from tests.contract import reach, test_client, test_schemathesis
from tests.contract.defects import servers
from tests.contract.defects.between import between
from tests.contract.defects.direct import run
from tests.contract.defects.staging import HOST
from tests.contract.defects.verdict import Verdict, judge
from tests.contract.target import target_at
from tests.contract.variables import BadTarget, check_server
from tests.support.certificate import CERTIFICATE

ONE_TEST = "tests/contract/test_update.py"
GUARD = "tests/test_network_guard.py"


def judged(url: str, *arguments: str, **further: str) -> Verdict:
    named = {
        "URL": url,
        "AUTH_ID": accounts.AUTH_ID,
        "AUTH_TOKEN": accounts.AUTH_TOKEN,
        "SESSION": sessions.TWO_PARTY,
    }
    return judge(["-p", "tests.contract.defects.staging", *arguments], {**named, **further})


@pytest.mark.parametrize(("budget", "exit_code"), [("", 0), ("9", pytest.ExitCode.INTERRUPTED)])
def test_the_host_that_is_allowed_is_judged(budget: str, exit_code: int) -> None:
    """And the guard of all tests still stops whatever goes elsewhere."""
    with serving(application()) as url:
        there = url.replace("127.0.0.1", HOST)
        verdict = judged(
            there,
            *(ONE_TEST, GUARD, "-k", "survives or session_alone or leave"),
            ALLOW_HOST=f"http://{HOST}",
            BUDGET=budget,
        )
    assert verdict.exit_code == exit_code, verdict.printed
    assert f"at most {budget or 25_000} requests to {there}, at most 240 in 5 s" in verdict.printed
    assert f"changes every field of the sessions {sessions.TWO_PARTY} " in verdict.printed
    assert ("BUDGET=… raises it" in verdict.printed) == bool(budget)


def test_what_the_host_is_found_at_is_opened_however_it_is_looked_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reach, "opened", set())
    monkeypatch.setattr(socket, "getaddrinfo", lambda name, *_: [(2, 1, 6, "", (name, 443))])
    reach.open_host(HOST)
    for name in (HOST, HOST.encode(), f"not.{HOST}"):
        socket.getaddrinfo(name, 443)
    assert reach.opened == {HOST, str(HOST.encode())}


@pytest.mark.further
def test_a_private_authority_is_trusted_by_all_clients_once_it_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    certificate, plain = str(CERTIFICATE), server.server

    def over_tls(app: ASGIApp) -> uvicorn.Server:
        made = plain(app)
        made.config.ssl_certfile = certificate
        return made

    monkeypatch.setattr(server, "server", over_tls)
    monkeypatch.setattr(test_schemathesis, "examples", lambda ordinary: 1)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    with serving(application()) as address:
        url = address.replace("http:", "https:")
        monkeypatch.setenv("CONTRACT_URL", url)
        for trusted, part in (("", "CERTIFICATE_VERIFY_FAILED"), ("/nowhere", "FileNotFoundError")):
            monkeypatch.setenv("SSL_CERT_FILE", trusted)
            with pytest.raises(BadTarget, match=rf"{part}.*authority in the file SSL_CERT_FILE"):
                check_server()
        monkeypatch.setenv("SSL_CERT_FILE", certificate)
        check_server()
        for how in ("sync", "asyncio"):
            run(test_client.test_a_refusal_reaches_the_caller, target_at(url), how=how)
        run(test_schemathesis.test_a_session_of_two_parties, target_at(url), folder=tmp_path)


def test_a_reading_of_this_document_alone_is_noted() -> None:
    with serving(between(application(), servers.SERVERS["file_urls_are_taken"].change)) as url:
        arguments = ("tests/contract/test_values.py", "-k", "plain-callback_url")
        noted = judged(url, *arguments)
        failed = judged(url, *arguments, STRICT="1")
    line = 'callback_url "file://www.example.com/events" is refused [S-urls]: expected 400, got 200'
    assert noted.exit_code == 0 and f"note: {line}" in noted.printed, noted.printed
    assert "    curl -i -X POST" in noted.printed
    assert failed.exit_code == 1 and line in failed.printed, failed.printed
