from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import (
    hidden_values,
    pydantic_schema,
    safe_repr,
)


@_attrs_define
class MaskingSessionUpdateResponse:
    """The reply to a successful update."""

    api_id: str
    """ Id of this request, to quote to the vendor's support. """
    message: str
    """ What happened, as text for people. """
    session: MaskingSession
    """ A whole masking session, as in replies. Keys may come in any order, and new ones may appear. Those
    in every recorded reply are required; the others were added later or belong to some sessions only.

    Times are text in UTC as Go prints them, `2024-02-01 06:28:15 +0000 UTC`, not RFC 3339. Those of
    2023 have a fraction of up to six digits and may end `+0000 +0000`; the oldest have no zone. """
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=hidden_values
    )
    """ Keys that the contract does not name, with their values. """

    def __repr__(self) -> str:
        return safe_repr(self)

    # The JSON object: what was set and nothing else, under the names of the wire.
    def to_dict(self) -> dict[str, Any]:
        session = self.session.to_dict()
        field_dict: dict[str, Any] = {**self.additional_properties}
        field_dict["api_id"] = self.api_id
        field_dict["message"] = self.message
        field_dict["session"] = session
        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a JSON object. Values are kept as they came, so that ``to_dict`` gives the same object back.

        Raises:
            KeyError: If a key is missing that every such object carries.
            TypeError: If a value is of another kind, such as text for an object.
        """
        if not isinstance(src_dict, Mapping):
            raise TypeError(
                f"MaskingSessionUpdateResponse: expected an object, got {type(src_dict).__name__}"
            )
        d = dict(src_dict)
        session = MaskingSession.from_dict(d.pop("session"))

        masking_session_update_response = cls(
            api_id=d.pop("api_id"),
            message=d.pop("message"),
            session=session,
        )
        masking_session_update_response.additional_properties = d
        return masking_session_update_response

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


# Below the class, because models can refer to each other.
from ..models.masking_session import MaskingSession  # noqa: E402
