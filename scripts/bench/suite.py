"""`make test`, seconds by folder, beside those of the last release on the same machine."""

import os
import re
import shlex
import tempfile
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.bench.measure import Absent, Failed, Work
from scripts.bench.options import Options
from scripts.bench.processes import PYTHON, command
from scripts.view import ROOT

ALL = "all, in parallel"


def works(options: Options) -> list[Work]:
    work = Work("suite", "`make test`, by folder", plot="seconds")
    try:
        now = _seconds(ROOT, options)
    except Failed as failed:
        work.lacks(ALL, failed)
        return [work]
    work.samples = {name: [{"seconds": seconds}] for name, seconds in now.items()}
    try:
        version, commit = _last_release()
        with _checked_out(commit, options.out) as folder:
            then = _seconds(folder, options)
    except (Failed, OSError) as failed:
        work.lacks("at the last release", failed)
        return [work]
    for name in now.keys() & then.keys():
        (sample,) = work.samples[name]
        sample |= {f"at {version}": then[name], "ratio": now[name] / then[name]}
    return [work]


def _seconds(folder: Path, options: Options) -> dict[str, float]:
    """What the tests of each folder took, and all of them together. Raises Failed if one fails."""
    report = (options.out / "junit.xml").resolve()
    chosen = ["tests/readme/test_values.py"] if options.quick else _chosen(folder)
    words = [PYTHON, "-m", "pytest", "-q", *chosen, f"--junitxml={report}"]
    # The tests of proxies need the user's own.
    own = {"NO_PROXY": os.environ.get("NO_PROXY", "")}
    took, _ = command(words, folder, own)
    seconds: defaultdict[str, float] = defaultdict(float)
    for case in ET.parse(report).iterfind(".//testcase"):
        module = case.attrib["classname"].split(".")
        seconds["/".join(module[:2])] += float(case.attrib["time"])
    return {**dict(sorted(seconds.items())), ALL: took["wall s"]}


def _chosen(folder: Path) -> list[str]:
    """What `make test` gives pytest there."""
    makefile = (folder / "Makefile").read_text(encoding="utf-8")
    recipe = re.search(r"^test:.*\n(?:\t.*\n)*?\t.* -m pytest (.*)", makefile, re.MULTILINE)
    if not recipe:
        raise Failed(f"expected the target test in {folder / 'Makefile'} to run pytest")
    return shlex.split(recipe[1])


def _last_release() -> tuple[str, str]:
    """The newest version with a date, and the commit that brought it. Raises Absent if it can't be had."""
    changelog = Path("spec", "CHANGELOG.md")
    text = (ROOT / changelog).read_text(encoding="utf-8")
    heading = re.search(r"^## \[(\d\S*)\] - ", text, re.MULTILINE)
    _, shallow = command(["git", "rev-parse", "--is-shallow-repository"])
    if not heading or shallow.strip() != "false":
        raise Absent("expected a release and the history since then, got less")
    _, told = command(["git", "log", "--format=%H", f"-S{heading[0]}", "--", str(changelog)])
    if not told.split():
        raise Failed(f"expected a commit that released {heading[1]}, got none")
    return heading[1], told.split()[-1]


@contextmanager
def _checked_out(commit: str, out: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=out) as made:
        folder = Path(made, "released")
        command(["git", "worktree", "add", "--detach", str(folder), commit])
        try:
            yield folder
        finally:
            command(["git", "worktree", "remove", "--force", str(folder)])
