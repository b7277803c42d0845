"""Run some of the contract's tests against a server, in a process that has everything imported already."""

import contextlib
import io
import multiprocessing
import os
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from tests.support.document import ROOT

# Starting a Python that knows schemathesis takes longer than the tests; a fork of one that does, does not.
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.contract.defects.preload"])
PATIENCE = 120
# For runs in which schemathesis need not search.
FEW_EXAMPLES = ["-p", "tests.contract.defects.few_examples"]


@dataclass(frozen=True)
class Verdict:
    """exit_code: pytest's, 1 when tests failed. printed: its report."""

    exit_code: int
    printed: str


def judge(arguments: list[str], environment: dict[str, str], *, folder: Path = ROOT) -> Verdict:
    """Run pytest; environment: the variables of `make contract`. folder: where it runs.

    Raises:
        TimeoutError: If pytest does not end in time.
    """
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_run, args=(arguments, environment, folder, theirs))
    process.start()
    theirs.close()
    try:
        if not ours.poll(PATIENCE):
            raise TimeoutError(f"expected a verdict within {PATIENCE} s, got none")
        return Verdict(*ours.recv())
    finally:
        process.kill()
        process.join()
        ours.close()


def _run(
    arguments: list[str], environment: dict[str, str], folder: Path, connection: Connection
) -> None:
    os.chdir(folder)
    for name in [name for name in os.environ if name.startswith("PYTEST_")]:
        del os.environ[name]
    os.environ.update({f"CONTRACT_{name}": value for name, value in environment.items()})
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        code = pytest.main([*arguments, "-p", "no:cacheprovider"])
    connection.send((int(code), printed.getvalue()))
