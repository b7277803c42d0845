"""`python -m scripts.conformance.sdks [NAME…] [--view sdk|document]`: builds clients and grades them.

Without names it takes every client that is made from the document, and leaves out with a message those
whose tools are missing (an error where CI=true). Exit code 1 on any failure of a build or of a client built
from the SDK view, 2 when a tool is missing. Of clients built from the document failures are the point.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts import view as sdk_view
from scripts.conformance.builds import (
    ADAPTERS,
    ROOT,
    VIEWS,
    Source,
    build,
    build_folder,
    sources,
    with_tools,
)
from scripts.conformance.errors import KitError


def main(arguments: list[str]) -> int:
    """Builds and grades; gives the exit code."""
    options = _options(arguments)
    try:
        chosen = _chosen(options.name)
    except KitError as problem:
        print(f"sdks: {problem}", file=sys.stderr)
        return 2
    ready = with_tools(chosen)
    must_have_all = bool(options.name) or os.environ.get("CI") == "true"
    if not ready or (must_have_all and len(ready) < len(chosen)):
        return 2
    built = build(ready, document(options.view), build_folder("", options.view))
    # A run of all is what the tables in results/ are made from, so a run of some goes elsewhere.
    out = options.out or Path("build", "conformance", "" if options.name else options.view)
    code = _grade(built, options.view, out, exhaustive=options.exhaustive) if built else 1
    if len(ready) < len(chosen):
        left_out = ", ".join(source.name for source in chosen if source not in ready)
        print(f"Left out: {left_out} (see above).")
    return code if len(built) == len(ready) else max(code, 1)


def document(view: str) -> Path:
    """What clients are built from; the SDK view is made anew, so that no stale one is used."""
    if view == "document":
        return sdk_view.DOCUMENT
    path = build_folder("", view).with_suffix(".openapi.yaml")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(sdk_view.render(), encoding="utf-8")
    return path


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.conformance.sdks",
        description="Builds clients and has the kit grade them.",
    )
    parser.add_argument("name", nargs="*", metavar="NAME", help="a folder of adapters/")
    parser.add_argument("--view", choices=VIEWS, default="sdk", help="what to build from")
    parser.add_argument("--exhaustive", action="store_true", help="play all subsets of the fields")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="where the reports go")
    return parser.parse_args(arguments)


def _chosen(names: Sequence[str]) -> list[Source]:
    known = sources(ADAPTERS)
    for name in names:
        if name not in known:
            raise KitError(f"expected one of {', '.join(known)}, got {name!r}")
    if names:
        return [known[name] for name in names]
    return [source for source in known.values() if source.script.exists() and not source.official]


def _grade(built: Sequence[Source], view: str, out: Path, *, exhaustive: bool) -> int:
    words = [sys.executable, "-m", "scripts.conformance", "--view", view, "--out", str(out)]
    words += ["--exhaustive"] if exhaustive else []
    for source in built:
        words += [word for client in source.clients for word in ("--adapter", client)]
    code = subprocess.run(words, cwd=ROOT).returncode
    return 0 if view == "document" and code == 1 else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
