"""The events that are sent to ``callback_url`` and ``recording_callback_url``: verify them, then read them."""

import base64
import hmac
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from attrs import fields

from .models.recording_event import RecordingEvent
from .models.session_event import SessionEvent
from .types import UNSET

# The vendor states no limit; the known events have under 2,000 characters.
_LIMIT = 65_536
_SIGNATURES = ("x-plivo-signature-v3", "x-plivo-signature-ma-v3")
_NONCE = "x-plivo-signature-v3-nonce"


class EventError(ValueError):
    """What came is not an event.

    Attributes:
        raw: What was given, which the text of the error does not show: it can hold phone numbers.
    """

    def __init__(self, message: str, raw: Any = None) -> None:
        super().__init__(message)
        self.raw = raw


class SignatureError(Exception):
    """The signature is missing or wrong, so anybody can have sent the request. Its text says what is wrong."""


def parse_event(values: Mapping[str, Any] | bytes | str) -> SessionEvent | RecordingEvent:
    """Read an event; its integers are ints, everything else is text as it came.

    It is a ``RecordingEvent`` if its name or a key says that it is about a recording. An integer that came as empty
    text is UNSET.

    Args:
        values: The form or the query as your framework hands it over, or the body or the query as it came.

    Raises:
        EventError: If it is not a form, has over 65,536 characters or a key twice, or lacks ``EventName`` or
            ``SessionUUID``, or if an integer is something else.
    """
    texts = {}
    for key, found in _values(values).items():
        if len(found) != 1:
            raise EventError(f"expected each key once, got {_name(key)} {len(found)} times", values)
        (texts[key],) = found
    about = [texts.get("EventName", ""), *texts]
    model = RecordingEvent if any("Recording" in words for words in about) else SessionEvent
    try:
        event = model.from_dict(texts)
    except KeyError as missing:
        raise EventError(f"expected the key {missing}, got none", values) from None
    for attribute in fields(type(event)):
        text = getattr(event, attribute.name)
        if text is not UNSET and str(attribute.type).startswith("int"):
            if not re.fullmatch(r"(-?[0-9]{1,18})?", text):
                raise EventError(f"{attribute.name}: expected an integer, got other text", values)
            setattr(event, attribute.name, int(text) if text else UNSET)
    return event


def verify_signature(
    auth_token: str,
    method: str,
    url: str,
    params: Mapping[str, Any] | bytes | str,
    headers: Mapping[str, str],
) -> None:
    """Return if the request has a V3 signature made with this token, in constant time.

    Args:
        auth_token: Token of the account or subaccount that owns the session, or of its main account.
        method: The request's method, ``GET`` or ``POST``.
        url: The URL as the vendor knows it, which is the one you set: behind a proxy, the request's own can differ.
        params: The form or the query as your framework hands it over, or the body or the query as it came.
        headers: The request's headers.

    Raises:
        SignatureError: If the nonce or the signature is missing, or no signature matches.
        EventError: If ``params`` is not a form or has over 65,536 characters.
        ValueError: If the token is empty.
    """
    if not auth_token:
        raise ValueError("auth_token: expected the account's token, got empty text")
    sent: dict[str, list[str]] = {}
    for name, value in headers.items():
        sent.setdefault(name.lower(), []).extend(value.split(","))
    signatures = [signature for name in _SIGNATURES for signature in sent.get(name, ())]
    nonce = ",".join(sent.get(_NONCE, ()))
    if not signatures:
        raise SignatureError(
            "expected the header X-Plivo-Signature-V3 or X-Plivo-Signature-Ma-V3, got neither"
        )
    if not nonce:
        raise SignatureError("expected the header X-Plivo-Signature-V3-Nonce, got none")
    text = f"{_signed_text(method, url, params)}.{nonce}"
    expected = base64.b64encode(hmac.digest(_bytes(auth_token), _bytes(text), "sha256"))
    # All are compared, so that the time taken does not tell which one matches.
    matches = [hmac.compare_digest(expected, _bytes(one.strip())) for one in signatures]
    if not any(matches):
        raise SignatureError(
            f"expected a signature of this {method} request, got {len(matches)} that don't match. Check the auth"
            " token, and that the URL is the one you set"
        )


def _signed_text(method: str, url: str, params: Mapping[str, Any] | bytes | str) -> str:
    base, _, query = url.partition("#")[0].partition("?")
    of_url = _grouped(parse_qsl(query, keep_blank_values=True))
    of_request = _values(params)
    if method == "GET":
        parts = [_joined({**of_request, **of_url}, "=", "&")]
    elif method == "POST":
        parts = [_joined(of_url, "=", "&"), _joined(of_request, "", "")]
    else:
        raise SignatureError("expected GET or POST, got another method")
    text = ".".join(part for part in parts if part)
    return f"{base}?{text}" if text else base


def _joined(values: dict[str, list[str]], equals: str, separator: str) -> str:
    pairs = (key + equals + value for key in sorted(values) for value in sorted(values[key]))
    return separator.join(pairs)


def _values(params: Mapping[str, Any] | bytes | str) -> dict[str, list[str]]:
    """Each key with all its values, as text."""
    if isinstance(params, Mapping):
        # The multi-dicts of frameworks give every value of a key by one of these methods.
        every = getattr(params, "getlist", None) or getattr(params, "getall", None)
        given = {key: every(key) if every else params[key] for key in params}
        pairs = [(key, _text(key, value, params)) for key in given for value in _listed(given[key])]
        if sum(len(key) + len(value) for key, value in pairs) > _LIMIT:
            raise EventError(f"expected at most {_LIMIT} characters, got more", params)
        return _grouped(pairs)
    if len(params) > _LIMIT:
        raise EventError(f"expected at most {_LIMIT} characters, got more", params)
    form = _pairs(params)
    if form is None:
        raise EventError("expected a form in UTF-8, such as a=1&b=2, got something else", params)
    return _grouped(form)


def _pairs(form: bytes | str) -> list[tuple[str, str]] | None:
    """The keys and values of a form; None, and not an error that quotes them, when it is no form."""
    try:
        text = form.decode() if isinstance(form, bytes) else form
        return parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict")
    except ValueError:
        return None


def _grouped(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for key, value in pairs:
        grouped.setdefault(key, []).append(value)
    return grouped


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(key: str, value: Any, params: Any) -> str:
    # A receiver that takes JSON hands integers over.
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise EventError(f"{_name(key)}: expected text, got {type(value).__name__}", params)
    return str(value)


def _name(key: str) -> str:
    """A key, unless it can hold a number."""
    return key if re.fullmatch("[A-Za-z]{1,40}", key) else "a key that the contract does not name"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


__all__ = ["EventError", "SignatureError", "parse_event", "verify_signature"]
