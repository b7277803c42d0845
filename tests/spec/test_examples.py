"""Every example of the document is valid, and the check reaches every one of them."""

import re
from collections import Counter
from datetime import datetime

import pytest

from tests.spec.examples import examples, faults
from tests.support.document import PATH, load

DOCUMENT = load()
EXAMPLES = [*examples(DOCUMENT)]
# The session_expiry of the recorded updates that gave one.
SET_BY_THE_UPDATE = {"without_pin_fields": 600, "with_interaction": 16400}


def test_every_example_and_default_is_valid() -> None:
    assert faults(DOCUMENT) == []


def test_the_search_finds_every_example_in_the_text() -> None:
    """Counted another way: by the words of the file, whatever they stand under."""
    found = Counter(str(example.place[-1]) for example in EXAMPLES)

    def count(node: object, keyword: str) -> int:
        if isinstance(node, dict):
            return sum(count(value, keyword) for value in node.values()) + int(keyword in node)
        return sum(count(value, keyword) for value in node) if isinstance(node, list) else 0

    assert found == {word: count(DOCUMENT, word) for word in ("example", "default", "value")}
    assert min(found.values()) > 0


def test_the_requests_show_nothing_something_switched_off_and_everything() -> None:
    shown = DOCUMENT["paths"][PATH]["post"]["requestBody"]["content"]["application/json"][
        "examples"
    ]
    assert shown["nothing"]["value"] == {}
    assert shown["stop_recording"]["value"] == {"record": False, "recording_callback_url": ""}
    everything = DOCUMENT["components"]["schemas"]["MaskingSessionUpdate"]["properties"]
    assert list(shown["all_fields"]["value"]) == list(everything)


def test_the_replies_show_every_key_that_has_been_seen_in_one() -> None:
    response = DOCUMENT["paths"][PATH]["post"]["responses"]["200"]
    shown = response["content"]["application/json"]["examples"]
    schema = DOCUMENT["components"]["schemas"]["MaskingSession"]
    without, whole = (
        shown[name]["value"]["session"] for name in ("without_pin_fields", "with_interaction")
    )
    assert sorted(without) == sorted(schema["required"])
    never = [key for key, one in schema["properties"].items() if "S-rare-keys" in one["x-sources"]]
    assert sorted([*whole, *never]) == sorted(schema["properties"])
    calls = DOCUMENT["components"]["schemas"]["Interaction"]["properties"]
    in_replies = [key for key, one in calls.items() if "only from the Go" not in one["description"]]
    assert [list(call) for call in whole["interaction"]] == [in_replies]


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text[:19])


def test_the_replies_add_up_as_the_document_says(subtests: pytest.Subtests) -> None:
    operation = DOCUMENT["paths"][PATH]["post"]
    session = DOCUMENT["components"]["schemas"]["MaskingSession"]["properties"]
    text = operation["description"] + session["duration"]["description"].replace("Whole", "whole")
    spans = re.findall(r"whole seconds from `(\w+)` to (?:the new\s+)?`(\w+)`", text)
    assert len(spans) == 2
    shown = operation["responses"]["200"]["content"]["application/json"]["examples"]
    for name, example in shown.items():
        reply = example["value"]["session"]
        calls = reply["interaction"] or []
        with subtests.test(reply=name):
            for start, end in spans:
                length = _time(reply[end]) - _time(reply[start])
                # Replies may differ by one; these don't, and a wrong digit would not show if they might.
                assert length.total_seconds() == reply["duration"]
            if name in SET_BY_THE_UPDATE:
                length = _time(reply["expiry_time"]) - _time(reply["modified_time"])
                assert length.total_seconds() == SET_BY_THE_UPDATE[name]
            assert reply["total_session_amount"] == reply["amount"] + reply["total_call_amount"]
            for total, of_call in (
                ("total_call_amount", "total_call_amount"),
                ("total_call_count", "total_call_count"),
                ("total_call_billed_duration", "call_billed_duration"),
            ):
                assert reply[total] == sum(call.get(of_call, 0) for call in calls), total
            ends = [call["end_time"] for call in calls]
            assert reply["last_interaction_time"] == max(ends, default="")
