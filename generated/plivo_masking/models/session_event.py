from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import (
    UNSET,
    Unset,
    hidden,
    hidden_values,
    pydantic_schema,
    safe_repr,
)


@_attrs_define
class SessionEvent:
    """Something that happened in a session. The vendor documents names, types and meanings; which event
    carries which of the optional fields is this document's reading. Only the two fields that no
    receiver can do without are required, which is this document's decision. New fields may appear,
    and earlier editions of the vendor's page call the parties `FirstParty` and `SecondParty`."""

    event_name: str
    """ What happened. Names have changed between editions of the vendor's page, so receivers must
    expect others.

    - `SessionFirstPartyAnswer`: the first party answered.
    - `SessionSecondPartyRing`: the second party's phone rings.
    - `SessionSecondPartyAnswer`: the second party answered.
    - `SessionSecondPartyHangup`: the second party hung up.
    - `SessionFirstPartyHangup`: the first party hung up.
    - `SessionPartiesHangup`: the call is over.
    - `SessionPinAuthenticationStatus`: a caller's PIN was checked.
    - `SessionTimeout`: the session expired.
    - `SessionVirtualNumberReplaced`: the session got another virtual number; not in the newest
      edition. """
    session_uuid: str
    """ Id of the session, as in the path of an update. """
    event_timestamp: str | Unset = UNSET
    """ When it happened, in UTC. The vendor does not say how the time is written. """
    from_: str | Unset = _attrs_field(default=UNSET, repr=hidden)
    """ Real phone number of the caller. Whether it has a leading `+` is not known. """
    to: str | Unset = _attrs_field(default=UNSET, repr=hidden)
    """ Real phone number of the party called. Whether it has a leading `+` is not known. """
    virtual_number: str | Unset = UNSET
    """ The session's virtual number; after a replacement, the new one. """
    sequence_number: str | Unset = UNSET
    """ Number for sorting the events, as text. Where it starts is not known. """
    pin_authentication_status: str | Unset = UNSET
    """ Result of the check of a PIN, `success`, `failed` or `AuthorizedCaller`. """
    pin_retry_counter: int | Unset = UNSET
    """ Number of tries to enter the PIN. """
    amount: str | Unset = UNSET
    """ Price of the call, as text. Its currency and precision are not known. """
    billed_duration: str | Unset = UNSET
    """ Seconds billed, as text. """
    duration: str | Unset = UNSET
    """ Seconds that the call lasted, as text. """
    plivo_hangup_cause: str | Unset = UNSET
    """ Why the call ended, in the vendor's words. """
    plivo_hangup_cause_code: int | Unset = UNSET
    """ Why the call ended, as the vendor's code. """
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=hidden_values
    )
    """ Keys that the contract does not name, with their values. """

    def __repr__(self) -> str:
        return safe_repr(self)

    # The JSON object: what was set and nothing else, under the names of the wire.
    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = {**self.additional_properties}
        field_dict["EventName"] = self.event_name
        field_dict["SessionUUID"] = self.session_uuid
        if self.event_timestamp is not UNSET:
            field_dict["EventTimestamp"] = self.event_timestamp
        if self.from_ is not UNSET:
            field_dict["From"] = self.from_
        if self.to is not UNSET:
            field_dict["To"] = self.to
        if self.virtual_number is not UNSET:
            field_dict["VirtualNumber"] = self.virtual_number
        if self.sequence_number is not UNSET:
            field_dict["SequenceNumber"] = self.sequence_number
        if self.pin_authentication_status is not UNSET:
            field_dict["PinAuthenticationStatus"] = self.pin_authentication_status
        if self.pin_retry_counter is not UNSET:
            field_dict["PinRetryCounter"] = self.pin_retry_counter
        if self.amount is not UNSET:
            field_dict["Amount"] = self.amount
        if self.billed_duration is not UNSET:
            field_dict["BilledDuration"] = self.billed_duration
        if self.duration is not UNSET:
            field_dict["Duration"] = self.duration
        if self.plivo_hangup_cause is not UNSET:
            field_dict["PlivoHangupCause"] = self.plivo_hangup_cause
        if self.plivo_hangup_cause_code is not UNSET:
            field_dict["PlivoHangupCauseCode"] = self.plivo_hangup_cause_code
        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a JSON object. Values are kept as they came, so that ``to_dict`` gives the same object back.

        Raises:
            KeyError: If a key is missing that every such object carries.
            TypeError: If a value is of another kind, such as text for an object.
        """
        if not isinstance(src_dict, Mapping):
            raise TypeError(f"SessionEvent: expected an object, got {type(src_dict).__name__}")
        d = dict(src_dict)
        session_event = cls(
            event_name=d.pop("EventName"),
            session_uuid=d.pop("SessionUUID"),
            event_timestamp=d.pop("EventTimestamp", UNSET),
            from_=d.pop("From", UNSET),
            to=d.pop("To", UNSET),
            virtual_number=d.pop("VirtualNumber", UNSET),
            sequence_number=d.pop("SequenceNumber", UNSET),
            pin_authentication_status=d.pop("PinAuthenticationStatus", UNSET),
            pin_retry_counter=d.pop("PinRetryCounter", UNSET),
            amount=d.pop("Amount", UNSET),
            billed_duration=d.pop("BilledDuration", UNSET),
            duration=d.pop("Duration", UNSET),
            plivo_hangup_cause=d.pop("PlivoHangupCause", UNSET),
            plivo_hangup_cause_code=d.pop("PlivoHangupCauseCode", UNSET),
        )
        session_event.additional_properties = d
        return session_event

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
