"""The table of the clients that are not generated from the document: curl and the vendor's SDKs.

`python -m scripts.conformance.vendor_sdks results.json` compares vendor_sdks.md with the results of a run
and exits with 1 when they differ; `--write` writes it anew.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from scripts.conformance import samples
from scripts.conformance.compare import describe
from scripts.conformance.errors import KitError
from scripts.conformance.leaks import compare_or_write
from scripts.conformance.report import heading, row, topics
from scripts.conformance.results import Results, counts, pass_rate, read
from scripts.conformance.runner import STATUSES
from scripts.conformance.scenario import HERE

TABLE = HERE / "results" / "vendor_sdks.md"
REMAKE = "make vendor-sdks WRITE=1"
INTRODUCTION = f"""# curl and the vendor's own SDKs

Made by `{REMAKE}`; without WRITE a new run is compared with it.

Each client runs unchanged against the lenient stub, to which its adapter redirects it, and can reach
nothing else. The contract is written for generated clients: where one of these differs from it, that
is a result and does not fail the build.
"""
SAMPLES = """
## The samples on the vendor's page

What the official client of each language sends for its sample call was run here, recorded elsewhere or
read from its source, as the third column says.
"""


def table_of(results: Results, of_samples: Iterable[str]) -> str:
    """The whole file, as Markdown: the official clients in the results and the table of samples."""
    clients = [client for client in results["clients"] if client["official"]]
    names = [client["name"] for client in clients]
    lines = [
        INTRODUCTION,
        *heading(["client", *STATUSES, "passed"]),
    ]
    for name in names:
        count = counts(results, name)
        lines.append(row([name, *(str(count[status]) for status in STATUSES), pass_rate(count)]))
    lines += ["", *_always(clients), SAMPLES, *of_samples]
    for topic, scenarios in topics(results):
        lines += ["", f"## {topic}", "", *heading(["scenario", *names])]
        for scenario in scenarios:
            cells = [results["cells"][name].get(scenario["name"]) for name in names]
            lines.append(
                row([scenario["name"], *(cell["status"] if cell else "" for cell in cells)])
            )
    for name in names:
        lines += ["", f"## What differs with {name}", "", *_differences(name, results)]
    return "\n".join([*lines, ""])


def _always(clients: list[dict[str, Any]]) -> Iterator[str]:
    yield "What a client does in every call is set aside in the tables:"
    yield ""
    for client in clients:
        for addition, reason in client["always"].items():
            yield f"- {client['name']}: {addition}. {reason}"


def _differences(name: str, results: Results) -> Iterator[str]:
    for scenario in results["scenarios"]:
        cell = results["cells"][name].get(scenario["name"], {"status": ""})
        if cell["status"] == "fail":
            yield f"- {scenario['name']}"
            lines = (describe(difference) for difference in cell["differences"])
            yield from (f"  - {_steady(line, scenario)}" for line in lines)


def _steady(line: str, scenario: dict[str, Any]) -> str:
    """The line as code, without what changes from run to run: the stub's port, and in its own
    replies the ids that it makes up."""
    line = re.sub(r"127\.0\.0\.1:[0-9]+", "127.0.0.1:PORT", line)
    if not scenario["serve"]:
        line = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "API_ID", line)
    return f"`{line.replace('`', chr(39))}`"


def main(arguments: list[str]) -> int:
    """Compares or writes vendor_sdks.md; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m scripts.conformance.vendor_sdks")
    parser.add_argument("results", type=Path, help="results.json of a run")
    parser.add_argument("--write", action="store_true", help="write vendor_sdks.md")
    options = parser.parse_args(arguments)
    try:
        table = table_of(read(options.results), samples.table())
    except KitError as problem:
        print(f"vendor_sdks: {problem}", file=sys.stderr)
        return 2
    return compare_or_write({TABLE: table}, REMAKE, write=options.write)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
