"""A forked process shares no connection with its parent, and threads share one pool."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest
from plivo_masking import AuthenticatedClient

from tests.client.raw_server import reply, serving

# Forks a used client, and calls in both processes at once; each reply must be that of its request.
SCRIPT = """
import asyncio, gc, os, sys, weakref
import httpx
from plivo_masking import AuthenticatedClient, MaskingSessionUpdate, update_masking_session

def update(session):
    content = update_masking_session.sync_detailed(
        session, client=client, body=MaskingSessionUpdate()
    ).content
    assert content.endswith(b"/" + session.encode()), (session, content)

async def update_async(session):
    response = await update_masking_session.asyncio_detailed(
        session, client=client, body=MaskingSessionUpdate()
    )
    assert response.content.endswith(b"/" + session.encode()), (session, response.content)

arguments = dict(auth_id="MA", auth_token="t", base_url=sys.argv[1])
"""
USED = """
client = AuthenticatedClient(**arguments)
update("before")
asyncio.run(update_async("before"))
pool = weakref.ref(client.get_httpx_client())
child = os.fork()
for number in range(200):
    update(f"{'parent' if child else 'child'}-{number}")
if not child:
    asyncio.run(update_async("child"))
    gc.collect()
    # Nor does it keep the parent's open.
    assert pool() is None
    os._exit(0)
sys.exit(os.waitpid(child, 0)[1])
"""
# What the caller gave can't be made anew: the child must be refused, and the parent go on.
REFUSED = """
child = os.fork()
if not child:
    try:
        in_child()
    except RuntimeError as error:
        os._exit(0 if "before a fork" in str(error) else 1)
    os._exit(2)
assert os.waitpid(child, 0)[1] == 0
update("after")
"""
GIVEN = {
    "set": """
client = AuthenticatedClient(**arguments).set_httpx_client(httpx.Client(base_url=sys.argv[1]))
in_child = lambda: update("child")
""",
    "set for asyncio": """
client = AuthenticatedClient(**arguments).set_async_httpx_client(httpx.AsyncClient())
in_child = lambda: asyncio.run(update_async("child"))
""",
    "transport": """
client = AuthenticatedClient(**arguments, httpx_args={"transport": httpx.HTTPTransport()})
update("before")
in_child = lambda: update("child")
""",
    "transport of a copy": """
client = AuthenticatedClient(**arguments, httpx_args={"mounts": {"all://": httpx.HTTPTransport()}})
update("before")
in_child = lambda: client.with_timeout(1).get_httpx_client()
""",
}
UNUSED = """
client = AuthenticatedClient(**arguments, httpx_args={"transport": httpx.HTTPTransport()})
child = os.fork()
if child:
    sys.exit(os.waitpid(child, 0)[1])
update("child")
"""
# A thread is about to make its connection pool while another forks; the child must not wait for that thread.
AT_WORK = """
import signal, threading

class Hooks(dict):
    def get(self, *arguments):
        at_work.set()
        go_on.wait()
        return super().get(*arguments)

at_work, go_on = threading.Event(), threading.Event()
busy = AuthenticatedClient(**arguments, httpx_args={"event_hooks": Hooks()})
thread = threading.Thread(target=busy.get_httpx_client)
thread.start()
assert at_work.wait(10)
os.register_at_fork(before=go_on.set)
client = AuthenticatedClient(**arguments)
child = os.fork()
if child:
    thread.join()
    sys.exit(os.waitpid(child, 0)[1])
signal.alarm(30)
update("child")
os._exit(0)
"""

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")


def connections(script: str) -> int:
    """Run the script against a server that echoes each path; the number of connections made."""
    generated = str(Path(__file__).parents[2] / "generated")
    with serving(lambda path: reply(200, path.encode())) as server:
        result = subprocess.run(
            # Newer Pythons warn of a fork beside threads, which is what one of the scripts is about.
            [sys.executable, "-W", "ignore::DeprecationWarning", "-c", SCRIPT + script, server.url],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": generated},
        )
        assert (result.returncode, result.stderr) == (0, "")
        return server.connections


@forks
def test_a_used_client_that_is_forked_makes_connections_of_its_own() -> None:
    # Two in each process, sync and async; the parent keeps the one it has.
    assert connections(USED) == 4


@forks
@pytest.mark.parametrize("given", GIVEN)
def test_what_the_parent_process_was_given_is_refused_in_the_child(given: str) -> None:
    assert connections(GIVEN[given] + REFUSED) == 1


@forks
def test_a_transport_that_the_parent_process_did_not_use_serves_the_child() -> None:
    assert connections(UNUSED) == 1


@forks
def test_a_fork_beside_a_thread_that_makes_its_pool_does_not_block() -> None:
    assert connections(AT_WORK) == 1


def test_threads_that_share_a_fresh_client_share_one_pool() -> None:
    client = AuthenticatedClient(auth_id="MA", auth_token="t")
    start = threading.Barrier(16)
    pools: list[httpx.Client] = []

    def take() -> None:
        start.wait()
        pools.append(client.get_httpx_client())

    threads = [threading.Thread(target=take) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(pool) for pool in pools}) == 1
