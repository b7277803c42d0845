"""Runs an adapter: one call in, one outcome out; a process that dies or hangs is started again."""

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from scripts.conformance.compare import shortened
from scripts.conformance.isolation import without_privileges
from scripts.stub.pii import masked, masked_text

STDERR_SHOWN = 4000
# Seconds that a process gets to end by itself.
GRACE = 5.0

_KEYS = {
    "reply": {"reply"},
    "error": {"status", "message", "api_id"},
    "transport": {"detail"},
    "refused": {"detail"},
    "not-implemented": {"detail"},
    "several": {"outcomes"},
}


class AdapterFault(Exception):
    """The adapter broke the protocol: it ended, hung or printed what it may not."""


class GivenUp(Exception):
    """The adapter never gave an outcome and is not asked again."""


@dataclass
class Adapter:
    """A running adapter. folder: where its command is run. patience: seconds that an answer may take
    beyond the call's own timeout; the first answer of a process may take three times as long, for its
    start. isolated: whether it is to lose the privileges with which it could leave the network
    namespace."""

    command: Sequence[str]
    folder: Path
    patience: float
    isolated: bool
    _answered: bool = field(default=False, init=False)
    _faults: int = field(default=0, init=False)
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _lines: "queue.Queue[bytes]" = field(default_factory=queue.Queue, init=False)
    _stderr: IO[bytes] | None = field(default=None, init=False)

    def ask(self, call: dict[str, Any]) -> dict[str, Any]:
        """The outcome of one call. After an AdapterFault the next call starts the adapter anew.
        From its second fault on, one that never gave an outcome is given up."""
        if self._given_up():
            raise GivenUp
        try:
            outcome = self._answer(call)
        except AdapterFault:
            self._faults += 1
            if self._given_up():
                raise GivenUp from None
            raise
        self._answered = True
        return outcome

    def _given_up(self) -> bool:
        return not self._answered and self._faults >= 2

    def _answer(self, call: dict[str, Any]) -> dict[str, Any]:
        fresh = self._process is None
        process = self._process or self._start()
        patience = call["timeout_seconds"] + self.patience * (3 if fresh else 1)
        text = json.dumps(call).encode() + b"\n"
        unread = threading.Event()
        # A call may be larger than a pipe, and then waits for the adapter to read it.
        feed = threading.Thread(target=_feed, args=(process.stdin, text, unread), daemon=True)
        feed.start()
        try:
            line = self._lines.get(timeout=patience)
        except queue.Empty:
            raise self._fault(f"the adapter printed nothing within {patience:g} s") from None
        feed.join(GRACE)
        if unread.is_set():
            raise self._end("the adapter ended before it read the call")
        if not line:
            raise self._end("the adapter ended without an outcome")
        if feed.is_alive():
            raise self._fault("the adapter printed an outcome before it read the call")
        outcome = self._outcome(line)
        if outcome["outcome"] == "several":
            self._check_several(outcome["outcomes"], len(call.get("updates", [])))
        return outcome

    def stderr(self) -> str:
        """What the adapter wrote to stderr since it was started (its end), without numbers and PINs."""
        if self._stderr is None:
            return ""
        self._stderr.seek(0)
        return masked_text(self._stderr.read().decode(errors="replace"))[-STDERR_SHOWN:]

    def close(self) -> None:
        """Ends the adapter by the end of its input, or by force if that isn't enough."""
        if self._process is None:
            return
        assert self._process.stdin is not None
        try:
            self._process.stdin.close()
            self._process.wait(timeout=GRACE)
        except subprocess.TimeoutExpired:
            _kill(self._process)
        self._process = None

    def _start(self) -> subprocess.Popen[bytes]:
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        self._lines = queue.Queue()
        words = list(self.command)
        if words[0] == "python":
            words[0] = sys.executable
        try:
            process = subprocess.Popen(
                without_privileges(words) if self.isolated else words,
                cwd=self.folder,
                env=_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._stderr,
                start_new_session=True,
            )
        except OSError as error:
            raise AdapterFault(f"the adapter can't be started: {error}") from None
        threading.Thread(target=_pump, args=(process.stdout, self._lines), daemon=True).start()
        self._process = process
        return process

    def _outcome(self, line: bytes) -> dict[str, Any]:
        try:
            outcome = json.loads(line)
        except ValueError:
            shown = shortened(masked_text(line.decode(errors="replace")))
            raise self._fault(f"the adapter printed no JSON: {shown}") from None
        return self._checked(outcome, _KEYS)

    def _checked(self, outcome: Any, kinds: Collection[str]) -> dict[str, Any]:
        kind = outcome.get("outcome") if isinstance(outcome, dict) else None
        if not isinstance(kind, str) or kind not in kinds:
            shown = shortened(masked(outcome))
            raise self._fault(f"`outcome` is none of {', '.join(kinds)}: {shown}")
        missing = _KEYS[kind] - outcome.keys()
        if missing:
            raise self._fault(f"outcome {kind!r} lacks {', '.join(sorted(missing))}")
        return dict(outcome)

    def _check_several(self, outcomes: Any, expected: int) -> None:
        if not isinstance(outcomes, list) or len(outcomes) != expected:
            got = len(outcomes) if isinstance(outcomes, list) else "no list"
            raise self._fault(f"expected `outcomes` to have {expected}, got {got}")
        for outcome in outcomes:
            self._checked(outcome, [kind for kind in _KEYS if kind != "several"])

    def _fault(self, what: str) -> AdapterFault:
        """Ends the process."""
        process, self._process = self._process, None
        assert process is not None
        _kill(process)
        return AdapterFault(what)

    def _end(self, what: str) -> AdapterFault:
        """For a process that ended by itself: tells its exit code, negative for a signal."""
        assert self._process is not None
        try:
            code = self._process.wait(timeout=GRACE)
        except subprocess.TimeoutExpired:
            # It closed its output and lives on.
            return self._fault(what)
        self._process = None
        return AdapterFault(f"{what} (exit code {code})")


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and what it started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _feed(stream: IO[bytes], text: bytes, unread: threading.Event) -> None:
    try:
        stream.write(text)
        stream.flush()
    except OSError:
        unread.set()


def _pump(stream: IO[bytes], lines: "queue.Queue[bytes]") -> None:
    for line in stream:
        lines.put(line)
    lines.put(b"")


def _environment() -> dict[str, str]:
    """This process's environment, but for proxies and the caller's real credentials."""
    private = ("PLIVO_AUTH_ID", "PLIVO_AUTH_TOKEN")
    return {
        key: value
        for key, value in os.environ.items()
        if not key.lower().endswith("_proxy") and key not in private
    }
