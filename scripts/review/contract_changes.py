"""What changed between two documents: oasdiff's changelog, plus the little that it misses."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.review.change import Change
from scripts.review.places import line_of, nodes
from scripts.view import ROOT, load

OASDIFF = ROOT / "build" / "bin" / "oasdiff"
# Where we differ from oasdiff: a changed default changes what a session gets; code that uses a removed field,
# reply field, tag or operationId no longer compiles, and clients without security send no credentials.
SEVERITY = Path(__file__).with_name("severity.txt")
LEVELS = {3: "breaking", 2: "risky", 1: "compatible"}
Found = tuple[str, str, str]


def reason(level: str, rule: str) -> str:
    """Why a change of this rule has this level, in words."""
    if level == "compatible":
        return "valid requests and clients stay valid"
    may = "may" if level == "risky" else "can"
    if "default-value" in rule:
        return "the same request may have a different effect, and some clients send defaults"
    if "operation-id" in rule or "tag" in rule:
        return (
            "generated clients name modules and methods after it, so callers must change their code"
        )
    if "security" in rule:
        return f"a caller who had access {may} be refused, or a client may stop sending credentials"
    if rule.startswith("response"):
        return f"a client written for the old replies {may} get one that it does not expect"
    if rule.startswith(("api", "server", "endpoint")):
        return f"a call {may} no longer reach the operation"
    return f"a request that was valid {may} now be refused"


def from_oasdiff(old: Path, new: Path) -> Iterator[Found]:
    """Level, rule and text of what oasdiff finds. Exit with its error message if it can't read a document."""
    command = [str(OASDIFF), "changelog", str(old), str(new), "--format", "json"]
    # Without flattening, a property with a reference in an `allOf` is compared as a list of parts.
    command += ["--flatten-allof", "--severity-levels", str(SEVERITY)]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    if run.returncode != 0:
        raise SystemExit(f"oasdiff failed: {run.stderr.strip()}")
    for found in json.loads(run.stdout or "[]"):
        # diff.py judges the version itself, and asks for more than just any bump.
        if found["id"] != "api-version-not-bumped":
            yield LEVELS[found["level"]], found["id"], found["text"]


def unseen(old: Any, new: Any) -> Iterator[Found]:
    """What oasdiff 1.36.0 misses: a changed server, and `additionalProperties`."""
    before, after = ({server["url"] for server in d.get("servers", [])} for d in (old, new))
    for url in sorted(before - after):
        yield "breaking", "server-removed", f"removed the server `{url}`"
    for url in sorted(after - before):
        yield "compatible", "server-added", f"added the server `{url}`"
    schemas = [d.get("components", {}).get("schemas", {}) for d in (old, new)]
    for name in sorted(schemas[0].keys() & schemas[1].keys()):
        was, now = (schema[name].get("additionalProperties", True) for schema in schemas)
        if was != now:
            text = f"`{name}`: additionalProperties changed from `{json.dumps(was)}` to `{json.dumps(now)}`"
            level = "compatible" if now is True else "breaking"
            yield level, "additional-properties-changed", text


def changes(view: str, old: Path, new: Path) -> list[Change]:
    """All changes from one document to the other, under the name of the view."""
    found = [*from_oasdiff(old, new), *unseen(load(old, str(old)), load(new, str(new)))]
    places = (nodes(old), nodes(new)) if found else ({}, {})
    return [
        Change(view, level, rule, text, reason(level, rule), new, line_of(*places, rule, text))
        for level, rule, text in found
    ]
