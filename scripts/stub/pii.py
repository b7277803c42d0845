"""Masks what belongs to a session's parties, their phone numbers and PINs, as `***`.

`masked` is for JSON data, `masked_text` for any text. Text also loses what looks like a phone number
wherever it stands: a plus and 7 to 15 digits, or 11 to 15 digits alone. Empty values, null and booleans
stay, because they say nothing about anybody.
"""

import re
from typing import Any

MASK = "***"
_KEY = r"(?:first|second)_?party(?:_?pin)?"
# Plain, escaped once or more often, or an entity of HTML.
_QUOTE = r"""\\*(?:["']|&quot;|&apos;|&\#34;|&\#39;|&\#x22;|&\#x27;)"""
_PLUS = r"(?:\+|%2B)"
# A text without its closing quote, which may have been cut off, or a number.
_VALUE = rf"(?:(?P<quote>{_QUOTE})(?:(?!(?P=quote))(?:\\.|.))+|{_PLUS}?[0-9](?:[0-9.e+-]*[0-9])?)"
# As in JSON, a Python repr, keyword arguments, a query, and a pair of a list of pairs.
_NAMED = rf"{_KEY}(?:(?:{_QUOTE})?\s*(?::|=>?)|{_QUOTE}\s*,(?=\s*(?:{_QUOTE})?{_PLUS}?[0-9]))\s*"
_PATTERNS = [
    # Of what was cut off, the end of a name or of a value.
    re.compile(
        rf"(?P<kept>(?:\.\.\.|…)[a-z_]*(?:{_QUOTE})?[\s:=>,]*)(?P<quote>{_QUOTE})?{_PLUS}?[0-9]+"
    ),
    re.compile(rf"(?P<kept>{_NAMED}(?:expected\s+)?){_VALUE}", re.IGNORECASE),
    re.compile(rf"(?P<kept>{_KEY}:\s+expected\s+(?:(?!, got ).)*, got ){_VALUE}", re.IGNORECASE),
]
_PHONE = re.compile(
    r"(?<![\w+])(?:\+|%2B)[0-9]{7,15}(?![0-9])|(?<![\w.+%-])[0-9]{11,15}(?![\w-]|\.[0-9])"
)


def masked(value: Any) -> Any:
    """A copy of JSON data without numbers and PINs of parties."""
    if isinstance(value, list):
        return [masked(item) for item in value]
    if not isinstance(value, dict):
        return masked_text(value) if isinstance(value, str) else value
    return {
        key: MASK
        if re.fullmatch(_KEY, key, re.IGNORECASE) and item and item is not True
        else masked(item)
        for key, item in value.items()
    }


def masked_text(text: str) -> str:
    """The text without numbers and PINs of parties."""
    for pattern in _PATTERNS:
        text = pattern.sub(lambda found: f"{found['kept']}{found['quote'] or ''}{MASK}", text)
    return _PHONE.sub(MASK, text)
