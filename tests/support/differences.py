"""What differs between two JSON values, in lines for a failure's message."""

from typing import Any

from scripts.conformance import compare


def differences(expected: Any, got: Any) -> list[str]:
    """A line for each value that differs. True is not 1, and 3600.0 is 3600."""
    return [
        f"{found.where or 'the value'}: expected {found.expected!r}, got {found.got!r}"
        for found in compare.differences("", expected, got)
    ]
