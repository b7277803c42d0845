from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import (
    UNSET,
    Unset,
    hidden_values,
    pydantic_schema,
    safe_repr,
)


@_attrs_define
class ErrorReply:
    """The reply to a request that was refused or that failed."""

    error: str
    """ What was wrong, as text for people. """
    api_id: str | Unset = UNSET
    """ Id of this request, to quote to the vendor's support. """
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=hidden_values
    )
    """ Keys that the contract does not name, with their values. """

    def __repr__(self) -> str:
        return safe_repr(self)

    # The JSON object: what was set and nothing else, under the names of the wire.
    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = {**self.additional_properties}
        field_dict["error"] = self.error
        if self.api_id is not UNSET:
            field_dict["api_id"] = self.api_id
        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a JSON object. Values are kept as they came, so that ``to_dict`` gives the same object back.

        Raises:
            KeyError: If a key is missing that every such object carries.
            TypeError: If a value is of another kind, such as text for an object.
        """
        if not isinstance(src_dict, Mapping):
            raise TypeError(f"ErrorReply: expected an object, got {type(src_dict).__name__}")
        d = dict(src_dict)
        error_reply = cls(
            error=d.pop("error"),
            api_id=d.pop("api_id", UNSET),
        )
        error_reply.additional_properties = d
        return error_reply

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        return pydantic_schema(cls)

    @property
    def additional_keys(self) -> list[str]:
        """The keys that the contract does not name."""
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
