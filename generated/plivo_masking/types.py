"""What requests and replies share: fields left out, checks of values, safe reprs, and times."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Generic, Literal, TypeVar

from attrs import define, field, fields


class Unset:
    """Type of a field that was not set, which is not sent."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        # A copied or pickled body must stay unset where it was: fields are compared with this one object.
        return "UNSET"


UNSET: Unset = Unset()

T = TypeVar("T")

_TIME = r" ?([0-9-]{10} [0-9:]{8})(?:\.([0-9]{1,9}))?(?: \+0000 (?:UTC|\+0000))?"


def parse_time(text: str) -> datetime:
    """Read a time of a reply, such as ``2024-02-01 06:28:15 +0000 UTC``, as a datetime in UTC.

    Digits after the microseconds are dropped.

    Raises:
        ValueError: If the text is anything else; empty text is no time either.
    """
    found = re.fullmatch(_TIME, text) if isinstance(text, str) else None
    try:
        if found is None:
            raise ValueError
        time = datetime.strptime(found[1], "%Y-%m-%d %H:%M:%S")
    except ValueError:
        raise ValueError(
            f"expected a time such as '2024-02-01 06:28:15 +0000 UTC', got {text!r:.60}"
        ) from None
    return time.replace(microsecond=int((found[2] or "")[:6].ljust(6, "0")), tzinfo=UTC)


def pydantic_schema(model: Any) -> Any:
    """The pydantic-core schema of a model: it is read by ``from_dict`` and written by ``to_dict``.

    Only pydantic, and so FastAPI, calls this; the package itself does not need it.
    """
    from pydantic_core import core_schema

    def read(value: Any) -> Any:
        try:
            return value if isinstance(value, model) else model.from_dict(value)
        except KeyError as missing:
            raise ValueError(f"{model.__name__}: expected the key {missing}, got none") from None
        except TypeError as wrong:
            raise ValueError(str(wrong)) from None

    write = core_schema.plain_serializer_function_ser_schema(lambda value: value.to_dict())
    return core_schema.no_info_after_validator_function(
        read, core_schema.any_schema(), serialization=write
    )


def of_kind(kind: type) -> Callable[[Any, Any, Any], None]:
    """A validator that takes UNSET and values of this kind; for an enum, a member or its text.

    Its messages don't show values that are no enum's, because they can be phone numbers.
    """
    members = [str(member) for member in kind] if issubclass(kind, Enum) else []
    expected = " or ".join(repr(member) for member in members) or kind.__name__

    def check(instance: object, attribute: Any, value: Any) -> None:
        if value is UNSET:
            return
        if value is None:
            raise TypeError(
                f"{attribute.name}: expected {expected}, got None. To keep the session's value, leave the field out or "
                'pass UNSET; to clear a URL, pass "".'
            )
        if members and isinstance(value, str):
            if value not in members:
                raise ValueError(f"{attribute.name}: expected {expected}, got {value!r:.60}")
        # Python counts True as an int; JSON doesn't.
        elif not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise TypeError(f"{attribute.name}: expected {expected}, got {type(value).__name__}")

    return check


def hidden(value: Any) -> str:
    """What a repr shows of a phone number or a PIN."""
    return repr(value if value is None else "***")


def hidden_values(value: dict[str, Any]) -> str:
    """What a repr shows of keys that the contract does not name: any of them can be private."""
    return repr(dict.fromkeys(value, "***"))


def safe_repr(instance: Any) -> str:
    """A repr of the fields that are set, fit for logs."""
    shown = []
    for attribute in fields(type(instance)):
        value = getattr(instance, attribute.name)
        if value is not UNSET and value != {}:
            shown.append(
                f"{attribute.name}={attribute.repr(value) if callable(attribute.repr) else repr(value)}"
            )
    return f"{type(instance).__name__}({', '.join(shown)})"


@define
class Response(Generic[T]):
    """A whole reply.

    Attributes:
        status_code: HTTP status.
        content: The body as it came; not in the repr, because it holds phone numbers.
        headers: The headers.
        parsed: The body as the contract types it, None when it is not what the contract says.
    """

    status_code: int
    content: bytes = field(repr=False)
    headers: Mapping[str, str]
    parsed: T | None


__all__ = [
    "UNSET",
    "Response",
    "Unset",
    "hidden",
    "hidden_values",
    "of_kind",
    "parse_time",
    "pydantic_schema",
    "safe_repr",
]
