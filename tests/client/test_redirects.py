"""A redirect is an error whatever it points to, and no update leaves its server."""

import json
import ssl
from typing import Any

import httpx
import pytest
from plivo_masking import (
    ApiError,
    AuthenticatedClient,
    MaskingSessionUpdate,
    update_masking_session,
)

from scripts.stub import document
from tests.client.conftest import Call, sync
from tests.client.raw_server import reply, serving

REDIRECTS = [301, 302, 303, 307, 308]
# Among them what httpx refuses with errors that are not its own, or reads as this server.
LOCATIONS = {
    "/elsewhere": b"/elsewhere",
    "empty": b"",
    "//": b"//",
    "mailto:": b"mailto:a",
    "javascript:": b"javascript:x",
    "relative with a scheme": b"http:x",
    "a bad host name": b"http://xn--/",
    "a bad host name of the same scheme": b"//xn--/",
    "an open bracket": b"http://[",
    "a bad port": b"http://a.invalid:99999/",
    "100 kB": b"/" + b"a" * 100_000,
    "not UTF-8": b"http://\xff\xfe/",
    "UTF-8": "http://ü/é".encode(),
    "another server": b"http://localhost:1/",
}
# The transport itself refuses the reply.
REFUSED = {"NUL": b"http://\x00"}
BODY = MaskingSessionUpdate(record=True)
# Made once: reading the system's certificates takes longer than a call.
TLS = ssl.create_default_context()


def update(call: Call, client: AuthenticatedClient) -> object:
    return call(client, "id", body=BODY)


def client_of(url: str, **options: Any) -> AuthenticatedClient:
    return AuthenticatedClient(
        auth_id="MA", auth_token="t", base_url=url, verify_ssl=TLS, **options
    )


def test_a_redirect_is_an_api_error(call: Call, subtests: pytest.Subtests) -> None:
    for name, location in LOCATIONS.items():
        for status in REDIRECTS:
            with (
                subtests.test(f"{status} {name}"),
                serving(lambda path: reply(status, location=location)) as server,  # noqa: B023
            ):
                with pytest.raises(ApiError) as raised:
                    update(call, client_of(server.url))
                assert len(server.requests) == 1
                assert raised.value.status == status
                shown = raised.value.headers.raw
                assert (b"Location", location) in shown


def test_a_redirect_to_follow_ends_in_the_errors_of_this_client_or_httpx(
    call: Call, subtests: pytest.Subtests
) -> None:
    for name, location in (LOCATIONS | REFUSED).items():
        for status in REDIRECTS:
            with (
                subtests.test(f"{status} {name}"),
                serving(lambda path: reply(status, location=location)) as server,  # noqa: B023
            ):
                with pytest.raises((ApiError, httpx.HTTPError)):
                    update(call, client_of(server.url, follow_redirects=True))
                assert {method for method, _, _ in server.requests} == {"POST"}


def test_the_whole_response_of_a_redirect_keeps_its_location() -> None:
    with serving(lambda path: reply(302, b"moved", location=b"mailto:a")) as server:
        response = update_masking_session.sync_detailed(
            "id", client=client_of(server.url), body=BODY
        )
    assert (response.status_code, response.content) == (302, b"moved")
    assert response.headers["location"] == "mailto:a"


def test_only_a_307_or_308_to_the_same_server_is_followed(call: Call) -> None:
    success = json.dumps(document.examples(200)["vendor_page"]).encode()
    for status in REDIRECTS:
        with serving(
            lambda path: reply(200, success) if path == "/new" else reply(status, location=b"/new")  # noqa: B023
        ) as server:
            client = client_of(server.url, follow_redirects=True)
            if status in (307, 308):
                update(call, client)
                assert server.requests[1] == ("POST", "/new", b'{"record":true}')
            else:
                with pytest.raises(ApiError):
                    update(call, client)
                assert len(server.requests) == 1


def test_a_client_that_was_set_follows_its_other_redirects_as_before() -> None:
    with serving(
        lambda path: reply(200) if path == "/new" else reply(302, location=b"/new")
    ) as server:
        mine = httpx.Client(base_url=server.url, follow_redirects=True)
        client = client_of(server.url, follow_redirects=True).set_httpx_client(mine)
        with pytest.raises(ApiError) as raised:
            sync(client, "id", body=BODY)
        assert raised.value.status == 302
        assert mine.get("/old").status_code == 200
