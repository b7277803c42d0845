"""Report what changed from OLD to NEW, each a git revision or a document's file, and what version it needs.

The verdict is the worst of three: the contract on the wire, the SDK view and the Python client's public
signatures. Writes build/diff/changes.txt, .md and .json, and prints the text; under GitHub Actions also an
annotation for each change. Exits with 1 if info.version is raised by less than semantic versioning asks.
"""

import argparse
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.review import contract_changes, signatures
from scripts.review.change import BUMPS, Change
from scripts.review.side import NoClient, Side, side
from scripts.view import DOCUMENT, ROOT, load

OUT = ROOT / "build" / "diff"
# By how much a version is raised: the position of the first number that differs.
PARTS = ("major", "minor", "patch", "none")
Version = tuple[int, ...]


def dotted(version: Version) -> str:
    return ".".join(map(str, version))


def raised(before: Version, after: Version) -> str:
    """The part of the version that was raised."""
    pairs = enumerate(zip(before, after, strict=True))
    return PARTS[next((i for i, (old, new) in pairs if old != new), 3)]


def lowest(before: Version, part: str) -> Version:
    """The lowest version that is higher in this part."""
    place = PARTS.index(part)
    return (*before[:place], before[place] + 1, 0, 0)[:3] if part != "none" else before


def needed(found: list[Change], differ: bool) -> str:
    """The part of the version that must be raised; words alone need a patch."""
    bumps = {change.bump for change in found} | ({"patch"} if differ else {"none"})
    return min(bumps, key=PARTS.index)


def verdict(part: str, before: Version, after: Version) -> tuple[bool, str]:
    """Whether the new version is high enough, and a sentence that says so."""
    was, now = dotted(before), dotted(after)
    if after < before:
        return False, f"FAILED: info.version went back from {was} to {now}"
    if part == "none":
        return True, f"OLD and NEW do not differ (info.version {was} → {now})"
    least = lowest(before, part)
    if after < least:
        return (
            False,
            f"FAILED: these changes need info.version {dotted(least)} or later, got {now} (was {was})",
        )
    return True, f"info.version {was} → {now} is enough: these changes need a {part} version"


def content(document: Path, name: str) -> Any:
    """The document without its version."""
    loaded = load(document, name)
    del loaded["info"]["version"]
    return loaded


def compare(old: Side, new: Side) -> tuple[list[Change], bool, str]:
    """The changes, worst first; whether anything differs; and why no client can be generated, if so."""
    found = contract_changes.changes("contract", old.document, new.document)
    differ = content(old.document, old.name) != content(new.document, new.name)
    problem = ""
    try:
        old.generate()
        new.generate()
    except NoClient as words:
        problem = f"FAILED: no client can be generated: {words}"
    else:
        known = {(change.rule, change.text) for change in found}
        in_view = contract_changes.changes("SDK view", old.view, new.view)
        found += [change for change in in_view if (change.rule, change.text) not in known]
        found += signatures.changes(old.client, new.client)
        differ = differ or content(old.view, old.name) != content(new.view, new.name)
    order = list(BUMPS)
    found.sort(key=lambda c: (order.index(c.level), str(c.path), c.line, c.rule, c.text))
    return found, differ, problem


def as_text(found: list[Change], new: Side, sentence: str) -> Iterator[str]:
    for level in BUMPS:
        listed = [change for change in found if change.level == level]
        yield f"{level}: {len(listed)}"
        for change in listed:
            yield f"  {change.text}"
            yield f"      at {new.shown(change.path)}:{change.line} ({change.view})"
            yield f"      because {change.reason} [{change.rule}]"
    yield sentence


def as_markdown(found: list[Change], new: Side, sentence: str) -> Iterator[str]:
    yield "# Changes in the contract\n"
    yield f"{sentence}.\n"
    yield "| Level | Change | Place | View | Reason | Rule |"
    yield "|---|---|---|---|---|---|"
    for change in found:
        place = f"`{new.shown(change.path)}:{change.line}`"
        cells = (change.level, change.text, place, change.view, change.reason, f"`{change.rule}`")
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def as_data(found: list[Change], new: Side) -> list[dict[str, Any]]:
    return [
        {**vars(change), "path": new.shown(change.path), "bump": change.bump} for change in found
    ]


def annotations(found: list[Change], new: Side, sentence: str, given: str) -> Iterator[str]:
    """GitHub's workflow commands: an error for each change that the version is too low for."""

    def command(kind: str, file: str, line: int, words: str) -> str:
        for sign, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
            words, file = words.replace(sign, code), file.replace(sign, code)
        file = file.replace(":", "%3A").replace(",", "%2C")
        return f"::{kind} file={file},line={line}::{words}"

    if sentence.startswith("FAILED"):
        lines = new.document.read_text(encoding="utf-8").splitlines()
        line = next((n for n, t in enumerate(lines, 1) if t.startswith("  version:")), 1)
        yield command("error", new.shown(new.document), line, sentence)
    for change in found:
        kind = "error" if PARTS.index(change.bump) < PARTS.index(given) else "notice"
        yield command(kind, new.shown(change.path), change.line, f"{change.level}: {change.text}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("old", help="a git revision, or the file of a document")
    parser.add_argument("new", nargs="?", default=str(DOCUMENT), help="spec/openapi.yaml if absent")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        old, new = (
            side(given, Path(folder) / part)
            for given, part in ((arguments.old, "old"), (arguments.new, "new"))
        )
        before, after = old.version(), new.version()
        found, differ, problem = compare(old, new)
        part = needed(found, differ)
        enough, sentence = verdict(part, before, after)
        if problem:
            enough, sentence = False, f"{problem}\n{sentence}"
        report = {
            "enough": enough,
            "needs": part,
            "versions": [dotted(before), dotted(after)],
            "changes": as_data(found, new),
        }
        forms = {
            "txt": "\n".join(as_text(found, new, sentence)),
            "md": "\n".join(as_markdown(found, new, sentence)),
            "json": json.dumps(report, indent=2, ensure_ascii=False),
        }
        OUT.mkdir(parents=True, exist_ok=True)
        for form, text in forms.items():
            (OUT / f"changes.{form}").write_text(text + "\n", encoding="utf-8")
        print(forms["txt"])
        if "GITHUB_ACTIONS" in os.environ:
            for line in annotations(found, new, sentence, raised(before, after)):
                print(line)
    raise SystemExit(0 if enough else 1)


if __name__ == "__main__":
    main()
