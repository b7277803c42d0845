"""Removes what a report must not show: the account's token in any form, and the parties' numbers and PINs.

A server may echo the token, and pytest prints arguments and values, so every report goes through a
Redactor, which finds the token as it is, escaped, percent-encoded, as entities, in base64, and cut off.
"""

import base64
import html
import re
from functools import cache
from typing import Any
from urllib.parse import unquote

from scripts.stub.pii import MASK, masked_text
from tests.contract.variables import token

# This many characters of the token are masked wherever they stand: truncated output ends within it.
_FRAGMENT = 6
_CREDENTIALS = re.compile(
    r"\b((?:basic|bearer|digest)(?:\s|\+|%20)+)(?!realm)(?=\S*(?-i:[A-Z0-9=/+]))[\w+/=.~%-]{6,}",
    re.IGNORECASE,
)
# An escape such as \n is no part of it.
_BASE64 = re.compile(r"(?<!\\)(?:[a-z0-9+/_-]|%2[bf]|\\/){3,}", re.IGNORECASE)


class Redactor:
    """Knows the token, and returns what it is given without it."""

    def __init__(self, token: str) -> None:
        # The tests also send the token with its case swapped, which gives it away.
        tokens = {token, token.swapcase()}
        patterns = [_pattern(part) for each in tokens for part in _fragments(each)]
        # A lookahead, because fragments overlap.
        self._text = re.compile(f"(?=({'|'.join(patterns)}))")
        parts = {part for each in tokens for raw in _encoded(each) for part in _fragments(raw)}
        self._bytes = re.compile(b"|".join(map(re.escape, parts)))

    def text(self, text: str) -> str:
        """The text, redacted."""
        text = _BASE64.sub(lambda run: MASK if self._is_secret(run[0]) else run[0], text)
        text = _CREDENTIALS.sub(rf"\1{MASK}", self._without_token(text))
        return masked_text(text)

    def clean(self, value: Any) -> Any:
        """The value with every text in it redacted; pytest's accounts of failures are changed in place."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.clean(item) for item in value]
        if isinstance(value, tuple):
            return tuple(self.clean(item) for item in value)
        if isinstance(value, dict):
            return {key: self.clean(item) for key, item in value.items()}
        if hasattr(value, "toterminal"):
            vars(value).update(self.clean(vars(value)))
        return value

    def _without_token(self, text: str) -> str:
        kept, end = "", 0
        for found in self._text.finditer(text):
            if found.start(1) > end or not end:
                kept += text[end : found.start(1)] + MASK
            end = max(end, found.end(1))
        return kept + text[end:]

    def _is_secret(self, run: str) -> bool:
        """Whether a run of base64, which may have begun before it, holds what must be masked."""
        plain = unquote(run.replace("\\", "")).replace("-", "+").replace("_", "/")
        readings = [_decoded(plain[start:]) for start in range(4)]
        if any(map(self._bytes.search, readings)):
            return True
        # What is encoded may be a whole message, with the credentials encoded once more.
        message = readings[0].decode("ascii", "ignore")
        return len(message) == len(readings[0]) and self.text(message) != message


@cache
def redactor() -> Redactor:
    """The one for this run's token."""
    return Redactor(token())


def _fragments(whole: Any) -> list[Any]:
    """All parts of this length, of text or bytes; the whole when it is shorter."""
    return [whole[n : n + _FRAGMENT] for n in range(max(1, len(whole) - _FRAGMENT + 1))]


def _encoded(token: str) -> list[bytes]:
    latin = [] if any(char > "\xff" for char in token) else [token.encode("latin-1")]
    return [token.encode(), *latin]


def _decoded(plain: str) -> bytes:
    whole = plain[: len(plain) - (len(plain) % 4 == 1)]
    return base64.b64decode(whole + "=" * (-len(whole) % 4))


def _pattern(fragment: str) -> str:
    pattern = "".join(map(_character, fragment))
    # A short token may be a part of common words: "tok" is one of "token".
    is_word = len(fragment) < _FRAGMENT and fragment.isascii() and fragment.isalnum()
    return rf"\b{pattern}\b" if is_word else pattern


def _character(char: str) -> str:
    """A pattern for the character as JSON, Python, HTML and URLs write it."""
    if char.isascii() and char.isalnum():
        return char
    code = ord(char)
    utf_8 = "".join(
        rf"(?:{re.escape(chr(byte))}|\\+(?:x|u00)(?i:{byte:02x})|%(?i:{byte:02x}))"
        for byte in char.encode()
    )
    utf_16 = char.encode("utf-16-be")
    escapes = "".join(rf"\\+u(?i:{utf_16[n : n + 2].hex()})" for n in range(0, len(utf_16), 2))
    forms = [
        rf"\\*{re.escape(char)}",
        utf_8,
        escapes,
        rf"\\+(?:x(?i:{code:02x})(?![0-9a-fA-F])|U(?i:{code:08x}))",
        rf"&#(?:0*{code}|x(?i:0*{code:x}));",
        re.escape(html.escape(char)),
        *([r"\+"] if char == " " else []),
    ]
    return f"(?:{'|'.join(forms)})"
