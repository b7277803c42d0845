"""What clients and validators add to an update, and how many scenarios each client passes.

`python -m scripts.conformance.leaks` compares results/leaks.md and results/clients.md with the last runs of
`sdks` from both views and of `validators`, and exits with 1 when they differ; `--write` writes them anew.
"""

import argparse
import difflib
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scripts.conformance.builds import ROOT, VIEWS
from scripts.conformance.errors import KitError
from scripts.conformance.report import heading, row
from scripts.conformance.results import Results, counts, read, subsets_told
from scripts.conformance.scenario import HERE
from scripts.conformance.validators import FOUND

TABLES = HERE / "results"
REMAKE = "make leaks WRITE=1"
# Two scenarios of the kit show it all.
PARTIAL = "two fields leave the other eleven alone"
SWITCH_OFF = "record is switched off"
LEAKS = f"""# What each client sends that its caller did not set

Made by `{REMAKE}`; without WRITE new runs are compared with it.

The caller sets `call_time_limit` and `session_expiry` and nothing else. Whatever else arrives is a
default that leaked, and overwrites what the session had. Built from the SDK view
(`generated/openapi.sdk.yaml`) no client may leak anything; built from the document
(`spec/openapi.yaml`), whose readers need the defaults, clients leak what is shown.
"""
VALIDATORS = """
## What each request validator adds

On a server the leak has a second half: validators fill in defaults as they check a request. The same
update passes through each of them, and then an empty one.

kin-openapi's router knows the path only without a slash at its end, and six of the vendor's seven SDKs send
one. Trim it before the router looks, as `validators/kin-openapi/validate.go` does.
"""
SUBSETS = """
## In all 8,192 subsets of the thirteen fields

Built from the SDK view, each client made one update for each subset. A line stands until a run with
`EXHAUSTIVE=1` renews it.
"""
CLIENTS = f"""# How many scenarios each client passes

Made by `{REMAKE}`; without WRITE new runs are compared with it.

Each client is built from the SDK view. What one can't do is declared in
`adapters/<client>/adapter.yaml`, with the reason.
"""


class Unknown(KitError):
    """The results don't hold what is needed; the text says what."""


def leaked(cells: Mapping[str, Any]) -> list[str]:
    """The keys that went out without being set, sorted. cells: a client's results by scenario.

    Raises Unknown when the scenario was not played or nothing was sent.
    """
    sent = _sent(cells, PARTIAL)
    return sorted(sent.keys() - {"call_time_limit", "session_expiry"})


def sends_false(cells: Mapping[str, Any]) -> bool:
    """Whether an explicit `record: false` arrives. Raises Unknown as leaked() does."""
    return _sent(cells, SWITCH_OFF).get("record") is False


def leaks_of_clients(cells: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> list[str]:
    """The table's lines as Markdown. cells: by view, client and scenario."""
    lines = heading(["client", "SDK view", "document", "`record: false` arrives"])
    for name, of_view in cells["sdk"].items():
        if name not in cells["document"]:
            raise Unknown(f"{name} was not built from the document; run: make sdks VIEW=document")
        both = {"sdk": of_view, "document": cells["document"][name]}
        try:
            arrives = "yes" if all(map(sends_false, both.values())) else "no"
            lines.append(row([name, *(_words(leaked(view)) for view in both.values()), arrives]))
        except Unknown as problem:
            raise Unknown(f"{name}: {problem}") from None
    return lines


def subsets_of_clients(results: Results, standing: str) -> list[str]:
    """The table's lines as Markdown. standing: the text of leaks.md, for clients without a new result."""
    stands = dict(
        re.findall(r"^\| (\S+) \| (.+) \|$", standing.partition(SUBSETS)[2], re.MULTILINE)
    )
    table = heading(["client", "what it sent"])
    for client in results["clients"]:
        name = client["name"]
        told = subsets_told(client) if client["subsets"] else stands.get(name, "not played")
        table.append(row([name, told]))
    return table


def leaks_of_validators(found: Mapping[str, Any]) -> list[str]:
    """The table's lines as Markdown. found: the keys added, by validator, view and update."""
    lines = heading(["validator", "SDK view adds", "document adds", "… to an empty update"])
    for name, added in found.items():
        cells = [name, _words([key for keys in added["sdk"].values() for key in keys])]
        lines.append(
            row(
                [*cells, *(_words(added["document"][update]) for update in ("two fields", "empty"))]
            )
        )
    return lines


def passes(results: Results) -> list[str]:
    """The table's lines as Markdown."""
    lines = heading(["client", "passed", "declared not supported", "failed"])
    for name in results["cells"]:
        count = counts(results, name)
        lines.append(
            row([name, *(str(count[status]) for status in ("pass", "not-supported", "fail"))])
        )
    return [f"Of {len(results['scenarios'])} scenarios:", "", *lines]


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


def tables() -> dict[Path, str]:
    """The text of each file by what the last runs gave; raises KitError where a run is missing."""
    runs = {view: read(ROOT / "build" / "conformance" / view / "results.json") for view in VIEWS}
    if not FOUND.exists():
        raise Unknown(f"{FOUND}: no such file; run: python -m scripts.conformance.validators")
    found = json.loads(FOUND.read_text(encoding="utf-8"))
    cells = {view: run["cells"] for view, run in runs.items()}
    path = TABLES / "leaks.md"
    subsets = subsets_of_clients(runs["sdk"], path.read_text(encoding="utf-8"))
    leaks = [LEAKS, *leaks_of_clients(cells), VALIDATORS, *leaks_of_validators(found)]
    leaks += [SUBSETS, *subsets, ""]
    return {
        path: "\n".join(leaks),
        TABLES / "clients.md": "\n".join([CLIENTS, *passes(runs["sdk"]), ""]),
    }


def compare_or_write(new: Mapping[Path, str], remake: str, *, write: bool) -> int:
    """Writes the files, or prints how they differ; gives the exit code."""
    code = 0
    for path, text in new.items():
        if write:
            path.write_text(text, encoding="utf-8")
            continue
        stands = path.read_text(encoding="utf-8") if path.exists() else ""
        if stands == text:
            print(f"{path.name} is up to date.")
            continue
        lines = (stands.splitlines(), text.splitlines())
        print("\n".join(difflib.unified_diff(*lines, path.name, "this run", lineterm="")))
        print(f"{path.name} differs from this run. If the run is right: {remake}")
        code = 1
    return code


def main(arguments: list[str]) -> int:
    """Compares or writes the tables; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m scripts.conformance.leaks")
    parser.add_argument("--write", action="store_true", help="write the tables anew")
    options = parser.parse_args(arguments)
    try:
        new = tables()
    except KitError as problem:
        print(f"leaks: {problem}", file=sys.stderr)
        return 2
    return compare_or_write(new, REMAKE, write=options.write)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
