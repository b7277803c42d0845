"""The structural difference of two documents."""

from collections.abc import Iterator
from typing import Any, NamedTuple

ABSENT = "(absent)"


class Change(NamedTuple):
    """A place of the document, and what the two say there; `ABSENT` for nothing."""

    place: str
    old: Any
    new: Any


def changes(old: Any, new: Any, place: str = "") -> Iterator[Change]:
    """Yield each key, item or value that the two do not share, at the deepest place that tells them apart."""
    if old is new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from changes(old.get(key, ABSENT), new.get(key, ABSENT), f"{place}/{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from changes(one, other, f"{place}/{number}")
    # Type and value, because in Python false is 0 and 1 is 1.0.
    elif (type(old), old) != (type(new), new):
        yield Change(place, old, new)
