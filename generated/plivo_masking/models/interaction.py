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
class Interaction:
    """One call between the parties, of up to two legs."""

    start_time: str | Unset = UNSET
    """ When the call started. ``plivo_masking.parse_time`` reads it. """
    end_time: str | Unset = UNSET
    """ When the call ended; the start time when it failed. ``plivo_masking.parse_time`` reads it. """
    first_party_resource_url: None | str | Unset = UNSET
    """ URL of the first party's leg; null or left out when that leg was not started. """
    second_party_resource_url: None | str | Unset = UNSET
    """ URL of the second party's leg; null or left out when that leg was not started. """
    recording_resource_url: None | str | Unset = UNSET
    """ URL of the recording; null or left out when a party did not answer. """
    first_party_status: None | str | Unset = UNSET
    """ How the first party's leg ended. Known only from the Go SDK. """
    second_party_status: None | str | Unset = UNSET
    """ How the second party's leg ended. Known only from the Go SDK. """
    auth_id: None | str | Unset = UNSET
    """ Auth id of the account. Known only from the Go SDK. """
    type_: str | Unset = UNSET
    """ Kind of interaction; `call` in every reply seen. """
    total_call_amount: float | Unset = UNSET
    """ Price of the call, in the account's currency; left out when 0. """
    call_billed_duration: int | Unset = UNSET
    """ Seconds billed; left out when 0. """
    total_call_count: int | Unset = UNSET
    """ Number of legs. """
    duration: float | Unset = UNSET
    """ Seconds that the call lasted. """
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=hidden_values
    )
    """ Keys that the contract does not name, with their values. """

    def __repr__(self) -> str:
        return safe_repr(self)

    # The JSON object: what was set and nothing else, under the names of the wire.
    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = {**self.additional_properties}
        if self.start_time is not UNSET:
            field_dict["start_time"] = self.start_time
        if self.end_time is not UNSET:
            field_dict["end_time"] = self.end_time
        if self.first_party_resource_url is not UNSET:
            field_dict["first_party_resource_url"] = self.first_party_resource_url
        if self.second_party_resource_url is not UNSET:
            field_dict["second_party_resource_url"] = self.second_party_resource_url
        if self.recording_resource_url is not UNSET:
            field_dict["recording_resource_url"] = self.recording_resource_url
        if self.first_party_status is not UNSET:
            field_dict["first_party_status"] = self.first_party_status
        if self.second_party_status is not UNSET:
            field_dict["second_party_status"] = self.second_party_status
        if self.auth_id is not UNSET:
            field_dict["auth_id"] = self.auth_id
        if self.type_ is not UNSET:
            field_dict["type"] = self.type_
        if self.total_call_amount is not UNSET:
            field_dict["total_call_amount"] = self.total_call_amount
        if self.call_billed_duration is not UNSET:
            field_dict["call_billed_duration"] = self.call_billed_duration
        if self.total_call_count is not UNSET:
            field_dict["total_call_count"] = self.total_call_count
        if self.duration is not UNSET:
            field_dict["duration"] = self.duration
        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a JSON object. Values are kept as they came, so that ``to_dict`` gives the same object back.

        Raises:
            KeyError: If a key is missing that every such object carries.
            TypeError: If a value is of another kind, such as text for an object.
        """
        if not isinstance(src_dict, Mapping):
            raise TypeError(f"Interaction: expected an object, got {type(src_dict).__name__}")
        d = dict(src_dict)
        interaction = cls(
            start_time=d.pop("start_time", UNSET),
            end_time=d.pop("end_time", UNSET),
            first_party_resource_url=d.pop("first_party_resource_url", UNSET),
            second_party_resource_url=d.pop("second_party_resource_url", UNSET),
            recording_resource_url=d.pop("recording_resource_url", UNSET),
            first_party_status=d.pop("first_party_status", UNSET),
            second_party_status=d.pop("second_party_status", UNSET),
            auth_id=d.pop("auth_id", UNSET),
            type_=d.pop("type", UNSET),
            total_call_amount=d.pop("total_call_amount", UNSET),
            call_billed_duration=d.pop("call_billed_duration", UNSET),
            total_call_count=d.pop("total_call_count", UNSET),
            duration=d.pop("duration", UNSET),
        )
        interaction.additional_properties = d
        return interaction

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
