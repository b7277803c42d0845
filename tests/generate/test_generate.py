"""`generate.py` writes the same tree each time, whole or not at all."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
import yaml

from tests.generate.conftest import ROOT, Run, tree


def test_the_committed_tree_comes_out_again(project: Path, run: Run) -> None:
    before = tree(project / "generated")
    for seed in ("0", "4242"):
        result = run("generate", PYTHONHASHSEED=seed)
        assert result.returncode == 0, result.stderr
        assert tree(project / "generated") == before
    assert "nothing changed" in result.stdout


def test_stale_and_spoiled_files_are_gone_and_named(project: Path, run: Run) -> None:
    before = tree(project / "generated")
    package = project / "generated" / "plivo_masking"
    (package / "stale.py").write_text("")
    (package / "errors.py").write_text("spoiled")
    (package / "types.py").unlink()
    result = run("generate")
    assert tree(project / "generated") == before
    for line in (
        "extra: plivo_masking/stale.py",
        "changed: plivo_masking/errors.py",
        "missing: plivo_masking/types.py",
    ):
        assert line in result.stdout
    assert list((project / "build").iterdir()) == []


def test_a_change_of_the_document_reaches_the_client(project: Path, run: Run) -> None:
    document = project / "spec" / "openapi.yaml"
    document.write_text(document.read_text().replace("enum: [mp3, wav]", "enum: [mp3, wav, ogg]"))
    assert run("generate").returncode == 0
    assert "OGG" in (project / "generated/plivo_masking/models/record_file_format.py").read_text()
    assert "ogg" in (project / "generated/openapi.sdk.yaml").read_text()


def external_path(document: Path) -> None:
    """Moves the path item behind a reference to another file, which the generator drops silently."""
    content = yaml.safe_load(document.read_text())
    (path,) = content["paths"]
    (document.parent / "path.yaml").write_text(yaml.safe_dump(content["paths"][path]))
    content["paths"][path] = {"$ref": "path.yaml"}
    document.write_text(yaml.safe_dump(content))


def two_content_types(document: Path) -> None:
    document.write_text(
        document.read_text().replace("application/json:", "application/x-unknown:", 1)
    )


def not_yaml(document: Path) -> None:
    document.write_text("paths: [")


def default_elsewhere(document: Path) -> None:
    """Moves the body to another name, so that the overlay's targets match nothing."""
    document.write_text(document.read_text().replace("MaskingSessionUpdate", "SessionUpdate"))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (external_path, "expected a module for each of the document's"),
        (two_content_types, "openapi-python-client failed"),
        (not_yaml, "spec/openapi.yaml: expected a YAML file"),
        (default_elsewhere, "expected action 1 to change the document"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_failed_run_leaves_the_old_tree(
    project: Path, run: Run, spoil: object, words: str
) -> None:
    before = tree(project / "generated")
    assert callable(spoil)
    spoil(project / "spec" / "openapi.yaml")
    result = run("generate")
    assert result.returncode != 0
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert tree(project / "generated") == before


def test_an_overlay_that_leaves_a_default_is_refused(project: Path, run: Run) -> None:
    before = tree(project / "generated")
    overlay = project / "spec" / "sdk.overlay.yaml"
    overlay.write_text(
        overlay.read_text().replace("properties.*.default", "properties.record.default")
    )
    result = run("generate")
    assert result.returncode != 0
    assert "expected no default left in MaskingSessionUpdate" in result.stderr
    assert tree(project / "generated") == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_run_leaves_the_old_tree(project: Path, number: signal.Signals) -> None:
    before = tree(project / "generated")
    # The post-hooks call ruff from the folder being built: one that says so and then waits to be interrupted.
    tools = project / "tools"
    tools.mkdir()
    os.mkfifo(project / "reached")
    (tools / "python").symlink_to(sys.executable)
    ruff = tools / "ruff"
    ruff.write_text(f"#!/bin/sh\necho $$ > {project}/reached\nread forever < {project}/never\n")
    ruff.chmod(0o755)
    os.mkfifo(project / "never")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(
        [str(tools / "python"), "-m", "scripts.generate"],
        cwd=project,
        stderr=subprocess.PIPE,
        env=environment,
    )
    group = os.getpgid(int((project / "reached").read_text()))
    process.send_signal(number)
    _, words = process.communicate()
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
    assert (process.returncode, words) == (-9 if number == signal.SIGKILL else 128 + number, b"")
    assert tree(project / "generated") == before
    if number != signal.SIGKILL:
        assert list((project / "build").iterdir()) == []


def test_the_tree_says_what_it_was_made_from() -> None:
    head = (ROOT / "generated" / "openapi.sdk.yaml").read_text()[:600]
    for word in (
        "spec/openapi.yaml sha256",
        "spec/sdk.overlay.yaml sha256",
        "openapi-python-client 0.29.1",
    ):
        assert word in head
