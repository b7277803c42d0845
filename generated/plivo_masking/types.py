"""Types that requests and replies share."""

from collections.abc import Mapping
from typing import Generic, Literal, TypeVar

from attrs import define


class Unset:
    """Type of a field that was not set, which is not sent."""

    def __bool__(self) -> Literal[False]:
        return False

    def __reduce__(self) -> str:
        # A copied or pickled body must stay unset where it was: fields are compared with this one object.
        return "UNSET"


UNSET: Unset = Unset()

T = TypeVar("T")


@define
class Response(Generic[T]):
    """A whole reply.

    Attributes:
        status_code: HTTP status.
        content: The body as it came.
        headers: The headers.
        parsed: The body as the contract types it, None when it is not what the contract says.
    """

    status_code: int
    content: bytes
    headers: Mapping[str, str]
    parsed: T | None


__all__ = ["UNSET", "Response", "Unset"]
