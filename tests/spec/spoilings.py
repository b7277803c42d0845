"""Every way of making the document say something else than the vendor's page, made from the table."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.spec.documents import PATH, follow
from tests.spec.vendor_page import KINDS, reply

DROP = object()
UPDATE = ("components", "schemas", "MaskingSessionUpdate")
OPERATION = ("paths", PATH, "post")
BODY = (*OPERATION, "requestBody", "content", "application/json")
REPLY = (*OPERATION, "responses", "200", "content", "application/json", "examples", "vendor_page")
TYPES = ("boolean", "string", "integer", "number", "array", "object")

Place = tuple[str | int, ...]


class Spoiling(NamedTuple):
    """One change of the document and the fact that the comparison must name for it."""

    fact: str
    place: Place
    value: Any

    def __str__(self) -> str:
        value = "dropped" if self.value is DROP else repr(self.value)
        return f"{self.fact}: {'.'.join(map(str, self.place[-3:]))} {value:.60}"


def spoiled(document: Any, spoiling: Spoiling) -> Any:
    """Return a copy of the document with the one change made; the rest is shared."""

    def change(node: Any, place: Place) -> Any:
        if not place:
            return spoiling.value
        copy: Any = node.copy()
        if len(place) == 1 and spoiling.value is DROP:
            del copy[place[0]]
        elif place[0] in copy or not isinstance(node, dict):
            copy[place[0]] = change(copy[place[0]], place[1:])
        else:
            copy[place[0]] = change({}, place[1:])
        return copy

    return change(document, spoiling.place)


def spoilings(document: Any, page: Any) -> Iterator[Spoiling]:
    """Yield at least one spoiling for each fact of the table. Raises KeyError for a fact of no known sort."""
    makers = {
        "operation": _operation,
        "attributes": _attributes,
        "not_updatable_while": _not_updatable_while,
        "not_updatable": _not_updatable,
        "reply": _reply,
        "slips": _slips,
        "sample_calls": _sample_calls,
    }
    for sort in page:
        yield from makers[sort](document, page)


def at(document: Any, place: Place) -> Any:
    """Return what stands at a place of the document."""
    for part in place:
        document = document[part]
    return document


def _other(value: Any) -> list[Any]:
    """Values that are not the given one, those that look like it first."""
    if value is None:
        return [[], "", False]
    if isinstance(value, bool):
        return [not value, str(value).lower(), int(value), None]
    if isinstance(value, int):
        return [value + 1, str(value), float(value), None]
    if isinstance(value, str):
        return [value + "x", [value], None]
    return [None, {}]


def _renamed(mapping: Any, key: str, name: str) -> Any:
    return {name if one == key else one: value for one, value in mapping.items()}


def _turned(mapping: Any) -> Any:
    return dict(reversed(mapping.items()))


def _without(text: str, word: str, instead: str = "…") -> str:
    """Return the text without any occurrence of the word, over line ends too."""
    pattern = r"\s+".join(map(re.escape, word.split()))
    changed = re.sub(pattern, instead, text, flags=re.IGNORECASE)
    assert changed != text, f"expected {word!r} in {text!r}"
    return changed


def _words(document: Any, fact: str, place: Place, words: list[str]) -> Iterator[Spoiling]:
    text = at(document, place)
    yield Spoiling(fact, place, "")
    for word in words:
        yield Spoiling(fact, place, _without(text, word))


def _operation(document: Any, page: Any) -> Iterator[Spoiling]:
    where = f"operation: the page says {page['operation']['method']}"
    post = at(document, OPERATION)
    makers: dict[str, list[Spoiling]] = {
        "action": [*_words(document, "action", (*OPERATION, "summary"), ["Update"])],
        "resource": [*_words(document, "resource", (*OPERATION, "summary"), ["masking session"])],
        "method": [Spoiling(where, ("paths", PATH), {verb: post}) for verb in ("put", "patch")],
        "server": [
            Spoiling("server", ("servers", 0, "url"), "http://api.plivo.com/v1"),
            Spoiling("server", ("servers", 0, "url"), "https://api.plivo.com/v2"),
            Spoiling(
                "server", ("servers",), [*document["servers"], {"url": "https://example.com"}]
            ),
            Spoiling("server", ("servers",), DROP),
        ],
        "path": [
            Spoiling(where, ("paths",), {changed: document["paths"][PATH]})
            for changed in (PATH + "/", PATH.replace("/Masking", ""), PATH.lower())
        ],
        "path_parameters": [*_path_parameters(document)],
        "content_type": [
            Spoiling("content type", BODY, DROP),
            Spoiling("content type", (*BODY[:-1], "application/x-www-form-urlencoded"), {}),
        ],
        "credentials": [*_credentials(document)],
    }
    for fact in page["operation"]:
        yield from makers[fact]


def _path_parameters(document: Any) -> Iterator[Spoiling]:
    written = at(document, (*OPERATION, "parameters"))
    yield Spoiling("path parameters", (*OPERATION, "parameters"), written[::-1])
    for number, reference in enumerate(written):
        parameter = follow(document, reference)
        place = (*OPERATION, "parameters", number)
        yield Spoiling("path parameters", place, DROP)
        yield Spoiling("path parameters", place, {**parameter, "name": "other"})
        yield Spoiling("path parameters", place, {**parameter, "in": "query"})


def _credentials(document: Any) -> Iterator[Spoiling]:
    scheme = ("components", "securitySchemes", "basicAuth", "description")
    yield from _words(document, "credentials", scheme, ["auth id", "auth token"])
    yield Spoiling("credentials", (*OPERATION, "security"), [])
    yield Spoiling("credentials", (*OPERATION, "security"), DROP)


def _attributes(document: Any, page: Any) -> Iterator[Spoiling]:
    properties = (*UPDATE, "properties")
    written = at(document, properties)
    yield Spoiling("attributes", properties, _turned(written))
    yield Spoiling("attributes", properties, {**written, "session_uuid": {"type": "string"}})
    for name, stated in page["attributes"].items():
        yield Spoiling("attributes", (*properties, name), DROP)
        yield Spoiling("attributes", properties, _renamed(written, name, name + "s"))
        yield Spoiling("required attributes", (*UPDATE, "required"), [name])
        # In a steady order, or parallel runs collect different tests.
        for fact in dict.fromkeys(("default", "allowed", *stated)):
            yield from ATTRIBUTE[fact](document, name, stated)


def _place(name: str) -> Place:
    return (*UPDATE, "properties", name)


def _home(document: Any, name: str) -> Place:
    """Return where an attribute's type and values are written: at itself or in the shared schema."""
    written = at(document, _place(name))
    if "allOf" in written:
        return ("components", "schemas", written["allOf"][0]["$ref"].rsplit("/", 1)[-1])
    return _place(name)


