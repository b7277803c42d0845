"""The client: credentials, where it sends, and a token that nobody sees."""

import base64
import hashlib
import logging
import traceback
from pathlib import Path

import httpx
import plivo_masking
import pytest
import yaml
from plivo_masking import (
    AuthenticatedClient,
    AuthenticationError,
    MaskingSessionUpdate,
    ServerError,
    update_masking_session,
)

from scripts.stub.harness import Stub
from tests.client.conftest import Call

SECRET = "s3cret-tøken"
BODY = MaskingSessionUpdate(record=False)


def test_base_url_and_version_are_the_documents() -> None:
    document = yaml.safe_load((Path(__file__).parents[2] / "spec" / "openapi.yaml").read_text())
    client = AuthenticatedClient(auth_id="MA", auth_token="t")
    assert client.base_url == document["servers"][0]["url"]
    assert plivo_masking.__version__ == document["info"]["version"]


def test_credentials_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLIVO_AUTH_ID", "MAENV")
    monkeypatch.setenv("PLIVO_AUTH_TOKEN", "from-env")
    client = AuthenticatedClient()
    assert (client.auth_id, client.auth_token) == ("MAENV", "from-env")
    assert AuthenticatedClient(auth_id="MAARG").auth_id == "MAARG"


@pytest.mark.parametrize("missing", ["auth_id", "auth_token"])
def test_missing_credentials_are_refused_by_name(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PLIVO_AUTH_ID", raising=False)
    monkeypatch.delenv("PLIVO_AUTH_TOKEN", raising=False)
    with pytest.raises(
        ValueError, match=f"{missing}: expected .*PLIVO_{missing.upper()}, got nothing"
    ):
        AuthenticatedClient(
            auth_id="" if missing == "auth_id" else "MA",
            auth_token="" if missing == "auth_token" else "t",
        )


@pytest.mark.parametrize("name", ["auth_id", "auth_token"])
@pytest.mark.parametrize("wrong", ["\n", "\x00", "\x7f", "\x85", "\udce9"])
def test_a_credential_with_a_control_character_is_refused_unshown(name: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=f"{name}: .*got U\\+{ord(wrong):04X} in it") as refused:
        AuthenticatedClient(**{"auth_id": "MA", "auth_token": "t", name: SECRET + wrong})  # type: ignore[arg-type]
    assert SECRET not in "".join([repr(refused.value), *traceback.format_exception(refused.value)])


def test_verify_ssl_is_refused_where_a_transport_would_ignore_it() -> None:
    given = {"transport": httpx.HTTPTransport()}
    with pytest.raises(ValueError, match="verify_ssl: expected True beside a transport"):
        AuthenticatedClient(auth_id="MA", auth_token="t", verify_ssl=False, httpx_args=given)


def test_authorization_is_basic_in_utf_8(stub: Stub, call: Call, subtests: pytest.Subtests) -> None:
    for token in ["tok", SECRET, "a:b", "密钥", 'q"uo te%41']:
        with subtests.test(token):
            stub.reset()
            stub.next_reply(status=500, body={"api_id": "1", "error": "no"})
            client = AuthenticatedClient(auth_id=stub.auth_id, auth_token=token, base_url=stub.url)
            with pytest.raises(ServerError):
                call(client, "two-party", body=BODY)
            expected = b"Basic " + base64.b64encode(f"{stub.auth_id}:{token}".encode())
            digest = hashlib.sha256(expected).hexdigest()
            assert stub.journal()[0]["authorization_sha256"] == digest


def test_the_token_is_in_no_repr_log_or_exception(
    stub: Stub, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = AuthenticatedClient(auth_id=stub.auth_id, auth_token=SECRET, base_url=stub.url)
    hidden = [SECRET, base64.b64encode(f"{stub.auth_id}:{SECRET}".encode()).decode()]
    with pytest.raises(AuthenticationError) as refused:
        update_masking_session.sync("two-party", client=client, body=BODY)
    stub.next_reply(drop=True)
    with pytest.raises(httpx.TransportError) as dropped:
        update_masking_session.sync("two-party", client=client, body=BODY)
    shown = [repr(client), str(client), caplog.text, repr(client.with_timeout(1))]
    for raised in (refused.value, dropped.value):
        shown += [repr(raised), *traceback.format_exception(raised)]
    assert stub.auth_id in repr(client)
    assert "HTTP Request" in caplog.text
    assert not [text for text in shown for secret in hidden if secret in text]


def test_a_repr_shows_the_defaults_and_nothing_that_may_be_secret() -> None:
    client = AuthenticatedClient(
        auth_id="MA",
        auth_token=SECRET,
        headers={"X-Key": SECRET},
        httpx_args={"cookies": {"key": SECRET}},
    )
    assert repr(client) == (
        "AuthenticatedClient(auth_id='MA', base_url='https://api.plivo.com/v1', timeout=5.0, verify_ssl=True,"
        " follow_redirects=False, trust_env=True)"
    )


def test_what_the_client_itself_sets_is_refused_in_httpx_args() -> None:
    for name in ("auth", "base_url", "follow_redirects", "timeout", "trust_env", "verify"):
        with pytest.raises(ValueError, match=f"httpx_args: expected no {name}"):
            AuthenticatedClient(auth_id="MA", auth_token="t", httpx_args={name: None})


def test_headers_are_added_and_the_clients_own_stay(
    stub: Stub, client: AuthenticatedClient, call: Call
) -> None:
    traced = client.with_headers({"X-Trace": "6"}).with_headers({"X-Trace": "7"})
    own = {"content-type": "text/plain", "authorization": "Bearer 1"}
    call(traced.with_headers({"X-More": "8", **own}), "two-party", body=BODY)
    headers = stub.journal()[0]["headers"]
    assert (headers["x-trace"], headers["x-more"]) == ("7", "8")
    assert headers["content-type"] == "application/json"
