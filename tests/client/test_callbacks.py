"""Events are read, their signatures verified; anything else is refused, with no number in the error."""

import pickle
import traceback
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plivo_masking import UNSET, RecordingEvent, SessionEvent
from plivo_masking.callbacks import EventError, SignatureError, parse_event, verify_signature
from starlette.datastructures import FormData, Headers, QueryParams
from werkzeug.datastructures import MultiDict

from scripts.stub.signature import sign
from tests.support.document import PATH, load

CALLBACKS = load()["paths"][PATH]["post"]["callbacks"]
EVENTS = {
    name: example["value"]
    for callback in CALLBACKS.values()
    for item in callback.values()
    for media in item["post"]["requestBody"]["content"].values()
    for name, example in media["examples"].items()
}
NUMBER = "12025550143"
ANSWERED = {"EventName": "SessionSecondPartyAnswer", "SessionUUID": "two-party", "From": NUMBER}
FORM = urlencode(ANSWERED)

# Published in the tests of the vendor's SDKs: token, nonce, fields, and a signature for each method and URL.
TOKEN, NONCE = "Y2Q2ZDgxZmY5YWRiOTI5YmQ1Njg0MTAxZWIyOTc4", "31627761595286130198"
URL = "https://plivobin.non-prod.plivops.com/api/v1/validate_signature03.xml"
CALL = "3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36"
FIELDS = {
    "Direction": "outbound",
    "From": "19792014278",
    "ALegUUID": CALL,
    "CallStatus": "in-progress",
    "BillRate": "0.002",
    "ParentAuthID": "MANWVLYTK4ZWU1YTY4QA",
    "To": "sip:PlivoSignature382029104058171078704104@phone-qa.voice.plivodev.com",
    "ALegRequestUUID": CALL,
    "CallUUID": CALL,
    "RequestUUID": CALL,
    "SIP-H-To": "<sip:PlivoSignature382029104058171078704104@52.9.11.55;transport=udp>;tag=1",
    "SessionStart": "2020-04-08 11:34:33.238707",
    "Event": "StartApp",
}
VECTORS = [
    ("POST", f"{URL}/?a=b&c=d", "k7Pusd4OxCIjR5IfA9iedDNu/h/gbdYqdzG/MiYtd1c="),
    ("GET", f"{URL}/?a=b&c=d", "UBq8jAtd32wR8EK9VgxbBn4n5rpI/l1H9iN4WfSEHFQ="),
    ("POST", URL, "iAjE5QqI37mbkYe4w3jTMudqEzbDufdqi7sYwTu64e0="),
    ("GET", URL, "i/MQsaQSAd6fiKhOh2qeeeLHZ9faldADSb3/7+Akfbc="),
]


def headers(signature: str, nonce: str = "n") -> dict[str, str]:
    return {"X-Plivo-Signature-V3": signature, "X-Plivo-Signature-V3-Nonce": nonce}


@pytest.mark.parametrize(("method", "url", "signature"), VECTORS)
def test_published_signatures_are_verified(method: str, url: str, signature: str) -> None:
    token, nonce, fields = TOKEN, NONCE, FIELDS
    # As a server reads it, and so not the constant of the same letters.
    method = method.encode().decode()
    assert sign(token, method, url, fields, nonce) == signature
    for sent in (headers(signature, nonce), Headers(headers(signature, nonce))):
        verify_signature(token, method, f"{url}#ct=2000", fields, sent)
        verify_signature(token, method, url, urlencode(fields).encode(), sent)
    with pytest.raises(SignatureError, match="1 that don't match"):
        verify_signature(token, method, url, fields, headers(signature.replace("=", "+"), nonce))


TEXT = st.text("aZ9 =&+%?#.,/\x00\n\u00e9\u20ac\U0001d11e", max_size=9)


