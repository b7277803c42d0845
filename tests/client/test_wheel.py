"""The wheel installs into an empty environment with httpx and attrs only, and works there."""

import re
import shutil
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from scripts.stub.harness import running_stub

ROOT = Path(__file__).parents[2]

CALL = """
import sys, attrs, httpx
from plivo_masking import AuthenticatedClient, MaskingSessionUpdate, update_masking_session
url, auth_id, auth_token = sys.argv[1:]
client = AuthenticatedClient(auth_id=auth_id, auth_token=auth_token, base_url=url)
reply = update_masking_session.sync(
    "two-party", client=client, body=MaskingSessionUpdate(record=True)
)
print(reply.message, reply.session.record)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run(
        [*command, "--directory", str(folder)], cwd=ROOT, check=True, capture_output=True
    )
    (built,) = folder.glob("*.whl")
    return built


def closure(names: list[str]) -> set[str]:
    """These distributions and all that they require here, extras apart."""
    found: set[str] = set()
    while names:
        name = names.pop()
        found.add(name)
        requirements = [Requirement(text) for text in distribution(name).requires or []]
        needed = {
            requirement.name
            for requirement in requirements
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        }
        names.extend(needed - found)
    return found


def copy_installed(name: str, site: Path) -> None:
    """Put an installed distribution into another environment, as a test must not download it."""
    here = distribution(name)
    for file in here.files or []:
        if ".." not in file.parts and "__pycache__" not in file.parts:
            target = site / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(str(here.locate_file(file)), target)


def test_the_wheel_holds_the_client_and_the_documents_version(wheel: Path) -> None:
    version = yaml.safe_load((ROOT / "spec" / "openapi.yaml").read_text())["info"]["version"]
    assert wheel.name == f"plivo_masking-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (metadata,) = (name for name in names if name.endswith("/METADATA"))
        requires = re.findall(r"^Requires-Dist: ([\w-]+)", archive.read(metadata).decode(), re.M)
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"plivo_masking"}
    assert "plivo_masking/py.typed" in names
    assert sorted(requires) == ["attrs", "httpx"]


def test_it_works_in_an_environment_with_httpx_and_attrs_alone(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    (site,) = (environment / "lib").glob("python*/site-packages")
    for name in closure(["httpx", "attrs"]):
        copy_installed(name, site)
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    # Without --no-deps: pip itself says so when more than httpx and attrs is required.
    subprocess.run([*pip, "--no-index", "--disable-pip-version-check", str(wheel)], check=True)
    with running_stub() as stub:
        call = subprocess.run(
            [str(python), "-I", "-c", CALL, stub.url, stub.auth_id, stub.auth_token],
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
    assert (call.stdout, call.stderr) == ("Session updated True\n", "")
