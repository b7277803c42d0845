"""Comparing the document with the table of what the vendor's page states."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.support.document import errors, follow, load, resolved

PAGE = Path(__file__).parent / "vendor_page.yaml"
# A text of each kind, which an attribute must take, and one that is not of the kind.
KINDS = {
    "url": ("https://www.example.com/recording", "not a URL"),
    "phone number": ("+12025550143", "not a number"),
}
NOTHING = "nothing"


def load_page() -> Any:
    """Return the table of the page's facts, a fresh copy."""
    return load(PAGE)


def differences(document: Any, page: Any) -> list[str]:
    """Return, for each fact of the page that the document misses, what the two say. Empty is agreement."""
    try:
        path = _corrected(page["operation"]["path"], page["slips"]["path_parameters"])
        operation = document["paths"][path][page["operation"]["method"].lower()]
    except KeyError as missing:
        where = f"{page['operation']['method']} {page['operation']['path']}"
        return [f"operation: the page says {where}, the document lacks {missing}"]
    return [
        *_operation(document, page, operation),
        *_attributes(document, page),
        *_not_updatable(page, operation),
        *_reply(document, page, operation),
        *_sample_calls(document, page, operation),
    ]


def reply(page: Any) -> Any:
    """Return the page's sample reply with its slips corrected."""
    keys = {slip["printed"]: slip["corrected"] for slip in page["slips"]["reply_keys"]}
    values = {slip["key"]: slip for slip in page["slips"]["reply_values"]}
    session = {keys.get(key, key): value for key, value in page["reply"]["session"].items()}
    for key, slip in values.items():
        if session.get(key) == slip["printed"]:
            session[key] = slip["corrected"]
    return {**page["reply"], "session": session}


def _corrected(text: str, slips: list[dict[str, str]]) -> str:
    for slip in slips:
        text = text.replace(slip["printed"], slip["corrected"])
    return text


def _said(fact: str, page: Any, document: Any) -> Iterator[str]:
    """Yield the one difference, or nothing when both say the same: type, value and order of keys."""
    if _exactly(page) != _exactly(document):
        yield f"{fact}: the page says {page!r}, the document says {document!r}"


def _exactly(value: Any) -> Any:
    """Make a value comparable so that false is not 0 and the order of keys counts."""
    if isinstance(value, dict):
        return [(key, _exactly(below)) for key, below in value.items()]
    if isinstance(value, list):
        return [_exactly(below) for below in value]
    return type(value), value


def _words(fact: str, words: list[str], text: str) -> Iterator[str]:
    text = " ".join(text.split())
    for word in words:
        if not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE):
            yield f"{fact}: the page's meaning needs {word!r}, the document says {text!r}"


def _operation(document: Any, page: Any, operation: Any) -> Iterator[str]:
    stated = page["operation"]
    names = [
        _corrected(name, page["slips"]["path_parameters"]) for name in stated["path_parameters"]
    ]
    found = [follow(document, parameter) for parameter in operation.get("parameters", [])]
    in_path = [parameter["name"] for parameter in found if parameter["in"] == "path"]
    servers = [server["url"] for server in document.get("servers", [])]
    body = operation.get("requestBody", {}).get("content", {})
    yield from _said("server", [stated["server"]], servers)
    yield from _said("path parameters", names, in_path)
    yield from _said("content type of the body", [stated["content_type"]], list(body))
    summary = operation.get("summary", "")
    yield from _words("action", [stated["action"]], summary)
    yield from _words("resource", [stated["resource"]], summary)
    schemes = document["components"].get("securitySchemes", {})
    for needed in [name for one in operation.get("security", []) for name in one] or [NOTHING]:
        words = [name.replace("_", " ") for name in stated["credentials"]]
        yield from _words("credentials", words, schemes.get(needed, {}).get("description", ""))


def _attributes(document: Any, page: Any) -> Iterator[str]:
    body = document["components"]["schemas"]["MaskingSessionUpdate"]
    yield from _said("attributes", list(page["attributes"]), list(body["properties"]))
    yield from _said("required attributes", [], body.get("required", []))
    for name, stated in page["attributes"].items():
        if name in body["properties"]:
            yield from _attribute(document, name, stated, body["properties"][name])


