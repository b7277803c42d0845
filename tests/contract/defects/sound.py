"""Sound servers that are not like the stub: what the document leaves to them, they do otherwise."""

import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from scripts.stub import document
from scripts.stub.accounts import AUTH_TOKEN
from tests.contract.defects.between import RIGHT, Answer, Ask, Change, Seen
from tests.contract.document import PARTIES


@dataclass(frozen=True)
class Sound:
    """make: a new server's change, for some remember what came. token: the account's."""

    make: Callable[[], Change]
    token: str = AUTH_TOKEN


def _refuse(name: str) -> None:
    raise ValueError(name)


def easy_going() -> Change:
    """Bodies of any size, the last of two keys, the first of two Authorization headers, no header that need
    not be, words of its own, a plus kept, a key of its own; but no query, and no body in chunks."""

    async def change(seen: Seen, ask: Ask) -> Answer:
        if ("transfer-encoding", "chunked") in seen.headers:
            return Answer(411, (), b"")
        if seen.query:
            seen = seen.saying([])
        if len(seen.authorizations) > 1 and seen.authorizations[0] == RIGHT:
            seen = seen.let_in()
        try:
            body = json.loads(seen.body.decode("utf-8"), parse_constant=_refuse)
        except (ValueError, RecursionError):
            body = None
        if isinstance(body, dict):
            known = {name: value for name, value in body.items() if name in FIELDS}
            if seen.json == body or len(seen.body) > 1024 * 1024:
                seen = seen.saying(known)
        answer = (await ask(seen)).without("www-authenticate", "allow")
        if answer.status == 200:
            reply = answer.json
            numbers = {name: f"+{reply['session'][name]}" for name in PARTIES}
            shown = {name: number for name, number in numbers.items() if number != "+"}
            shown["read_at"] = str(time.monotonic_ns())
            return answer.saying({**reply, "session": {**reply["session"], **shown}})
        if seen.method == "HEAD":
            return answer
        return answer.saying({**answer.json, "error": "No."})

    return change


FIELDS = document.update_schema()["properties"]


def limited(most: int, seconds: float) -> Callable[[], Change]:
    """Enforces a limit as the document says, and counts what it refuses as well."""

    def make() -> Change:
        came: deque[float] = deque()
        (refusal,) = document.examples(429).values()
        headers = (("content-type", "application/json"), ("retry-after", str(int(seconds))))

        async def change(seen: Seen, ask: Ask) -> Answer:
            now = time.monotonic()
            while came and came[0] < now - seconds:
                came.popleft()
            came.append(now)
            if len(came) > most:
                number = f"{time.monotonic_ns():012x}"[-12:]
                api_id = f"8a4f3f7e-5d9e-4b0f-9f57-{number}"
                return Answer(429, headers, json.dumps({**refusal, "api_id": api_id}).encode())
            return await ask(seen)

        return change

    return make


def as_it_is() -> Change:
    async def change(seen: Seen, ask: Ask) -> Answer:
        return await ask(seen)

    return change


SERVERS = {
    "easy-going": Sound(easy_going),
    "token of digits": Sound(as_it_is, "4815162342"),
    "token that is not ASCII": Sound(as_it_is, "tökén-密钥ß"),
    "limited": Sound(limited(60, 1)),
}
