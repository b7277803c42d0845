"""Ours at other sizes, beside itself: CPU time of the stub's application and of the client."""

import asyncio
import base64
import json
import os
import time
from collections.abc import Callable, Sequence

from starlette.types import Message, Scope

from scripts.bench.contenders import per_update
from scripts.bench.fields import FIELDS
from scripts.bench.measure import Failed, Goal, Sample, Work
from scripts.bench.options import Options
from scripts.bench.peers import HERE
from scripts.bench.processes import PYTHON, Client
from scripts.stub import accounts
from scripts.stub.api import Api
from scripts.stub.clock import Clock
from scripts.stub.journal import ENTRIES, Journal
from scripts.stub.sessions import SINGLE_PARTY, Sessions
from scripts.view import ROOT

Run = Callable[[], Sample]
METRIC = "CPU µs"
# A request's time must not depend on what the stub holds.
FLAT = 1.2


def works(options: Options) -> list[Work]:
    # A reply of a hundred times as many interactions may take a little more than a hundred times as long.
    interactions = (0, 100, options.tiny(200, 10_000))
    linear = 1.3 * interactions[2] / interactions[1]
    return [
        _sessions(options),
        _journal(options),
        _stub_fields(options),
        _client("write", "fields of a body", (1, len(FIELDS)), len(FIELDS), options),
        _client("read", "interactions of a reply", interactions, linear, options),
    ]


def _sessions(options: Options) -> Work:
    sizes = [10, 1_000, options.tiny(2_000, 100_000)]
    each = {f"{size:,}": _stub(options, sessions=size) for size in sizes}
    return _measured("sessions", "Stub: sessions", each, FLAT, options)


def _journal(options: Options) -> Work:
    sizes = [1, options.tiny(1_000, ENTRIES)]
    each = {f"{size:,}": _stub(options, recorded=size) for size in sizes}
    return _measured("journal", "Stub: requests in the journal", each, FLAT, options)


def _stub_fields(options: Options) -> Work:
    each = {str(size): _stub(options, fields=size) for size in (1, len(FIELDS))}
    return _measured("stub-fields", "Stub: fields of a body", each, len(FIELDS), options)


def _client(how: str, what: str, sizes: Sequence[int], at_most: float, options: Options) -> Work:
    words = [PYTHON, str(HERE / "clients" / "sizes.py"), how]
    path = os.pathsep.join([str(ROOT / "generated"), str(ROOT)])
    clients = {f"{size:,}": Client([*words, str(size)], path) for size in sizes}
    try:
        each = {name: per_update(client, options.tiny(1, 50)) for name, client in clients.items()}
        return _measured(f"client-{how}", f"Client: {what}", each, at_most, options)
    finally:
        for client in clients.values():
            client.close()


def _measured(
    name: str, title: str, each: dict[str, Run], at_most: float, options: Options
) -> Work:
    """Compares the largest with the second largest."""
    work = Work(name, title, plot=METRIC)
    *_, smaller, largest = each
    work.goals = [Goal(METRIC, largest, smaller, at_most=at_most)]
    return work.measure(each, options.tiny(1, 9))


def _stub(options: Options, sessions: int = 0, recorded: int = 0, fields: int = 2) -> Run:
    """Updates of so many fields, with so many more sessions and requests before them."""
    clock = Clock()
    held, journal = Sessions(clock), Journal(clock)
    for number in range(sessions):
        held.add(f"session-{number}", single_party=True)
    api = Api(held, journal, lenient=False, strict_keys=False)
    content = json.dumps(dict(list(FIELDS.items())[:fields])).encode()
    count = options.tiny(10, 1_000)

    def run() -> Sample:
        begin = time.process_time()
        asyncio.run(_send(api, content, count))
        return {METRIC: (time.process_time() - begin) / count * 1e6}

    asyncio.run(_send(api, content, recorded))
    return run


async def _send(api: Api, content: bytes, count: int) -> None:
    """Sends requests to the application, without HTTP."""
    authorization = base64.b64encode(f"{accounts.AUTH_ID}:{accounts.AUTH_TOKEN}".encode())
    path = f"/v1/Account/{accounts.AUTH_ID}/Masking/Session/{SINGLE_PARTY}"
    scope: Scope = {
        "type": "http",
        "method": "POST",
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [
            (b"authorization", b"Basic " + authorization),
            (b"content-type", b"application/json"),
        ],
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: Message) -> None:
        if message.get("status", 200) != 200:
            raise Failed(f"expected a 200 from the stub, got {message['status']}")

    for _ in range(count):
        await api(scope, receive, send)
