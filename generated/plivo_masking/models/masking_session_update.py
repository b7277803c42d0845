from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.callback_method import CallbackMethod
from ..models.record_file_format import RecordFileFormat
from ..types import (
    UNSET,
    Unset,
    hidden,
    hidden_values,
    of_kind,
    pydantic_schema,
    safe_repr,
)


@_attrs_define
class MaskingSessionUpdate:
    """The fields to change. All are optional. A field that is left out keeps its value and is never set
    to the default, which is what a new session gets. Unknown keys are allowed, because two official SDKs
    always send `session_uuid`. No source says what a server does with them; that it ignores them is this
    document's reading."""

    record: bool | Unset = _attrs_field(default=UNSET, validator=of_kind(bool))
    """ Whether calls are recorded. Recording starts once both parties have answered, and each call
    of a session makes a file of its own. A new session is not recorded. """
    recording_callback_url: str | Unset = _attrs_field(default=UNSET, validator=of_kind(str))
    """ URL notified when a recording starts, is completed or fails, under 1000 characters
    (private-beta page). Empty text clears it, which is this document's reading. """
    record_file_format: RecordFileFormat | Literal["mp3", "wav"] | Unset = _attrs_field(
        default=UNSET, validator=of_kind(RecordFileFormat)
    )
    """ Audio format of the recordings, `mp3` or `wav`. A new session gets `mp3`. """
    recording_callback_method: CallbackMethod | Literal["GET", "POST"] | Unset = _attrs_field(
        default=UNSET, validator=of_kind(CallbackMethod)
    )
    """ HTTP method used to call `recording_callback_url`, `GET` or `POST`. A new session gets `POST`. """
    session_expiry: int | Unset = _attrs_field(default=UNSET, validator=of_kind(int))
    """ Seconds from this update until the session ends, 60 to 86400 (range of the private-beta
    page). Calls to the virtual number after that are not passed on; they get the number's
    default `answer_url` or `application_url`. The vendor's page says that a new session gets 3600;
    real replies show 1800. """
    call_time_limit: int | Unset = _attrs_field(default=UNSET, validator=of_kind(int))
    """ Seconds after which a call is cut off, 60 to 86400 (range of the private-beta page). It
    applies to every call leg of the session. The vendor's page says that a new session gets 3600;
    real replies show 14400. """
    callback_url: str | Unset = _attrs_field(default=UNSET, validator=of_kind(str))
    """ URL notified of the session's events and status changes. Empty text clears it, which is this
    document's reading. """
    callback_method: CallbackMethod | Literal["GET", "POST"] | Unset = _attrs_field(
        default=UNSET, validator=of_kind(CallbackMethod)
    )
    """ HTTP method used to call `callback_url`, `GET` or `POST`. A new session gets `POST`. """
    ring_timeout: int | Unset = _attrs_field(default=UNSET, validator=of_kind(int))
    """ Seconds of ringing after which a leg is given up. It applies to both legs. No source gives
    bounds. The vendor's page says that a new session gets 120; real replies show 45. """
    first_party_play_url: str | Unset = _attrs_field(default=UNSET, validator=of_kind(str))
    """ URL of an mp3 or wav file that the first party hears before being connected to the second.
    Empty text clears it, which is this document's reading. """
    second_party_play_url: str | Unset = _attrs_field(default=UNSET, validator=of_kind(str))
    """ URL of an mp3 or wav file that the second party hears before being connected to the first.
    Empty text clears it, which is this document's reading. """
    first_party: str | Unset = _attrs_field(default=UNSET, validator=of_kind(str), repr=hidden)
    """ Actual phone number of the first participant in E.164 form, the `+` optional. Only for a session
    created with `create_session_with_single_party` set to true. """
    second_party: str | Unset = _attrs_field(default=UNSET, validator=of_kind(str), repr=hidden)
    """ Actual phone number of the second participant in E.164 form, the `+` optional. Only for a session
    created with `create_session_with_single_party` set to true. """
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=hidden_values
    )
    """ Keys that the contract does not name, with their values. """

    def __repr__(self) -> str:
        return safe_repr(self)

    # The JSON object: what was set and nothing else, under the names of the wire.
    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = {**self.additional_properties}
        if self.record is not UNSET:
            field_dict["record"] = self.record
        if self.recording_callback_url is not UNSET:
            field_dict["recording_callback_url"] = self.recording_callback_url
        if self.record_file_format is not UNSET:
            field_dict["record_file_format"] = str(self.record_file_format)
        if self.recording_callback_method is not UNSET:
            field_dict["recording_callback_method"] = str(self.recording_callback_method)
        if self.session_expiry is not UNSET:
            field_dict["session_expiry"] = self.session_expiry
        if self.call_time_limit is not UNSET:
            field_dict["call_time_limit"] = self.call_time_limit
        if self.callback_url is not UNSET:
            field_dict["callback_url"] = self.callback_url
        if self.callback_method is not UNSET:
            field_dict["callback_method"] = str(self.callback_method)
        if self.ring_timeout is not UNSET:
            field_dict["ring_timeout"] = self.ring_timeout
        if self.first_party_play_url is not UNSET:
            field_dict["first_party_play_url"] = self.first_party_play_url
        if self.second_party_play_url is not UNSET:
            field_dict["second_party_play_url"] = self.second_party_play_url
        if self.first_party is not UNSET:
            field_dict["first_party"] = self.first_party
        if self.second_party is not UNSET:
            field_dict["second_party"] = self.second_party
        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a JSON object. Values are kept as they came, so that ``to_dict`` gives the same object back.

        Raises:
            KeyError: If a key is missing that every such object carries.
            TypeError: If a value is of another kind, such as text for an object.
            ValueError: If an enum's value is another text.
        """
        if not isinstance(src_dict, Mapping):
            raise TypeError(
                f"MaskingSessionUpdate: expected an object, got {type(src_dict).__name__}"
            )
        d = dict(src_dict)
        masking_session_update = cls(
            record=d.pop("record", UNSET),
            recording_callback_url=d.pop("recording_callback_url", UNSET),
            record_file_format=d.pop("record_file_format", UNSET),
            recording_callback_method=d.pop("recording_callback_method", UNSET),
            session_expiry=d.pop("session_expiry", UNSET),
            call_time_limit=d.pop("call_time_limit", UNSET),
            callback_url=d.pop("callback_url", UNSET),
            callback_method=d.pop("callback_method", UNSET),
            ring_timeout=d.pop("ring_timeout", UNSET),
            first_party_play_url=d.pop("first_party_play_url", UNSET),
            second_party_play_url=d.pop("second_party_play_url", UNSET),
            first_party=d.pop("first_party", UNSET),
            second_party=d.pop("second_party", UNSET),
        )
        masking_session_update.additional_properties = d
        return masking_session_update

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
