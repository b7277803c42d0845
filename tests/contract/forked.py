"""Run pytest or schemathesis in a process of its own that has everything imported already.

Starting a Python that knows schemathesis takes longer than most runs; a fork of one that does, does not.
"""

import contextlib
import io
import multiprocessing
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tests.support.document import ROOT

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.contract.preload"])

Program = Callable[[list[str]], Any]


@dataclass(frozen=True)
class Done:
    """exit_code: the program's. printed: to its stdout and stderr."""

    exit_code: int
    printed: str


def run(
    program: Program,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    *,
    folder: Path = ROOT,
    patience: float | None = None,
) -> Done:
    """Call a program's main function. folder: where it runs. patience: in seconds; None: endless.

    Raises:
        TimeoutError: If it does not end in time.
    """
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    what = (program, list(arguments), dict(environment), folder, theirs)
    process = _CONTEXT.Process(target=_run, args=what)
    process.start()
    theirs.close()
    try:
        if not ours.poll(patience):
            raise TimeoutError(f"expected an end within {patience} s, got none")
        return Done(*ours.recv())
    finally:
        process.kill()
        process.join()
        ours.close()


def _run(
    program: Program,
    arguments: list[str],
    environment: dict[str, str],
    folder: Path,
    connection: Connection,
) -> None:
    os.chdir(folder)
    # Those of the run that this one is a part of.
    for name in [name for name in os.environ if name.startswith("PYTEST_")]:
        del os.environ[name]
    os.environ.update(environment)
    printed = io.StringIO()
    code: Any = 1
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            code = program(arguments)
        except SystemExit as end:
            code = end.code
    connection.send((int(code or 0), printed.getvalue()))
