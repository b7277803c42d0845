"""`check.py` tells every difference, writes nothing, and names the command that mends it."""

from pathlib import Path

import pytest

from tests.generate.conftest import Run, tree


def test_the_committed_tree_passes(run: Run) -> None:
    result = run("check")
    assert (result.returncode, result.stderr) == (0, "")


def extra(package: Path) -> None:
    (package / "stale.py").write_text("")


def missing(package: Path) -> None:
    (package / "py.typed").unlink()


def changed(package: Path) -> None:
    (package / "errors.py").write_text((package / "errors.py").read_text() + "\n")


def changed_view(package: Path) -> None:
    view = package.parent / "openapi.sdk.yaml"
    view.write_text(view.read_text() + "# more\n")


@pytest.mark.parametrize(
    ("spoil", "line"),
    [
        (extra, "extra: plivo_masking/stale.py"),
        (missing, "missing: plivo_masking/py.typed"),
        (changed, "changed: plivo_masking/errors.py"),
        (changed_view, "changed: openapi.sdk.yaml"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_difference_is_told(project: Path, run: Run, spoil: object, line: str) -> None:
    assert callable(spoil)
    spoil(project / "generated" / "plivo_masking")
    before = tree(project / "generated")
    result = run("check")
    assert result.returncode == 1
    assert line in result.stderr
    assert "make generate" in result.stderr
    assert tree(project / "generated") == before
