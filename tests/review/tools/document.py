"""The way to the parts of a document that the tests of lint and diff spoil."""

from collections.abc import Callable
from typing import Any

Document = dict[str, Any]
Edit = Callable[[Document], object]


def operation(d: Document) -> Document:
    """The one operation."""
    (item,) = d["paths"].values()
    found: Document = item["post"]
    return found


def schema(d: Document, name: str) -> Document:
    """A schema of the components."""
    found: Document = d["components"]["schemas"][name]
    return found


def sent(d: Document, name: str) -> Document:
    """A field of the update."""
    found: Document = schema(d, "MaskingSessionUpdate")["properties"][name]
    return found
