"""spec/CHANGELOG.md is well-formed and records every change of the document."""

import hashlib
from pathlib import Path

import pytest
import yaml

from tests.review.changelog import faults_of_form, faults_of_release

SPEC = Path(__file__).parents[2] / "spec"

DOCUMENT = b"info: {version: 1.1.0}\n"
GOOD = f"""# Changelog

The contract's versions.

## [Unreleased]

## [1.1.0] - 2026-02-03
<!-- openapi.yaml sha256: {hashlib.sha256(DOCUMENT).hexdigest()} -->

### Added

- A reply field,
  on two lines.

### Fixed

- A bound.

## [1.0.0] - 2026-01-31
<!-- openapi.yaml sha256: {"0" * 64} -->

### Added

- The operation.

[1.0.0]: https://www.example.com/1.0.0
"""


def test_the_changelog_is_well_formed() -> None:
    assert list(faults_of_form((SPEC / "CHANGELOG.md").read_text(encoding="utf-8"))) == []


def test_the_changelog_and_the_version_match_the_document() -> None:
    document = (SPEC / "openapi.yaml").read_bytes()
    version = yaml.safe_load(document)["info"]["version"]
    text = (SPEC / "CHANGELOG.md").read_text(encoding="utf-8")
    assert list(faults_of_release(text, document, version)) == []


def test_a_good_changelog_has_no_faults() -> None:
    assert list(faults_of_form(GOOD)) == []
    assert list(faults_of_release(GOOD, DOCUMENT, "1.1.0")) == []


def test_each_fault_of_form_is_found(subtests: pytest.Subtests) -> None:
    for old, new, fault in (
        ("# Changelog\n", "# History\n", "the first line"),
        ("[1.1.0] - 2026-02-03", "1.1.0 (2026-02-03)", "expected `## [1.2.3] - 2026-01-31`"),
        ("2026-02-03", "2026-02-30", "expected a date"),
        (" - 2026-02-03", "", "expected a date"),
        ("### Fixed", "### Improved", "expected one of Added"),
        ("\n- A bound.\n", "", "expected a list under `### Fixed`"),
        ("- A bound.", "A bound.", "expected a list entry"),
        ("## [1.1.0]", "## [0.9.0]", "the newest version first"),
        ("## [1.1.0]", "## [1.0.0]", "each once"),
        ("## [Unreleased]\n", "## [Unreleased] - 2026-03-01\n", "without a date"),
        (f"<!-- openapi.yaml sha256: {'0' * 64} -->\n", "", "sha256"),
        ("### Added\n\n- The operation.\n", "", "expected entries"),
    ):
        with subtests.test(fault):
            assert old in GOOD
            faults = list(faults_of_form(GOOD.replace(old, new)))
            assert any(fault in words for words in faults), faults


CHANGED = DOCUMENT + b"# changed\n"
PENDING = GOOD.replace("## [Unreleased]\n", "## [Unreleased]\n\n### Changed\n\n- A default.\n")


def test_a_change_that_is_not_recorded_is_found(subtests: pytest.Subtests) -> None:
    for text, document, version, faults in (
        (GOOD, CHANGED, "1.1.0", ["a higher info.version, got 1.1.0", "under `## [Unreleased]`"]),
        (GOOD, CHANGED, "1.2.0", ["under `## [Unreleased]`"]),
        (PENDING, CHANGED, "1.1.0", ["a higher info.version, got 1.1.0"]),
        (PENDING, CHANGED, "1.0.9", ["a higher info.version, got 1.0.9"]),
        (PENDING, CHANGED, "1.10.0", []),
        (GOOD, DOCUMENT, "1.2.0", ["expected 1.1.0, the released document is unchanged"]),
        ("# Changelog\n\n## [Unreleased]\n", DOCUMENT, "0.1.0", ["expected entries"]),
    ):
        with subtests.test(version=version, faults=faults):
            found = list(faults_of_release(text, document, version))
            assert len(found) == len(faults), found
            for words, fault in zip(found, faults, strict=True):
                assert fault in words
