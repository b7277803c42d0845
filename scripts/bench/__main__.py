"""Measures ours beside others, in turn: `python -m scripts.bench [WORK…]`."""

import argparse
import sys
import time
from importlib import import_module
from pathlib import Path

from scripts import interrupts  # noqa: F401
from scripts.bench import report
from scripts.bench.measure import Work
from scripts.bench.options import Options
from scripts.bench.peers import Peers
from scripts.view import ROOT

WORKS = (
    "update",
    "throughput",
    "startup",
    "generating",
    "stub",
    "property_tests",
    "growth",
    "suite",
)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench", description="Measures ours beside others, in turn."
    )
    parser.add_argument("work", nargs="*", metavar="WORK", help=f"some of {', '.join(WORKS)}")
    parser.add_argument("--quick", action="store_true", help="try that all runs; install nothing")
    parser.add_argument("--write", action="store_true", help="renew the table in README.md")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench", metavar="FOLDER")
    given = parser.parse_args(arguments)
    if unknown := set(given.work) - set(WORKS):
        parser.error(f"expected some of {', '.join(WORKS)}, got {', '.join(sorted(unknown))}")
    if given.write and (given.quick or given.work):
        parser.error("expected --write with a full run, got it with --quick or only some works")
    out = given.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    options = Options(given.quick, out, Peers(out / "peers", install=not given.quick))
    begin = time.perf_counter()
    works: list[Work] = []
    for name in given.work or WORKS:
        print(f"{name} …", flush=True)
        works += import_module(f"scripts.bench.{name}").works(options)
    found = report.results(works, time.perf_counter() - begin)
    report.write(found, options)
    if given.write:
        report.write_readme(found)
    print(report.markdown(found), end="")
    print(f"\nIn {out}: results.json, results.md and the plots.")
    if failed := [f"{name} ({work.title})" for work in works for name in work.failed]:
        raise SystemExit(
            f"expected figures of all that can be had, got failures: {', '.join(failed)}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
