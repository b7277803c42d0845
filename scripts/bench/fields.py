"""All fields of an update, with values that a session of one party takes."""

from typing import Any

FIELDS: dict[str, Any] = {
    "record": True,
    "recording_callback_url": "https://www.example.com/recording",
    "record_file_format": "wav",
    "recording_callback_method": "GET",
    "session_expiry": 86400,
    "call_time_limit": 7200,
    "callback_url": "https://www.example.com/events",
    "callback_method": "GET",
    "ring_timeout": 30,
    "first_party_play_url": "https://www.example.com/first.mp3",
    "second_party_play_url": "https://www.example.com/second.mp3",
    "first_party": "12025550143",
    "second_party": "12025550144",
}
