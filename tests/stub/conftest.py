"""A running stub for each module, reset for each test."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from scripts.stub.clock import Clock
from scripts.stub.harness import Stub, running_stub
from tests.stub.caller import NOW, Caller


@pytest.fixture(scope="module")
def _strict() -> Iterator[Caller]:
    with running_stub() as running, closing(Caller(running)) as caller:
        yield caller


@pytest.fixture(scope="module")
def _lenient() -> Iterator[Caller]:
    with running_stub(lenient=True) as running, closing(Caller(running)) as caller:
        yield caller


@pytest.fixture(scope="module")
def _frozen() -> Iterator[Caller]:
    with running_stub(clock=Clock(lambda: NOW)) as running, closing(Caller(running)) as caller:
        yield caller


@pytest.fixture
def limited() -> Iterator[Caller]:
    """Calls a stub that enforces the rate limit, and whose clock stands still until it is moved."""
    clock = Clock(lambda: NOW)
    with running_stub(rate_limit=True, clock=clock) as stub, closing(Caller(stub)) as caller:
        yield caller


@pytest.fixture
def strict_keys() -> Iterator[Caller]:
    with running_stub(strict_keys=True) as running, closing(Caller(running)) as caller:
        yield caller


@pytest.fixture
def call(_strict: Caller) -> Caller:
    _strict.stub.reset()
    return _strict


@pytest.fixture
def stub(call: Caller) -> Stub:
    return call.stub


@pytest.fixture
def lenient(_lenient: Caller) -> Caller:
    _lenient.stub.reset()
    return _lenient


@pytest.fixture
def frozen(_frozen: Caller) -> Caller:
    """Calls a stub whose clock stands still at NOW until it is moved."""
    _frozen.stub.reset()
    return _frozen
