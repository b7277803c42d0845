"""Runs a judge on a server in this process, which is a hundred times as fast as a pytest of its own."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

import pytest

from tests.contract.client_caller import ClientCaller
from tests.contract.hypothesis_settings import Depth
from tests.contract.pace import Pace
from tests.contract.target import Target
from tests.contract.wire import Wire


class Judged(Protocol):
    @property
    def judge(self) -> Callable[..., None]: ...


def rows(table: Mapping[str, Judged]) -> list[Any]:
    """The table's names as parameters; all are further ones but the first for each judge that is none."""
    first = {row.judge: name for name, row in reversed(list(table.items()))}
    further = pytest.mark.further
    ordinary = {
        name
        for judge, name in first.items()
        if further.mark not in getattr(judge, "pytestmark", [])
    }
    return [pytest.param(name, marks=[] if name in ordinary else [further]) for name in table]


class _Subtests:
    """Ends at the first that fails."""

    @contextmanager
    def test(self, *_: Any, **__: Any) -> Iterator[None]:
        yield


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