def _type(document: Any, name: str, stated: Any) -> Iterator[Spoiling]:
    home = _home(document, name)
    yield Spoiling(f"{name} type", (*home, "type"), DROP)
    for other in TYPES:
        if other != stated["type"]:
            yield Spoiling(f"{name} type", (*home, "type"), other)


def _default(document: Any, name: str, stated: Any) -> Iterator[Spoiling]:
    place = (*_place(name), "default")
    if "default" not in stated:
        for added in ("", None, 0):
            yield Spoiling(f"{name} default", place, added)
        return
    yield Spoiling(f"{name} default", place, DROP)
    for other in _other(stated["default"]):
        yield Spoiling(f"{name} default", place, other)


def _allowed(document: Any, name: str, stated: Any) -> Iterator[Spoiling]:
    place = (*_home(document, name), "enum")
    if "allowed" not in stated:
        yield Spoiling(f"{name} allowed", place, ["one", "two"])
        return
    values = stated["allowed"]
    yield Spoiling(f"{name} allowed", place, DROP)
    yield Spoiling(f"{name} allowed", place, values[::-1])
    yield Spoiling(f"{name} allowed", place, [*values, "other"])
    yield Spoiling(f"{name} allowed", (*_place(name), "allOf"), DROP)
    for value in values:
        yield Spoiling(f"{name} allowed", place, [one for one in values if one != value])
        for renamed in (value.swapcase(), value + "s"):
            changed = [renamed if one == value else one for one in values]
            yield Spoiling(f"{name} allowed", place, changed)


