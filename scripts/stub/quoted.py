"""Values as messages quote them."""

from typing import Any

_LONGEST = 80


def quoted(value: Any) -> str:
    """The value as Python writes it, cut where it is long."""
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
