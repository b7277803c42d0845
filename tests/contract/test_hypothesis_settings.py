"""A property that reached too little fails, and one that reached little says so."""

import warnings

import pytest

from tests.contract.hypothesis_settings import Depth, ShallowWarning


def counted(accepted: int, refused: int) -> Depth:
    depth = Depth(lambda name, value: None)
    for status in [200] * accepted + [400] * refused:
        depth.count(status)
    return depth


def test_too_few_accepted_cases_fail() -> None:
    with pytest.raises(AssertionError, match="got 1 of 10 generated cases reached a 200"):
        counted(1, 9).judge(least=0.2)


def test_no_case_at_all_fails() -> None:
    with pytest.raises(AssertionError, match="expected generated cases, got none"):
        counted(0, 0).judge(least=0)


def test_few_accepted_cases_are_warned_of() -> None:
    with pytest.warns(ShallowWarning, match="3 of 10 generated cases reached a 200"):
        counted(3, 7).judge(least=0.2)


def test_enough_accepted_cases_are_passed_in_silence() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        counted(5, 5).judge(least=0.2)
