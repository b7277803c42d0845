"""Nothing that a failing run prints or writes shows the account's token or the parties' numbers and PINs."""

import base64
import html
import itertools
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus, unquote

import pytest

from scripts.stub import accounts, reply
from scripts.stub.server import application, serving
from scripts.stub.sessions import TWO_PARTY
from tests.contract.defects.stubs import DEFECTS
from tests.contract.defects.verdict import FEW_EXAMPLES, judge
from tests.support.document import ROOT

PHONE, PIN = "12025550143", "48213"


def forms(authorization: str) -> list[str]:
    """The header, and what a careless server may make of it."""
    encoded = authorization.rpartition(" ")[2].encode("latin-1")
    try:
        raw = base64.b64decode(encoded + b"==")
    except ValueError:
        raw = encoded
    pair = raw.decode("utf-8", "replace")
    found = [
        authorization,
        encoded.decode("latin-1").rstrip("="),
        pair,
        pair[:-4],
        raw.decode("latin-1"),
    ]
    found += [quote(pair, safe=""), quote_plus(pair), html.escape(pair), repr(pair), repr(raw)]
    found += [json.dumps(pair), quote(authorization), json.dumps(json.dumps(pair))]
    found += [base64.b64encode(b"x" * n + raw).decode() for n in range(4)]
    found += [base64.urlsafe_b64encode(raw).decode(), base64.b64encode(raw)[:24].decode()]
    return found


def parties() -> str:
    shown = {"first_party": PHONE, "second_party": f"+{PHONE}", "first_party_pin": PIN}
    return f"{json.dumps(shown)} {shown} {json.dumps(json.dumps(shown))} second_party_pin={PIN}"


def answer(status: str, content: str, content_type: str = "application/json") -> bytes:
    body = content.encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def shown_in_400(authorization: str) -> bytes:
    said = " ".join([*forms(authorization), parties()])
    return answer("400 Bad Request", json.dumps({"error": said}))


def shown_in_500(authorization: str) -> bytes:
    return answer("500 Oops", "\n".join([*forms(authorization), parties()]), "text/plain")


def shown_in_challenge(authorization: str) -> bytes:
    right = answer("401 Unauthorized", json.dumps({"api_id": "x", "error": authorization}))
    header = f"WWW-Authenticate: {authorization or 'none'}\r\nContent-Type".encode("latin-1")
    return right.replace(b"Content-Type", header, 1)


def no_http(authorization: str) -> bytes:
    return f"HTTP/1.1 {authorization}\r\n\r\n".encode("latin-1")


def no_answer(authorization: str) -> bytes:
    return b""


KINDS = [shown_in_400, shown_in_500, shown_in_challenge, no_http, no_answer]


@contextmanager
def faulty() -> Iterator[str]:
    """A server that fails in each way in turn."""
    kinds = itertools.cycle(KINDS)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(404)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.wfile.write(next(kinds)(self.headers.get("Authorization", "")))
            self.close_connection = True

        def log_message(self, format: str, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1"
        finally:
            server.shutdown()


@contextmanager
def defective() -> Iterator[str]:
    """The stub without its challenge, whose replies show the token beside what is right."""
    right = reply.json_reply

    def showing(status: int, content: Any, headers: dict[str, str] | None = None) -> reply.Reply:
        return right(status, {"shown": LETTERS, **content}, headers)

    with pytest.MonkeyPatch.context() as patch, serving(application()) as url:
        DEFECTS["challenge_is_missing"].apply(patch)
        patch.setattr(reply, "json_reply", showing)
        yield url


LETTERS, QUOTES = "Zq8vXw3planted5Yk0t0kenR7uMb2", "pé\"密' <&\\x/+%planted"
FILES = [
    str(ROOT / f"tests/contract/test_{name}.py") for name in ("auth", "client", "schemathesis")
]
REPORTS = ["--junitxml=build/junit.xml", "--html=build/report.html", "--self-contained-html"]


@pytest.mark.further
@pytest.mark.parametrize(
    ("server", "token", "chosen"),
    [
        (faulty, QUOTES, "wrong_token or other_account or refusal or unknown_ids and nothing"),
        (defective, LETTERS, "wrong_token or garbage"),
    ],
    ids=["faulty", "defective"],
)
def test_a_failing_run_shows_no_secret(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    server: Callable[[], AbstractContextManager[str]],
    token: str,
    chosen: str,
) -> None:
    monkeypatch.setitem(accounts.TOKENS, accounts.AUTH_ID, token)
    named = {"AUTH_ID": accounts.AUTH_ID, "AUTH_TOKEN": token, "SESSION": TWO_PARTY}
    with server() as url:
        arguments = [*FILES, "-k", chosen, *REPORTS, "-q", "--showlocals", *FEW_EXAMPLES]
        verdict = judge(arguments, {**named, "URL": url}, folder=tmp_path)
    assert verdict.exit_code == 1, verdict.printed
    # Hypothesis keeps a table of Unicode's characters in its folder, and nothing else.
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".gz"]
    assert len(written) >= 2
    texts = {path.name: path.read_text(encoding="utf-8") for path in written}
    for name, text in {"terminal": verdict.printed, **texts}.items():
        found = leaks(text, token)
        assert not found, f"{name}: expected nothing of the token, got it {found} times"
        is_shown = PHONE in text or PIN in text
        assert not is_shown, f"{name}: expected no number and no PIN, got one"


CRASH = """
import os, warnings

def test_warning():
    warnings.warn("token " + os.environ["CONTRACT_AUTH_TOKEN"])
"""
CRASHING_PLUGIN = """
import os, pytest

def pytest_runtest_logreport(report):
    if report.when == "teardown":
        raise RuntimeError("token " + os.environ["CONTRACT_AUTH_TOKEN"])
"""


def test_warnings_and_crashes_of_pytest_show_no_secret(tmp_path: Path) -> None:
    (tmp_path / "test_crash.py").write_text(CRASH)
    named = {"AUTH_ID": "MA", "AUTH_TOKEN": LETTERS, "SESSION": "s"}
    with serving(application()) as url:
        run = ["-p", "tests.contract.conftest", "test_crash.py"]
        warned = judge(run, {**named, "URL": url}, folder=tmp_path)
        (tmp_path / "conftest.py").write_text(CRASHING_PLUGIN)
        crashed = judge(run, {**named, "URL": url}, folder=tmp_path)
    assert "UserWarning: token ***" in warned.printed
    assert "RuntimeError: token ***" in crashed.printed
    assert not leaks(warned.printed + crashed.printed, LETTERS)


def leaks(text: str, token: str) -> int:
    """How often the token, or a good part of it, can be read or decoded in a text."""
    plain = [text, html.unescape(text), unquote(text), re.sub(r"\\+(?=[\"'\\/])", "", text)]
    plain.append(re.sub(r"\\+(?:x|u00)([0-9a-f]{2})", lambda m: chr(int(m[1], 16)), text))
    plain.append(re.sub(r"\\+u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text))
    runs = re.findall(r"[A-Za-z0-9+/_-]{4,}", unquote(text))
    read = [
        base64.b64decode(part[: len(part) - len(part) % 4 or None] + "===")
        for run in runs
        for n in range(4)
        if len(part := run.replace("-", "+").replace("_", "/")[n:]) >= 4
    ]
    secret = [token[:10], token[-10:], token.swapcase()[:10]]
    found = [part for part in secret for each in plain if part in each]
    found += [part for part in secret if part.encode().decode("latin-1") in plain[0] + plain[4]]
    return len(found) + sum(part.encode() in raw for part in secret for raw in read)
