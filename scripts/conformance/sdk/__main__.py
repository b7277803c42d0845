"""`python -m scripts.conformance.sdk [NAME…] [--view sdk|document]`: builds clients and grades them.

Without names it takes all, leaves out with a message those whose tools are missing (an error where
CI=true), and ends with the table of the kit. Exit code 1 on any failure, 2 when a tool is missing.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from scripts import view as sdk_view
from scripts.conformance.sdk.builds import SDKS, BuildFailed
from scripts.conformance.sdk.grade import Graded, NotGraded, grade, read
from scripts.conformance.sdk.leaks import leaked
from scripts.conformance.sdk.paths import ROOT, VIEWS
from scripts.conformance.sdk.toolchain import how_to_get, missing


def main(arguments: list[str]) -> int:
    """Builds and grades; gives the exit code."""
    options = _options(arguments)
    names = options.name or list(SDKS)
    absent = {name: missing(SDKS[name].needs) for name in names}
    for tool in sorted({tool for tools in absent.values() for tool in tools}):
        without = ", ".join(name for name in names if tool in absent[name])
        print(f"missing for {without}: {tool}. Get it with: {how_to_get(tool)}", file=sys.stderr)
    ready = [name for name in names if not absent[name]]
    must_have_all = bool(options.name) or os.environ.get("CI") == "true"
    if not ready or (must_have_all and len(ready) < len(names)):
        return 2
    document = _document(options.view)
    results, failed = _all(ready, options.view, document)
    if results:
        _report(list(results.values()), VIEWS[options.view] / "conformance")
    for name, file in results.items():
        print(f"{name}: sends unset {', '.join(leaked(read(file)[name])) or 'nothing'}")
    if len(ready) < len(names):
        print(f"Left out: {', '.join(name for name in names if absent[name])} (see above).")
    return 1 if failed else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sdk", description=__doc__)
    # argparse looks for the empty list, too, among the choices.
    parser.add_argument("name", nargs="*", choices=[[], *SDKS], metavar="NAME")
    parser.add_argument("--view", choices=list(VIEWS), default="sdk", help="what to build from")
    return parser.parse_args(arguments)


def _document(view: str) -> Path:
    """What the clients are built from; the SDK view is made anew, so that no stale one is used."""
    if view == "document":
        return ROOT / "spec" / "openapi.yaml"
    document = VIEWS["sdk"] / "openapi.sdk.yaml"
    document.parent.mkdir(parents=True, exist_ok=True)
    document.write_text(sdk_view.render(), encoding="utf-8")
    return document


def _all(names: list[str], view: str, document: Path) -> tuple[dict[str, Path], bool]:
    """The file of the results for each name, and whether anything failed."""
    results: dict[str, Path] = {}
    failed = False
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = {pool.submit(_one, name, view, document): name for name in names}
        for done, run in enumerate(as_completed(runs), start=1):
            name, position = runs[run], f"[{done}/{len(names)}]"
            try:
                graded, seconds = run.result()
            except (BuildFailed, NotGraded) as problem:
                print(f"{position} {name}: FAILED\n{problem}", flush=True)
                failed = True
                continue
            results[name] = graded.results
            # Of the document's view failures are the point, and told by the tables.
            told = graded.failures if view == "sdk" else ""
            failed = failed or bool(told)
            print(f"{position} {name}: built and graded in {seconds:.0f} s", flush=True)
            if told:
                print(told, flush=True)
    return {name: results[name] for name in names if name in results}, failed


def _one(name: str, view: str, document: Path) -> tuple[Graded, float]:
    started = time.monotonic()
    folder = VIEWS[view] / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    SDKS[name].build(document, folder)
    return grade(name, view), time.monotonic() - started


def _report(results: list[Path], out: Path) -> None:
    words = [sys.executable, "-m", "scripts.conformance.report", *map(str, results)]
    subprocess.run([*words, "--out", str(out)], cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