def _attribute(document: Any, name: str, stated: Any, written: Any) -> Iterator[str]:
    schema = resolved(document, written)
    yield from _said(f"{name} type", stated["type"], schema.get("type"))
    yield from _said(
        f"{name} default", stated.get("default", NOTHING), schema.get("default", NOTHING)
    )
    yield from _said(f"{name} allowed", stated.get("allowed", NOTHING), schema.get("enum", NOTHING))
    text = schema.get("description", "")
    for meaning, words in stated["means"].items():
        yield from _words(f"{name} {meaning}", words, text)
    for parameter, value in stated.get("updatable_only_if", {}).items():
        condition = [parameter, f"set to {str(value).lower()}"]
        yield from _words(f"{name} updatable only if", condition, text)
    if "kind" in stated:
        right, other = KINDS[stated["kind"]]
        for wrong in errors(document, written, right):
            yield f"{name} kind: the page says {stated['kind']}, the document says {wrong}"
        if not errors(document, written, other):
            yield f"{name} kind: the page says {stated['kind']}, the document takes {other!r}"


def _not_updatable(page: Any, operation: Any) -> Iterator[str]:
    names = {slip["printed"]: slip["corrected"] for slip in page["slips"]["not_updatable"]}
    stated = [names.get(name, name) for name in page["not_updatable"]]
    found = re.findall(r"^- `(\w+)`", operation.get("description", ""), re.MULTILINE)
    yield from _said("parameters that can't be updated", stated, found)
    condition = [f"while a session is {page['not_updatable_while']}"]
    yield from _words("not updatable while", condition, operation.get("description", ""))


def _reply(document: Any, page: Any, operation: Any) -> Iterator[str]:
    content = operation["responses"].get("200", {}).get("content", {}).get("application/json", {})
    stated = reply(page)
    found = content.get("examples", {}).get("vendor_page", {}).get("value", {})
    yield from _said("reply", list(stated), list(found))
    yield from _said("reply session keys", list(stated["session"]), list(found.get("session", {})))
    for key, value in stated.items():
        if key != "session":
            yield from _said(f"reply {key}", value, found.get(key, NOTHING))
    for key, value in stated["session"].items():
        yield from _said(f"reply session {key}", value, found.get("session", {}).get(key, NOTHING))
    yield from _declared(document, "MaskingSessionUpdateResponse", stated)
    yield from _declared(document, "MaskingSession", stated["session"])


def _declared(document: Any, name: str, stated: Any) -> Iterator[str]:
    """Yield the keys of the sample that a schema does not declare, or whose value it refuses."""
    properties = document["components"]["schemas"][name]["properties"]
    for key, value in stated.items():
        if key not in properties:
            yield f"{name} {key}: the page shows it, the document declares nothing"
            continue
        for wrong in errors(document, properties[key], value):
            yield f"{name} {key}: the page shows {value!r}, the document says {wrong}"


def _sample_calls(document: Any, page: Any, operation: Any) -> Iterator[str]:
    content = operation["requestBody"]["content"].get("application/json", {})
    examples = {
        name: example["value"]
        for name, example in content.get("examples", {}).items()
        if name.endswith("_sample")
    }
    stated = [f"{sample['language']}_sample" for sample in page["sample_calls"]]
    yield from _said("sample calls", stated, list(examples))
    for sample in page["sample_calls"]:
        name = f"{sample['language']}_sample"
        yield from _said(name, sample["valid"], examples.get(name, NOTHING))
        yield from _session_id(document, name, sample["session_id"], operation)


def _session_id(document: Any, sample: str, printed: str, operation: Any) -> Iterator[str]:
    """A literal id must be acceptable; a placeholder must be the name of a path parameter."""
    found = {
        parameter["name"]: parameter
        for parameter in (follow(document, one) for one in operation.get("parameters", []))
    }
    if printed.startswith("<"):
        if printed.strip("<>") not in found:
            yield f"{sample} session id: the page says {printed}, the document has {list(found)}"
        return
    for wrong in errors(document, found.get("session_uuid", {}).get("schema", {}), printed):
        yield f"{sample} session id: the page says {printed!r}, the document says {wrong}"
