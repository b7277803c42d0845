"""`make test`, seconds by folder, to lay beside those of the last release in README.md."""

import os
import xml.etree.ElementTree as ET
from collections import defaultdict
from pathlib import Path

from scripts.bench.measure import Failed, Work
from scripts.bench.options import Options
from scripts.bench.processes import PYTHON, command


def works(options: Options) -> list[Work]:
    work = Work("suite", "`make test`, by folder", plot="seconds")
    report = (options.out / "junit.xml").resolve()
    chosen = ["tests/readme/test_values.py"] if options.quick else ["-n", "auto"]
    words = [PYTHON, "-m", "pytest", "-q", *chosen, f"--junitxml={report}"]
    # The tests of proxies need the user's own.
    own = {"NO_PROXY": os.environ.get("NO_PROXY", "")}
    try:
        took, _ = command(words, variables=own)
    except Failed as failed:
        work.missing["all"] = str(failed)
        return [work]
    for folder, seconds in _by_folder(report).items():
        work.samples[folder] = [{"seconds": seconds}]
    work.samples["all, in parallel"] = [{"seconds": took["wall s"]}]
    return [work]


def _by_folder(report: Path) -> dict[str, float]:
    seconds: defaultdict[str, float] = defaultdict(float)
    for case in ET.parse(report).iterfind(".//testcase"):
        module = case.attrib["classname"].split(".")
        seconds["/".join(module[:2])] += float(case.attrib["time"])
    return dict(sorted(seconds.items()))
