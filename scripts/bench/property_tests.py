"""Judged cases a second against one stub: the contract tests, and schemathesis by its command line.

Whole commands, with their start, so a run is long enough that the cases decide.
"""

import re
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

from scripts.bench.measure import Failed, Goal, Sample, Work
from scripts.bench.options import Options
from scripts.bench.processes import PYTHON, command, stub
from scripts.stub import accounts, sessions
from scripts.view import ROOT

CLIENT, DIRECT, COMMAND_LINE = "through the client", "directly", "schemathesis' command line"
TESTS = {CLIENT: ["tests/contract/test_client.py"], DIRECT: ["tests/contract/test_sequences.py"]}
CONFIG = f"""
[auth.basic]
username = "{accounts.AUTH_ID}"
password = "{accounts.AUTH_TOKEN}"

[parameters]
"path.auth_id" = "{accounts.AUTH_ID}"
"path.session_uuid" = "{sessions.SINGLE_PARTY}"
"""


def works(options: Options) -> list[Work]:
    work = Work("property-tests", "Property tests", plot="cases/s")
    work.goals = [Goal("cases/s", name, COMMAND_LINE, at_least=2) for name in (CLIENT, DIRECT)]
    # Strict, so that the document holds for it.
    with (
        stub(lenient=False) as running,
        tempfile.TemporaryDirectory() as made,
    ):
        folder = Path(made)
        each = {name: _ours(name, running.url, folder, options) for name in TESTS}
        each[COMMAND_LINE] = _schemathesis(running.url, folder, options)
        return [work.measure(each, options.tiny(1, 3))]


def _ours(name: str, url: str, folder: Path, options: Options) -> Callable[[], Sample]:
    report = folder / f"{name}.xml"
    words = [PYTHON, "-m", "pytest", "-q", *TESTS[name], f"--junitxml={report}"]
    given = {
        "CONTRACT_URL": url,
        "CONTRACT_AUTH_ID": accounts.AUTH_ID,
        "CONTRACT_AUTH_TOKEN": accounts.AUTH_TOKEN,
        "CONTRACT_SESSION": sessions.TWO_PARTY,
        "CONTRACT_SINGLE_PARTY_SESSION": sessions.SINGLE_PARTY,
        "CONTRACT_SEED": "1",
        "CONTRACT_DEEP": "" if options.quick else "1",
    }

    def run() -> Sample:
        took, _ = command(words, variables=given)
        counts = ET.parse(report).iterfind(".//property[@name='cases']")
        cases = sum(int(count.attrib["value"]) for count in counts)
        if not cases:
            raise Failed(f"expected a number of cases in {report.name}, got none")
        return _rate(cases, took)

    return run


def _schemathesis(url: str, folder: Path, options: Options) -> Callable[[], Sample]:
    config = folder / "schemathesis.toml"
    config.write_text(CONFIG, encoding="utf-8")
    words = [PYTHON, "-m", "schemathesis.cli", f"--config-file={config}"]
    words += ["run", str(ROOT / "spec" / "openapi.yaml"), "--url", url, "--checks", "all"]
    words += ["--mode", "all", "--phases", "examples,coverage,fuzzing", "--continue-on-failure"]
    words += ["--max-examples", str(options.tiny(1, 400)), "--seed", "1", "--no-color"]
    words += ["--generation-database", "none"]

    def run() -> Sample:
        took, told = command(words)
        cases = re.search(r"([0-9]+) generated", told)
        if not cases:
            raise Failed(f"expected a number of cases from schemathesis, got: {told[-200:]}")
        return _rate(int(cases[1]), took)

    return run


def _rate(cases: int, took: Sample) -> Sample:
    return {
        "cases": cases,
        "cases/s": cases / took["wall s"],
        "CPU ms a case": took["CPU s"] / cases * 1e3,
    }
