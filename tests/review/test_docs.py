"""The reference page's text, before Redoc shows it: sources and defaults."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from scripts.review.docs import for_readers
from tests.support.document import PATH, load


def named(node: Any) -> Iterator[str]:
    """Every row that an `x-sources` names."""
    if isinstance(node, dict):
        yield from node.get("x-sources", [])
    for child in (
        node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    ):
        yield from named(child)


def test_every_source_is_linked_where_it_is_named() -> None:
    text = json.dumps(for_readers(load()))
    assert Counter(re.findall(r"\[(S-[a-z0-9-]+)\]\(#\1\)", text)) == Counter(named(load()))


def test_the_first_example_is_what_the_samples_send() -> None:
    operation = for_readers(load())["paths"][PATH]["post"]
    (media,) = operation["requestBody"]["content"].values()
    sent = json.dumps(next(iter(media["examples"].values()))["value"])
    assert sent in {s["lang"]: s["source"] for s in operation["x-codeSamples"]}["curl"]


def test_another_operation_is_refused_in_a_sentence() -> None:
    document = load()
    document["paths"][PATH]["patch"] = document["paths"][PATH].pop("post")
    with pytest.raises(SystemExit, match="expected one operation, a post, got none"):
        for_readers(document)
