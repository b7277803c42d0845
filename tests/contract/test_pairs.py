"""No value is lost for what stands beside it: every pair of fields, each field alone, and all others."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract import document, values
from tests.contract.target import Target
from tests.contract.wire import Wire

Body = dict[str, Any]
# Broken rules that a failure names: one lost value breaks many.
ENOUGH = 5


def pair(one: str, other: str) -> Iterator[Body]:
    """From full values through all four combinations and back; each value differs from what stands."""
    (empty, full), (other_empty, other_full) = map(values.alternatives, (one, other))
    yield {one: empty, other: other_empty}
    yield {one: full}
    yield {one: empty, other: other_full}
    yield {one: full, other: other_empty}
    yield {other: other_full}


def alone_and_all_others(name: str, fields: list[str]) -> Iterator[Body]:
    """From full values and back."""
    others = [other for other in fields if other != name]
    for which in (0, 1):
        yield {name: values.alternatives(name)[which]}
    for which in (0, 1):
        yield {other: values.alternatives(other)[which] for other in others}


def play(wire: Wire, session: str, bodies: Iterator[Body]) -> None:
    full = {name: values.alternatives(name)[1] for name in wire.target.fields_of(session)}
    shown, found = wire.updated(session, full), list[str]()
    for body in bodies:
        with wire.collecting(found):
            shown = wire.updated(session, body, before=shown)
            continue
        shown = wire.state(session)
        if len(found) == ENOUGH:
            break
    assert not found, "\n".join(found)


def test_no_pair_loses_a_value(wire: Wire, target: Target) -> None:
    session = target.widest_session
    pairs = itertools.combinations(target.fields_of(session), 2)
    play(wire, session, itertools.chain.from_iterable(itertools.starmap(pair, pairs)))


def test_no_field_alone_and_no_complement_loses_a_value(wire: Wire, target: Target) -> None:
    for session in target.updatable:
        fields = target.fields_of(session)
        every = (alone_and_all_others(name, fields) for name in fields)
        play(wire, session, itertools.chain.from_iterable(every))


def test_all_fields_can_be_played(target: Target) -> None:
    """Says so when they could not."""
    if missing := sorted(document.fields().keys() - set(target.fields)):
        pytest.skip(f"not judged without SINGLE_PARTY_SESSION: {', '.join(missing)}")