@settings(max_examples=40, deadline=None, database=None)
@given(
    data=st.data(),
    method=st.sampled_from(["GET", "POST"]),
    token=TEXT.filter(bool),
    query=st.dictionaries(TEXT.filter(bool), TEXT, max_size=3),
    fields=st.dictionaries(TEXT.filter(bool), TEXT, max_size=4),
    nonce=st.text("0123456789", min_size=1),
)
def test_a_signature_is_taken_and_any_changed_bit_is_refused(
    data: st.DataObject, method: str, token: str, query: Any, fields: Any, nonce: str
) -> None:
    fields = {key: value for key, value in fields.items() if key not in query}
    base = "https://www.example.com/events"
    url = f"{base}?{urlencode(query)}" if query else base
    signature = sign(token, method, url, fields, nonce)
    verify_signature(token, method, url, fields, headers(signature, nonce))
    body = urlencode(fields).encode()
    verify_signature(token, method, url, body, headers(f"other, {signature}", nonce))

    def flipped(text: str) -> str:
        content = bytearray(text.encode("utf-32-le"))
        # Of each character the low seven bits: what results is text again.
        place = data.draw(st.integers(0, len(text) - 1)) * 4
        content[place] ^= 1 << data.draw(st.integers(0, 6))
        return content.decode("utf-32-le")

    changes = {"token": token, "base": base, "nonce": nonce, "signature": signature}
    changes |= {f"field {key}": value for key, value in fields.items() if value}
    changes |= {f"query {key}": value for key, value in query.items() if value}
    changed = data.draw(st.sampled_from(sorted(changes)))
    changes[changed] = flipped(changes[changed])
    if changed == "base" and {"?", "#"} & set(changes["base"]):
        return
    of_url = urlencode({key: changes.get(f"query {key}", "") for key in query})
    with pytest.raises(SignatureError):
        verify_signature(
            changes["token"],
            method,
            f"{changes['base']}?{of_url}" if query else changes["base"],
            {key: changes.get(f"field {key}", "") for key in fields},
            headers(changes["signature"], changes["nonce"]),
        )


def test_the_main_accounts_header_and_repeated_headers_are_read() -> None:
    url = "https://www.example.com/events"
    signature = sign("main", "POST", url, ANSWERED, "n")
    of_main = {"x-plivo-signature-ma-v3": signature, "x-plivo-signature-v3-nonce": "n"}
    verify_signature("main", "POST", url, ANSWERED, {**of_main, "X-Plivo-Signature-V3": "other"})
    twice = [(b"x-plivo-signature-v3", signature.encode()), (b"x-plivo-signature-v3", b"other")]
    nonce = (b"x-plivo-signature-v3-nonce", b"n")
    verify_signature("main", "POST", url, ANSWERED, Headers(raw=[*twice, nonce]))


def test_the_values_of_a_repeated_key_are_sorted() -> None:
    signature = sign("tok", "POST", "https://www.example.com/", {"key": "1key2"}, "n")
    for params in ({"key": ["2", "1"]}, "key=2&key=1"):
        verify_signature("tok", "POST", "https://www.example.com/", params, headers(signature))


@pytest.mark.parametrize(
    ("method", "sent", "message"),
    [
        ("POST", {"X-Plivo-Signature-V3": "s"}, "X-Plivo-Signature-V3-Nonce, got none"),
        ("POST", {"X-Plivo-Signature-V3-Nonce": "n"}, "X-Plivo-Signature-Ma-V3, got neither"),
        ("POST", {}, "got neither"),
        ("POST", headers("\u00e9\ud800"), "don't match"),
        ("HEAD", headers("s"), "expected GET or POST"),
    ],
)
def test_what_is_missing_is_said(method: str, sent: dict[str, str], message: str) -> None:
    with pytest.raises(SignatureError, match=message):
        verify_signature("tok", method, "https://www.example.com/events", ANSWERED, sent)


def test_an_empty_token_is_refused() -> None:
    signature = sign("", "POST", "https://www.example.com/", ANSWERED, "n")
    with pytest.raises(ValueError, match="auth_token: expected"):
        verify_signature("", "POST", "https://www.example.com/", ANSWERED, headers(signature))


