"""The default leak, on the wire: what each client sends beside what its caller set.

`python -m scripts.conformance.sdk.leaks` compares results/leaks.md with the results of the
last runs of both views and exits with 1 when they differ; `--write` writes it anew.
"""

import argparse
import difflib
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scripts.conformance.sdk.builds import SDKS
from scripts.conformance.sdk.grade import read
from scripts.conformance.sdk.paths import ROOT, VIEWS

TABLE = ROOT / "scripts" / "conformance" / "results" / "leaks.md"
REMAKE = "make sdk-leaks WRITE=1"
# Two scenarios of the kit show it all.
PARTIAL = "two fields leave the other eleven alone"
SWITCH_OFF = "record is switched off"
INTRODUCTION = f"""# What each client sends that its caller did not set

Made by `{REMAKE}`; without WRITE new runs are compared with it.

The caller sets `call_time_limit` and `session_expiry` and nothing else. Whatever else arrives is a
default that leaked, and overwrites what the session had. Built from the SDK view
(`generated/openapi.sdk.yaml`) no client may leak anything; built from the document
(`spec/openapi.yaml`), whose readers need the defaults, they do as shown.
"""


class Unknown(Exception):
    """The results don't hold the request that is needed; the text says which."""


def leaked(cells: Mapping[str, Any]) -> list[str]:
    """The keys that went out without being set, sorted. cells: a client's results by scenario.

    Raises Unknown when the scenario was not played or nothing was sent.
    """
    sent = _sent(cells, PARTIAL)
    return sorted(sent.keys() - {"call_time_limit", "session_expiry"})


def sends_false(cells: Mapping[str, Any]) -> bool:
    """Whether an explicit `record: false` arrives. Raises Unknown as leaked() does."""
    return _sent(cells, SWITCH_OFF).get("record") is False


def table(cells: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    """The table as Markdown. cells: by view, client and scenario."""
    lines = [
        INTRODUCTION,
        "| client | SDK view | document | `record: false` arrives |",
        "|---|---|---|---|",
    ]
    for name, of_view in cells["sdk"].items():
        both = (of_view, cells["document"][name])
        arrives = "yes" if all(map(sends_false, both)) else "no"
        lines.append(
            f"| {name} | {' | '.join(_words(leaked(view)) for view in both)} | {arrives} |"
        )
    return "\n".join([*lines, ""])


def _words(keys: list[str]) -> str:
    return ", ".join(f"`{key}`" for key in keys) or "nothing"


def _sent(cells: Mapping[str, Any], scenario: str) -> dict[str, Any]:
    requests = cells.get(scenario, {}).get("requests", [])
    if len(requests) != 1:
        raise Unknown(f"{scenario!r}: expected one request in the results, got {len(requests)}")
    body = json.loads(requests[0]["body"])
    if not isinstance(body, dict):
        raise Unknown(f"{scenario!r}: expected a JSON object in the request, got {body!r}")
    return body


def main(arguments: list[str]) -> int:
    """Compares or writes the table; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m sdk.leaks", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the table anew")
    options = parser.parse_args(arguments)
    try:
        new = table({view: _results(folder) for view, folder in VIEWS.items()})
    except Unknown as problem:
        print(f"sdk.leaks: {problem}", file=sys.stderr)
        return 2
    old = TABLE.read_text(encoding="utf-8") if TABLE.exists() else ""
    if options.write:
        TABLE.write_text(new, encoding="utf-8")
        return 0
    print(new)
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), "leaks.md", "new", lineterm="")
    differing = list(lines)
    if differing:
        print("\n".join(differing), file=sys.stderr)
        print(f"leaks.md is not what these runs give; mend it with: {REMAKE}", file=sys.stderr)
    return 1 if differing else 0


def _results(folder: Path) -> dict[str, Any]:
    return {name: _cells(folder / name / "conformance" / "results.json", name) for name in SDKS}


def _cells(file: Path, name: str) -> Any:
    if not file.exists():
        raise Unknown(f"{file.relative_to(ROOT)}: no results of {name}; make them with: make sdks")
    return read(file)[name]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
