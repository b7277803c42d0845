"""`generate` writes the same tree every time, whole or not at all; `--check` writes nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from scripts import view
from tests.generate.conftest import ROOT, Generate, tree


def test_check_reports_every_difference_and_generate_undoes_it_every_time(
    project: Path, generate: Generate
) -> None:
    committed = tree(project / "generated")
    package = project / "generated" / "plivo_masking"
    (package / "stale.py").write_text("")
    (package / "py.typed").unlink()
    (package / "errors.py").write_text((package / "errors.py").read_text().swapcase())
    view = project / "generated" / "openapi.sdk.yaml"
    view.write_text(view.read_text() + "# more\n")
    spoiled = tree(project / "generated")
    lines = [
        "  changed: openapi.sdk.yaml",
        "  changed: plivo_masking/errors.py",
        "  extra: plivo_masking/stale.py",
        "  missing: plivo_masking/py.typed",
    ]

    result = generate("--check")
    assert result.returncode == 1
    assert result.stderr.splitlines()[1:-1] == lines
    assert "make generate" in result.stderr
    assert tree(project / "generated") == spoiled

    result = generate(PYTHONHASHSEED="0")
    assert result.stdout.splitlines()[2:] == lines
    assert tree(project / "generated") == committed

    result = generate(PYTHONHASHSEED="4242")
    assert (result.returncode, result.stderr) == (0, "")
    assert "nothing changed" in result.stdout
    assert tree(project / "generated") == committed
    assert list((project / "build").iterdir()) == []


def test_a_new_field_of_the_document_reaches_the_client(project: Path, generate: Generate) -> None:
    path = project / "spec" / "openapi.yaml"
    document = yaml.safe_load(path.read_text())
    fields = document["components"]["schemas"]["MaskingSessionUpdate"]["properties"]
    fields["note"] = {"type": "string", "description": "A note."}
    path.write_text(yaml.safe_dump(document))
    assert generate().returncode == 0
    client = project / "generated" / "plivo_masking" / "models" / "masking_session_update.py"
    assert "note: str | Unset" in client.read_text()
    assert "A note." in (project / "generated" / "openapi.sdk.yaml").read_text()


def reference_to_another_file(spec: Path) -> None:
    """Adds a path item in another file, which the generator silently drops."""
    document = yaml.safe_load((spec / "openapi.yaml").read_text())
    (item,) = document["paths"].values()
    (spec / "path.yaml").write_text(yaml.safe_dump(item))
    document["paths"]["/Other/{auth_id}/{session_uuid}"] = {"$ref": "path.yaml"}
    (spec / "openapi.yaml").write_text(yaml.safe_dump(document))


def unknown_media_type(spec: Path) -> None:
    document = spec / "openapi.yaml"
    document.write_text(
        document.read_text().replace("application/json:", "application/x-unknown:", 1)
    )


def default_left(spec: Path) -> None:
    overlay = spec / "sdk.overlay.yaml"
    overlay.write_text(
        overlay.read_text().replace("properties.*.default", "properties.record.default")
    )


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (reference_to_another_file, "expected a module for each of the document's 2 operations"),
        (unknown_media_type, "openapi-python-client failed"),
        (default_left, "expected no default left in MaskingSessionUpdate"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_failed_run_leaves_the_old_tree(
    project: Path, generate: Generate, spoil: object, message: str
) -> None:
    before = tree(project / "generated")
    assert callable(spoil)
    spoil(project / "spec")
    result = generate()
    assert result.returncode == 1
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert tree(project / "generated") == before
    assert list((project / "build").iterdir()) == []


@pytest.mark.parametrize(
    ("text", "got"),
    [("paths: [", "while parsing"), ("info: {}\ninfo: {}\n", "the key 'info' is there twice")],
)
def test_a_document_that_is_no_yaml_is_refused(text: str, got: str, tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(text)
    with pytest.raises(SystemExit, match=rf"^the document: expected a YAML file, got: {got}"):
        view.load(tmp_path / "openapi.yaml", "the document")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_the_old_tree(project: Path, number: signal.Signals) -> None:
    before = tree(project / "generated")
    # The post-hooks run a ruff that reports where it is and then waits to be interrupted.
    tools = project / "tools"
    tools.mkdir()
    (tools / "python").symlink_to(sys.executable)
    for pipe in ("reached", "never"):
        os.mkfifo(project / pipe)
    ruff = tools / "ruff"
    ruff.write_text(f"#!/bin/sh\n: > {project}/reached\nread forever < {project}/never\n")
    ruff.chmod(0o755)
    process = subprocess.Popen(
        [str(tools / "python"), "-m", "scripts.generate"],
        cwd=project,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        start_new_session=True,
    )
    (project / "reached").read_text()
    # As a terminal does, to everything that the command started.
    os.killpg(process.pid, number)
    _, output = process.communicate()
    assert (process.returncode, output) == (128 + number, b"")
    assert tree(project / "generated") == before
    assert list((project / "build").iterdir()) == []


def test_the_view_says_what_it_was_made_from() -> None:
    head = (ROOT / "generated" / "openapi.sdk.yaml").read_text()[:600]
    for words in (
        "spec/openapi.yaml sha256",
        "spec/sdk.overlay.yaml sha256",
        "openapi-python-client 0.29.1",
    ):
        assert words in head
