"""Measure what the tests notice: put a sample of faults, each in a copy of the project, and test that.

Prints a line for each fault, a table by kind and the diffs that no test noticed: gaps in the tests, or
changes that nobody could see. Exits with 1 when the tests fail without any fault.
"""

import argparse
import difflib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import yaml

from scripts.mutants import document

ROOT = Path(__file__).resolve().parents[2]
KINDS = yaml.safe_load(Path(__file__).with_name("kinds.yaml").read_text(encoding="utf-8"))
# An environment of its own, because nothing else needs what cosmic-ray brings.
COSMIC_RAY = ROOT / "build" / "cosmic-ray" / "bin" / "python"
STATUSES = ("killed", "survived", "timeout")
TIMEOUT = 300


def sampled(kind: str, sample: int, seed: int) -> list[dict[str, Any]]:
    """Faults of a kind: file, line, what, text (of the whole file with the fault), and its tests."""
    # Where two groups name a file, the later one knows it better.
    groups = {
        str(file.relative_to(ROOT)): group
        for group in KINDS["kinds"][kind]
        for pattern in group["files"]
        for file in ROOT.glob(pattern)
    }
    if os.geteuid() == 0:
        for file in [file for file, group in groups.items() if group.get("unprivileged")]:
            print(f"{file}: left out, because a fault in it could change this machine as root")
            del groups[file]
    if kind == "document":
        (file,) = groups
        every = list(document.faults((ROOT / file).read_text(encoding="utf-8")))
        chosen = random.Random(seed).sample(every, min(sample, len(every)))
        found = [{"file": file, **fault} for fault in chosen]
    else:
        lister = Path(__file__).with_name("code.py")
        command = [str(COSMIC_RAY), str(lister), str(seed), str(sample), *groups]
        done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
        found = json.loads(done.stdout)
    return [
        {"id": f"{kind}-{number}", "kind": kind, "group": groups[fault["file"]], **fault}
        for number, fault in enumerate(found, 1)
    ]


def copy_project(into: Path) -> None:
    """Copy what git has committed or staged, and link what the tests need beside it."""
    shutil.rmtree(into, ignore_errors=True)
    subprocess.run(["git", "checkout-index", "--all", f"--prefix={into}/"], cwd=ROOT, check=True)
    for name in KINDS["links"]:
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
        # A fault may also end pytest before it has run a test.
        if "pytest" in words and " passed" not in text:
            return "killed", f"{words[-1]}: exit code 0 without a test"
        return "survived", ""
    failed = re.search(r"^(?:FAILED|ERROR) (tests.*)", text, re.MULTILINE)
    _, _, last = text.strip().rpartition("\n")
    return "killed", failed[1] if failed else f"{words[-1]}: {last}"


def judge(mutant: dict[str, Any]) -> dict[str, Any]:
    """Whether anything fails with the fault, what, and after how many seconds."""
    started, folder = time.monotonic(), ROOT / "build" / "mutants" / mutant["id"]
    group = mutant["group"]
    copy_project(folder)
    if "file" in mutant:
        (folder / mutant["file"]).write_text(mutant["text"], encoding="utf-8")
    pytest = ["{python}", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    pytest += [f"--deselect={test}" for test in group.get("deselect", [])]
    tests = [[*pytest, *paths.split()] for paths in group["tests"]]
    status, test = "survived", ""
    for command in [*group.get("first", []), *tests, *group.get("then", [])]:
        status, test = run(command, folder)
        if status != "survived":
            break
    shutil.rmtree(folder)
    seconds = round(time.monotonic() - started, 1)
    place = f" {mutant['file']}:{mutant['line']} {mutant['what']}" if "file" in mutant else ""
    print(f"{mutant['id']}:{place}: {status} in {seconds} s {test[:200]}", flush=True)
    return {**mutant, "status": status, "test": test[:200]}


def diff(mutant: dict[str, Any]) -> str:
    """What a mutant changes."""
    before = (ROOT / mutant["file"]).read_text(encoding="utf-8").splitlines()
    lines = difflib.unified_diff(
        before, mutant["text"].splitlines(), mutant["file"], mutant["id"], n=0, lineterm=""
    )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.mutants", description=__doc__)
    parser.add_argument("--only", choices=list(KINDS["kinds"]), help="mutants of one kind")
    parser.add_argument("--sample", type=int, default=20, help="how many of each kind (20)")
    parser.add_argument("--seed", type=int, default=1, help="which ones (1)")
    parser.add_argument("--jobs", type=int, default=1, help="how many at a time (1)")
    options = parser.parse_args()
    kinds = [options.only] if options.only else list(KINDS["kinds"])
    chosen = [mutant for kind in kinds for mutant in sampled(kind, options.sample, options.seed)]
    groups = {str(mutant["group"]): mutant for mutant in chosen}.values()
    whole = [{"id": f"unmutated-{mutant['id']}", "group": mutant["group"]} for mutant in groups]
    with ThreadPoolExecutor(options.jobs) as pool:
        if red := [
            found["id"] for found in pool.map(judge, whole) if found["status"] != "survived"
        ]:
            raise SystemExit(f"expected green tests without a fault, got failures: {red}")
        results = list(pool.map(judge, chosen))
    print(f"{'kind':10}{'mutants':>9}" + "".join(f"{status:>10}" for status in STATUSES))
    for kind in [*kinds, "all"]:
        found = [one["status"] for one in results if kind in (one["kind"], "all")]
        counts = "".join(f"{found.count(status):10}" for status in STATUSES)
        print(f"{kind:10}{len(found):9}{counts}")
    for mutant in results:
        if mutant["status"] == "survived":
            print(diff(mutant))


if __name__ == "__main__":
    main()
