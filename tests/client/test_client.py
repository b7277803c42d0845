"""The client: credentials, where it sends, how long it waits, and a token that nobody sees."""

import base64
import hashlib
import logging
import traceback
from pathlib import Path

import httpx
import pytest
import yaml
from plivo_masking import ApiError, AuthenticatedClient
from plivo_masking.api.masking_sessions import update_masking_session
from plivo_masking.models import MaskingSessionUpdate

from scripts.stub.harness import Stub

SECRET = "s3cret-tøken"
BODY = MaskingSessionUpdate(record=False)


def test_the_default_base_url_is_the_documents_server() -> None:
    document = yaml.safe_load((Path(__file__).parents[2] / "spec" / "openapi.yaml").read_text())
    client = AuthenticatedClient(auth_id="MA", auth_token="t")
    assert client.base_url == document["servers"][0]["url"]
    assert client.get_httpx_client().base_url == client.base_url + "/"


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


@pytest.mark.parametrize("token", ["tok", SECRET, "a:b", "密钥", 'q"uo te%41'])
def test_authorization_is_basic_in_utf_8(stub: Stub, token: str) -> None:
    client = AuthenticatedClient(auth_id=stub.auth_id, auth_token=token, base_url=stub.url)
    stub.next_reply(status=500, body={"api_id": "1", "error": "no"})
    with pytest.raises(ApiError):
        update_masking_session.sync(stub.auth_id, "two-party", client=client, body=BODY)
    expected = b"Basic " + base64.b64encode(f"{stub.auth_id}:{token}".encode())
    assert stub.journal()[0]["authorization_sha256"] == hashlib.sha256(expected).hexdigest()


def test_credentials_go_out_through_a_client_that_was_set(stub: Stub) -> None:
    client = AuthenticatedClient(
        auth_id=stub.auth_id, auth_token=stub.auth_token, base_url="http://x.invalid"
    )
    client.set_httpx_client(httpx.Client(base_url=stub.url))
    reply = update_masking_session.sync(stub.auth_id, "two-party", client=client, body=BODY)
    assert reply.message == "Session updated"


def test_the_token_is_in_no_repr_log_or_exception(
    stub: Stub, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = AuthenticatedClient(auth_id=stub.auth_id, auth_token=SECRET, base_url=stub.url)
    hidden = [SECRET, base64.b64encode(f"{stub.auth_id}:{SECRET}".encode()).decode()]
    with pytest.raises(ApiError) as refused:
        update_masking_session.sync(stub.auth_id, "two-party", client=client, body=BODY)
    stub.next_reply(drop=True)
    with pytest.raises(httpx.TransportError) as dropped:
        update_masking_session.sync(stub.auth_id, "two-party", client=client, body=BODY)
    shown = [repr(client), str(client), caplog.text, repr(client.with_timeout(1))]
    for raised in (refused.value, dropped.value):
        shown += [repr(raised), *traceback.format_exception(raised)]
    assert stub.auth_id in repr(client)
    assert "HTTP Request" in caplog.text
    assert not [text for text in shown for secret in hidden if secret in text]


def test_the_default_time_out_is_five_seconds() -> None:
    client = AuthenticatedClient(auth_id="MA", auth_token="t")
    assert client.get_httpx_client().timeout == httpx.Timeout(5.0)
    assert client.get_async_httpx_client().timeout == httpx.Timeout(5.0)


def test_a_slow_reply_is_a_time_out(stub: Stub, client: AuthenticatedClient) -> None:
    stub.next_reply(delay=30)
    with pytest.raises(httpx.TimeoutException):
        update_masking_session.sync(
            stub.auth_id, "two-party", client=client.with_timeout(0.05), body=BODY
        )


def test_headers_are_added(stub: Stub, client: AuthenticatedClient) -> None:
    with client.with_headers({"X-Trace": "7"}) as traced:
        update_masking_session.sync(stub.auth_id, "two-party", client=traced, body=BODY)
    assert stub.journal()[0]["headers"]["x-trace"] == "7"
