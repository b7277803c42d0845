"""Where an update is taken: the path with and without a slash at its end, by POST alone."""

import pytest

from tests.contract.wire import Wire
from tests.support.caller import JSON

UPDATE = {"ring_timeout": 31}


@pytest.mark.parametrize("end", ["", "/"])
def test_both_ends_of_the_path_are_answered_without_a_redirect(
    wire: Wire, session: str, end: str
) -> None:
    after = wire.updated(session, UPDATE, url=wire.url(session) + end)
    assert after["ring_timeout"] == 31


def test_another_method_is_refused_with_the_one_that_works(
    wire: Wire, session: str, subtests: pytest.Subtests
) -> None:
    for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"):
        for url in (wire.url(session), wire.url(session) + "/"):
            with subtests.test(method, url=url), wire.untouched(session):
                response = wire.raw(session, b'{"ring_timeout": 31}', method=method, url=url)
                assert response.status_code == 405, f"expected 405, got {response.status_code}"
                allow = response.headers.get("allow", "")
                allowed = {name.strip() for name in allow.split(",")}
                assert "POST" in allowed and method not in allowed, (
                    f"expected Allow to name POST and not {method}, got {allow!r}"
                )


UNKNOWN = [
    "no-such-session",
    "00000000-0000-4000-8000-000000000000",
    "session_uuid",
    "abcd-1234-ab12-cd34",
    "-",
]


def test_an_unknown_session_is_not_found(wire: Wire, subtests: pytest.Subtests) -> None:
    for unknown in UNKNOWN:
        for url in (wire.url(unknown), wire.url(unknown) + "/"):
            with subtests.test(url):
                response = wire.post(unknown, UPDATE, url=url)
                assert response.status_code == 404, f"expected 404, got {response.status_code}"
                assert response.json()["error"].strip()


def test_an_id_is_compared_whole(wire: Wire, session: str) -> None:
    others = [f"%2F{session}"]
    for added in ("x", "y", "%20", "%00"):
        others += [f"{added}{session}", f"{session}{added}"]
    with wire.untouched(session):
        for other in others:
            response = wire.post(other, UPDATE)
            assert response.status_code == 404, f"{other}: expected 404, got {response.status_code}"


CONTENT_TYPES = [
    "application/json; charset=utf-8",
    "application/json; charset=UTF-8",
    "application/json;charset=utf-8",
    'application/json; charset="utf-8"',
    "Application/JSON; profile=x; Charset=utf-8",
]


def test_a_charset_is_tolerated(wire: Wire, session: str, subtests: pytest.Subtests) -> None:
    for content_type in CONTENT_TYPES:
        with subtests.test(content_type):
            after = wire.updated(session, UPDATE, headers={"Content-Type": content_type})
            assert after["ring_timeout"] == 31


def test_the_reply_is_json_whatever_is_asked_for(
    wire: Wire, session: str, subtests: pytest.Subtests
) -> None:
    for accept in ("application/json", "*/*", "text/html", "nonsense"):
        with subtests.test(accept):
            wire.updated(session, UPDATE, headers={**JSON, "Accept": accept})
