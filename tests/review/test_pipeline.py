"""The pipeline snippets of spec/README.md are valid, and what they name exists."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HEADING = "## In a pipeline"
SCRIPT = "masking_client.sh"
WORKFLOW, HOOKS = ".github/workflows/masking-client.yaml", ".pre-commit-config.yaml"
Snippets = dict[str, str]


@pytest.fixture(scope="module")
def snippets() -> Snippets:
    """The section's blocks by the file name in their first line."""
    _, _, rest = (ROOT / "spec" / "README.md").read_text(encoding="utf-8").partition(f"{HEADING}\n")
    section = re.split(r"^## ", rest, flags=re.MULTILINE)[0]
    blocks = re.findall(r"^```\w+\n# (\S+)\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    return dict(blocks)


def check(file: str, content: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Judge a workflow by GitHub's schema, which the tool carries, hooks by pre-commit itself."""
    path = folder / Path(file).name
    path.write_text(content, encoding="utf-8")
    tools = {
        WORKFLOW: ["check_jsonschema", "--builtin-schema", "vendor.github-workflows"],
        HOOKS: ["pre_commit", "validate-config"],
    }
    command = [sys.executable, "-m", *tools[file], str(path)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def commands(snippets: Snippets) -> list[str]:
    """The shell scripts that the snippets run."""
    (job,) = yaml.safe_load(snippets[WORKFLOW])["jobs"].values()
    hooks = yaml.safe_load(snippets[HOOKS])["repos"][0]["hooks"]
    steps = [step["run"] for step in job["steps"] if "run" in step]
    return [snippets[SCRIPT], *steps, *(hook["entry"] for hook in hooks)]


@pytest.mark.parametrize("file", [WORKFLOW, HOOKS])
def test_a_snippet_is_valid(file: str, snippets: Snippets, tmp_path: Path) -> None:
    result = check(file, snippets[file], tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "[WARNING]" not in result.stdout + result.stderr


def test_the_commands_parse_as_shell(snippets: Snippets) -> None:
    script = "\n".join(commands(snippets))
    result = subprocess.run(["sh", "-n"], input=script, check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def test_both_run_the_script_and_the_kit(snippets: Snippets) -> None:
    for words in ("sh masking_client.sh", "make -C masking-contract conformance "):
        assert sum(words in command for command in commands(snippets)) == 2, words
    generating = [c for c in commands(snippets) if "openapi-python-client generate " in c]
    assert generating == [snippets[SCRIPT]]
    used = re.findall(r"\$contract/([\w/.-]+)", snippets[SCRIPT])
    assert used.count("generated/openapi.sdk.yaml") == 2
    for path in used:
        assert (ROOT / path).exists(), f"{path} is not there"


def run_script(
    snippets: Snippets, folder: Path, generator: str
) -> "subprocess.CompletedProcess[str]":
    """Run the script in a folder with a client, with this program as openapi-python-client."""
    (folder / SCRIPT).write_text(snippets[SCRIPT], encoding="utf-8")
    (folder / "masking_client").mkdir()
    (folder / "masking_client" / "old.py").touch()
    (folder / "bin").mkdir()
    (folder / "bin" / "openapi-python-client").write_text(f"#!/bin/sh\n{generator}\n")
    (folder / "bin" / "openapi-python-client").chmod(0o755)
    path = os.pathsep.join([str(folder / "bin"), os.environ["PATH"]])
    return subprocess.run(
        ["sh", SCRIPT], cwd=folder, env={"PATH": path}, capture_output=True, text=True
    )


# The path after --output-path.
OUTPUT = 'while [ "$1" != --output-path ]; do shift; done; mkdir -p "$2"'
OPERATION = "$2/api/masking_sessions"


@pytest.mark.parametrize(
    ("generator", "client"),
    [
        (f"{OUTPUT}; exit 1", ["old.py"]),
        (OUTPUT, ["old.py"]),
        (
            f'{OUTPUT}; mkdir -p "{OPERATION}"; echo 1 > "{OPERATION}/update_masking_session.py"',
            ["api", "callbacks.py", "py.typed"],
        ),
    ],
    ids=["fails", "drops the operation", "succeeds"],
)
def test_the_script_swaps_a_complete_client_in(
    generator: str, client: list[str], snippets: Snippets, tmp_path: Path
) -> None:
    (tmp_path / "masking-contract").symlink_to(ROOT)
    result = run_script(snippets, tmp_path, generator)
    assert (result.returncode == 0) == (client != ["old.py"]), result.stderr
    assert sorted(path.name for path in (tmp_path / "masking_client").iterdir()) == client
    assert {path.name for path in tmp_path.iterdir()} == {
        SCRIPT,
        "bin",
        "masking-contract",
        "masking_client",
    }


def test_without_the_submodule_the_script_says_how_to_get_it(
    snippets: Snippets, tmp_path: Path
) -> None:
    (tmp_path / "masking-contract").mkdir()
    result = run_script(snippets, tmp_path, "exit 0")
    assert result.returncode == 1
    assert "git submodule update --init" in result.stderr
    assert (tmp_path / "masking_client" / "old.py").exists()


def test_the_versions_are_the_projects(snippets: Snippets) -> None:
    def pins(text: Any) -> dict[str, str]:
        return dict(re.findall(r"([a-z-]+)==([\d.]+)", str(text)))

    locked = pins((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    for file in (WORKFLOW, HOOKS):
        named = pins(snippets[file])
        assert named.keys() == {"openapi-python-client", "ruff"}
        for name, version in named.items():
            assert locked[name] == version, f"{file}: expected {name}=={locked[name]}"


def test_whatever_pip_installs_in_ci_is_pinned_by_hash() -> None:
    places = [*(ROOT / ".ci").iterdir()]
    for name in ("adapter.yaml", "build.sh"):
        places += (ROOT / "scripts" / "conformance").glob(f"*/*/{name}")
    installs = [
        (path.relative_to(ROOT).as_posix(), line.strip())
        for path in places
        for line in path.read_text(encoding="utf-8").replace("\\\n", "").splitlines()
        if "pip install" in line
    ]
    assert len(installs) > 5
    assert [found for found in installs if "--require-hashes" not in found[1]] == []
    named = {match for _, line in installs for match in re.findall(r"-r (\.ci/\S+)", line)}
    assert named == {".ci/go.txt", ".ci/node.txt"}
    assert all((ROOT / path).exists() for path in named)
