"""The first `make` on a machine sets up once; each failure is named with its remedy."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.readme.conftest import Make


def fails(make: Make, *words: str, **environment: str) -> None:
    """Runs `make generate`, which must fail with these words and no traceback."""
    result = make("generate", f"PYTHON={sys.executable}", **environment)
    assert result.returncode == 2
    for word in words:
        assert word in result.stderr
    assert "Traceback" not in result.stderr


# A venv made in an instant, whose Python and pip are the ones that run this test.
QUICK = f"""
import pathlib, venv
def create(folder, **_):
    python = folder / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\\nexec '{sys.executable}' \\"$@\\"")
    python.chmod(0o755)
venv.create = create
"""


def test_two_first_runs_set_up_once(make: Make, project: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(QUICK)
    (project / "scripts" / "generate.py").write_text("")

    def generate(_: int) -> "subprocess.CompletedProcess[str]":
        return make("generate", f"PYTHON={sys.executable}", PYTHONPATH=str(tmp_path))

    with ThreadPoolExecutor() as pool:
        results = list(pool.map(generate, range(2)))
    assert [result.returncode for result in results] == [0, 0], results
    assert "".join(result.stdout for result in results).count("Setting up .venv") == 1
    assert generate(3).stdout == ""


def test_a_linked_venv_is_left_alone(make: Make, project: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("")
    (project / ".venv").symlink_to(elsewhere)
    fails(make, "expected .venv to be a folder of this checkout or absent, got a link to")
    assert [path.name for path in elsewhere.iterdir()] == ["kept"]


@pytest.mark.parametrize(
    ("message", "environment"),
    [
        ("expected a wheel of nowhere==1.0 for python3", {"PIP_NO_INDEX": "1"}),
        (
            "expected to reach the package index",
            {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "1"},
        ),
    ],
    ids=["platform without wheels", "no network"],
)
def test_what_pip_fails_for(
    make: Make, project: Path, tmp_path: Path, message: str, environment: dict[str, str]
) -> None:
    (tmp_path / "sitecustomize.py").write_text(QUICK)
    (project / "requirements.lock").write_text("nowhere==1.0 --hash=sha256:" + "0" * 64)
    fails(make, message, PYTHONPATH=str(tmp_path), **environment)


def test_a_python_without_ensurepip(make: Make, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['ensurepip'] = None")
    version = f"python3.{sys.version_info.minor}"
    fails(make, "without ensurepip", f"apt-get install {version}-venv", PYTHONPATH=str(tmp_path))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to every folder")
def test_a_read_only_checkout(make: Make, project: Path) -> None:
    project.chmod(0o555)
    fails(make, "expected a checkout that this user may write to")
    project.chmod(0o755)


def test_a_python_that_is_not_there_or_too_old(make: Make, tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.18\nexit 1\n')
    old.chmod(0o755)
    for python, got in ((old, "Python 3.9.18"), (tmp_path / "none", "No such file")):
        result = make("generate", f"PYTHON={python}")
        assert result.returncode == 2
        assert "expected Python 3.11 or newer, got: " in result.stderr
        assert got in result.stderr
