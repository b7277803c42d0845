"""The programs beside the kit's own: what they run, and that they read their arguments."""

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts.conformance import builds

pytestmark = pytest.mark.filterwarnings("ignore:.* found in sys.modules:RuntimeWarning")


def program(name: str, monkeypatch: pytest.MonkeyPatch, *words: str) -> object:
    """The exit code of `python -m scripts.conformance.<name>`, run in this process."""
    monkeypatch.setattr(sys, "argv", [name, *words])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module(f"scripts.conformance.{name}", run_name="__main__")
    return ended.value.code


@pytest.mark.parametrize("name", ["report", "leaks", "vendor_sdks", "sdks"])
def test_an_unknown_option_is_refused(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program(name, monkeypatch, "--nonsense", "results.json") == 2
    complaint = capsys.readouterr().err
    assert f"usage: python -m scripts.conformance.{name}" in complaint
    assert "unrecognized arguments: --nonsense" in complaint


def folder(parent: Path, name: str, script: str, needs: list[Any]) -> None:
    (parent / name).mkdir(parents=True)
    clients = [{"name": name, "command": [sys.executable, "validate.py"]}]
    (parent / name / "adapter.yaml").write_text(json.dumps({"clients": clients, "needs": needs}))
    (parent / name / "build.sh").write_text(script)


# Installs as Debian does: a program by the name of each package, but none for the last.
APT = """#!/bin/sh
echo "$DEBIAN_FRONTEND: $*" >>"$LOG"
test "$1" = update && exit
shift 3
for name; do test $name = tool-z || ln -s /usr/bin/env "$BIN/$name"; done
"""


def test_what_is_missing_is_installed_and_what_is_still_missing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    binaries, log = tmp_path / "bin", tmp_path / "log"
    binaries.mkdir()
    (binaries / "apt-get").write_text(APT)
    (binaries / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", f"{binaries}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("BIN", str(binaries))
    monkeypatch.setenv("LOG", str(log))
    own = {"name": "own", "probe": "tool-own", "install": f"ln -s /usr/bin/env {binaries}/tool-own"}
    debian = {"name": "b", "probe": "tool-b", "debian": ["tool-b", "tool-a"]}
    at_hand = {"name": "sh", "probe": "true", "debian": ["dash"]}
    for parent, needs in (("adapters", [own, debian, at_hand]), ("validators", [own])):
        folder(tmp_path / parent, "one", "", needs)
        monkeypatch.setattr(builds, parent.upper(), tmp_path / parent)
    assert program("toolchains", monkeypatch) == 0
    update = "noninteractive: update --quiet\nnoninteractive: install --yes --no-install-recommends"
    assert log.read_text() == f"{update} tool-a tool-b\n"
    # Nothing is left to do.
    assert program("toolchains", monkeypatch) == 0
    assert log.read_text().count("update") == 1
    assert capsys.readouterr().err == ""
    lacking = {"name": "z", "probe": "tool-z", "debian": ["tool-z"]}
    folder(tmp_path / "validators", "two", "", [lacking])
    assert program("toolchains", monkeypatch) == 1
    assert log.read_text().endswith(f"{update} tool-z\n")
    assert "still missing: z\n" in capsys.readouterr().err
    fails = {"name": "y", "probe": "tool-y", "install": "exit 7"}
    folder(tmp_path / "validators", "three", "", [fails])
    monkeypatch.setattr(sys, "argv", ["toolchains"])
    with pytest.raises(subprocess.CalledProcessError, match="exit status 7"):
        runpy.run_module("scripts.conformance.toolchains", run_name="__main__")


# Fills in one default as it checks the body, and from the document another; loses a field.
VALIDATE = """import json, pathlib, sys
default = {"new": 1} if "default:" in pathlib.Path(sys.argv[1]).read_text() else {}
given = json.loads(sys.argv[2])
given.pop("session_expiry", None)
print(json.dumps({"ring_timeout": 45} | default | given))
"""


def test_what_validators_add_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(builds, "ROOT", tmp_path)
    monkeypatch.setattr(builds, "VALIDATORS", tmp_path / "validators")
    found = tmp_path / "build" / "conformance" / "validators.json"
    write = f"cat >validate.py <<'END'\n{VALIDATE}END\n"
    folder(tmp_path / "validators", "one", write, [])
    for _ in range(2):
        assert program("validators", monkeypatch) == 0
        (added,) = json.loads(found.read_text()).values()
        assert list(added) == ["sdk", "document"]
        assert added["document"] == {
            "two fields": ["new", "ring_timeout"],
            "empty": ["new", "ring_timeout"],
        }
        assert added["sdk"] == {"two fields": ["ring_timeout"], "empty": ["ring_timeout"]}
    folder(tmp_path / "validators", "bad", "exit 3", [])
    assert program("validators", monkeypatch) == 1
    assert "FAIL bad: build.sh ended with 3" in capsys.readouterr().out
    lacking = {"name": "z", "probe": "false", "debian": ["tool-z"]}
    folder(tmp_path / "validators", "lacking", "", [lacking])
    assert program("validators", monkeypatch) == 2
    assert "missing for lacking: z." in capsys.readouterr().err


def test_a_validator_that_fails_is_no_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builds, "ROOT", tmp_path)
    monkeypatch.setattr(builds, "VALIDATORS", tmp_path / "validators")
    fails = "echo 'print(\"{}\"); exit(3)' >validate.py"
    folder(tmp_path / "validators", "one", fails, [])
    monkeypatch.setattr(sys, "argv", ["validators"])
    with pytest.raises(subprocess.CalledProcessError, match="exit status 3"):
        runpy.run_module("scripts.conformance.validators", run_name="__main__")
