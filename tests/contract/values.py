"""Values of each field, made from the document: right ones, wrong ones, and those that look alike.

Candidates are made from the examples, limits and enums of the document by small changes; its schema says
which are valid.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import jsonschema_rs

from tests.contract import document

BLANKS = (" ", "\t", "\n", "\u00a0", "\u3000")
# Two, three and four bytes in UTF-8; the last is two units in UTF-16.
_WIDE = ("ä", "字", "😀")
# Composed, decomposed and compatibility forms, which a server that normalises makes one of.
_FORMS = ("é", "e\u0301", "\ufb01", "\u212b", "\uff21")
_ENCODED = ("%41", "%2F", "%C3%A4", "%25", "+", "&amp;", "?a=b&c=%20#d")
# What a server that tidies URLs, or writes them into something else, makes others of.
_PATHS = ("/", "//a", "/./a", "/../a", "/a;b=c", "/%7e%c3%a4", "?", "#", "?b=2&a=1&a=")
_QUOTED = ("/'\"<b>\\^`|", "/{a}{{b}}${c}$d")
_SCHEMES = ("file", "ftp", "javascript", "HTTP", "Https", "htp", "")
# Where no limit is documented: beyond the usual sizes of columns and buffers.
_LONG = (2049,)
# Integers that wrap around or lose digits in narrower types. JSON readers keep the last in full [RFC 8259].
_LARGE = (2**31, 2**32, 2**53, 5 * 10**18)
_TRIES = 5000


@dataclass(frozen=True)
class Case:
    """A value of a field. text: as it stands in the body. row: of SOURCES.md, for its verdict."""

    field: str
    text: str
    valid: bool
    row: str

    @property
    def value(self) -> Any:
        return json.loads(self.text)

    @property
    def body(self) -> bytes:
        return f'{{"{self.field}": {self.text}}}'.encode()

    def __str__(self) -> str:
        shown = self.text if len(self.text) <= 60 else f"{self.text[:40]}… of {len(self.text)}"
        return f"{self.field} {shown}"


@cache
def cases(field: str) -> tuple[Case, ...]:
    """Every value of the field that is worth a try."""
    schema = document.fields()[field]
    made = {"string": _texts, "integer": _integers, "boolean": _booleans}[schema["type"]]
    found = {}
    for text in [*made(field, schema), *_other_kinds(schema)]:
        value = json.loads(text)
        valid = is_valid(field, value)
        found[text] = Case(field, text, valid, _row(field, value, valid))
    return tuple(found.values())


@cache
def wrong(field: str) -> Case:
    """One value that is refused whatever the reading of the document."""
    return next(case for case in cases(field) if not case.valid and case.row != "S-urls")


@cache
def alternatives(field: str) -> tuple[Any, Any]:
    """Two valid values: an empty one, such as false, 0 or "", where there is one, and another."""
    schema = document.fields()[field]
    empty = [value for value in (False, 0, "") if is_valid(field, value)]
    example = schema["example"]
    others = [*schema.get("enum", []), schema.get("default"), schema.get("maximum"), True]
    if schema["type"] == "string":
        others.append(_longest(field, example, example[-1]))
    other = next(v for v in (*empty, *others) if v != example and is_valid(field, v))
    return other, example if example or not empty else next(v for v in others if v)


def is_valid(field: str, value: Any) -> bool:
    """What the document's schema says."""
    return _validator(field).is_valid(value)


@cache
def _validator(field: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(document.fields()[field])


def _row(field: str, value: Any, valid: bool) -> str:
    """S-urls where only this document's pattern decides, or where empty text must be taken."""
    every: list[str] = document.fields()[field]["x-sources"]
    # Which sessions take a number is not what makes it one.
    rows = [row for row in every if row != "S-single-party"]
    if "S-urls" not in rows or not isinstance(value, str):
        return rows[0]
    if valid:
        return "S-urls" if value == "" else rows[0]
    too_long = len(value) > document.fields()[field].get("maxLength", len(value))
    is_url = re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f]*[^\x00-\x20\x7f/:]", value)
    return "S-urls" if is_url and not too_long else rows[0]


def _texts(field: str, schema: dict[str, Any]) -> Iterator[str]:
    made = _of_enum(schema["enum"]) if "enum" in schema else _of_pattern(field, schema)
    yield from (json.dumps(text, ensure_ascii=False) for text in made)
    # The same text in escapes is the same value.
    example = str(schema["example"])
    yield '"' + "".join(f"\\u{ord(character):04x}" for character in example) + '"'
    yield json.dumps(example).replace("/", "\\/")
    yield json.dumps(example + _WIDE[-1])


