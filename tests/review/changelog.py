"""Read a changelog in the format of Keep a Changelog 1.1.0 and report what is wrong with it."""

import datetime
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

KINDS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
HEADING = re.compile(r"## \[(Unreleased|\d+\.\d+\.\d+)\](?: - (\d{4}-\d{2}-\d{2}))?")
# Identifies the document of a release: the SHA-256 of spec/openapi.yaml.
DIGEST = re.compile(r"<!-- openapi\.yaml sha256: ([0-9a-f]{64}) -->")


@dataclass
class Section:
    """A version of the changelog; `date` and `digest` are None if it has none."""

    version: str
    date: str | None
    digest: str | None = None
    kinds: dict[str, list[str]] = field(default_factory=dict)
    strays: list[str] = field(default_factory=list)


def number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def sections(text: str) -> list[Section]:
    """The versions in the order of the file."""
    found: list[Section] = []
    for line in text.splitlines():
        if line.startswith("## "):
            heading = HEADING.fullmatch(line)
            found.append(Section(heading[1], heading[2]) if heading else Section(line, None))
        elif not found or not line.strip():
            continue
        elif digest := DIGEST.fullmatch(line):
            found[-1].digest = digest[1]
        elif line.startswith("### "):
            found[-1].kinds[line[4:]] = []
        elif line.startswith("- ") and found[-1].kinds:
            list(found[-1].kinds.values())[-1].append(line)
        elif not line.startswith(("  ", "[")) or not found[-1].kinds:
            found[-1].strays.append(line)
    return found


def faults_of_form(text: str) -> Iterator[str]:
    """Deviations from Keep a Changelog."""
    if not text.startswith("# Changelog\n"):
        yield "expected the first line `# Changelog`"
    found = sections(text)
    for position, section in enumerate(found):
        name = section.version
        if name.startswith("## "):
            yield f"expected `## [1.2.3] - 2026-01-31` or `## [Unreleased]`, got `{name}`"
            continue
        if name == "Unreleased":
            if position or section.date or section.digest:
                yield "[Unreleased]: expected it first, without a date and without a digest"
        else:
            yield from _faults_of_release(section)
        for kind, entries in section.kinds.items():
            if kind not in KINDS:
                yield f"[{name}]: expected one of {', '.join(KINDS)}, got `### {kind}`"
            if not entries:
                yield f"[{name}]: expected a list under `### {kind}`, got nothing"
        yield from (f"[{name}]: expected a list entry, got `{line}`" for line in section.strays)
    released = [number(s.version) for s in found if re.fullmatch(r"[\d.]+", s.version)]
    if released != sorted(set(released), reverse=True):
        yield "expected the newest version first and each once"


def _faults_of_release(section: Section) -> Iterator[str]:
    if section.digest is None:
        yield f"[{section.version}]: expected a line `<!-- openapi.yaml sha256: … -->`, got none"
    if not section.kinds:
        yield f"[{section.version}]: expected entries under `### Added` or the like, got none"
    try:
        datetime.date.fromisoformat(section.date or "")
    except ValueError:
        yield f"[{section.version}]: expected a date as in 2026-01-31, got {section.date}"


def faults_of_release(text: str, document: bytes, version: str) -> Iterator[str]:
    """Where the changelog and info.version disagree with the document."""
    found = sections(text)
    released = [s for s in found if s.version != "Unreleased"]
    pending = any(s.kinds for s in found if s.version == "Unreleased")
    if not released:
        if not pending:
            yield "expected entries under `## [Unreleased]` or a release, got neither"
        return
    last, digest = released[0], hashlib.sha256(document).hexdigest()
    if last.digest == digest:
        if version != last.version:
            yield (
                f"info.version: expected {last.version}, the released document is unchanged;"
                f" got {version}"
            )
    else:
        if number(version) <= number(last.version):
            yield (
                f"openapi.yaml differs from the one released as {last.version}: expected a higher"
                f" info.version, got {version}. To release it, write `## [VERSION] - DATE` and"
                f" `<!-- openapi.yaml sha256: {digest} -->` in spec/CHANGELOG.md"
            )
        if not pending:
            yield (
                f"openapi.yaml differs from the one released as {last.version}: expected its"
                " changes under `## [Unreleased]` in spec/CHANGELOG.md, got nothing"
            )