def _means(document: Any, name: str, stated: Any) -> Iterator[Spoiling]:
    for meaning, words in stated["means"].items():
        fact = f"{name} {meaning}"
        yield from _words(document, fact, (*_place(name), "description"), words)


def _kind(document: Any, name: str, stated: Any) -> Iterator[Spoiling]:
    place = (*_place(name), "pattern")
    right, _ = KINDS[stated["kind"]]
    yield Spoiling(f"{name} kind", place, DROP)
    yield Spoiling(f"{name} kind", place, ".*")
    yield Spoiling(f"{name} kind", place, f"^(?!{re.escape(right)}$)")
    yield Spoiling(f"{name} kind", (*_place(name), "maxLength"), len(right) - 1)


def _updatable_only_if(document: Any, name: str, stated: Any) -> Iterator[Spoiling]:
    place = (*_place(name), "description")
    for parameter, value in stated["updatable_only_if"].items():
        fact = f"{name} updatable only if"
        text = at(document, place)
        yield Spoiling(fact, place, _without(text, parameter))
        said = f"set to {str(value).lower()}"
        yield Spoiling(fact, place, _without(text, said))
        yield Spoiling(fact, place, _without(text, said, f"set to {str(not value).lower()}"))


ATTRIBUTE = {
    "type": _type,
    "default": _default,
    "allowed": _allowed,
    "kind": _kind,
    "means": _means,
    "updatable_only_if": _updatable_only_if,
}


def _not_updatable_while(document: Any, page: Any) -> Iterator[Spoiling]:
    condition = f"While a session is {page['not_updatable_while']}"
    yield from _words(document, "not updatable while", (*OPERATION, "description"), [condition])


def _not_updatable(document: Any, page: Any) -> Iterator[Spoiling]:
    fact = "parameters that can't be updated"
    place = (*OPERATION, "description")
    text = at(document, place)
    slips = {slip["printed"]: slip["corrected"] for slip in page["slips"]["not_updatable"]}
    yield Spoiling(fact, place, DROP)
    for name in page["not_updatable"]:
        line = f"- `{slips.get(name, name)}`"
        yield Spoiling(fact, place, re.sub(rf"^{line}.*\n", "", text, flags=re.MULTILINE))
        yield Spoiling(fact, place, re.sub(f"^{line}", f"{line[:-1]}s`", text, flags=re.MULTILINE))
        more = f"- `extra`\n{line}"
        yield Spoiling(fact, place, re.sub(f"^{line}", more, text, flags=re.MULTILINE))
    first, second = "- `geomatch`", "- `subaccount`"
    turned = text.replace(first, "@").replace(second, first).replace("@", second)
    yield Spoiling(fact, place, turned)


def _reply(document: Any, page: Any) -> Iterator[Spoiling]:
    stated = reply(page)
    value = (*REPLY, "value")
    yield Spoiling("reply", REPLY, DROP)
    yield Spoiling("reply", REPLY[:-2], DROP)
    yield Spoiling("reply", value, _turned(at(document, value)))
    yield Spoiling("reply", (*value, "extra"), "")
    session = (*value, "session")
    yield Spoiling("reply session keys", session, _turned(at(document, session)))
    yield Spoiling("reply session keys", (*session, "extra"), "")
    envelope = {key: below for key, below in stated.items() if key != "session"}
    yield from _values(document, "reply", value, envelope)
    yield from _values(document, "reply session", session, stated["session"])
    yield from _declared(document, "MaskingSessionUpdateResponse", envelope)
    yield from _declared(document, "MaskingSession", stated["session"])
    yield Spoiling(
        "MaskingSessionUpdateResponse session",
        ("components", "schemas", "MaskingSessionUpdateResponse", "properties", "session"),
        DROP,
    )


def _values(document: Any, fact: str, place: Place, stated: Any) -> Iterator[Spoiling]:
    for key, value in stated.items():
        yield Spoiling(f"{fact} {key}", (*place, key), DROP)
        yield Spoiling(f"{fact} {key}", place, _renamed(at(document, place), key, key + "s"))
        for other in _other(value):
            yield Spoiling(f"{fact} {key}", (*place, key), other)


