"""README's receiver, started as README says, gets what README's curl command makes the stub send."""

import os
import shlex
import socket
import subprocess
import sys
from pathlib import Path

from scripts.stub.harness import running_stub
from tests.readme.test_readme import ROOT, block

NAMES = [
    "SessionFirstPartyAnswer",
    "SessionSecondPartyRing",
    "SessionSecondPartyHangup",
    "SessionFirstPartyHangup",
    "SessionPartiesHangup",
]


def test_a_played_call_reaches_readmes_receiver(tmp_path: Path) -> None:
    (tmp_path / "receiver.py").write_text(block("python", "from starlette"), encoding="utf-8")
    token, path, _, *arguments = shlex.split(block("sh", "uvicorn receiver:app"))
    assert (token, path) == ("PLIVO_AUTH_TOKEN=tok", "PYTHONPATH=generated")
    # A socket that already listens, so that nobody has to wait for readiness.
    with socket.create_server(("127.0.0.1", 0)) as listener, running_stub() as stub:
        port, descriptor = listener.getsockname()[1], listener.fileno()
        receiver = subprocess.Popen(
            [sys.executable, *arguments, "--fd", str(descriptor)],
            cwd=tmp_path,
            env={**os.environ, "PLIVO_AUTH_TOKEN": "tok", "PYTHONPATH": str(ROOT / "generated")},
            pass_fds=[descriptor],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            command = block("sh", "/_stub/call").replace("127.0.0.1:9000", f"127.0.0.1:{port}")
            command = command.replace("http://127.0.0.1:8000", stub.url.removesuffix("/v1"))
            shown = subprocess.run(["sh", "-c", command], capture_output=True, text=True)
        finally:
            receiver.terminate()
            printed, logged = receiver.communicate()
    assert (shown.stdout, shown.stderr) == (block("text", "SessionFirstPartyAnswer"), ""), logged
    assert printed.splitlines() == NAMES
    assert "12025550143" not in printed + logged
