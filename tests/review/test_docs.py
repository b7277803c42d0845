"""The reference page's text, before Redoc shows it: sources and defaults."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

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


def test_every_source_is_linked_where_it_is_named_and_in_the_table_of_attributes() -> None:
    document = load()
    attributes = document["components"]["schemas"]["MaskingSessionUpdate"]["properties"]
    in_table = [row for field in attributes.values() for row in field["x-sources"]]
    text = json.dumps(for_readers(load()))
    assert Counter(re.findall(r"\[(S-[a-z0-9-]+)\]\(#\1\)", text)) == Counter(
        [*named(document), *in_table]
    )


def test_a_default_of_false_is_shown() -> None:
    text = for_readers(load())["paths"][PATH]["post"]["description"]
    assert "| `record` | boolean: `true` or `false` | default `false` |" in text
