"""The numbers of the parties: only on a session created with one party, and without a plus when stored."""

import pytest

from tests.contract.wire import Wire

NAMES = ("first_party", "second_party")


def test_a_session_of_one_party_takes_a_number(
    wire: Wire, single_party_session: str, subtests: pytest.Subtests
) -> None:
    for name in NAMES:
        for number in ("+12025550187", "12025550188", "+19", "123456789012345"):
            with subtests.test(name, digits=len(number)):
                after = wire.updated(single_party_session, {name: number})
                assert after[name] == number.removeprefix("+")


def test_both_at_once(wire: Wire, single_party_session: str) -> None:
    wire.updated(
        single_party_session, {"first_party": "+12025550189", "second_party": "+12025550190"}
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_session_of_two_parties_refuses_one(wire: Wire, session: str, name: str) -> None:
    text = wire.refused(session, {name: "+12025550187", "ring_timeout": 35})
    assert name in text, f"expected a text about {name}, got {text!r}"


def test_what_is_no_number_is_refused(
    wire: Wire, single_party_session: str, subtests: pytest.Subtests
) -> None:
    no_numbers = ["", "+", "0123", "+0123", "12 34", "(202) 555", "abc", "1" * 16, "++1202", "1"]
    for name in NAMES:
        expected = f"Invalid parameter. {name} is not a valid phone number."
        for value in [*no_numbers, "٣٤٥", None]:
            with subtests.test(name, value=value):
                text = wire.refused(single_party_session, {name: value, "ring_timeout": 35})
                assert text.rstrip(".") == expected.rstrip("."), (
                    f"expected {expected!r}, got {text!r}"
                )
