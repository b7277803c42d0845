"""What --rate-limit and --strict-keys refuse."""

from scripts.stub import document
from tests.stub.caller import Caller, error_of, exchange


def test_the_301st_request_in_five_seconds_is_429(limited: Caller) -> None:
    def statuses(count: int) -> list[int]:
        return [limited.update({}).status_code for _ in range(count)]

    assert statuses(100) == [200] * 100
    limited.stub.advance(3.5)
    assert statuses(200) == [200] * 200
    before = limited.stub.shown(limited.session)
    reply = limited.update({"record": True})
    assert error_of(reply, 429) == document.examples(429)["too_many"]["error"]
    assert "300 requests are allowed in 5 seconds" in reply.text
    assert reply.headers["retry-after"] == "2"
    assert limited.stub.shown(limited.session) == before
    # Neither what is refused nor what a test asks for counts.
    assert limited.update({}, headers={"Prefer": "code=404"}).status_code == 404
    limited.stub.advance(1.5)
    assert statuses(101) == [200] * 100 + [429]
    limited.stub.reset()
    assert statuses(1) == [200]


def test_the_limit_is_an_option(call: Caller) -> None:
    one = b"GET / HTTP/1.1\r\nHost: a\r\n"
    received = exchange(call.stub, (one + b"\r\n") * 300 + one + b"Connection: close\r\n\r\n")
    assert received.count(b"HTTP/1.1 404 ") == 301


def test_an_unknown_key_is_400(strict_keys: Caller) -> None:
    before = strict_keys.stub.shown(strict_keys.session)
    text = error_of(strict_keys.update({"record": True, "recrod": True, "other": 1}))
    assert text.startswith("Invalid parameter. Expected keys of record, ")
    assert text.endswith(", got 'recrod'.")
    # What any message quotes is cut.
    for key, shown in (("k" * 78, "k" * 78 + "'"), ("k" * 79, "k" * 79 + "…")):
        assert error_of(strict_keys.update({key: 1})).endswith(f", got '{shown}.")
    assert strict_keys.stub.shown(strict_keys.session) == before
    assert strict_keys.update({"record": True}).status_code == 200
