"""A path argument stays in its segment, or nothing is sent."""

import pytest
from plivo_masking import ApiError, AuthenticatedClient
from plivo_masking.api.masking_sessions import update_masking_session
from plivo_masking.models import MaskingSessionUpdate

from scripts.stub.harness import Stub
from tests.client.conftest import Update

LEADING_ELSEWHERE = ["", ".", "..", "/", "a/b", "../../Call", "two-party/"]


@pytest.mark.parametrize("value", LEADING_ELSEWHERE)
def test_a_session_that_leads_elsewhere_is_refused(stub: Stub, update: Update, value: str) -> None:
    with pytest.raises(ValueError, match="session_uuid: expected one path segment"):
        update(value, record=False)
    assert stub.journal() == []


@pytest.mark.parametrize("value", LEADING_ELSEWHERE)
def test_an_auth_id_that_leads_elsewhere_is_refused(
    stub: Stub, client: AuthenticatedClient, value: str
) -> None:
    with pytest.raises(ValueError, match="auth_id: expected one path segment"):
        update_masking_session.sync(value, "two-party", client=client, body=MaskingSessionUpdate())
    assert stub.journal() == []


@pytest.mark.parametrize(
    ("value", "segment"),
    [
        ("a b", "a%20b"),
        ("%2e%2e", "%252e%252e"),
        ("a?b=c#d", "a%3Fb%3Dc%23d"),
        ("a\\b", "a%5Cb"),
        ("ü会", "%C3%BC%E4%BC%9A"),
        ("...", "..."),
        ("a;b@c:d+e", "a%3Bb%40c%3Ad%2Be"),
    ],
)
def test_anything_else_is_encoded_into_its_segment(
    stub: Stub, update: Update, value: str, segment: str
) -> None:
    with pytest.raises(ApiError) as error:
        update(value, record=False)
    assert error.value.status == 404
    (request,) = stub.journal()
    assert request["raw_path"] == f"/v1/Account/{stub.auth_id}/Masking/Session/{segment}"
