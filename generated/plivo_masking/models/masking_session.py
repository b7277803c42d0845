from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self, cast

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
class MaskingSession:
    """A whole masking session, as in replies. Keys may come in any order, and new ones may appear. Those
    in every recorded reply are required; the others were added later or belong to some sessions only.

    Times are text in UTC as Go prints them, `2024-02-01 06:28:15 +0000 UTC`, not RFC 3339. Those of
    2023 have a fraction of up to six digits and may end `+0000 +0000`; the oldest have no zone."""

    first_party: str = _attrs_field(repr=hidden)
    """ Phone number of the first party, in digits; older replies have a leading `+`. How a
    missing party of a single-party session is shown is not known; empty text is this document's
    reading. """
    second_party: str = _attrs_field(repr=hidden)
    """ Phone number of the second party, in digits; older replies have a leading `+`. How a
    missing party of a single-party session is shown is not known; empty text is this document's
    reading. """
    virtual_number: str
    """ The number that both parties call, in digits. """
    status: str | Literal["active", "in-progress", "expired"]
    """ State of the session. """
    initiate_call_to_first_party: bool
    """ Whether creating the session also called the first party. Fixed at creation. """
    session_uuid: str
    """ The session's id, as in the path. """
    callback_url: str
    """ URL notified of the session's events, empty when unset. """
    callback_method: str | Literal["GET", "POST"]
    """ HTTP method used to call `callback_url`. """
    created_time: str
    """ When the session was created. No update changes it. ``plivo_masking.parse_time`` reads it. """
    modified_time: str
    """ When the session was last updated. ``plivo_masking.parse_time`` reads it. """
    expiry_time: str
    """ When the session ends. ``plivo_masking.parse_time`` reads it. """
    duration: int
    """ Whole seconds from `created_time` to `expiry_time`, taken before those were cut to whole
    seconds, so it may differ from theirs by one. """
    amount: float
    """ Price of the session itself, in the account's currency; always 0 so far. """
    call_time_limit: int
    """ Seconds after which a call is cut off. """
    ring_timeout: int
    """ Seconds of ringing after which a leg is given up. """
    first_party_play_url: str
    """ URL of what the first party hears before being connected, empty when unset. """
    second_party_play_url: str
    """ URL of what the second party hears before being connected, empty when unset. """
    record: bool
    """ Whether calls are recorded. """
    record_file_format: str | Literal["mp3", "wav"]
    """ Audio format of the recordings. """
    recording_callback_url: str
    """ URL notified when a recording starts, is completed or fails, empty when unset. """
    recording_callback_method: str | Literal["GET", "POST"]
    """ HTTP method used to call `recording_callback_url`. """
    total_call_amount: float
    """ Price of all calls, in the account's currency. """
    total_call_count: int
    """ Number of call legs. """
    total_call_billed_duration: int
    """ Seconds billed over all legs. """
    total_session_amount: float
    """ Price of the session with its calls, in the account's currency. """
    last_interaction_time: str
    """ When the last call ended, written as the other times; empty when there was none. ``plivo_masking.parse_time`` reads it. """
    interaction: list[Interaction] | None | Unset = UNSET
    """ The calls made in the session; null when there were none. """
    unknown_caller_play: None | str | Unset = UNSET
    """ URL of what a caller who is neither party hears, empty when unset. Not on the vendor's page. """
    is_pin_authentication_required: bool | Unset = UNSET
    """ Whether callers must enter a PIN. Absent from replies of 2023. """
    generate_pin: bool | None | Unset = UNSET
    """ Whether the PINs were generated; null when PIN authentication is off. """
    generate_pin_length: int | None | Unset = UNSET
    """ Digits of a generated PIN; null when PIN authentication is off. """
    first_party_pin: None | str | Unset = _attrs_field(default=UNSET, repr=hidden)
    """ PIN of the first party; null when PIN authentication is off. """
    second_party_pin: None | str | Unset = _attrs_field(default=UNSET, repr=hidden)
    """ PIN of the second party; null when PIN authentication is off. """
    pin_prompt_play: None | str | Unset = UNSET
    """ URL of the prompt for the PIN; null when PIN authentication is off. The vendor's page prints
    the key with a space in it. """
    pin_retry: int | None | Unset = UNSET
    """ Further tries after a wrong PIN; null when PIN authentication is off. """
    pin_retry_wait: int | None | Unset = UNSET
    """ Seconds to wait for the PIN; null when PIN authentication is off. The vendor's page prints it
    as text. """
    incorrect_pin_play: None | str | Unset = UNSET
    """ URL of what is played after a wrong PIN; null when PIN authentication is off. """
    subaccount: None | str | Unset = UNSET
    """ Auth id of the subaccount. Seen only in an old creation sample. """
    create_session_with_single_party: bool | None | Unset = UNSET
    """ Whether the session was created with one party. Seen only, as null, in replies to a creation. """
    virtual_number_cooloff_period: int | None | Unset = UNSET
    """ Seconds for which the virtual number rests after the session. Seen only in replies to a
    creation. """
    force_pin_authentication: bool | None | Unset = UNSET
    """ Whether a PIN is required even from the parties' own numbers. Seen only in replies to a
    creation. """
    resource_uri: str | Unset = UNSET
    """ Path of the session in the API. Seen only in lists of sessions. """
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=hidden_values
    )
    """ Keys that the contract does not name, with their values. """

    def __repr__(self) -> str:
        return safe_repr(self)

    # The JSON object: what was set and nothing else, under the names of the wire.
    def to_dict(self) -> dict[str, Any]:
        interaction: list[dict[str, Any]] | None | Unset
        if isinstance(self.interaction, list):
            interaction = []
            for interaction_type_0_item_data in self.interaction:
                interaction_type_0_item = interaction_type_0_item_data.to_dict()
                interaction.append(interaction_type_0_item)

        else:
            interaction = self.interaction

        field_dict: dict[str, Any] = {**self.additional_properties}
        field_dict["first_party"] = self.first_party
        field_dict["second_party"] = self.second_party
        field_dict["virtual_number"] = self.virtual_number
        field_dict["status"] = self.status
        field_dict["initiate_call_to_first_party"] = self.initiate_call_to_first_party
        field_dict["session_uuid"] = self.session_uuid
        field_dict["callback_url"] = self.callback_url
        field_dict["callback_method"] = self.callback_method
        field_dict["created_time"] = self.created_time
        field_dict["modified_time"] = self.modified_time
        field_dict["expiry_time"] = self.expiry_time
        field_dict["duration"] = self.duration
        field_dict["amount"] = self.amount
        field_dict["call_time_limit"] = self.call_time_limit
        field_dict["ring_timeout"] = self.ring_timeout
        field_dict["first_party_play_url"] = self.first_party_play_url
        field_dict["second_party_play_url"] = self.second_party_play_url
        field_dict["record"] = self.record
        field_dict["record_file_format"] = self.record_file_format
        field_dict["recording_callback_url"] = self.recording_callback_url
        field_dict["recording_callback_method"] = self.recording_callback_method
        field_dict["total_call_amount"] = self.total_call_amount
        field_dict["total_call_count"] = self.total_call_count
        field_dict["total_call_billed_duration"] = self.total_call_billed_duration
        field_dict["total_session_amount"] = self.total_session_amount
        field_dict["last_interaction_time"] = self.last_interaction_time
        if interaction is not UNSET:
            field_dict["interaction"] = interaction
        if self.unknown_caller_play is not UNSET:
            field_dict["unknown_caller_play"] = self.unknown_caller_play
        if self.is_pin_authentication_required is not UNSET:
            field_dict["is_pin_authentication_required"] = self.is_pin_authentication_required
        if self.generate_pin is not UNSET:
            field_dict["generate_pin"] = self.generate_pin
        if self.generate_pin_length is not UNSET:
            field_dict["generate_pin_length"] = self.generate_pin_length
        if self.first_party_pin is not UNSET:
            field_dict["first_party_pin"] = self.first_party_pin
        if self.second_party_pin is not UNSET:
            field_dict["second_party_pin"] = self.second_party_pin
        if self.pin_prompt_play is not UNSET:
            field_dict["pin_prompt_play"] = self.pin_prompt_play
        if self.pin_retry is not UNSET:
            field_dict["pin_retry"] = self.pin_retry
        if self.pin_retry_wait is not UNSET:
            field_dict["pin_retry_wait"] = self.pin_retry_wait
        if self.incorrect_pin_play is not UNSET:
            field_dict["incorrect_pin_play"] = self.incorrect_pin_play
        if self.subaccount is not UNSET:
            field_dict["subaccount"] = self.subaccount
        if self.create_session_with_single_party is not UNSET:
            field_dict["create_session_with_single_party"] = self.create_session_with_single_party
        if self.virtual_number_cooloff_period is not UNSET:
            field_dict["virtual_number_cooloff_period"] = self.virtual_number_cooloff_period
        if self.force_pin_authentication is not UNSET:
            field_dict["force_pin_authentication"] = self.force_pin_authentication
        if self.resource_uri is not UNSET:
            field_dict["resource_uri"] = self.resource_uri
        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a JSON object. Values are kept as they came, so that ``to_dict`` gives the same object back.

        Raises:
            KeyError: If a key is missing that every such object carries.
            TypeError: If a value is of another kind, such as text for an object.
        """
        if not isinstance(src_dict, Mapping):
            raise TypeError(f"MaskingSession: expected an object, got {type(src_dict).__name__}")
        d = dict(src_dict)

        def _parse_interaction(data: object) -> list[Interaction] | None | Unset:
            if data is None or isinstance(data, Unset):
                return cast("list[Interaction] | None | Unset", data)
            if isinstance(data, list):
                interaction_type_0 = []
                _interaction_type_0 = data
                for interaction_type_0_item_data in _interaction_type_0:
                    interaction_type_0_item = Interaction.from_dict(interaction_type_0_item_data)

                    interaction_type_0.append(interaction_type_0_item)

                return interaction_type_0
            raise TypeError(
                f"interaction: expected list[Interaction] | None, got {type(data).__name__}"
            )

        interaction = _parse_interaction(d.pop("interaction", UNSET))

        masking_session = cls(
            first_party=d.pop("first_party"),
            second_party=d.pop("second_party"),
            virtual_number=d.pop("virtual_number"),
            status=d.pop("status"),
            initiate_call_to_first_party=d.pop("initiate_call_to_first_party"),
            session_uuid=d.pop("session_uuid"),
            callback_url=d.pop("callback_url"),
            callback_method=d.pop("callback_method"),
            created_time=d.pop("created_time"),
            modified_time=d.pop("modified_time"),
            expiry_time=d.pop("expiry_time"),
            duration=d.pop("duration"),
            amount=d.pop("amount"),
            call_time_limit=d.pop("call_time_limit"),
            ring_timeout=d.pop("ring_timeout"),
            first_party_play_url=d.pop("first_party_play_url"),
            second_party_play_url=d.pop("second_party_play_url"),
            record=d.pop("record"),
            record_file_format=d.pop("record_file_format"),
            recording_callback_url=d.pop("recording_callback_url"),
            recording_callback_method=d.pop("recording_callback_method"),
            total_call_amount=d.pop("total_call_amount"),
            total_call_count=d.pop("total_call_count"),
            total_call_billed_duration=d.pop("total_call_billed_duration"),
            total_session_amount=d.pop("total_session_amount"),
            last_interaction_time=d.pop("last_interaction_time"),
            interaction=interaction,
            unknown_caller_play=d.pop("unknown_caller_play", UNSET),
            is_pin_authentication_required=d.pop("is_pin_authentication_required", UNSET),
            generate_pin=d.pop("generate_pin", UNSET),
            generate_pin_length=d.pop("generate_pin_length", UNSET),
            first_party_pin=d.pop("first_party_pin", UNSET),
            second_party_pin=d.pop("second_party_pin", UNSET),
            pin_prompt_play=d.pop("pin_prompt_play", UNSET),
            pin_retry=d.pop("pin_retry", UNSET),
            pin_retry_wait=d.pop("pin_retry_wait", UNSET),
            incorrect_pin_play=d.pop("incorrect_pin_play", UNSET),
            subaccount=d.pop("subaccount", UNSET),
            create_session_with_single_party=d.pop("create_session_with_single_party", UNSET),
            virtual_number_cooloff_period=d.pop("virtual_number_cooloff_period", UNSET),
            force_pin_authentication=d.pop("force_pin_authentication", UNSET),
            resource_uri=d.pop("resource_uri", UNSET),
        )
        masking_session.additional_properties = d
        return masking_session

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
from ..models.interaction import Interaction  # noqa: E402
