"""What changed between two documents: oasdiff's changelog, plus the little that it misses."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.view import ROOT, load

OASDIFF = ROOT / "build" / "bin" / "oasdiff"
# Where we are stricter than oasdiff: a changed default changes what a session gets; code that uses a removed
# reply field or operationId no longer compiles.
SEVERITY = Path(__file__).with_name("severity.txt")
LEVELS = {3: "breaking", 2: "risky", 1: "compatible"}


@dataclass(frozen=True)
class Change:
    """One change.

    `level` is breaking, risky or compatible; `rule` is the name of oasdiff's check or of ours.
    """

    level: str
    rule: str
    place: str
    text: str
    reason: str


def reason(level: str, rule: str) -> str:
    """Why a change of this rule has this level, in words."""
    if level == "compatible":
        return "valid requests and clients stay valid"
    may = "may" if level == "risky" else "can"
    if "default-value" in rule:
        return "the same request may have a different effect, and some clients send defaults"
    if "operation-id" in rule:
        return "generated clients name their method after it, so callers must change their code"
    if "security" in rule:
        return f"a caller who had access {may} be refused, or one who had none be let in"
    if rule.startswith("response"):
        return f"a client written for the old replies {may} get one that it does not expect"
    if rule.startswith(("api", "server", "endpoint")):
        return f"a call {may} no longer reach the operation"
    return f"a request that was valid {may} now be refused"


def change(number: int, rule: str, place: str, text: str) -> Change:
    level = LEVELS[number]
    return Change(level, rule, place, text, reason(level, rule))


def from_oasdiff(base: Path, revision: Path) -> Iterator[Change]:
    """The changes that oasdiff finds. Exit with its error message if it can't read a document."""
    command = [str(OASDIFF), "changelog", str(base), str(revision), "--format", "json"]
    # Without flattening, a property with a reference in an `allOf` is compared as a list of parts.
    command += ["--flatten-allof", "--severity-levels", str(SEVERITY)]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    if run.returncode != 0:
        raise SystemExit(f"oasdiff failed: {run.stderr.strip()}")
    for found in json.loads(run.stdout or "[]"):
        # diff.py judges the version itself, and asks for more than just any bump.
        if found["id"] != "api-version-not-bumped":
            operation = f"{found.get('operation', '')} {found.get('path', '')}".strip()
            yield change(found["level"], found["id"], operation or found["section"], found["text"])


def unseen(base: Any, revision: Any) -> Iterator[Change]:
    """What oasdiff 1.36.0 misses: a changed server, and `additionalProperties`."""
    before, after = ({server["url"] for server in d.get("servers", [])} for d in (base, revision))
    for url in sorted(before - after):
        yield change(3, "server-removed", "servers", f"removed the server `{url}`")
    for url in sorted(after - before):
        yield change(1, "server-added", "servers", f"added the server `{url}`")
    schemas = [d.get("components", {}).get("schemas", {}) for d in (base, revision)]
    for name in sorted(schemas[0].keys() & schemas[1].keys()):
        was, now = (schema[name].get("additionalProperties", True) for schema in schemas)
        if was != now:
            text = f"additionalProperties changed from `{json.dumps(was)}` to `{json.dumps(now)}`"
            number = 1 if now is True else 3
            yield change(
                number, "additional-properties-changed", f"components/schemas/{name}", text
            )


def changes(base: Path, revision: Path) -> list[Change]:
    """All changes from one document to the other, worst first."""
    found = [*from_oasdiff(base, revision), *unseen(load(base), load(revision))]
    order = list(LEVELS.values())
    return sorted(found, key=lambda c: (order.index(c.level), c.place, c.rule, c.text))
