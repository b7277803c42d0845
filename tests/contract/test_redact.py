"""Secrets are masked in every form in which a report shows them, and little else is."""

import json

from scripts.stub.pii import masked, masked_text
from tests.contract.redact import Redactor

PARTIES = {"first_party": "12025550143", "second_party": "+12025550143", "second_party_pin": "4821"}


MASKED = [
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
]
KEPT = [
    "{'first_party_play_url': 'https://a/4821', 'first_party': '', 'second_party': None}",
    "['first_party', 'second_party', 'ring_timeout'], 4821",
    "expected a text about first_party, got 'Invalid parameter. first_party is wrong'",
    "2024-02-01 06:28:15 +0000 UTC, 1706768895.123456, 5d0e4f0a-1234-5678-9abc-123456789012",
    "make contract SEED=4294967295, '--seed' 4821",
]


def test_numbers_and_pins_are_masked_and_other_text_is_kept() -> None:
    for text in MASKED:
        shown = masked_text(text)
        assert "***" in shown, text
        assert not any(secret in shown for secret in ("4821", "2025550143")), text
    shown = masked_text("{'first_party': '4821', 'second_party': 4821}, second_party=4821")
    assert shown == "{'first_party': '***', 'second_party': ***}, second_party=***"
    for text in KEPT:
        assert masked_text(text) == text


def test_data_is_masked_by_key() -> None:
    data = [
        {"session": {**PARTIES, "duration": 4821, "first_party_pin": None}, "said": "+12025550143"},
        {"first_party": True, "second_party": False},
    ]
    assert masked(data) == [
        {
            "session": {
                **dict.fromkeys(PARTIES, "***"),
                "duration": 4821,
                "first_party_pin": None,
            },
            "said": "***",
        },
        {"first_party": True, "second_party": False},
    ]
    for nothing in ("", None, True, False):
        assert masked({"first_party": nothing}) == {"first_party": nothing}


def test_credentials_of_others_are_masked_and_words_about_them_kept() -> None:
    for scheme in ("Basic", "bearer", "Digest"):
        shown = Redactor("tok").text(f"'Authorization': '{scheme} c29tZWJvZHk6cw=='")
        assert shown.startswith(f"'Authorization': '{scheme} ***"), shown
        assert "c29t" not in shown
    text = """a token for HTTP Basic credentials; Basic realm="api"; -u "$AUTH_ID:$AUTH_TOKEN" """
    assert Redactor("tok").text(text) == text
