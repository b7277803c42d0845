"""A plugin of pytest: one example of each property. Loaded before the tests, which import the function."""

from tests.contract import hypothesis_settings


def _one(ordinary: int) -> int:
    return 1


hypothesis_settings.examples = _one
