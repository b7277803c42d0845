from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.interaction import Interaction


@_attrs_define
class MaskingSession:
    """A whole masking session, as in replies. Keys may come in any order, and new ones may appear. Those
    in every recorded reply are required; the others were added later or belong to some sessions only.

    Times are text in UTC as Go prints them, `2024-02-01 06:28:15 +0000 UTC`, not RFC 3339. Those of
    2023 have a fraction of up to six digits and may end `+0000 +0000`; the oldest have no zone."""

    first_party: str
    """ Phone number of the first party, in digits; older replies have a leading `+`. How a
    missing party of a single-party session is shown is not known; empty text is this document's
    reading. """
    second_party: str
    """ Phone number of the second party, in digits; older replies have a leading `+`. How a
    missing party of a single-party session is shown is not known; empty text is this document's
    reading. """
    virtual_number: str
    """ The number that both parties call, in digits. """
    status: str
    """ State of the session. """
    initiate_call_to_first_party: bool
    """ Whether creating the session also called the first party. Fixed at creation. """
    session_uuid: str
    """ The session's id, as in the path. """
    callback_url: str
    """ URL notified of the session's events, empty when unset. """
    callback_method: str
    """ HTTP method used to call `callback_url`. """
    created_time: str
    """ When the session was created. No update changes it. """
    modified_time: str
    """ When the session was last updated. """
    expiry_time: str
    """ When the session ends. """
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
    record_file_format: str
    """ Audio format of the recordings. """
    recording_callback_url: str
    """ URL notified of each finished recording, empty when unset. """
    recording_callback_method: str
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
    """ When the last call ended, written as the other times; empty when there was none. """
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
    first_party_pin: None | str | Unset = UNSET
    """ PIN of the first party; null when PIN authentication is off. """
    second_party_pin: None | str | Unset = UNSET
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """ Keys that the contract does not name, with their values. """

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

        unknown_caller_play: None | str | Unset
        unknown_caller_play = self.unknown_caller_play

        generate_pin: bool | None | Unset
        generate_pin = self.generate_pin

        generate_pin_length: int | None | Unset
        generate_pin_length = self.generate_pin_length

        first_party_pin: None | str | Unset
        first_party_pin = self.first_party_pin

        second_party_pin: None | str | Unset
        second_party_pin = self.second_party_pin

        pin_prompt_play: None | str | Unset
        pin_prompt_play = self.pin_prompt_play

        pin_retry: int | None | Unset
        pin_retry = self.pin_retry

        pin_retry_wait: int | None | Unset
        pin_retry_wait = self.pin_retry_wait

        incorrect_pin_play: None | str | Unset
        incorrect_pin_play = self.incorrect_pin_play

        subaccount: None | str | Unset
        subaccount = self.subaccount

        create_session_with_single_party: bool | None | Unset
        create_session_with_single_party = self.create_session_with_single_party

        virtual_number_cooloff_period: int | None | Unset
        virtual_number_cooloff_period = self.virtual_number_cooloff_period

        force_pin_authentication: bool | None | Unset
        force_pin_authentication = self.force_pin_authentication

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
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
        if unknown_caller_play is not UNSET:
            field_dict["unknown_caller_play"] = unknown_caller_play
        if self.is_pin_authentication_required is not UNSET:
            field_dict["is_pin_authentication_required"] = self.is_pin_authentication_required
        if generate_pin is not UNSET:
            field_dict["generate_pin"] = generate_pin
        if generate_pin_length is not UNSET:
            field_dict["generate_pin_length"] = generate_pin_length
        if first_party_pin is not UNSET:
            field_dict["first_party_pin"] = first_party_pin
        if second_party_pin is not UNSET:
            field_dict["second_party_pin"] = second_party_pin
        if pin_prompt_play is not UNSET:
            field_dict["pin_prompt_play"] = pin_prompt_play
        if pin_retry is not UNSET:
            field_dict["pin_retry"] = pin_retry
        if pin_retry_wait is not UNSET:
            field_dict["pin_retry_wait"] = pin_retry_wait
        if incorrect_pin_play is not UNSET:
            field_dict["incorrect_pin_play"] = incorrect_pin_play
        if subaccount is not UNSET:
            field_dict["subaccount"] = subaccount
        if create_session_with_single_party is not UNSET:
            field_dict["create_session_with_single_party"] = create_session_with_single_party
        if virtual_number_cooloff_period is not UNSET:
            field_dict["virtual_number_cooloff_period"] = virtual_number_cooloff_period
        if force_pin_authentication is not UNSET:
            field_dict["force_pin_authentication"] = force_pin_authentication
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
        from ..models.interaction import Interaction

        if not isinstance(src_dict, Mapping):
            raise TypeError(f"MaskingSession: expected an object, got {type(src_dict).__name__}")
        d = dict(src_dict)
        first_party = d.pop("first_party")
        second_party = d.pop("second_party")
        virtual_number = d.pop("virtual_number")
        status = d.pop("status")
        initiate_call_to_first_party = d.pop("initiate_call_to_first_party")
        session_uuid = d.pop("session_uuid")
        callback_url = d.pop("callback_url")
        callback_method = d.pop("callback_method")
        created_time = d.pop("created_time")
        modified_time = d.pop("modified_time")
        expiry_time = d.pop("expiry_time")
        duration = d.pop("duration")
        amount = d.pop("amount")
        call_time_limit = d.pop("call_time_limit")
        ring_timeout = d.pop("ring_timeout")
        first_party_play_url = d.pop("first_party_play_url")
        second_party_play_url = d.pop("second_party_play_url")
        record = d.pop("record")
        record_file_format = d.pop("record_file_format")
        recording_callback_url = d.pop("recording_callback_url")
        recording_callback_method = d.pop("recording_callback_method")
        total_call_amount = d.pop("total_call_amount")
        total_call_count = d.pop("total_call_count")
        total_call_billed_duration = d.pop("total_call_billed_duration")
        total_session_amount = d.pop("total_session_amount")
        last_interaction_time = d.pop("last_interaction_time")

        def _parse_interaction(data: object) -> list[Interaction] | None | Unset:
            if data is None or isinstance(data, Unset):
                return cast(list[Interaction] | None | Unset, data)
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

        def _parse_unknown_caller_play(data: object) -> None | str | Unset:
            if data is None or isinstance(data, Unset):
                return cast(None | str | Unset, data)
            return cast(None | str | Unset, data)

        unknown_caller_play = _parse_unknown_caller_play(d.pop("unknown_caller_play", UNSET))

        is_pin_authentication_required = d.pop("is_pin_authentication_required", UNSET)

        def _parse_generate_pin(data: object) -> bool | None | Unset:
            if data is None or isinstance(data, Unset):
                return cast(bool | None | Unset, data)
            return cast(bool | None | Unset, data)

        generate_pin = _parse_generate_pin(d.pop("generate_pin", UNSET))

        def _parse_generate_pin_length(data: object) -> int | None | Unset:
            if data is None or isinstance(data, Unset):
                return cast(int | None | Unset, data)
            return cast(int | None | Unset, data)

        generate_pin_length = _parse_generate_pin_length(d.pop("generate_pin_length", UNSET))

        def _parse_first_party_pin(data: object) -> None | str | Unset:
            if data is None or isinstance(data, Unset):
                return cast(None | str | Unset, data)
            return cast(None | str | Unset, data)

        first_party_pin = _parse_first_party_pin(d.pop("first_party_pin", UNSET))

        def _parse_second_party_pin(data: object) -> None | str | Unset:
            if data is None or isinstance(data, Unset):
                return cast(None | str | Unset, data)
            return cast(None | str | Unset, data)

        second_party_pin = _parse_second_party_pin(d.pop("second_party_pin", UNSET))

        def _parse_pin_prompt_play(data: object) -> None | str | Unset:
            if data is None or isinstance(data, Unset):
                return cast(None | str | Unset, data)
            return cast(None | str | Unset, data)

        pin_prompt_play = _parse_pin_prompt_play(d.pop("pin_prompt_play", UNSET))

        def _parse_pin_retry(data: object) -> int | None | Unset:
            if data is None or isinstance(data, Unset):
                return cast(int | None | Unset, data)
            return cast(int | None | Unset, data)

        pin_retry = _parse_pin_retry(d.pop("pin_retry", UNSET))

        def _parse_pin_retry_wait(data: object) -> int | None | Unset:
            if data is None or isinstance(data, Unset):
                return cast(int | None | Unset, data)
            return cast(int | None | Unset, data)

        pin_retry_wait = _parse_pin_retry_wait(d.pop("pin_retry_wait", UNSET))

        def _parse_incorrect_pin_play(data: object) -> None | str | Unset:
            if data is None or isinstance(data, Unset):
                return cast(None | str | Unset, data)
            return cast(None | str | Unset, data)

        incorrect_pin_play = _parse_incorrect_pin_play(d.pop("incorrect_pin_play", UNSET))

        def _parse_subaccount(data: object) -> None | str | Unset:
            if data is None or isinstance(data, Unset):
                return cast(None | str | Unset, data)
            return cast(None | str | Unset, data)

        subaccount = _parse_subaccount(d.pop("subaccount", UNSET))

        def _parse_create_session_with_single_party(data: object) -> bool | None | Unset:
            if data is None or isinstance(data, Unset):
                return cast(bool | None | Unset, data)
            return cast(bool | None | Unset, data)

        create_session_with_single_party = _parse_create_session_with_single_party(
            d.pop("create_session_with_single_party", UNSET)
        )

        def _parse_virtual_number_cooloff_period(data: object) -> int | None | Unset:
            if data is None or isinstance(data, Unset):
                return cast(int | None | Unset, data)
            return cast(int | None | Unset, data)

        virtual_number_cooloff_period = _parse_virtual_number_cooloff_period(
            d.pop("virtual_number_cooloff_period", UNSET)
        )

        def _parse_force_pin_authentication(data: object) -> bool | None | Unset:
            if data is None or isinstance(data, Unset):
                return cast(bool | None | Unset, data)
            return cast(bool | None | Unset, data)

        force_pin_authentication = _parse_force_pin_authentication(
            d.pop("force_pin_authentication", UNSET)
        )

        resource_uri = d.pop("resource_uri", UNSET)
        masking_session = cls(
            first_party=first_party,
            second_party=second_party,
            virtual_number=virtual_number,
            status=status,
            initiate_call_to_first_party=initiate_call_to_first_party,
            session_uuid=session_uuid,
            callback_url=callback_url,
            callback_method=callback_method,
            created_time=created_time,
            modified_time=modified_time,
            expiry_time=expiry_time,
            duration=duration,
            amount=amount,
            call_time_limit=call_time_limit,
            ring_timeout=ring_timeout,
            first_party_play_url=first_party_play_url,
            second_party_play_url=second_party_play_url,
            record=record,
            record_file_format=record_file_format,
            recording_callback_url=recording_callback_url,
            recording_callback_method=recording_callback_method,
            total_call_amount=total_call_amount,
            total_call_count=total_call_count,
            total_call_billed_duration=total_call_billed_duration,
            total_session_amount=total_session_amount,
            last_interaction_time=last_interaction_time,
            interaction=interaction,
            unknown_caller_play=unknown_caller_play,
            is_pin_authentication_required=is_pin_authentication_required,
            generate_pin=generate_pin,
            generate_pin_length=generate_pin_length,
            first_party_pin=first_party_pin,
            second_party_pin=second_party_pin,
            pin_prompt_play=pin_prompt_play,
            pin_retry=pin_retry,
            pin_retry_wait=pin_retry_wait,
            incorrect_pin_play=incorrect_pin_play,
            subaccount=subaccount,
            create_session_with_single_party=create_session_with_single_party,
            virtual_number_cooloff_period=virtual_number_cooloff_period,
            force_pin_authentication=force_pin_authentication,
            resource_uri=resource_uri,
        )
        masking_session.additional_properties = d
        return masking_session

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
