"""Who may update: only HTTP Basic credentials of the account in the path."""

import base64
import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.contract.wire import Wire
from tests.support.caller import JSON

UPDATE = b'{"ring_timeout": 77}'


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def near(text: str) -> set[str]:
    """What a careless comparison takes for the text: cut, longer, in another case, one character changed."""

    def made() -> Iterator[str]:
        yield from ("", "x", text[:-1], text[1:], text[: len(text) // 2], text[:10], text[:8])
        yield from (f"{text[:10]}{'Z' * (len(text) - 10)}", f"{text}x", f"x{text}", text * 2)
        yield from (f"{text}{blank}" for blank in (" ", "\t", "\r\n", "\u00a0", "\0", ":"))
        yield from (f" {text}", text.swapcase(), text.lower(), text.upper(), text.casefold())
        yield from (unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC"))
        # As a pattern would match it.
        yield from (f"{other}{text[1:]}" for other in "_%*.?")
        for place in (0, len(text) // 2, len(text) - 1):
            yield f"{text[:place]}{'Y' if text[place] != 'Y' else 'Z'}{text[place + 1 :]}"

    return set(made()) - {text}


def check_refused(
    wire: Wire,
    session: str,
    *authorization: str,
    rule: str,
    content: bytes = UPDATE,
    end: str = "",
    ours: bool = False,
) -> None:
    headers = [*JSON.items(), *(("Authorization", value) for value in authorization)]
    # Bytes, for httpx takes no other text than ASCII.
    sent = [(name.encode(), value.encode()) for name, value in headers]
    url = wire.url(session) + end
    row = "S-basic-auth" if ours else None
    more: dict[str, Any] = {"headers": sent, "auth": None, "url": url}
    wire.refused(session, content, 401, rule=rule, row=row, ours=ours, **more)


def test_no_credentials(wire: Wire, session: str) -> None:
    check_refused(wire, session, rule="no credentials are refused")


def test_a_wrong_token(wire: Wire, session: str) -> None:
    auth_id, token = wire.target.auth_id, wire.target.auth_token
    for given in sorted(near(token)):
        rule = "a token that is nearly right is refused"
        check_refused(wire, session, f"Basic {encoded(f'{auth_id}:{given}')}", rule=rule)


def test_a_wrong_auth_id(wire: Wire, session: str) -> None:
    """In the header, in the path, and in both."""
    right, token = wire.target.auth_id, wire.target.auth_token
    for given in sorted(near(right)):
        header = f"Basic {encoded(f'{given}:{token}')}"
        rule = f"the auth id {given!r} is refused"
        check_refused(wire, session, header, rule=rule)
        if not (given.isalnum() and given.isascii()):
            continue  # In a path it may mean something else.
        for used in (header, f"Basic {encoded(f'{right}:{token}')}"):
            response = wire.request(
                "POST",
                wire.url(session, account=given),
                content=UPDATE,
                headers={**JSON, "Authorization": used},
                auth=None,
            )
            wire.judge(response)
            rule = f"the account {given!r} in the path is refused"
            wire.demand_status(response, 401, rule, "S-status-401")


def test_another_account_reaches_nothing(wire: Wire, session: str) -> None:
    target, other = wire.target, wire.target.other_account
    rule = "an account reaches no path of another"
    for account in ("MA" + "Z" * 18, "SA" + "Z" * 18, other.auth_id if other else "x"):
        wire.refused(session, UPDATE, 401, url=wire.url(session, account=account), rule=rule)
    if other is None:
        pytest.skip("not judged without AUTH_ID2 and AUTH_TOKEN2: another account's credentials")
    theirs = f"Basic {encoded(f'{other.auth_id}:{other.auth_token}')}"
    check_refused(wire, session, theirs, rule=rule)
    for pair in (f"{target.auth_id}:{other.auth_token}", f"{other.auth_id}:{target.auth_token}"):
        check_refused(wire, session, f"Basic {encoded(pair)}", rule=rule)
    wire.refused(
        session,
        UPDATE,
        404,
        url=wire.url(session, account=other.auth_id),
        auth=(other.auth_id.encode(), other.auth_token.encode()),
        rule="an account finds only its own sessions",
    )
    if other.session:
        rule = "an account finds only its own sessions"
        wire.refused(other.session, UPDATE, 404, rule=rule)


def test_garbage_for_credentials(wire: Wire, session: str, subtests: pytest.Subtests) -> None:
    auth_id, token = wire.target.auth_id, wire.target.auth_token
    right = encoded(f"{auth_id}:{token}")
    for header in (
        "Basic",
        "Basic !!!!",
        "Basic Og==",
        f"Basic {encoded('MA:x').rstrip('=')}",
        f"Basic {encoded(auth_id + token)}",
        f"Basic {encoded(f'{token}:{auth_id}')}",
        f"Basic {right} {right}",
        f"Basic {auth_id}:{token}",
        f"Basic {token}",
        "Basic " + "A" * 4000,
        *(f"{scheme} {it}" for scheme in ("Bearer", "Digest", "Token") for it in (right, token)),
        f"Bearer {auth_id}:{token}",
        right,
        token,
        f"{auth_id}:{token}",
        "\\x00",
        "=?utf-8?b?AAAA?=",
    ):
        with subtests.test(header[:6]):
            rule = f"Authorization of the form {header.partition(' ')[0][:6]} is refused"
            # No header ends with a blank, though a token may.
            check_refused(wire, session, header.strip(), rule=rule)


def test_a_second_authorization_header(wire: Wire, session: str) -> None:
    pair = f"{wire.target.auth_id}:{wire.target.auth_token}"
    wrong, right = f"Basic {encoded(pair + 'x')}", f"Basic {encoded(pair)}"
    check_refused(wire, session, wrong, right, rule="a second Authorization header opens nothing")
    # Most servers take the first.
    rule = "two Authorization headers are refused"
    check_refused(wire, session, right, wrong, rule=rule, ours=True)


def test_credentials_elsewhere_do_not_count(wire: Wire, session: str) -> None:
    auth_id, token = wire.target.auth_id, wire.target.auth_token
    pair, quoted = f"{auth_id}:{token}", quote(token, safe="")
    for names in (("auth_id", "auth_token"), ("username", "password"), ("id", "token")):
        query = f"?{names[0]}={auth_id}&{names[1]}={quoted}"
        check_refused(wire, session, end=query, rule="credentials in the query do not count")
        body = {names[0]: auth_id, names[1]: token, "ring_timeout": 77}
        wire.refused(session, body, 401, auth=None, rule="credentials in the body do not count")
    for name in ("access_token", "token", "api_key", "authorization", "auth"):
        for value in (quoted, encoded(pair), f"Basic%20{encoded(pair)}"):
            rule = "credentials in the query do not count"
            check_refused(wire, session, end=f"?{name}={value}", rule=rule)
    for name in ("Proxy-Authorization", "X-Authorization", "Cookie"):
        headers = {**JSON, name: f"Basic {encoded(pair)}"}
        rule = f"credentials in {name} do not count"
        wire.refused(session, UPDATE, 401, auth=None, headers=headers, rule=rule)


def test_credentials_come_before_the_body(wire: Wire, session: str) -> None:
    """Who is not let in learns nothing of the session or of the body."""
    rule = "without credentials nobody learns more than that"
    for content in (b"{", b'{"record": 5}', b""):
        check_refused(wire, session, rule=rule, content=content)
    check_refused(wire, "no-such-session", rule=rule)


def test_a_token_is_compared_as_it_is(wire: Wire, session: str) -> None:
    pair = f"{wire.target.auth_id}:tökén\u2019"
    check_refused(
        wire, session, f"Basic {encoded(pair)}", rule="a token that is not ASCII is compared"
    )
    wire.state(session)
