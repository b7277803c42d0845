"""Build generated/ from spec/: the SDK view and the typed Python client.

The new tree is built in a temporary folder and replaces the old one whole, so a failed or interrupted run
changes nothing. With --check, compare the new tree with generated/ and write nothing.
"""

import argparse
import io
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from scripts import interrupts  # noqa: F401

# isort: split
from openapi_python_client.cli import app as openapi_python_client

from scripts import view as sdk_view
from scripts.view import ROOT

TEMPLATES = ROOT / "scripts" / "templates"
GENERATED = ROOT / "generated"
BUILD = ROOT / "build"
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


def build(into: Path) -> None:
    """Write the whole generated tree into an empty folder. Exit with the generator's output if it fails."""
    view = into / "openapi.sdk.yaml"
    view.write_text(sdk_view.render(), encoding="utf-8")
    document = sdk_view.load(view)
    # Not where the view is made: the kit must be able to show what a faulty overlay does.
    sdk_view.refuse_defaults(document)
    package = into / "plivo_masking"
    # JSON, which the generator reads a hundred times as fast as YAML.
    source = into.with_name("openapi.json")
    source.write_text(json.dumps(document), encoding="utf-8")
    command = ["generate", "--fail-on-warning", "--path", str(source), "--meta", "none"]
    command += ["--output-path", str(package)]
    command += ["--config", str(ROOT / "scripts" / "openapi-python-client.yaml")]
    command += ["--custom-template-path", str(TEMPLATES)]
    # The post-hooks look ruff up by name; the pinned one is next to this interpreter.
    os.environ["PATH"] = os.pathsep.join(
        [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    )
    with redirect_stdout(io.StringIO()) as output, redirect_stderr(output):
        failed = openapi_python_client(command, standalone_mode=False)
    if failed:
        raise SystemExit(
            f"openapi-python-client failed; generated/ is unchanged.\n{output.getvalue()}"
        )
    # The generator writes no module for callbacks. Ours needs no filling in: it uses the generated models.
    shutil.copyfile(TEMPLATES / "callbacks.py.jinja", package / "callbacks.py")
    # `--meta none` leaves out the marker that tells type checkers to trust the package (PEP 561).
    (package / "py.typed").touch()
    shutil.copy(TEMPLATES / "README.md", into)
    count_operations(document["paths"], package)


def count_operations(paths: dict[str, Any], package: Path) -> None:
    """Exit unless every operation became a module: the generator silently drops what it can't read."""
    # A path item without methods is a reference to one with methods: count it, so that its loss is noticed.
    operations = sum(len(METHODS & item.keys()) or 1 for item in paths.values())
    modules = [module for module in package.glob("api/*/*.py") if module.name != "__init__.py"]
    if len(modules) != operations:
        raise SystemExit(
            f"expected a module for each of the document's {operations} operations,"
            f" got {len(modules)}; generated/ is unchanged"
        )


@contextmanager
def fresh_tree() -> Iterator[Path]:
    """Yield a newly built tree in a temporary folder on the same file system as generated/."""
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(
        dir=BUILD, prefix="generate-", ignore_cleanup_errors=True
    ) as folder:
        tree = Path(folder) / "generated"
        tree.mkdir()
        build(tree)
        yield tree


def files(folder: Path) -> dict[str, bytes]:
    """Every file in a folder, by its path, except Python's caches."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def differences(expected: dict[str, bytes], actual: dict[str, bytes]) -> list[str]:
    """One line for each file that is missing from, extra in or changed in ``actual``."""
    lines = [f"missing: {name}" for name in expected.keys() - actual.keys()]
    lines += [f"extra: {name}" for name in actual.keys() - expected.keys()]
    both = expected.keys() & actual.keys()
    lines += [f"changed: {name}" for name in both if expected[name] != actual[name]]
    return sorted(lines)


def replace(tree: Path) -> None:
    """Move the new tree to generated/, and the old one into the temporary folder, which goes away."""
    if GENERATED.exists():
        GENERATED.rename(tree.with_name("old"))
    tree.rename(GENERATED)


def check() -> None:
    with fresh_tree() as tree:
        changes = differences(expected=files(tree), actual=files(GENERATED))
    if changes:
        lines = "".join(f"  {change}\n" for change in changes)
        raise SystemExit(
            "generated/ is out of date or was edited by hand:\n"
            f"{lines}Run `make generate` and commit the result."
        )
    print("generated/ is up to date.")


def generate() -> None:
    started = time.perf_counter()
    with fresh_tree() as tree:
        new = files(tree)
        changes = differences(expected=new, actual=files(GENERATED))
        replace(tree)
    seconds = time.perf_counter() - started
    print(
        "spec/openapi.yaml + spec/sdk.overlay.yaml → generated/openapi.sdk.yaml, generated/plivo_masking/"
    )
    summary = f"{len(changes)} changed:" if changes else "nothing changed."
    print(f"{len(new)} files in {seconds:.1f} s; {summary}")
    for change in changes:
        print(f"  {change}")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.generate",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("--check", action="store_true", help="exit with 1 if generated/ is stale")
    if parser.parse_args().check:
        check()
    else:
        generate()


if __name__ == "__main__":
    main()
