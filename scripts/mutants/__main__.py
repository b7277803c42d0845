"""Measure what the tests notice: make each fault of sample.yaml in a copy of the project and test that.

Prints a line for each fault and a table by kind. Exits with 1 when the tests fail without any fault.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = yaml.safe_load(Path(__file__).with_name("sample.yaml").read_text(encoding="utf-8"))
STATUSES = ("killed", "survived", "timeout")
TIMEOUT = 300


def mutated(text: str, mutant: dict[str, Any]) -> str:
    """The text with the fault. Exits when `find` does not name one place."""
    texts = [mutant["find"]] if isinstance(mutant["find"], str) else mutant["find"]
    if text.count(texts[0]) != 1:
        raise SystemExit(
            f"{mutant['id']}: expected {texts[0]!r} once in {mutant['file']},"
            f" got it {text.count(texts[0])} times; correct `find` in sample.yaml"
        )
    place = text.index(texts[0])
    for before, after in pairwise(texts):
        place = text.index(after, place + len(before))
    return text[:place] + str(mutant["replace"]) + text[place + len(texts[-1]) :]


def copy_project(into: Path) -> None:
    """Copy what git has committed or staged, and link what the tests need beside it."""
    shutil.rmtree(into, ignore_errors=True)
    subprocess.run(["git", "checkout-index", "--all", f"--prefix={into}/"], cwd=ROOT, check=True)
    for name in SAMPLE["links"]:
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        (into / name).symlink_to(ROOT / name)


def run(command: list[str], folder: Path) -> tuple[str, str]:
    """The status that a command gives the mutant, and what failed."""
    words = [word.replace("{python}", sys.executable) for word in command]
    with (folder / "output.txt").open("w") as log:
        process = subprocess.Popen(
            words, cwd=folder, stdout=log, stderr=log, start_new_session=True
        )
        try:
            code = process.wait(timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return "timeout", f"{words[-1]}: exit code {process.wait()}"
    text = (folder / "output.txt").read_text(encoding="utf-8", errors="replace")
    if code == 0:
        return "survived", ""
    failed = re.search(r"^(?:FAILED|ERROR) (tests.*)", text, re.MULTILINE)
    if "pytest" in command and not failed:
        raise SystemExit(f"{folder.name}: expected a failed test, got from pytest:\n{text[-2000:]}")
    return "killed", failed[1] if failed else f"{words[2]}: {text.strip().splitlines()[-1]}"


def judge(mutant: dict[str, Any]) -> dict[str, Any]:
    """Whether anything fails with the fault, what, and after how many seconds."""
    started, folder = time.monotonic(), ROOT / "build" / "mutants" / mutant["id"]
    kind = SAMPLE["kinds"][mutant["kind"]]
    copy_project(folder)
    if "file" in mutant:
        file = folder / mutant["file"]
        file.write_text(mutated(file.read_text(encoding="utf-8"), mutant), encoding="utf-8")
    pytest = ["{python}", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    pytest += [f"--deselect={test}" for test in kind.get("deselect", [])]
    tests = [[*pytest, path] for path in kind["tests"]]
    status, test = "survived", ""
    for command in [*kind.get("first", []), *tests, *kind.get("then", [])]:
        status, test = run(command, folder)
        if status != "survived":
            break
    shutil.rmtree(folder)
    seconds = round(time.monotonic() - started, 1)
    print(f"{mutant['id']}: {status} in {seconds} s {test[:200]}", flush=True)
    return {**mutant, "status": status, "test": test[:200], "seconds": seconds}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.mutants", description=__doc__)
    parser.add_argument("--only", choices=list(SAMPLE["kinds"]), help="mutants of one kind")
    parser.add_argument("--jobs", type=int, default=1, help="how many at a time (1)")
    parser.add_argument("--out", type=Path, help="a file for the results as JSON")
    options = parser.parse_args()
    kinds = [options.only] if options.only else list(SAMPLE["kinds"])
    chosen = [mutant for mutant in SAMPLE["mutants"] if mutant["kind"] in kinds]
    for one in chosen:
        mutated((ROOT / one["file"]).read_text(encoding="utf-8"), one)  # Exits on a stale `find`.
    with ThreadPoolExecutor(options.jobs) as pool:
        whole = pool.map(judge, [{"id": f"unmutated-{kind}", "kind": kind} for kind in kinds])
        if red := [result["id"] for result in whole if result["status"] != "survived"]:
            raise SystemExit(f"expected green tests without a fault, got failures: {red}")
        results = list(pool.map(judge, chosen))
    if options.out:
        options.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(f"{'kind':10}{'mutants':>9}" + "".join(f"{status:>10}" for status in STATUSES))
    for kind in [*kinds, "all"]:
        found = [one["status"] for one in results if kind in (one["kind"], "all")]
        counts = "".join(f"{found.count(status):10}" for status in STATUSES)
        print(f"{kind:10}{len(found):9}{counts}")
    print("survived:", ", ".join(r["id"] for r in results if r["status"] == "survived"))


if __name__ == "__main__":
    main()
