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
class RecordingEvent:
    """A recording that has started, is completed or has failed. The vendor documents names, types and
    meanings. Only the two fields that no receiver can do without are required, which is this
    document's decision. New fields may appear."""

    event_name: str
    """ What happened. Names of events have changed between editions of the vendor's page, so receivers
    must expect others.

    - `SessionRecordingInitiated`: the recording has started.
    - `SessionRecordingCompleted`: the recording is completed.
    - `SessionRecordingFailed`: there is no recording. """
    session_uuid: str
    """ Id of the session, as in the path of an update. """
    event_timestamp: str | Unset = UNSET
    """ When it happened, in UTC. The vendor does not say how the time is written. """
    from_: str | Unset = _attrs_field(default=UNSET, repr=hidden)
    """ Real phone number of the caller. Whether it has a leading `+` is not known. """
    to: str | Unset = _attrs_field(default=UNSET, repr=hidden)
    """ Real phone number of the party called. Whether it has a leading `+` is not known. """
    virtual_number: str | Unset = UNSET
    """ The session's virtual number. """
    sequence_number: str | Unset = UNSET
    """ Number for sorting the events, as text. Where it starts is not known. """
    recording_uuid: str | Unset = UNSET
    """ Id of the recording. """
    recording_url: str | Unset = UNSET
    """ URL of the audio file. """
    recording_resource_url: str | Unset = UNSET
    """ URL of the recording in the API. """
    recording_duration: str | Unset = UNSET
    """ Seconds recorded, as text. """
    recording_start_time: str | Unset = UNSET
    """ When the recording started. The vendor does not say how the time is written. """
    recording_end_time: str | Unset = UNSET
    """ When the recording ended. The vendor does not say how the time is written. """
    recording_format: str | Unset = UNSET
    """ Audio format as a file extension with its dot, `.mp3` or `.wav`. """
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
        if self.recording_uuid is not UNSET:
            field_dict["RecordingUUID"] = self.recording_uuid
        if self.recording_url is not UNSET:
            field_dict["RecordingURL"] = self.recording_url
        if self.recording_resource_url is not UNSET:
            field_dict["RecordingResourceURL"] = self.recording_resource_url
        if self.recording_duration is not UNSET:
            field_dict["RecordingDuration"] = self.recording_duration
        if self.recording_start_time is not UNSET:
            field_dict["RecordingStartTime"] = self.recording_start_time
        if self.recording_end_time is not UNSET:
            field_dict["RecordingEndTime"] = self.recording_end_time
        if self.recording_format is not UNSET:
            field_dict["RecordingFormat"] = self.recording_format
        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a JSON object. Values are kept as they came, so that ``to_dict`` gives the same object back.

        Raises:
            KeyError: If a key is missing that every such object carries.
            TypeError: If a value is of another kind, such as text for an object.
        """
        if not isinstance(src_dict, Mapping):
            raise TypeError(f"RecordingEvent: expected an object, got {type(src_dict).__name__}")
        d = dict(src_dict)
        recording_event = cls(
            event_name=d.pop("EventName"),
            session_uuid=d.pop("SessionUUID"),
            event_timestamp=d.pop("EventTimestamp", UNSET),
            from_=d.pop("From", UNSET),
            to=d.pop("To", UNSET),
            virtual_number=d.pop("VirtualNumber", UNSET),
            sequence_number=d.pop("SequenceNumber", UNSET),
            recording_uuid=d.pop("RecordingUUID", UNSET),
            recording_url=d.pop("RecordingURL", UNSET),
            recording_resource_url=d.pop("RecordingResourceURL", UNSET),
            recording_duration=d.pop("RecordingDuration", UNSET),
            recording_start_time=d.pop("RecordingStartTime", UNSET),
            recording_end_time=d.pop("RecordingEndTime", UNSET),
            recording_format=d.pop("RecordingFormat", UNSET),
        )
        recording_event.additional_properties = d
        return recording_event

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
