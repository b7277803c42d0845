"""`python -m scripts.stub`, as people start it and stop it."""

import asyncio
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from scripts.stub.server import listen, url
from scripts.stub.terminal import Terminal
from tests.support.caller import JSON
from tests.support.document import ROOT


@contextmanager
def started(*options: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A running command and what it printed up to its last line."""
    command = [sys.executable, "-m", "scripts.stub", *options]
    # With it, what is printed would come without being flushed.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=pipe, stderr=pipe
    ) as process:
        # A command that prints nothing must fail the test, not hold it up.
        watchdog = threading.Timer(30, process.kill)
        watchdog.start()
        try:
            assert process.stdout
            printed = ""
            for line in process.stdout:
                printed += line
                if line == "Ctrl-C ends it.\n":
                    break
            yield process, printed
        finally:
            watchdog.cancel()
            process.kill()


def base_of(printed: str) -> str:
    found = re.search(r"http://\S+/v1\b", printed)
    assert found, printed
    return found.group()


def stopped(process: "subprocess.Popen[str]", sent: signal.Signals) -> tuple[int, str, str]:
    process.send_signal(sent)
    out, err = process.communicate(timeout=20)
    return process.returncode, out, err


def test_what_it_prints_is_true() -> None:
    with started() as (process, printed):
        base = base_of(printed)
        account = re.search(r"auth id (\S+), auth token (\S+)", printed)
        assert account
        names = re.search(r"sessions (.*)", printed)
        assert names and len(names[1].split(", ")) == 7
        for name in names[1].split(", "):
            path = f"{base}/Account/{account[1]}/Masking/Session/{name}"
            reply = httpx.post(path, json={}, auth=(account[1], account[2]), trust_env=False)
            assert reply.status_code == (400 if name == "expired" else 200)
        journal = re.search(r"http\S+/_stub/journal", printed)
        assert journal and len(httpx.get(journal[0], trust_env=False).json()) == 7
        code, lines, errors = stopped(process, signal.SIGINT)
        assert (code, errors) == (0, "")
        account_path = f"/v1/Account/{account[1]}/Masking/Session"
        assert re.fullmatch(
            "".join(
                rf"POST {account_path}/{name} {400 if name == 'expired' else 200} \d+\.\d ms\n"
                for name in names[1].split(", ")
            ),
            lines,
        )


def test_its_curl_line_works_when_pasted() -> None:
    with started() as (process, printed):
        line = re.search(r"^curl .*\\\n.*$", printed, re.MULTILINE)
        assert line
        # Run by httpx where there is no curl: the same method, headers, credentials and body.
        words = shlex.split(line[0].replace("\\\n", ""))
        assert words[1::2][:3] == ["-u", "-H", "-d"]
        name, _, token = words[2].partition(":")
        reply = httpx.post(
            words[-1], content=words[6], headers=JSON, auth=(name, token), trust_env=False
        )
        assert words[4] == "Content-Type: application/json"
        assert (reply.status_code, reply.json()["session"]["record"]) == (200, False)
        shell = subprocess.run(["sh", "-c", "command -v curl"], check=False, capture_output=True)
        if shell.returncode == 0:
            pasted = line[0].replace("curl ", "curl --silent --show-error --noproxy '*' ", 1)
            done = subprocess.run(["sh", "-c", pasted], check=False, capture_output=True, text=True)
            assert '"message":"Session updated"' in done.stdout, done.stderr
        stopped(process, signal.SIGINT)


def test_it_listens_on_the_port_it_is_given() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.listen()
        command = [sys.executable, "-m", "scripts.stub", "--port", str(port)]
        taken = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert taken.returncode == 1
    assert f"can't listen on 127.0.0.1 port {port}" in taken.stderr
    assert "Traceback" not in taken.stderr
    with started("--port", str(port)) as (_, printed):
        assert base_of(printed) == f"http://127.0.0.1:{port}/v1"


def test_without_a_port_it_takes_a_free_one() -> None:
    with started() as (_, one), started() as (_, other):
        assert base_of(one) != base_of(other)


REFUSED = [
    (["--host", "0.0.0.0"], "expected a loopback address such as 127.0.0.1, got '0.0.0.0'"),
    (["--port", "65536"], "65536"),
    (["--strict"], "unrecognized arguments: --strict"),
]


def test_a_bad_option_ends_it_with_a_message(subtests: pytest.Subtests) -> None:
    for options, part in REFUSED:
        with subtests.test(" ".join(options)):
            command = [sys.executable, "-m", "scripts.stub", *options]
            done = subprocess.run(
                command, check=False, capture_output=True, text=True, cwd=ROOT, timeout=30
            )
            assert done.returncode in (1, 2)
            assert done.stdout == ""
            assert part in done.stderr
            assert "Traceback" not in done.stderr


def test_it_listens_on_loopback_alone(subtests: pytest.Subtests) -> None:
    for host in ("0.0.0.0", "::", "192.0.2.1", "example.com", ""):
        with subtests.test(host), pytest.raises(ValueError, match="expected a loopback address"):
            listen(host)
    for host in ("localhost", "127.0.0.1", "127.0.0.2"):
        with subtests.test(host), listen(host) as listener:
            assert url(listener).endswith("/v1")


def test_a_port_can_be_taken_again_at_once() -> None:
    with listen() as first:
        address = first.getsockname()
        with socket.create_connection(address):
            # The side that closes first keeps the connection's address for a while.
            first.accept()[0].close()
    with listen(*address) as second:
        assert second.getsockname() == address


def test_it_listens_on_ipv6_too() -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this system has no IPv6")
    with listen("::1") as listener:
        assert url(listener).startswith("http://[::1]:")


def test_a_host_can_be_named() -> None:
    with started("--host", "127.0.0.2") as (process, printed):
        assert base_of(printed).startswith("http://127.0.0.2:")
        assert process.stdout
        for _ in range(2):
            assert httpx.get(base_of(printed), trust_env=False).status_code == 404
            # It comes while the stub runs, not only at its end.
            assert process.stdout.readline().startswith("GET /v1 404 ")


def test_what_it_takes_and_prints_are_options(subtests: pytest.Subtests) -> None:
    rows: list[tuple[list[str], dict[str, Any], list[int]]] = [
        (["--lenient"], {"record": "true"}, [200]),
        (["--strict-keys"], {"recrod": True}, [400]),
        (["--rate-limit"], {"recrod": True}, [200] * 300 + [429]),
    ]
    for options, body, statuses in rows:
        with subtests.test(options[0]), started(*options, "--quiet") as (process, printed):
            path = f"{base_of(printed)}/Account/MAXXXXXXXXXXXXXXXXXX/Masking/Session/two-party"
            auth = ("MAXXXXXXXXXXXXXXXXXX", "tok")
            with httpx.Client(auth=auth, trust_env=False) as client:
                assert [client.post(path, json=body).status_code for _ in statuses] == statuses
            assert stopped(process, signal.SIGINT) == (0, "", "")


def test_a_line_shows_neither_tokens_nor_numbers() -> None:
    with started() as (process, printed):
        base = base_of(printed)
        paths = (
            "/Account/tok/Session/+12025550143",
            "/%1b[2J/12025550144?a=tok",
            "/".ljust(999, "a"),
        )
        for path in paths:
            httpx.get(base + path, auth=("MAXXXXXXXXXXXXXXXXXX", "tok"), trust_env=False)
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.get(base, headers={"Prefer": "fault=drop"}, trust_env=False)
        _, lines, _ = stopped(process, signal.SIGINT)
        assert [line.rpartition(" ")[0].rpartition(" ")[0] for line in lines.splitlines()] == [
            "GET /v1/Account/***/Session/*** 404",
            "GET /v1/%1b[2J/*** 404",
            f"GET {'/v1/'.ljust(200, 'a')} 404",
            "GET /v1 dropped",
        ]


def test_a_duration_is_in_milliseconds(capfd: pytest.CaptureFixture[str]) -> None:
    async def show() -> None:
        terminal = Terminal()
        terminal.show("GET", b"/", 200, 1.23456)
        terminal.flush()

    asyncio.run(show())
    assert capfd.readouterr().out == "GET / 200 1234.6 ms\n"


def test_a_reader_that_stalls_holds_up_no_reply() -> None:
    with started() as (process, printed), httpx.Client(trust_env=False) as client:
        path = base_of(printed) + "/" + "a" * 150
        # Three times what a pipe holds.
        assert {client.get(path).status_code for _ in range(1200)} == {404}
        assert stopped(process, signal.SIGINT)[0] == 0


def test_a_reader_that_goes_away_is_no_failure() -> None:
    with started() as (process, printed):
        assert process.stdout
        process.stdout.close()
        assert httpx.get(base_of(printed), trust_env=False).status_code == 404
        assert stopped(process, signal.SIGINT)[::2] == (0, "")


def test_ctrl_c_ends_it_at_once_though_a_reply_is_delayed() -> None:
    with started() as (process, printed):
        address = httpx.URL(base_of(printed))
        with socket.create_connection((address.host, address.port or 0), timeout=10) as waiting:
            waiting.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nPrefer: delay=60\r\n\r\n")
            journal = base_of(printed).removesuffix("/v1") + "/_stub/journal"
            while not httpx.get(journal, trust_env=False).json():
                pass
            assert stopped(process, signal.SIGINT)[::2] == (0, "")


def test_a_terminate_signal_ends_it() -> None:
    with started() as (process, _):
        code, _, errors = stopped(process, signal.SIGTERM)
        assert (code, errors) == (-signal.SIGTERM, "")
