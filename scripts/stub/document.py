"""What the stub takes from spec/openapi.yaml: the schema of a body, examples, headers, the rate limit."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PATH = Path(__file__).resolve().parents[2] / "spec" / "openapi.yaml"


@cache
def document() -> dict[str, Any]:
    """The document, read once."""
    # The C loader is ten times as fast, and not in every build of PyYAML.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(PATH.read_text(encoding="utf-8"), Loader=loader)
    return loaded


@cache
def responses() -> dict[int, dict[str, Any]]:
    """Each documented status and what the document says of it."""
    (item,) = document()["paths"].values()
    return {int(status): response for status, response in item["post"]["responses"].items()}


def examples(status: int) -> dict[str, Any]:
    """The named example replies of a documented status."""
    named = responses()[status]["content"]["application/json"]["examples"]
    return {name: example["value"] for name, example in named.items()}


def headers(status: int) -> dict[str, str]:
    """The headers that the document shows with a documented status, such as Retry-After with 429."""
    shown = responses()[status].get("headers", {})
    return {name: str(header["example"]) for name, header in shown.items()}


def rate_limit() -> tuple[int, int]:
    """How many requests are allowed, and within how many seconds; OpenAPI has only words for it."""
    found = re.search(r"(\d+) requests within (\d+) seconds", responses()[429]["description"])
    assert found, "expected the rate limit in the description of 429"
    return int(found[1]), int(found[2])


def path_pattern(parameter: str) -> str:
    """The pattern of a path parameter, by its name under components."""
    pattern: str = document()["components"]["parameters"][parameter]["schema"]["pattern"]
    return pattern


def update_schema() -> dict[str, Any]:
    """The schema of the body, with the components that it refers to."""
    components = document()["components"]
    return {**components["schemas"]["MaskingSessionUpdate"], "components": components}
