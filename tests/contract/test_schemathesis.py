"""schemathesis alone, by its command line: all phases, data that is right and wrong, every check.

All checks are switched on. Four of them find nothing to check here:

- `use_after_free`, `ensure_resource_availability`, `object_level_authorization`: they follow a resource
  from its creation, and the document creates none.
- `missing_required_header`: the document requires no header but the credentials, and those are taken away
  by `ignored_auth`.

Left out are `max_response_time`, because no source promises a time, and the phase `stateful`, which reports
itself as not applicable: one operation has no links. test_sequences.py tries sequences of updates instead.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml

from tests.contract import document
from tests.contract.given import given
from tests.contract.hypothesis_settings import SEED, Depth, examples
from tests.contract.redact import redactor
from tests.contract.target import Target
from tests.contract.wire import Wire

# Beside pytest's own reports, where `make contract` puts them.
REPORTS = Path("build", "contract", "schemathesis")
# Half of the data is wrong on purpose, and the checks of credentials are refused as they should be.
LEAST_ACCEPTED = 0.2

CONFIG = """
warnings = false

[auth.basic]
username = "${AUTH_ID}"
password = "${AUTH_TOKEN}"

[output.sanitization]
keys-to-sanitize = ["authorization"]
sensitive-markers = ["token", "secret", "password"]

[cache]
enabled = false

# Without QUERY, which servers need not know, and may then answer with a 501.
[phases.coverage]
unexpected-methods = ["get", "put", "patch", "delete", "options", "trace"]
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """Gone after the test, because what schemathesis writes may hold the token."""
    with TemporaryDirectory() as made:
        yield Path(made)


def run(
    wire: Wire, parameters: dict[str, str], what: dict[str, Any], name: str, folder: Path
) -> Counter[int]:
    """Run schemathesis; the statuses that it was answered with. Fails on any finding.

    Where the document's own readings are noted only, wrong data is made without them.
    """
    if wire.target.stub or given("STRICT") not in ("", "0"):
        return run_once(wire, parameters, what, "all", name, folder)
    right, relaxed = document.read_alike(what), document.without_own_patterns(what)
    seen = run_once(wire, parameters, right, "positive", f"{name}_right", folder)
    return seen + run_once(wire, parameters, relaxed, "negative", f"{name}_wrong", folder)


def run_once(
    wire: Wire,
    parameters: dict[str, str],
    what: dict[str, Any],
    mode: str,
    name: str,
    folder: Path,
) -> Counter[int]:
    target, pace = wire.target, wire.pace
    steering = "".join(f'"path.{key}" = "{value}"\n' for key, value in parameters.items())
    config, spec = folder / "schemathesis.toml", folder / "openapi.yaml"
    config.write_text(f"{CONFIG}\n[parameters]\n{steering}", encoding="utf-8")
    spec.write_text(yaml.safe_dump(what, sort_keys=False), encoding="utf-8")
    command = [
        *(sys.executable, "-m", "schemathesis.cli", f"--config-file={config}", "run", str(spec)),
        *("--url", target.url, "--checks", "all", "--mode", mode),
        *("--phases", "examples,coverage,fuzzing,stateful", "--continue-on-failure"),
        *("--max-examples", str(examples(40)), "--seed", str(SEED), "--no-color"),
        *(
            "--report-junit-path",
            str(folder / f"{name}.xml"),
            "--report-har-path",
            str(folder / f"{name}.har"),
        ),
        *("--report-html-path", str(folder / name), "--generation-database", "none"),
    ]
    rate = pace.limit // pace.window
    if not target.stub:
        # It insists on Allow, which the document leaves to the server; test_path.py tries the methods.
        command += ["--exclude-checks", "unsupported_method"]
        command += ["--rate-limit", f"{rate}/s" if pace.on else "auto"]
    auth_id, token = target.latin_1_credentials
    # It reads certificates from a variable of its own.
    trusted = os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR") or ""
    own = {"AUTH_ID": auth_id, "AUTH_TOKEN": token, "NO_PROXY": "*", "REQUESTS_CA_BUNDLE": trusted}
    pace.window_has_passed()
    done = subprocess.run(
        command,
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        check=False,
        # It is told a rate, so a time is a number of requests.
        timeout=None if pace.budget is None else pace.budget / rate,
    )
    pace.window_has_passed()
    for report in (f"{name}.xml", f"{name}.har", f"{name}/index.html"):
        publish(folder / report, REPORTS / report)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    seen = statuses(REPORTS / f"{name}.har")
    pace.spend(seen.total())
    return seen


def publish(report: Path, where: Path) -> None:
    """Copy a report redacted, for it shows what the server sent; there is none after a crash."""
    if report.exists():
        where.parent.mkdir(parents=True, exist_ok=True)
        text = report.read_text(encoding="utf-8")
        where.write_text(redactor().text(text), encoding="utf-8")


def statuses(har: Path) -> Counter[int]:
    entries = json.loads(har.read_text(encoding="utf-8"))["log"]["entries"]
    return Counter(entry["response"]["status"] for entry in entries)


def judge(depth: Depth, seen: Counter[int], *, least: float) -> None:
    for status in seen.elements():
        depth.count(status)
    depth.judge(least=least)


def test_a_session_of_one_party(
    plain_wire: Wire, target: Target, single_party_session: str, depth: Depth, folder: Path
) -> None:
    parameters = {"auth_id": target.auth_id, "session_uuid": single_party_session}
    seen = run(plain_wire, parameters, document.raw(), "one_party", folder)
    judge(depth, seen, least=LEAST_ACCEPTED)


@pytest.mark.further
def test_a_session_of_two_parties(
    plain_wire: Wire, target: Target, depth: Depth, folder: Path
) -> None:
    """By the document as it is for such a session: the two fields are refused."""
    parameters = {"auth_id": target.auth_id, "session_uuid": target.session}
    seen = run(plain_wire, parameters, document.for_two_parties(), "two_parties", folder)
    judge(depth, seen, least=LEAST_ACCEPTED)


@pytest.mark.further
@pytest.mark.parametrize("known", ["account", "nothing"])
def test_unknown_ids(plain_wire: Wire, target: Target, known: str, folder: Path) -> None:
    """Generated ids find no session."""
    parameters = {"auth_id": target.auth_id} if known == "account" else {}
    seen = run(plain_wire, parameters, document.with_unknown_ids(), f"unknown_{known}", folder)
    expected = 404 if known == "account" else 401
    assert seen[expected], f"expected some {expected}, got {dict(seen)}"
