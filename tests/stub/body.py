"""From the bytes of a request to a JSON object, or a text that says why not."""

import json
import math
from typing import Any

from starlette.requests import ClientDisconnect, Request

# The vendor states no limit; this one keeps a mistaken upload from filling the memory.
LIMIT = 1024 * 1024


class BadBody(Exception):
    """The body is no JSON object. Its text says what was expected and what came."""


async def read(request: Request) -> bytes:
    """The body, cut one byte past the limit; the rest is read and dropped, so that the reply arrives."""
    content = bytearray()
    try:
        async for chunk in request.stream():
            content += chunk[: LIMIT + 1 - len(content)]
    except ClientDisconnect:
        pass
    return bytes(content)


def decode(content: bytes, content_types: list[str]) -> dict[str, Any]:
    """Raises BadBody unless this is one JSON object in UTF-8 of at most 1 MiB, sent as application/json."""
    _check_content_type(content_types)
    if len(content) > LIMIT:
        raise BadBody(f"expected a body of at most {LIMIT} bytes, got more")
    if not content.strip():
        raise BadBody("expected a JSON object, got an empty body")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadBody(
            f"expected UTF-8, got byte 0x{content[error.start]:02x} at {error.start}"
        ) from error
    try:
        value = json.loads(
            text, parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_no_duplicates
        )
        # Lone surrogates are valid JSON escapes and no valid text.
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        raise BadBody(f"expected JSON, got: {error.msg} at character {error.pos}") from error
    except RecursionError as error:
        raise BadBody("expected JSON of ordinary depth, got one nested too deeply") from error
    except UnicodeEncodeError as error:
        raise BadBody("expected text, got a lone surrogate") from error
    except ValueError as error:
        raise BadBody(f"expected JSON, got: {error}") from error
    if not isinstance(value, dict):
        raise BadBody(f"expected a JSON object, got {json.dumps(value)[:40]}")
    return value


def _check_content_type(content_types: list[str]) -> None:
    if len(content_types) != 1:
        raise BadBody(f"expected one Content-Type, application/json, got {len(content_types)}")
    media_type, *parameters = (part.strip() for part in content_types[0].lower().split(";"))
    if media_type != "application/json":
        raise BadBody(f"expected the Content-Type application/json, got {content_types[0][:80]!r}")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip(' "') not in ("utf-8", "utf8", "us-ascii"):
            raise BadBody(f"expected the charset utf-8, got {value[:40]!r}")


def _no_constant(name: str) -> None:
    raise ValueError(f"{name}, which is no JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"the number {text[:40]}, which is too large")
    return number


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice[:40]!r} twice")
    return value
