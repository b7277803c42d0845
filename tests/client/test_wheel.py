"""The wheel installs into an empty environment with httpx and attrs only, and works there."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from scripts.stub.harness import running_stub
from tests.support.environment import environment_with

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
    python = environment_with(wheel, tmp_path / "venv", ["httpx", "attrs"])
    with running_stub() as stub:
        call = subprocess.run(
            [str(python), "-I", "-c", CALL, stub.url, stub.auth_id, stub.auth_token],
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
    assert (call.stdout, call.stderr) == ("Session updated True\n", "")
