from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field


@_attrs_define
class Error:
    """The reply to a request that was refused or failed."""

    api_id: str
    """ Id of this request, for talking to the vendor's support. """
    error: str
    """ What was wrong, for people. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """ Keys that the contract does not name, with their values. """

    # The JSON object: what was set and nothing else, under the names of the wire.
    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict["api_id"] = self.api_id
        field_dict["error"] = self.error
        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a JSON object. Values are kept as they came, so that ``to_dict`` gives the same object back.

        Raises:
            KeyError: If a key is missing that every such object carries.
            TypeError: If a value is of another kind, such as text for an object.
        """
        if not isinstance(src_dict, Mapping):
            raise TypeError(f"Error: expected an object, got {type(src_dict).__name__}")
        d = dict(src_dict)
        api_id = d.pop("api_id")
        error = d.pop("error")
        error = cls(
            api_id=api_id,
            error=error,
        )
        error.additional_properties = d
        return error

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
