"""`make release`, built twice; its distributions in empty environments, without the project."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from email import message_from_bytes
from pathlib import Path

import httpx
import pytest
import yaml
from packaging.requirements import Requirement

from scripts.stub.harness import running_stub
from tests.support.document import ROOT, load
from tests.support.environment import closure, environment_with

PARTS = ("spec", "scripts", "generated", "pyproject.toml", "LICENSE", "README.md", ".gitignore")
VERSION = load()["info"]["version"]


def build(folder: Path, umask: int, zone: str) -> Path:
    """A release of a copy of the project, built under other circumstances."""
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, folder / part)
    (folder / "build").mkdir()
    (folder / "build" / "node").symlink_to(ROOT / "build" / "node")
    for path in folder.rglob("*"):
        if not path.is_symlink() and path.is_file():
            os.utime(path, (time.time() - umask, time.time() - umask))
            path.chmod(0o666 & ~umask)
    run = subprocess.run(
        [sys.executable, "-m", "scripts.release"],
        cwd=folder,
        env={**os.environ, "TZ": zone, "PYTHONHASHSEED": str(umask)},
        umask=umask,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return folder / "build" / "release"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("one") / "a project"
    folder.mkdir()
    return build(folder, 0o022, "UTC")


def metadata(wheel: Path) -> tuple[str, list[Requirement]]:
    """A wheel's README and its requirements."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
        message = message_from_bytes(archive.read(name))
    required = [Requirement(text) for text in message.get_all("Requires-Dist", [])]
    return str(message.get_payload()), required


def test_a_second_build_gives_the_same_bytes(release: Path, tmp_path: Path) -> None:
    again = build(tmp_path, 0o077, "Asia/Kolkata")
    names = sorted(path.name for path in release.iterdir())
    assert names == sorted(path.name for path in again.iterdir())
    differing = [n for n in names if (release / n).read_bytes() != (again / n).read_bytes()]
    assert differing == []


def test_it_holds_what_a_pipeline_pins(release: Path) -> None:
    sums = (release / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ") for line in sums)}
    assert listed.keys() == {
        "openapi.json",
        "openapi.sdk.json",
        "openapi.sdk.yaml",
        "openapi.yaml",
        f"plivo_masking-{VERSION}-py3-none-any.whl",
        f"plivo_masking-{VERSION}.tar.gz",
        f"plivo_masking_kit-{VERSION}-py3-none-any.whl",
        "reference.html",
    }
    for name, digest in listed.items():
        assert hashlib.sha256((release / name).read_bytes()).hexdigest() == digest, name
    for name in ("openapi", "openapi.sdk"):
        text = (release / f"{name}.yaml").read_text(encoding="utf-8")
        assert json.loads((release / f"{name}.json").read_text()) == yaml.safe_load(text)


def test_the_readmes_need_no_other_file(release: Path) -> None:
    for wheel in release.glob("*.whl"):
        readme, _ = metadata(wheel)
        assert len(readme) > 1000
        assert re.findall(r"\]\((?!https://)[^)]*\)|`make ", readme) == [], wheel.name


def test_the_clients_readme_works_with_its_wheel(release: Path, tmp_path: Path) -> None:
    (wheel,) = release.glob("plivo_masking-*.whl")
    readme, required = metadata(wheel)
    python = environment_with(wheel, tmp_path / "venv", [r.name for r in required])
    sample = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)[0]
    with running_stub() as stub:
        call = sample.replace('auth_token="tok"', f'auth_token="tok", base_url="{stub.url}"')
        call = call.replace("session uuid", stub.sessions.two_party)
        run = subprocess.run(
            [python, "-I", "-c", call], cwd=tmp_path, capture_output=True, text=True
        )
    assert (run.stdout, run.stderr) == ("True 7200\n", "")


def test_the_wheel_can_be_built_from_the_sdist(release: Path, tmp_path: Path) -> None:
    (sdist,) = release.glob("*.tar.gz")
    shutil.unpack_archive(sdist, tmp_path, filter="data")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    source = tmp_path / f"plivo_masking-{VERSION}"
    subprocess.run([*command, str(tmp_path)], cwd=source, check=True, capture_output=True)
    (built,) = tmp_path.glob("*.whl")
    assert built.read_bytes() == (release / built.name).read_bytes()


@pytest.fixture(scope="module")
def commands(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the commands of the kit, in an environment of its own."""
    (wheel,) = release.glob("plivo_masking_kit-*.whl")
    folder = tmp_path_factory.mktemp("kit") / "venv"
    return environment_with(wheel, folder, [r.name for r in metadata(wheel)[1]]).parent


def test_the_kit_requires_neither_generators_nor_schemathesis(release: Path) -> None:
    (wheel,) = release.glob("plivo_masking_kit-*.whl")
    needed = closure([requirement.name for requirement in metadata(wheel)[1]])
    assert len(needed) < 20
    assert not needed & {"openapi-python-client", "openapi-generator-cli", "schemathesis", "pytest"}


def test_the_stub_runs_without_the_project(commands: Path, tmp_path: Path) -> None:
    command = [str(commands / "plivo-masking-stub"), "--port", "0"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as stub:
        try:
            assert stub.stdout is not None
            url = stub.stdout.readline().split()[-1]
            reply = httpx.post(
                f"{url}/Account/MAXXXXXXXXXXXXXXXXXX/Masking/Session/two-party",
                auth=("MAXXXXXXXXXXXXXXXXXX", "tok"),
                json={"record": True},
                trust_env=False,
            )
        finally:
            stub.terminate()
    assert (reply.status_code, reply.json()["session"]["record"]) == (200, True)


def grade(commands: Path, folder: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [commands / "plivo-masking-kit", *options],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder)},
        capture_output=True,
        text=True,
    )


ADAPTER = """
import json, sys
from right import Right

class Wrong(Right):
    def body(self, call):
        return {}

adapter = Right() if sys.argv[1] == "right" else Wrong()
for line in sys.stdin:
    print(json.dumps(adapter.outcome(json.loads(line))), flush=True)
"""


def test_the_kit_grades_an_adapter_of_the_folder_it_runs_in(commands: Path, tmp_path: Path) -> None:
    shutil.copy(ROOT / "tests" / "support" / "mutants" / "right.py", tmp_path)
    (tmp_path / "adapter.py").write_text(ADAPTER)
    right = grade(commands, tmp_path, "--name", "record", "--adapter", "python adapter.py right")
    assert right.returncode == 0, right.stdout + right.stderr
    assert (tmp_path / "build" / "conformance" / "report.html").exists()
    wrong = grade(commands, tmp_path, "--name", "record", "--adapter", "python adapter.py wrong")
    assert wrong.returncode == 1, wrong.stdout + wrong.stderr


def test_the_kit_says_what_it_needs(commands: Path, tmp_path: Path) -> None:
    result = grade(commands, tmp_path)
    assert result.returncode == 2
    assert "usage: plivo-masking-kit " in result.stderr
    assert "--adapter" in result.stderr.splitlines()[-1]
