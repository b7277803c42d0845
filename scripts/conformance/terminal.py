"""What a run prints: a line a scenario while it runs, the failures, and a table at the end."""

import sys
from collections.abc import Iterator

from scripts.conformance.compare import describe, shortened
from scripts.conformance.results import Results, counts, pass_rate, subsets_told
from scripts.conformance.runner import GIVEN_UP, STATUSES, Result
from scripts.conformance.subsets import Subsets

CLEAR_LINE = "\r\033[K"


def show_progress(position: str, client: str, scenario: str, result: Result) -> None:
    """On a terminal one line, written over; elsewhere a line a scenario."""
    line = f"{position} {client}: {scenario}"
    if sys.stdout.isatty():
        print(f"{CLEAR_LINE}{line[:78]}", end="", flush=True)
    else:
        print(f"{line}: {result.status}", flush=True)


def show_subsets(client: str, found: Subsets) -> None:
    """On a terminal one line, written over; elsewhere a line after each quarter."""
    line = f"[{found.played}/{found.total}] {client}: subsets of the fields"
    if sys.stdout.isatty():
        print(f"{CLEAR_LINE}{line}", end="", flush=True)
    elif found.played % (found.total // 4) == 0:
        print(line, flush=True)


def end_progress() -> None:
    """Takes the progress line away again."""
    if sys.stdout.isatty():
        print(CLEAR_LINE, end="", flush=True)


def failures(results: Results) -> Iterator[str]:
    """Each failed scenario with what was expected and what came; the official clients' failures
    are results, which the reports show."""
    for client in results["clients"]:
        if not client["official"]:
            yield from _failures_of(client["name"], results)


def _failures_of(client: str, results: Results) -> Iterator[str]:
    failed = {name: c for name, c in results["cells"][client].items() if c["status"] == "fail"}
    given_up = [name for name, cell in failed.items() if cell["reason"] == GIVEN_UP]
    for scenario, cell in failed.items():
        if scenario not in given_up:
            yield f"FAIL {client}: {scenario}"
            yield from (f"     {describe(difference)}" for difference in cell["differences"])
            yield f"     the adapter printed: {shortened(cell['outcome'])}"
            yield from (f"     stderr: {line}" for line in cell["stderr"].splitlines()[-8:])
    if given_up:
        yield f"FAIL {client}: {len(given_up)} more scenarios"
        yield f"     {GIVEN_UP}"


def of_subsets(results: Results) -> Iterator[str]:
    """For each client whose subsets were played, whether it sent them as they were set."""
    for client in [one for one in results["clients"] if one["subsets"]]:
        yield f"{client['name']} sent {subsets_told(client)}"
        for example in client["subsets"]["examples"]:
            yield f"     set: {', '.join(example['set']) or 'nothing'}"
            yield from (f"     {describe(difference)}" for difference in example["differences"])


def table(results: Results) -> str:
    """Clients by statuses, with the share passed of what applies to them."""
    heading = ("client", *STATUSES, "passed")
    rows: list[tuple[str, ...]] = [heading]
    for client in results["cells"]:
        count = counts(results, client)
        rows.append((client, *(str(count[status]) for status in STATUSES), pass_rate(count)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(heading))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if column == 0 else text.rjust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
