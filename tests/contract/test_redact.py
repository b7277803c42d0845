"""Numbers and PINs of parties are masked in every form in which a report shows them, and little else."""

import json

import pytest

from tests.stub.pii import masked, masked_text

PARTIES = {"first_party": "12025550143", "second_party": "+12025550143", "second_party_pin": "4821"}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(PARTIES),
        json.dumps(PARTIES, separators=(",", ":")),
        json.dumps(json.dumps(json.dumps(PARTIES))),
        repr(PARTIES),
        repr(list(PARTIES.items())),
        repr(json.dumps(PARTIES))[:40],
        "{&quot;first_party_pin&quot;: &quot;4821&quot;}",
        "&#x27;second_party&#x27;: &#x27;4821&#x27;",
        "Update(first_party='4821', record=True)",
        "first_party: expected '4821', got '4821'",
        "first_party_pin: expected None, got '4821'",
        "first_party=%2B12025550143&second_party_pin=4821",
        "{firstPartyPin: 4821, SecondParty: 4821}",
        "...econd_party_pin=4821",
        '...in": "4821", "record"',
        "expected a number, got +12025550143.",
        "12025550143 is busy",
    ],
)
def test_numbers_and_pins_are_masked(text: str) -> None:
    shown = masked_text(text)
    assert "***" in shown and not any(secret in shown for secret in ("4821", "2025550143"))


@pytest.mark.parametrize(
    "text",
    [
        "{'first_party_play_url': 'https://a/4821', 'first_party': '', 'second_party': None}",
        "['first_party', 'second_party', 'ring_timeout'], 4821",
        "expected a text about first_party, got 'Invalid parameter. first_party is wrong'",
        "2024-02-01 06:28:15 +0000 UTC, 1706768895.123456, 5d0e4f0a-1234-5678-9abc-123456789012",
        "make contract SEED=4294967295, '--seed' 4821",
    ],
)
def test_other_text_stays(text: str) -> None:
    assert masked_text(text) == text


def test_data_is_masked_by_key() -> None:
    data = [
        {"session": {**PARTIES, "duration": 4821, "first_party_pin": None}, "said": "+12025550143"}
    ]
    assert masked(data) == [
        {
            "session": {
                **dict.fromkeys(PARTIES, "***"),
                "duration": 4821,
                "first_party_pin": None,
            },
            "said": "***",
        }
    ]
