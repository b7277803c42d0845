"""Writes the reports of a run: JSON, Markdown and one self-contained HTML page.

`python -m scripts.conformance.report A.json B.json [--out FOLDER]` merges the results of runs.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from scripts.conformance.compare import describe
from scripts.conformance.errors import KitError
from scripts.conformance.results import Results, counts, merged, pass_rate, read
from scripts.conformance.runner import STATUSES
from scripts.conformance.scenario import HERE
from scripts.conformance.terminal import table


def write_reports(results: Results, folder: Path) -> None:
    """Writes results.json, report.md and report.html into the folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(results, indent=1, ensure_ascii=False)
    (folder / "results.json").write_text(text + "\n", encoding="utf-8")
    (folder / "report.md").write_text(markdown(results), encoding="utf-8")
    (folder / "report.html").write_text(page(results), encoding="utf-8")


def page(results: Results) -> str:
    """The results as one HTML page that loads nothing."""
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    template = environment.from_string((HERE / "report.html.jinja").read_text(encoding="utf-8"))
    # `</script>` in a reply would end the script element that holds the data.
    data = json.dumps(results).replace("<", "\\u003c")
    return template.render(
        clients=results["clients"],
        topics=topics(results),
        cells=results["cells"],
        statuses=STATUSES,
        summary={c["name"]: counts(results, c["name"]) for c in results["clients"]},
        pass_rate=pass_rate,
        data=data,
    )


def markdown(results: Results) -> str:
    """The results as Markdown: the counts, a table a topic, and what differed."""
    names = list(results["cells"])
    lines = ["# Conformance report", "", *_summary(results)]
    for topic, scenarios in topics(results):
        lines += ["", f"## {topic}", "", *heading(["scenario", *names])]
        for scenario in scenarios:
            statuses = [_status(results["cells"][name].get(scenario["name"])) for name in names]
            lines.append(row([scenario["name"], *statuses]))
    return "\n".join([*lines, *_details(results), ""])


def row(cells: list[str]) -> str:
    """A row of a Markdown table."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def heading(cells: list[str]) -> list[str]:
    """The heading of a Markdown table."""
    return [row(cells), "|" + "---|" * len(cells)]


def _summary(results: Results) -> Iterator[str]:
    yield from heading(["client", *STATUSES, "passed", "isolation"])
    for client in results["clients"]:
        count = counts(results, client["name"])
        numbers = (str(count[status]) for status in STATUSES)
        yield row([client["name"], *numbers, pass_rate(count), client["isolation"]])


def _details(results: Results) -> Iterator[str]:
    for client, cells in results["cells"].items():
        others = {name: cell for name, cell in cells.items() if cell["status"] != "pass"}
        if others:
            yield from ("", f"## What {client} did not pass", "")
        for name, cell in others.items():
            yield f"- **{name}**: {cell['status']}. {cell['reason']} {cell['issue'] or ''}".rstrip()
            yield from (
                f"  - `{describe(found).replace('`', chr(39))}`" for found in cell["differences"]
            )


def _status(cell: dict[str, Any] | None) -> str:
    return "" if cell is None else str(cell["status"])


def topics(results: Results) -> list[tuple[str, list[dict[str, Any]]]]:
    """The scenarios under their topics, in order."""
    by_topic = groupby(results["scenarios"], key=lambda scenario: str(scenario["topic"]))
    return [(topic, list(scenarios)) for topic, scenarios in by_topic]


def main(arguments: list[str]) -> int:
    """Merges result files; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m scripts.conformance.report")
    parser.add_argument("results", nargs="+", type=Path, help="results.json of a run")
    parser.add_argument("--out", type=Path, default=Path("build/conformance"))
    options = parser.parse_args(arguments)
    try:
        results = merged(read(path) for path in options.results)
    except KitError as problem:
        print(f"report: {problem}", file=sys.stderr)
        return 2
    write_reports(results, options.out)
    print(table(results))
    print(f"Reports: {options.out}/report.html, report.md, results.json")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
