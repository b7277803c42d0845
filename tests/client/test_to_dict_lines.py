"""Each line of MaskingSessionUpdate.to_dict is needed: without it the cases of `sent` no longer hold."""

import inspect
import textwrap
from typing import Any

import pytest
from plivo_masking.models import MaskingSessionUpdate, masking_session_update

from tests.client.sent import CASES

LINES = textwrap.dedent(inspect.getsource(MaskingSessionUpdate.to_dict)).splitlines()
# A declaration without a value is for the type checker alone.
NEEDED = [number for number, line in enumerate(LINES) if line.strip()]


def sends_what_was_set(to_dict: Any) -> bool:
    for fields, wire in CASES:
        body = MaskingSessionUpdate(**fields)
        body["further"] = 1
        try:
            if to_dict(body) != {**wire, "further": 1}:
                return False
        except Exception:
            return False
    return True


def compiled(lines: list[str]) -> Any:
    names = dict(vars(masking_session_update))
    exec("from __future__ import annotations\n" + "\n".join(lines), names)
    return names["to_dict"]


def test_all_lines_together_do_it() -> None:
    assert sends_what_was_set(compiled(LINES))


@pytest.mark.parametrize("number", NEEDED, ids=lambda number: LINES[number].strip())
def test_without_the_line_it_fails(number: int) -> None:
    try:
        to_dict = compiled(LINES[:number] + LINES[number + 1 :])
    except (SyntaxError, KeyError):
        return
    assert not sends_what_was_set(to_dict)
