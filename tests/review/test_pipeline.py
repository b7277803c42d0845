"""The pipeline snippets of spec/README.md are valid, and what they name exists."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HEADING = "## In a pipeline"
WORKFLOW, HOOKS = ".github/workflows/masking-client.yaml", ".pre-commit-config.yaml"
Snippets = dict[str, str]


@pytest.fixture(scope="module")
def snippets() -> Snippets:
    """The section's YAML blocks by the file name in their first line."""
    _, _, rest = (ROOT / "spec" / "README.md").read_text(encoding="utf-8").partition(f"{HEADING}\n")
    section = re.split(r"^## ", rest, flags=re.MULTILINE)[0]
    blocks = re.findall(r"^```yaml\n# (\S+)\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
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
    return steps + [hook["entry"] for hook in hooks]


@pytest.mark.parametrize("file", [WORKFLOW, HOOKS])
def test_a_snippet_is_valid(file: str, snippets: Snippets, tmp_path: Path) -> None:
    result = check(file, snippets[file], tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "[WARNING]" not in result.stdout + result.stderr


def test_the_commands_parse_as_shell(snippets: Snippets) -> None:
    script = "\n".join(commands(snippets))
    result = subprocess.run(["sh", "-n"], input=script, check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def test_both_generate_from_the_view_and_run_the_kit(snippets: Snippets) -> None:
    for words in ("openapi-python-client generate ", "make -C masking-contract conformance "):
        assert sum(words in command for command in commands(snippets)) == 2, words
    used = re.findall(r"masking-contract/([\w/.-]+)", "\n".join(commands(snippets)))
    assert used.count("generated/openapi.sdk.yaml") == 2
    for path in used:
        assert (ROOT / path).exists(), f"{path} is not there"


def test_the_versions_are_the_projects(snippets: Snippets) -> None:
    def pins(text: Any) -> dict[str, str]:
        return dict(re.findall(r"([a-z-]+)==([\d.]+)", str(text)))

    locked = pins((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    for file in (WORKFLOW, HOOKS):
        named = pins(snippets[file])
        assert named.keys() == {"openapi-python-client", "ruff"}
        for name, version in named.items():
            assert locked[name] == version, f"{file}: expected {name}=={locked[name]}"