def _of_enum(own: list[str]) -> Iterator[str]:
    for value in own:
        yield from (value, value.lower(), value.upper(), value.title(), value.swapcase())
        for blank in BLANKS:
            yield from (blank + value, value + blank)
        yield from (value[:-1], value + "x", value * 2, value + "\u0000", f"{value},{own[0]}")
    yield ""
    for field in document.fields().values():
        yield from field.get("enum", [])


def _of_pattern(field: str, schema: dict[str, Any]) -> Iterator[str]:
    limits = {n for f in document.fields().values() if (n := f.get("maxLength"))}
    example = str(schema["example"])
    yield ""
    # A phone number is one with and without its plus.
    for seed in filter(lambda text: is_valid(field, text), (example, example[1:])):
        yield from _neighbours(seed)
        for end in ("", *_WIDE):
            # Padded so that exactly one character is missing or too many.
            longest = _longest(field, seed + end, end or seed[-1])
            yield from (longest, longest + (end or seed[-1]))
            if len(longest) >= _TRIES and not end:
                for length in {*limits, *(limit + 1 for limit in limits), *_LONG}:
                    yield longest[:length]
        shortest = _shortest(field, seed)
        yield from (shortest, shortest[:-1])


def _neighbours(text: str) -> Iterator[str]:
    middle = len(text) // 2
    yield from (text, text.upper(), text.swapcase(), text[1:], text[:1] + text, "+" + text)
    for blank in BLANKS:
        yield from (blank + text, text + blank, text[:middle] + blank + text[middle:])
    for more in ("\u0000", "\u001f", "\u007f", *_FORMS, *_ENCODED, "0", "x"):
        yield text + more
    yield from (f"0{text}", f"+0{text.lstrip('+')}", f"{text[:middle]}-{text[middle:]}")
    yield re.sub("[0-9]", lambda digit: chr(0x660 + int(digit[0])), text)
    scheme, colon, rest = text.partition(":")
    if colon:
        yield from (f"{other}:{rest}" for other in _SCHEMES)
        yield from (rest, rest.lstrip("/"), f"{scheme}:", f"{scheme}://", f"{scheme}:/{rest[2:]}")
        yield from (text + more for more in (*_PATHS, *_QUOTED))
        # A file's ending says nothing of a field beside it.
        words = dict.fromkeys(
            w for field in document.fields().values() for w in field.get("enum", ())
        )
        yield from (f"{text}.{word}" for word in words)
        host, _, path = rest.lstrip("/").partition("/")
        hosts = (host, host.upper(), f"{host}:443", f"a:b@{host}", f"{host}.")
        yield from (f"{scheme}://{other}{end}" for other in hosts for end in ("", f"/{path}"))


def _longest(field: str, seed: str, more: str) -> str:
    """The longest valid text of the seed and repetitions; the longest tried where there is no limit."""
    if not is_valid(field, seed):
        return seed
    low, high = 0, _TRIES
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if is_valid(field, seed + more * middle) else (low, middle - 1)
    return seed + more * low


def _shortest(field: str, seed: str) -> str:
    while len(seed) > 1 and is_valid(field, seed[:-1]):
        seed = seed[:-1]
    return seed


def _integers(field: str, schema: dict[str, Any]) -> Iterator[str]:
    low, high = schema.get("minimum"), schema.get("maximum")
    example = schema["example"]
    near = [example, 0, 1, -1, -example]
    near += [bound + step for bound in (low, high) if bound is not None for step in (-1, 0, 1)]
    # What wraps around in 16, 32 or 64 bits to a valid value, too.
    near += _LARGE
    if high is not None:
        near += [10**30, example - 2**32, *(example + 2**bits for bits in (16, 32, 64))]
    yield from map(str, near)
    yield from (
        f"{example}.0",
        f"{example}e0",
        f"{example}.5",
        f"{example}.0000001",
        f"{example}E-1",
    )
    for spelled in (f"{example}", f"{example}.0", f" {example}", "", "0x10", "²", "٣٠"):
        yield json.dumps(spelled)


def _booleans(field: str, schema: dict[str, Any]) -> Iterator[str]:
    yield from ("true", "false", "1", "0", "1.0", "-1")
    for word in ("true", "false", "True", "TRUE", "yes", "on", "1", "0", ""):
        yield json.dumps(word)


def _other_kinds(schema: dict[str, Any]) -> Iterator[str]:
    example = json.dumps(schema["example"])
    yield from ("null", "[]", "{}", f"[{example}]", f'{{"value": {example}}}', f"[[{example}]]")
    yield from ("true", "false") if schema["type"] != "boolean" else ()
    yield from ("0", "12025550143") if schema["type"] == "string" else ()
