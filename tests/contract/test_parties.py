"""The numbers of the parties: only on a session created with one party, and without a plus when shown."""

import pytest

from tests.contract import document, values
from tests.contract.wire import Wire


def test_a_number_is_shown_without_its_plus(wire: Wire, single_party_session: str) -> None:
    for name in document.PARTIES:
        for number in values.alternatives(name):
            after = wire.updated(single_party_session, {name: number})
            if wire.target.stub:
                # Others may show it: older replies do.
                assert after[name] == number.removeprefix("+")


def test_both_at_once(wire: Wire, single_party_session: str) -> None:
    for which in (0, 1):
        both = {name: values.alternatives(name)[which] for name in document.PARTIES}
        wire.updated(single_party_session, both)


@pytest.mark.parametrize("names", [("first_party",), ("second_party",), document.PARTIES])
def test_a_session_of_two_parties_refuses_one(
    wire: Wire, session: str, names: tuple[str, ...]
) -> None:
    """Whether it comes alone or beside others, first or last."""
    rule, row = "a session of two parties takes no number", "S-single-party"
    for which in (0, 1):
        numbers = {name: values.alternatives(name)[which] for name in names}
        for body in (numbers, {**numbers, "ring_timeout": 35}, {"ring_timeout": 35, **numbers}):
            text = wire.refused(session, body, rule=rule, row=row)
            if wire.target.stub:
                assert any(name in text for name in names), f"expected {names} in {text!r}"


def test_one_wrong_number_undoes_the_other(wire: Wire, single_party_session: str) -> None:
    for bad, good in (document.PARTIES, document.PARTIES[::-1]):
        case = values.wrong(bad)
        number = {good: values.alternatives(good)[1]}
        for body in ({bad: case.value, **number}, {**number, bad: case.value}):
            wire.refused(single_party_session, body, rule=f"{case} is refused", row=case.row)
