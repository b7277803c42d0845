"""`parse_time` reads every form of a time that the document allows, and nothing else."""

import ast
import inspect
import itertools
import re
from datetime import UTC, datetime

import pytest
from plivo_masking import Interaction, MaskingSession, parse_time

from scripts.stub import document

SCHEMAS = document.document()["components"]["schemas"]
ZONES = ["", " +0000 UTC", " +0000 +0000"]
FRACTIONS = {"": 0, ".1": 100_000, ".14973": 149_730, ".441774": 441_774, ".123456789": 123_456}


def times_of(schema: str) -> dict[str, str]:
    """The times among its fields, each with its pattern."""
    fields = SCHEMAS[schema]["properties"]
    return {
        name: fields[name]["pattern"] for name in fields if "UTC" in fields[name].get("pattern", "")
    }


def test_every_form_is_read() -> None:
    patterns = {*times_of("MaskingSession").values(), *times_of("Interaction").values()}
    assert patterns
    read = 0
    for zone in ZONES:
        for fraction, microsecond in FRACTIONS.items():
            for blank in ("", " "):
                text = f"{blank}2024-02-29 23:59:59{fraction}{zone}"
                read += any(re.search(pattern, text) for pattern in patterns)
                expected = datetime(2024, 2, 29, 23, 59, 59, microsecond, UTC)
                assert parse_time(text) == expected
                assert parse_time(text).tzinfo is UTC
    assert read == len(ZONES) * len(FRACTIONS) * 2


NO_TIMES = """
soon
2024-02-01
2024-02-01T06:28:15Z
2023-02-29 00:00:00 +0000 UTC
2024-02-01 24:00:00
2024-02-01 06:28:15 +0100 UTC
2024-02-01 06:28:15.
2024-02-01 06:28:15.1234567890
٢٠٢٤-02-01 06:28:15
"""


def test_anything_else_is_a_value_error(subtests: pytest.Subtests) -> None:
    for text in [*NO_TIMES.splitlines(), " ", "2024-02-01 06:28:15\n", None, 17]:
        with (
            subtests.test(repr(text)),
            pytest.raises(ValueError, match="expected a time such as"),
        ):
            parse_time(text)  # type: ignore[arg-type]


@pytest.mark.parametrize("model", [MaskingSession, Interaction])
def test_the_words_of_each_time_name_it(model: type) -> None:
    (body,) = (
        node.body
        for node in ast.parse(inspect.getsource(model)).body
        if isinstance(node, ast.ClassDef)
    )
    named = {
        field.target.id
        for field, words in itertools.pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(words, ast.Expr) and "plivo_masking.parse_time" in ast.unparse(words)
    }
    assert named == times_of(model.__name__).keys()
