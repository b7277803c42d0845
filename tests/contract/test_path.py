"""Where an update is taken: the path with and without a slash at its end, by POST alone."""

import pytest

from tests.contract.wire import Wire
from tests.support.caller import JSON

UPDATE = {"ring_timeout": 31}
# Another value, for what stands already shows no change.
REFUSED = {"ring_timeout": 32}


def test_both_ends_of_the_path_are_answered_without_a_redirect(wire: Wire, session: str) -> None:
    rule = "an update is taken with and without a slash at the end"
    shown = wire.updated(session, UPDATE, rule=rule, row="S-trailing-slash")
    wire.updated(session, {}, before=shown)


def test_another_method_is_refused(wire: Wire, session: str, subtests: pytest.Subtests) -> None:
    wire.updated(session, UPDATE)
    for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
        with subtests.test(method), wire.untouched():
            response = wire.post(session, REFUSED, method=method)
            wire.demand_status(response, 405, f"{method} is refused", "S-status-405")


UNKNOWN = [
    "no-such-session",
    "00000000-0000-4000-8000-000000000000",
    "session_uuid",
    "abcd-1234-ab12-cd34",
    "-",
]


def not_found(wire: Wire, session: str) -> None:
    wire.refused(session, REFUSED, 404, rule=f"there is no session {session!r}")


def test_an_unknown_session_is_not_found(wire: Wire) -> None:
    for unknown in UNKNOWN:
        not_found(wire, unknown)


def near(session: str) -> set[str]:
    """What a careless look-up takes for the id, as it stands in a path."""
    made = {session.swapcase(), session.upper(), session.lower(), session.title()}
    made |= {session[:-1], session[1:], session[: len(session) // 2], session[:8]}
    made |= {
        f"{session[:place]}{other}{session[place + 1 :]}"
        for place in (0, len(session) - 1)
        for other in ("_", "%25", ".", "*", "%3F", "Z")
    }
    made |= {session.replace("-", other) for other in ("_", "")}
    made |= {session[:2] + end for end in ("%25", "*", ".*", "_" * (len(session) - 2))}
    made |= {"%25", "_" * len(session), f"%2F{session}", f"%25{ord(session[0]):02X}{session[1:]}"}
    for added in ("x", "y", "_", "-", "%20", "%00", "%09", "%0A", "%2F", "%C2%A0", ".json", ";x=1"):
        made |= {f"{added}{session}", f"{session}{added}"}
    return made - {""}


def test_an_id_is_compared_whole(wire: Wire) -> None:
    known = set(wire.target.updatable) | set(wire.states())
    for session in wire.target.updatable:
        for other in sorted(near(session) - known):
            not_found(wire, other)


def test_a_longer_path_updates_nothing(wire: Wire, session: str, subtests: pytest.Subtests) -> None:
    """Whatever it is answered with: the document has no such path."""
    wire.updated(session, UPDATE)
    plain = wire.url(session).rstrip("/")
    for more in ("more", "Call", session):
        with subtests.test(more), wire.untouched():
            wire.request("POST", f"{plain}/{more}{wire.end}", json=REFUSED)


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
            wire.updated(session, UPDATE, headers={"Content-Type": content_type})


def test_the_reply_is_json_whatever_is_asked_for(
    wire: Wire, session: str, subtests: pytest.Subtests
) -> None:
    for accept in ("application/json", "*/*", "text/html", "nonsense"):
        with subtests.test(accept):
            headers = {**JSON, "Accept": accept, "Accept-Encoding": "identity"}
            wire.updated(session, UPDATE, headers=headers)
