"""A running stub for each module, as new for each test."""

from collections.abc import Iterator

import httpx
import pytest

from scripts.stub.clock import Clock
from scripts.stub.harness import Stub, running_stub
from tests.stub.caller import NOW, Caller


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=30) as opened:
        yield opened


@pytest.fixture(scope="module")
def _strict() -> Iterator[Stub]:
    with running_stub() as running:
        yield running


@pytest.fixture(scope="module")
def _lenient() -> Iterator[Stub]:
    with running_stub(lenient=True) as running:
        yield running


@pytest.fixture(scope="module")
def _frozen() -> Iterator[Stub]:
    with running_stub(clock=Clock(lambda: NOW)) as running:
        yield running


@pytest.fixture
def stub(_strict: Stub) -> Stub:
    _strict.reset()
    return _strict


@pytest.fixture
def call(stub: Stub, client: httpx.Client) -> Caller:
    return Caller(stub, client)


@pytest.fixture
def lenient(_lenient: Stub, client: httpx.Client) -> Caller:
    _lenient.reset()
    return Caller(_lenient, client)


@pytest.fixture
def frozen(_frozen: Stub, client: httpx.Client) -> Caller:
    """Calls a stub whose clock stands still at NOW until it is moved."""
    _frozen.reset()
    return Caller(_frozen, client)
