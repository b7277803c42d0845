"""`make test` leaves out tools/, which needs Node, Go and a browser; `make test-review` runs it."""

from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    tools = Path(__file__).parent / "tools"
    named = any("tests/review/tools" in argument for argument in config.args)
    return True if collection_path == tools and not named else None