def _declared(document: Any, name: str, stated: Any) -> Iterator[Spoiling]:
    for key, value in stated.items():
        fact = f"{name} {key}"
        place = ("components", "schemas", name, "properties", key)
        written = at(document, place)
        yield Spoiling(fact, place, DROP)
        if value is None:
            yield Spoiling(fact, (*place, "nullable"), False)
            continue
        takers = {bool: {"boolean"}, str: {"string"}, int: {"integer", "number"}}
        for other in TYPES:
            if other not in takers[type(value)]:
                plain = {one: below for one, below in written.items() if one != "allOf"}
                yield Spoiling(fact, place, {**plain, "type": other})
        if isinstance(value, str):
            yield Spoiling(fact, (*place, "pattern"), f"^(?!{re.escape(value)}$)")
        home = written.get("allOf", [written])[0].get("$ref", "").rsplit("/", 1)[-1]
        if home:
            enum = ("components", "schemas", home, "enum")
            yield Spoiling(fact, enum, [one for one in at(document, enum) if one != value])


def _slips(document: Any, page: Any) -> Iterator[Spoiling]:
    """The document as it would be, had it taken over a slip of the page."""
    session = (*REPLY, "value", "session")
    schema = ("components", "schemas", "MaskingSession", "properties")
    place = (*OPERATION, "description")
    makers: dict[str, list[Spoiling]] = {
        "reply_keys": [
            Spoiling(fact, where, _renamed(at(document, where), slip["corrected"], slip["printed"]))
            for slip in page["slips"]["reply_keys"]
            for fact, where in (("reply session keys", session), ("MaskingSession", schema))
        ],
        "reply_values": [
            Spoiling(f"reply session {slip['key']}", (*session, slip["key"]), slip["printed"])
            for slip in page["slips"]["reply_values"]
        ],
        "not_updatable": [
            Spoiling(
                "parameters that can't be updated",
                place,
                at(document, place).replace(f"- `{slip['corrected']}`", f"- `{slip['printed']}`"),
            )
            for slip in page["slips"]["not_updatable"]
        ],
        "path_parameters": [
            Spoiling(
                "operation",
                ("paths",),
                {
                    PATH.replace(slip["corrected"], slip["printed"]): document["paths"][PATH],
                },
            )
            for slip in page["slips"]["path_parameters"]
        ],
        "attribute_headings": [
            Spoiling(
                "attributes",
                (*UPDATE, "properties"),
                _renamed(
                    at(document, (*UPDATE, "properties")),
                    slip["corrected"].split()[0],
                    slip["printed"],
                ),
            )
            for slip in page["slips"]["attribute_headings"]
        ],
    }
    for sort in page["slips"]:
        yield from makers[sort]


def _sample_calls(document: Any, page: Any) -> Iterator[Spoiling]:
    examples = (*BODY, "examples")
    written = at(document, examples)
    yield Spoiling("sample calls", examples, _turned(written))
    yield Spoiling("sample calls", (*examples, "perl_sample"), {"value": {}})
    for sample in page["sample_calls"]:
        name = f"{sample['language']}_sample"
        yield Spoiling("sample calls", (*examples, name), DROP)
        yield Spoiling("sample calls", examples, _renamed(written, name, f"x_{name}"))
        value = (*examples, name, "value")
        yield Spoiling(name, (*value, "ring_timeout"), 30)
        for field, sent in sample["valid"].items():
            yield Spoiling(name, (*value, field), DROP)
            for other in _other(sent):
                yield Spoiling(name, (*value, field), other)
        yield from _session_id(name, sample["session_id"])


def _session_id(name: str, printed: str) -> Iterator[Spoiling]:
    parameter = ("components", "parameters", "SessionUuid")
    fact = f"{name} session id"
    if printed.startswith("<"):
        yield Spoiling(fact, (*parameter, "name"), "uuid")
        return
    refusals = (f"^(?!{re.escape(printed)}$)", "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
    for pattern in refusals:
        yield Spoiling(fact, (*parameter, "schema", "pattern"), pattern)
