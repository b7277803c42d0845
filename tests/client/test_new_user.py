"""The program of a new user works and logs no secret."""

import os
import subprocess
import sys
from pathlib import Path

from scripts.stub.harness import Stub

PROGRAM = Path(__file__).with_name("new_user.py")
GENERATED = Path(__file__).parents[2] / "generated"


def test_it_works_and_logs_no_secret(stub: Stub) -> None:
    credentials = {"PLIVO_AUTH_ID": stub.auth_id, "PLIVO_AUTH_TOKEN": stub.auth_token}
    run = subprocess.run(
        [sys.executable, str(PROGRAM), stub.url],
        capture_output=True,
        text=True,
        env={**os.environ, **credentials, "PYTHONPATH": str(GENERATED)},
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == ["600 wav GET", "None None", "[True, False]"]
    session = stub.shown("two-party")
    assert session["record"] is False
    for logged in ("masking WARNING no session none", "record_file_format='wav'", "404 Not Found"):
        assert logged in run.stderr
    for secret in (stub.auth_token, session["first_party"], session["second_party"]):
        assert secret not in run.stderr.replace("Authentication", "")
