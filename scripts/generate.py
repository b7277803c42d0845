"""Build generated/ from spec/: the SDK view and the typed Python client.

The tree is built in a temporary folder and swapped in whole, so that a run that fails or is interrupted
leaves the old tree as it was.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scripts import interrupts
from scripts import view as sdk_view
from scripts.compare import differences

ROOT = sdk_view.ROOT
GENERATED = ROOT / "generated"
BUILD = ROOT / "build"
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


def build(into: Path) -> None:
    """Write the whole generated tree into an empty folder. Exits with the generator's words if it fails."""
    view = into / "openapi.sdk.yaml"
    view.write_text(sdk_view.render(), encoding="utf-8")
    document = sdk_view.load(view)
    # Here and not where the view is made: the kit must be able to show what a faulty overlay does.
    sdk_view.refuse_defaults(document)
    package = into / "plivo_masking"
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--fail-on-warning"]
    command += ["--path", str(view), "--output-path", str(package), "--meta", "none"]
    command += ["--config", str(ROOT / "scripts" / "openapi-python-client.yaml")]
    command += ["--custom-template-path", str(ROOT / "scripts" / "templates")]
    # The post-hooks call ruff by name; the one that is pinned stands beside this interpreter.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    code, words = run_in_a_group(command, {**os.environ, "PATH": path})
    if code != 0:
        raise SystemExit(f"openapi-python-client failed; generated/ is as it was.\n{words}")
    # `--meta none` leaves out the marker that tells type checkers to trust the package (PEP 561).
    (package / "py.typed").touch()
    count_operations(document["paths"], package)


def run_in_a_group(command: list[str], environment: dict[str, str]) -> tuple[int, str]:
    """The exit code and the output; when this is interrupted, all that the command started ends too.

    Else its formatter would go on writing into the temporary folder while that is removed.
    """
    pipe, both = subprocess.PIPE, subprocess.STDOUT
    with subprocess.Popen(
        command, stdout=pipe, stderr=both, text=True, env=environment, start_new_session=True
    ) as process:
        try:
            words, _ = process.communicate()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    return process.returncode, words


def count_operations(paths: dict[str, Any], package: Path) -> None:
    """Exit unless each operation became a module: the generator drops what it can't read without a word."""
    # A path item without a method is one behind a reference: it must not pass for nothing.
    operations = sum(len(METHODS & item.keys()) or 1 for item in paths.values())
    modules = [module for module in package.glob("api/*/*.py") if module.name != "__init__.py"]
    if len(modules) != operations:
        raise SystemExit(
            f"expected a module for each of the document's {operations} operations,"
            f" got {len(modules)}; generated/ is as it was"
        )


@contextmanager
def fresh_tree() -> Iterator[Path]:
    """A temporary folder with a newly built tree, on the same file system as generated/."""
    BUILD.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=BUILD, prefix="generate-"))
    try:
        tree = folder / "generated"
        tree.mkdir()
        build(tree)
        yield tree
    finally:
        with interrupts.held_back():
            shutil.rmtree(folder)


def swap_in(tree: Path) -> None:
    """Put the new tree in the place of generated/; signals wait until the two renames are done.

    The old tree ends up beside the new one's place, in the temporary folder, and goes with it.
    """
    old = tree.with_name("old")
    with interrupts.held_back():
        if GENERATED.exists():
            GENERATED.rename(old)
        try:
            tree.rename(GENERATED)
        except OSError:
            if old.exists():
                old.rename(GENERATED)
            raise


def main() -> None:
    started = time.perf_counter()
    with fresh_tree() as tree:
        changes = differences(expected=tree, actual=GENERATED)
        files = [path for path in tree.rglob("*") if path.is_file()]
        swap_in(tree)
    seconds = time.perf_counter() - started
    print(
        "spec/openapi.yaml + spec/sdk.overlay.yaml → generated/openapi.sdk.yaml, generated/plivo_masking/"
    )
    print(
        f"{len(files)} files in {seconds:.1f} s; "
        + (f"{len(changes)} changed:" if changes else "nothing changed.")
    )
    for change in changes:
        print(f"  {change}")


if __name__ == "__main__":
    main()