@pytest.mark.parametrize("name", EVENTS)
def test_each_example_is_read_from_whatever_a_framework_hands_over(name: str) -> None:
    event = EVENTS[name]
    sent = {key: str(value) for key, value in event.items()}
    pairs = list(sent.items())
    for values in (
        *(sent, event, {key: [value] for key, value in sent.items()}),
        *(FormData(sent), QueryParams(pairs), MultiDict(pairs)),
        *(urlencode(sent), urlencode(sent).encode()),
    ):
        read = parse_event(values)
        assert isinstance(read, RecordingEvent if name == "completed" else SessionEvent)
        assert read.to_dict() == event


def test_an_event_of_65_536_characters_is_read_and_a_longer_one_refused() -> None:
    form, values = f"{FORM}&more=", {**ANSWERED, "more": ""}
    for text, length in ((form, len(form)), (values, len("".join([*values, *values.values()])))):
        rest = "1" * (65_536 - length)
        for more in (rest, rest + "1"):
            longer = text + more if isinstance(text, str) else {**text, "more": more}
            if more == rest:
                assert parse_event(longer)["more"] == rest
            else:
                with pytest.raises(EventError, match="expected at most 65536 characters"):
                    parse_event(longer)


def test_an_event_of_another_edition_is_read() -> None:
    event = parse_event({**ANSWERED, "EventName": "SessionRinging", "FirstParty": NUMBER})
    assert event.event_name == "SessionRinging"
    assert event["FirstParty"] == NUMBER
    recording = parse_event({**ANSWERED, "EventName": "Later", "RecordingUUID": "r"})
    assert isinstance(recording, RecordingEvent)
    counted = parse_event({**ANSWERED, "PinRetryCounter": "", "PlivoHangupCauseCode": "-1"})
    assert isinstance(counted, SessionEvent)
    assert (counted.pin_retry_counter, counted.plivo_hangup_cause_code) == (UNSET, -1)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (b'{"EventName": "x"}', "expected a form in UTF-8"),
        (f'{{"From": "{NUMBER}"}}', "expected a form in UTF-8"),
        (b"EventName=\xff&From=" + NUMBER.encode(), "expected a form in UTF-8"),
        ("EventName=%FF", "expected a form in UTF-8"),
        (f"{FORM}&From={NUMBER}", "expected each key once, got From 2 times"),
        (MultiDict([*ANSWERED.items(), ("From", "1")]), "got From 2 times"),
        (QueryParams([*ANSWERED.items(), ("From", "1")]), "got From 2 times"),
        ({**ANSWERED, NUMBER: ["1", "2"]}, "got a key that the contract does not name 2 times"),
        ({**ANSWERED, "PinRetryCounter": NUMBER + "x"}, "pin_retry_counter: expected an integer"),
        ({**ANSWERED, "PlivoHangupCauseCode": "9" * 5000}, "cause_code: expected an integer"),
        ({**ANSWERED, "PinRetryCounter": "\u0661"}, "pin_retry_counter: expected an integer"),
        ({**ANSWERED, "From": {"number": NUMBER}}, "From: expected text, got dict"),
        ({**ANSWERED, "From": None}, "From: expected text, got NoneType"),
        ({**ANSWERED, "From": True}, "From: expected text, got bool"),
        ({"EventName": "x", "From": NUMBER}, "expected the key 'SessionUUID', got none"),
        (b"", "expected the key 'EventName', got none"),
    ],
)
def test_what_is_no_event_is_one_error_with_the_raw_values(values: Any, message: str) -> None:
    with pytest.raises(EventError, match=message) as raised:
        parse_event(values)
    error: BaseException | None = raised.value
    assert raised.value.raw == values
    assert pickle.loads(pickle.dumps(raised.value)).raw == values
    while error:
        assert NUMBER not in "".join([repr(error), *traceback.format_exception(error)])
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize("model", [SessionEvent, RecordingEvent])
def test_a_repr_hides_the_numbers(model: Any) -> None:
    event = model.from_dict({**ANSWERED, "To": "12025550144", "FirstParty": NUMBER})
    for shown in (repr(event), str(event), f"{event}"):
        assert "from_='***', to='***'" in shown and "'FirstParty': '***'" in shown
        assert NUMBER not in shown and "12025550144" not in shown
    assert event.from_ == NUMBER
