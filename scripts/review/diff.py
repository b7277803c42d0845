"""Report what changed in the contract and in the Python client since BASE, a git revision or a file.

Writes build/diff/changes.txt, .md and .json, and prints the text. Exits with 1 on a breaking change
without a new major version in info.version.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from scripts.review import contract_changes, signatures
from scripts.review.contract_changes import Change
from scripts.view import ROOT, load

OUT = ROOT / "build" / "diff"
DOCUMENT = Path("spec") / "openapi.yaml"


class NoClient(Exception):
    """No client can be generated from a document. Holds the generator's error message."""


def tree_of_revision(revision: str, into: Path) -> None:
    """Unpack the document and the client of a git revision."""
    # git would read it as an option, and some options write files.
    if revision.startswith("-"):
        raise SystemExit(f"BASE: expected a file or a git revision, got {revision}")
    command = ["git", "-C", str(ROOT), "archive", revision, "--", "spec", "generated"]
    archive = subprocess.run(command, check=False, capture_output=True)
    if archive.returncode != 0:
        words = archive.stderr.decode(errors="replace").strip()
        raise SystemExit(
            "BASE: expected a file or a git revision that has spec/ and generated/,"
            f" got {revision}: {words}"
        )
    into.mkdir()
    subprocess.run(["tar", "-x", "-C", str(into)], input=archive.stdout, check=True)


def tree_of_file(document: Path, into: Path) -> None:
    """Copy this project's sources and put the given document in."""
    for folder in ("spec", "scripts"):
        shutil.copytree(ROOT / folder, into / folder)
    shutil.copyfile(document, into / DOCUMENT)


def client_of(tree: Path) -> Path:
    """The client of a tree, generated with the tree's own overlay and scripts if necessary."""
    package = tree / "generated" / "plivo_masking"
    if not package.is_dir():
        command = [sys.executable, "-m", "scripts.generate"]
        run = subprocess.run(command, cwd=tree, check=False, capture_output=True, text=True)
        if run.returncode != 0:
            raise NoClient((run.stdout + run.stderr).strip())
    return package


def version_of(document: Path, name: str) -> str:
    """The document's info.version. Exit if it is not three numbers."""
    try:
        version = str(load(document, name)["info"]["version"])
    except (KeyError, TypeError) as error:
        raise SystemExit(
            f"{name}: expected an OpenAPI document with info.version, got: {error!r}"
        ) from error
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise SystemExit(f"{name}: info.version: expected three numbers as in 1.2.3, got {version}")
    return version


def major(version: str) -> int:
    return int(version.partition(".")[0])


def verdict(found: list[Change], before: str, after: str) -> tuple[bool, str]:
    """Whether the new version is high enough for the changes, and a sentence that says so."""
    breaking = sum(change.level == "breaking" for change in found)
    if breaking and major(after) <= major(before):
        wanted = f"{major(before) + 1}.0.0"
        return (
            False,
            f"FAILED: breaking changes need info.version {wanted} or later,"
            f" got {after} (was {before})",
        )
    return True, f"info.version {before} → {after} is enough for these changes"


def as_text(found: list[Change], client: list[str], sentence: str) -> Iterator[str]:
    for level in contract_changes.LEVELS.values():
        listed = [change for change in found if change.level == level]
        yield f"{level}: {len(listed)}"
        for change in listed:
            yield f"  {change.text}"
            yield f"      at {change.place}"
            yield f"      because {change.reason} [{change.rule}]"
    yield sentence
    yield "public signatures of the Python client: " + (
        "these lines changed" if client else "no change"
    )
    yield from (f"  {line}" for line in client)


def as_markdown(found: list[Change], client: list[str], sentence: str) -> Iterator[str]:
    yield "# Changes in the contract\n"
    yield f"{sentence}.\n"
    yield "| Level | Change | Place | Reason | Rule |"
    yield "|---|---|---|---|---|"
    for change in found:
        cells = (change.level, change.text, f"`{change.place}`", change.reason, f"`{change.rule}`")
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield "\n## Public signatures of the Python client\n"
    yield from ["```diff", *client, "```"] if client else ["No change."]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("base", help="a git revision, or the file of a document")
    parser.add_argument(
        "revision",
        nargs="?",
        type=Path,
        help="the document to judge; spec/openapi.yaml unless given",
    )
    arguments = parser.parse_args()
    base, revision = Path(arguments.base), arguments.revision or ROOT / DOCUMENT
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder) / "base", Path(folder) / "revision"
        if base.is_file():
            tree_of_file(base, old)
        else:
            tree_of_revision(arguments.base, old)
        tree_of_file(revision, new)
        versions = (
            version_of(old / DOCUMENT, arguments.base),
            version_of(new / DOCUMENT, str(revision)),
        )
        found = contract_changes.changes(old / DOCUMENT, new / DOCUMENT)
        enough, sentence = verdict(found, *versions)
        try:
            client = signatures.difference(client_of(old), client_of(new))
        except NoClient as words:
            client, enough = [f"FAILED: no client can be generated: {words}"], False
    text = "\n".join(as_text(found, client, sentence)) + "\n"
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "changes.txt").write_text(text, encoding="utf-8")
    (OUT / "changes.md").write_text(
        "\n".join(as_markdown(found, client, sentence)) + "\n", encoding="utf-8"
    )
    report = {
        "enough": enough,
        "versions": versions,
        "changes": [asdict(c) for c in found],
        "client": client,
    }
    (OUT / "changes.json").write_text(
        json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    print(text, end="")
    raise SystemExit(0 if enough else 1)


if __name__ == "__main__":
    main()
