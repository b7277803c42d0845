"""The numbers of the parties: only on a session created with one party, and without a plus when stored."""

import pytest

from tests.contract.wire import Wire

NAMES = pytest.mark.parametrize("name", ["first_party", "second_party"])


@NAMES
@pytest.mark.parametrize("number", ["+12025550187", "12025550188", "+19", "123456789012345"])
def test_a_session_of_one_party_takes_a_number(
    wire: Wire, single_party_session: str, name: str, number: str
) -> None:
    after = wire.updated(single_party_session, {name: number})
    assert after[name] == number.removeprefix("+")


def test_both_at_once(wire: Wire, single_party_session: str) -> None:
    wire.updated(
        single_party_session, {"first_party": "+12025550189", "second_party": "+12025550190"}
    )


@NAMES
def test_a_session_of_two_parties_refuses_one(wire: Wire, session: str, name: str) -> None:
    text = wire.refused(session, {name: "+12025550187", "ring_timeout": 35})
    assert name in text, f"expected a text about {name}, got {text!r}"


@NAMES
@pytest.mark.parametrize(
    "value", ["", "+", "0123", "+0123", "12 34", "(202) 555", "abc", "1" * 16, "++1202", "1", "٣٤٥"]
)
def test_what_is_no_number_is_refused(
    wire: Wire, single_party_session: str, name: str, value: str
) -> None:
    text = wire.refused(single_party_session, {name: value, "ring_timeout": 35})
    expected = f"Invalid parameter. {name} is not a valid phone number."
    assert text.rstrip(".") == expected.rstrip("."), f"expected {expected!r}, got {text!r}"
