"""Runs a judge on a server in this process, which is a hundred times as fast as a pytest of its own."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from scripts.stub import accounts, sessions
from scripts.stub.harness import Stub
from tests.contract.client_caller import ClientCaller
from tests.contract.hypothesis_settings import Depth
from tests.contract.pace import Pace
from tests.contract.target import Account, Target
from tests.contract.wire import Wire


class _Subtests:
    """Ends at the first that fails."""

    @contextmanager
    def test(self, *_: Any, **__: Any) -> Iterator[None]:
        yield


def target_at(url: str, *, token: str = accounts.AUTH_TOKEN, stub: Stub | None = None) -> Target:
    """The stub as a user would name it. stub: its controls, unless they are hidden."""
    second = next(name for name in accounts.TOKENS if name != accounts.AUTH_ID)
    return Target(
        url=url,
        auth_id=accounts.AUTH_ID,
        auth_token=token,
        session=sessions.TWO_PARTY,
        single_party_session=sessions.SINGLE_PARTY,
        stub=stub,
        started_here=False,
        other_session=sessions.MORE[0],
        other_account=Account(second, accounts.TOKENS[second]),
    )


def run(judge: Callable[..., None], target: Target, *, end: str = "", **given: Any) -> Wire:
    """Call a test with what its parameters name. Raises what the test does."""
    pace = Pace()
    wire = Wire(target, pace)
    wire.end = end
    wanted = inspect.signature(judge).parameters
    caller = ClientCaller(target, pace) if "caller" in wanted else None
    offered = {
        "wire": wire,
        "plain_wire": wire,
        "caller": caller,
        "target": target,
        "session": target.session,
        "single_party_session": target.single_party_session,
        "subtests": _Subtests(),
        "depth": Depth(lambda *_: None),
        **given,
    }
    try:
        judge(**{name: offered[name] for name in wanted})
    finally:
        if caller:
            caller.close()
        wire.close()
    return wire
