"""A path argument stays in its segment, or nothing is sent; the account is the client's."""

from typing import Any
from uuid import UUID

import pytest
from plivo_masking import (
    AuthenticatedClient,
    AuthenticationError,
    MaskingSessionUpdate,
    NotFoundError,
)

from scripts.stub.harness import Stub
from tests.client.conftest import Call

BODY = MaskingSessionUpdate(record=False)
OF_ANOTHER_KIND: list[Any] = [None, 17, b"two-party", ["two-party"]]


def test_what_leads_elsewhere_is_refused(
    stub: Stub, client: AuthenticatedClient, call: Call, subtests: pytest.Subtests
) -> None:
    for value in ["", ".", "..", "/", "a/b", "../../Call", "two-party/", "a" * 1001, "a" * 70_000]:
        with subtests.test(value[:9]):
            for name, arguments in {
                "session_uuid": {"session_uuid": value},
                "auth_id": {"session_uuid": "two-party", "auth_id": value},
            }.items():
                with pytest.raises(
                    ValueError, match=f"{name}: expected one path segment"
                ) as refused:
                    call(client, **arguments, body=BODY)
                assert str(refused.value).endswith(f", got {value[:60]!r}")
    for wrong in OF_ANOTHER_KIND:
        with pytest.raises(TypeError, match=r"session_uuid: expected str or uuid\.UUID, got "):
            call(client, wrong, body=BODY)
    assert stub.journal() == []


def test_anything_else_is_encoded_into_its_segment(
    stub: Stub, client: AuthenticatedClient, call: Call, subtests: pytest.Subtests
) -> None:
    uuid = "5f0b2a7e-7d0c-4a39-9d2f-0f1f3a1c8f11"
    segments: dict[str | UUID, str] = {
        "a b": "a%20b",
        "%2e%2e": "%252e%252e",
        "a?b=c#d": "a%3Fb%3Dc%23d",
        "a\\b": "a%5Cb",
        "ü会": "%C3%BC%E4%BC%9A",
        "...": "...",
        "a;b@c:d+e": "a%3Bb%40c%3Ad%2Be",
        "a" * 1000: "a" * 1000,
        UUID(uuid): uuid,
    }
    for value, segment in segments.items():
        with subtests.test(segment[:9]):
            stub.reset()
            with pytest.raises(NotFoundError):
                call(client, value, body=BODY)
            (request,) = stub.journal()
            path = f"/v1/Account/{stub.auth_id}/Masking/Session/{segment}"
            assert request["raw_path"] == path


def test_the_account_is_the_clients_unless_another_is_named(
    stub: Stub, client: AuthenticatedClient, call: Call
) -> None:
    call(client, "two-party", body=BODY)
    with pytest.raises(AuthenticationError):
        call(client, "two-party", body=BODY, auth_id="SAXXXXXXXXXXXXXXXXXX")
    accounts = [entry["raw_path"].split("/")[3] for entry in stub.journal()]
    assert accounts == [stub.auth_id, "SAXXXXXXXXXXXXXXXXXX"]
    # The credentials stay the client's.
    assert len({entry["authorization_sha256"] for entry in stub.journal()}) == 1
