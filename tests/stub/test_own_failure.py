"""A mistake of the stub itself: the caller gets a 500, the terminal the place and nothing of the caller."""

import logging
from typing import Any

import httpx
import pytest

from scripts.stub import update
from scripts.stub.harness import Stub


def test_the_log_names_the_place_but_holds_nothing_that_was_sent(
    stub: Stub, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(given: Any, *, lenient: bool) -> Any:
        raise RuntimeError(f"for {given} with {stub.auth_token}")

    monkeypatch.setattr(update, "validate", fails)
    url = f"{stub.url}/Account/{stub.auth_id}/Masking/Session/{stub.sessions.single_party}"
    auth = (stub.auth_id, stub.auth_token)
    fields = {"first_party": "+12025550143", "record": True}
    with caplog.at_level(logging.DEBUG, logger="scripts.stub"):
        reply = httpx.post(url, json=fields, auth=auth, trust_env=False)
    assert (reply.status_code, reply.json()["error"]) == (500, "Internal server error.")
    logged = "\n".join(logging.Formatter().format(record) for record in caplog.records)
    assert "the stub failed: RuntimeError" in logged
    assert "in fails" in logged
    assert "12025550143" not in logged and f"with {stub.auth_token}" not in logged
