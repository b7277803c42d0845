"""From the bytes of a request to a JSON object, or a text that says why not."""

import json
import math
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.types import Receive

from scripts.stub.quoted import quoted

# The vendor states no limits. These keep a mistaken upload from filling the memory, and the reading of
# it from exhausting the stack.
LIMIT = 1024 * 1024
DEPTH = 100

_BOM = "\ufeff"


class BadBody(Exception):
    """The body is no JSON object. Its text says what was expected and what came."""


async def read(receive: Receive) -> bytes:
    """The body, cut one byte past the limit; the rest is read and dropped, so that the reply arrives.

    Raises:
        ClientDisconnect: If the body broke off; the server then drops the request without a word.
    """
    content = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        content += message["body"][: LIMIT + 1 - len(content)]
        if not message["more_body"]:
            return bytes(content)


def decode(content: bytes, content_types: list[bytes]) -> dict[str, Any]:
    """Raises BadBody unless this is one JSON object in UTF-8 of at most 1 MiB, sent as application/json."""
    _check_content_type(content_types)
    if len(content) > LIMIT:
        raise BadBody(f"expected a body of at most {LIMIT} bytes, got more")
    value = parse(content)
    if not isinstance(value, dict):
        raise BadBody(f"expected a JSON object, got {json.dumps(value)[:40]}")
    return value


def parse(content: bytes) -> Any:
    """The JSON value. Raises BadBody unless it can be written down again, by any reader alike."""
    text = _text(content)
    if text.count("[") + text.count("{") > DEPTH and _depth(text) > DEPTH:
        raise BadBody(f"expected JSON of at most {DEPTH} levels, got one nested more deeply")
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise BadBody(f"expected JSON, got: {error.msg} at character {error.pos}") from error
    # An escape such as \ud800 is valid JSON and half a character.
    if "\\u" in text and not _is_text(json.dumps(value, ensure_ascii=False)):
        raise BadBody("expected text, got a lone surrogate")
    return value


def _text(content: bytes) -> str:
    if not content.strip():
        raise BadBody("expected a JSON object, got an empty body")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        wrong = f"byte 0x{content[error.start]:02x} at {error.start}"
        raise BadBody(f"expected UTF-8, got {wrong}") from error
    if text.startswith(_BOM):
        raise BadBody("expected JSON, got a byte order mark before it")
    return text


def _depth(text: str) -> int:
    """How deeply brackets nest, leaving out those in strings; counted, because reading could overflow."""
    deepest = depth = 0
    in_string = escaped = False
    for character in text:
        if in_string:
            in_string = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            in_string = True
        elif character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _is_text(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _check_content_type(content_types: list[bytes]) -> None:
    if content_types == [b"application/json"]:
        return
    if len(content_types) != 1:
        raise BadBody(f"expected one Content-Type, application/json, got {len(content_types)}")
    (given,) = content_types
    content_type = given.decode("latin-1")
    media_type, *parameters = (part.strip() for part in content_type.lower().split(";"))
    if media_type != "application/json":
        raise BadBody(f"expected the Content-Type application/json, got {quoted(content_type)}")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip(' "') not in ("utf-8", "utf8"):
            raise BadBody(f"expected the charset utf-8, got {quoted(value)}")


def _no_constant(name: str) -> None:
    raise BadBody(f"expected JSON, got {name}, which is no JSON number")


def _integer(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        # Python reads no more than 4300 digits, because that takes quadratic time.
        wrong = f"{quoted(text)} of {len(text)} characters"
        raise BadBody(f"expected an integer of ordinary size, got {wrong}") from error


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise BadBody(f"expected a number within the range of a double, got {quoted(text)}")
    return number


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadBody(f"expected each key once, got {quoted(twice)} twice")
    return value


_DECODER = json.JSONDecoder(
    parse_constant=_no_constant,
    parse_int=_integer,
    parse_float=_finite,
    object_pairs_hook=_no_duplicates,
)
