"""What an update must send: for each case the fields that were set and the JSON that must arrive."""

from typing import Any

from plivo_masking.models import CallbackMethod, RecordFileFormat

# Each field once with an ordinary value, and the values that a careless client drops.
ALONE: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"record": True}, {"record": True}),
    ({"record": False}, {"record": False}),
    ({"recording_callback_url": "https://a.example/ü?q=%20+"}, {"recording_callback_url": "https://a.example/ü?q=%20+"}),
    ({"recording_callback_url": ""}, {"recording_callback_url": ""}),
    ({"record_file_format": RecordFileFormat.MP3}, {"record_file_format": "mp3"}),
    ({"record_file_format": RecordFileFormat.WAV}, {"record_file_format": "wav"}),
    ({"recording_callback_method": CallbackMethod.GET}, {"recording_callback_method": "GET"}),
    ({"recording_callback_method": CallbackMethod.POST}, {"recording_callback_method": "POST"}),
    ({"session_expiry": 60}, {"session_expiry": 60}),
    ({"session_expiry": 0}, {"session_expiry": 0}),
    ({"call_time_limit": 86400}, {"call_time_limit": 86400}),
    ({"call_time_limit": 0}, {"call_time_limit": 0}),
    ({"callback_url": "https://a.example/\"quoted\""}, {"callback_url": "https://a.example/\"quoted\""}),
    ({"callback_url": ""}, {"callback_url": ""}),
    ({"callback_method": CallbackMethod.GET}, {"callback_method": "GET"}),
    ({"callback_method": CallbackMethod.POST}, {"callback_method": "POST"}),
    ({"ring_timeout": 30}, {"ring_timeout": 30}),
    ({"ring_timeout": 0}, {"ring_timeout": 0}),
    ({"first_party_play_url": "https://a.example/1.mp3"}, {"first_party_play_url": "https://a.example/1.mp3"}),
    ({"first_party_play_url": ""}, {"first_party_play_url": ""}),
    ({"second_party_play_url": "https://a.example/2.wav"}, {"second_party_play_url": "https://a.example/2.wav"}),
    ({"second_party_play_url": ""}, {"second_party_play_url": ""}),
    ({"first_party": "+12025550143"}, {"first_party": "+12025550143"}),
    ({"second_party": "12025550144"}, {"second_party": "12025550144"}),
]  # fmt: skip

NOTHING: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
ALL: tuple[dict[str, Any], dict[str, Any]] = (
    {name: value for fields, _ in ALONE for name, value in fields.items()},
    {name: value for _, wire in ALONE for name, value in wire.items()},
)
CASES = [NOTHING, *ALONE, ALL]
