"""Where an update is taken: the path with and without a slash at its end, by POST alone."""

import pytest

from tests.contract.wire import Wire

UPDATE = {"ring_timeout": 31}


@pytest.mark.parametrize("end", ["", "/"])
def test_both_ends_of_the_path_are_answered_without_a_redirect(
    wire: Wire, session: str, end: str
) -> None:
    after = wire.updated(session, UPDATE, url=wire.path(session) + end)
    assert after["ring_timeout"] == 31


@pytest.mark.parametrize("end", ["", "/"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_another_method_is_refused_with_the_one_that_works(
    wire: Wire, session: str, method: str, end: str
) -> None:
    with wire.untouched(session):
        response = wire.raw(
            session, b'{"ring_timeout": 31}', method=method, url=wire.path(session) + end
        )
    assert response.status_code == 405, f"expected 405, got {response.status_code}"
    allowed = {name.strip() for name in response.headers.get("allow", "").split(",")}
    assert "POST" in allowed and method not in allowed, (
        f"expected Allow to name POST and not {method}, got {response.headers.get('allow')}"
    )


@pytest.mark.parametrize(
    "unknown",
    [
        "no-such-session",
        "00000000-0000-4000-8000-000000000000",
        "session_uuid",
        "abcd-1234-ab12-cd34",
        "-",
    ],
)
@pytest.mark.parametrize("end", ["", "/"])
def test_an_unknown_session_is_not_found(wire: Wire, unknown: str, end: str) -> None:
    response = wire.post(unknown, UPDATE, url=wire.path(unknown) + end)
    assert response.status_code == 404, f"expected 404, got {response.status_code}"
    assert response.json()["error"].strip()


@pytest.mark.parametrize("before", ["", "x", "%20", "%00"])
def test_an_id_is_compared_whole(wire: Wire, session: str, before: str) -> None:
    for other in (f"{before or 'y'}{session}", f"{session}{before or 'y'}", f"%2F{session}"):
        with wire.untouched(session):
            response = wire.post(other, UPDATE)
        assert response.status_code == 404, f"expected 404 for {other}, got {response.status_code}"


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json; charset=utf-8",
        "application/json; charset=UTF-8",
        "application/json;charset=utf-8",
        'application/json; charset="utf-8"',
        "Application/JSON",
    ],
)
def test_a_charset_is_tolerated(wire: Wire, session: str, content_type: str) -> None:
    after = wire.updated(session, UPDATE, headers={"Content-Type": content_type})
    assert after["ring_timeout"] == 31


@pytest.mark.parametrize("accept", ["application/json", "*/*", "text/html", "nonsense"])
def test_the_reply_is_json_whatever_is_asked_for(wire: Wire, session: str, accept: str) -> None:
    wire.updated(session, UPDATE, headers={"Content-Type": "application/json", "Accept": accept})
