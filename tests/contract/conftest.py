"""The server, the ways to talk to it, and what a failure prints."""

import shlex
import warnings
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest

from tests.contract.client_caller import ClientCaller
from tests.contract.given import given
from tests.contract.hypothesis_settings import SEED, Depth
from tests.contract.pace import BudgetSpent, Pace
from tests.contract.reach import open_host
from tests.contract.redact import redactor
from tests.contract.rules import take_notes
from tests.contract.target import Target, running_target
from tests.contract.variables import (
    BadTarget,
    allowed_host,
    announcement,
    check_environment,
    check_server,
    new_pace,
)
from tests.contract.wire import Wire

# Defective stubs say nothing of a server that is named.
collect_ignore = ["defects"] if given("URL") else []

_WIRE = pytest.StashKey[Wire]()
# Long enough that no test ends a session for the next one.
_LIFE = {"session_expiry": 86400}


def pytest_configure(config: pytest.Config) -> None:
    try:
        check_environment()
        if allowed_host():
            open_host(allowed_host())
        if not hasattr(config, "workerinput"):
            check_server()
    except BadTarget as wrong:
        raise pytest.UsageError(str(wrong)) from wrong


def pytest_report_header() -> str | None:
    return announcement()


@pytest.fixture(scope="session")
def target() -> Iterator[Target]:
    with running_target() as running:
        yield running


@pytest.fixture(scope="session")
def pace() -> Pace:
    return new_pace()


@pytest.fixture(scope="session")
def _session_wire(target: Target, pace: Pace) -> Iterator[Wire]:
    made = Wire(target, pace)
    yield made
    made.close()


@pytest.fixture
def plain_wire(_session_wire: Wire, request: pytest.FixtureRequest) -> Iterator[Wire]:
    """Requests to the server, whose sessions outlive the test, on the path as the document has it."""
    request.node.stash[_WIRE] = _session_wire
    _session_wire.last, _session_wire.end = None, ""
    if _session_wire.target.stub:
        _session_wire.target.stub.reset()
    yield _session_wire
    last = _session_wire.last
    for session in _session_wire.target.updatable:
        _session_wire.post(session, _LIFE)
    _session_wire.last = last


@pytest.fixture(params=["", pytest.param("/", marks=pytest.mark.further)], ids=["plain", "slash"])
def wire(plain_wire: Wire, request: pytest.FixtureRequest) -> Wire:
    """The same on both paths, for a slash at the end must open no weaker door."""
    plain_wire.end = request.param
    return plain_wire


@pytest.fixture(scope="session")
def caller(target: Target, pace: Pace) -> Iterator[ClientCaller]:
    made = ClientCaller(target, pace)
    yield made
    made.close()


@pytest.fixture
def session(target: Target) -> str:
    """A session of two parties."""
    return target.session


@pytest.fixture
def single_party_session(target: Target) -> str:
    """A session created with create_session_with_single_party."""
    if target.single_party_session is None:
        pytest.skip("SINGLE_PARTY_SESSION is not given, so this server's can't be tried")
    return target.single_party_session


@pytest.fixture
def depth(record_property: Callable[[str, object], None]) -> Depth:
    return Depth(record_property)


def redact(report: Any) -> None:
    """Terminal, junit.xml and report.html are all written from reports."""
    for name in ("longrepr", "sections", "user_properties"):
        if hasattr(report, name):
            setattr(report, name, redactor().clean(getattr(report, name)))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if call.excinfo and call.excinfo.errisinstance(BudgetSpent):
        item.session.shouldstop = str(call.excinfo.value)
    report.user_properties += [("note", note) for note in take_notes()]
    if report.failed:
        wire = item.stash.get(_WIRE, None)
        lines = [wire.curl()] if wire else []
        lines.append(
            f"make contract SEED={SEED}, or: CONTRACT_SEED={SEED} pytest {shlex.quote(item.nodeid)}"
        )
        report.sections.append(("Reproduce", "\n".join(line for line in lines if line)))
    redact(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_exception_interact(report: Any) -> Generator[None]:
    # Here schemathesis replaces the text of a failure.
    yield
    redact(report)


@pytest.hookimpl(tryfirst=True)
def pytest_internalerror(excrepr: Any) -> None:
    redactor().clean(excrepr)


@pytest.hookimpl(tryfirst=True)
def pytest_warning_recorded(warning_message: warnings.WarningMessage) -> None:
    warning_message.message = redactor().text(str(warning_message.message))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    everything = [report for found in terminalreporter.stats.values() for report in found]
    notes = [
        value
        for report in everything
        for name, value in getattr(report, "user_properties", [])
        if name == "note"
    ]
    for note in dict.fromkeys(notes):
        terminalreporter.write_line(f"note: {note}")
    if notes:
        terminalreporter.write_line(
            "Notes are readings of this document alone; STRICT=1 makes them failures."
        )
    reports = [
        report
        for found in ("passed", "failed")
        for report in terminalreporter.stats.get(found, [])
        if getattr(report, "when", None) == "call"
    ]
    found = [dict(report.user_properties) for report in reports]
    cases = sum(properties.get("cases", 0) for properties in found)
    accepted = sum(properties.get("accepted", 0) for properties in found)
    if cases:
        terminalreporter.write_line(
            f"contract: {accepted} of {cases} generated cases reached a 200"
        )
