"""A tool that fails ends the command with what the tool said."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.release.__main__ import hatchling
from scripts.review.docs import redocly


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (lambda folder: redocly({}, ""), r"redocly build-docs failed:\n(?s:.*)build-docs"),
        (lambda folder: hatchling(folder, folder), r"hatchling failed:\n(?s:.*)Missing `project`"),
    ],
    ids=["redocly", "hatchling"],
)
def test_what_it_said_is_shown(
    run: Callable[[Path], None], said: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match=rf"^{said}"):
        run(tmp_path)
    assert capfd.readouterr() == ("", "")
