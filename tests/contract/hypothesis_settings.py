"""How much is tried, with which seed, and whether it reached far enough."""

import random
import warnings
from collections.abc import Callable
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase

from tests.contract.given import given

DEEP = given("DEEP") not in ("", "0")
# What is no number is refused with the rest of what is given.
SEED = int(given("SEED")) if given("SEED").isdecimal() else random.getrandbits(32)


# Failures are made as small as they can be, which takes many tries.
PHASES = [Phase.explicit, Phase.generate, Phase.shrink]


class ShallowWarning(UserWarning):
    """A property was tried on too few accepted requests to say much."""


def examples(ordinary: int) -> int:
    """How many examples to try; ten times as many in a deep run."""
    return ordinary * (10 if DEEP else 1)


def settings(ordinary: int, **further: Any) -> hypothesis.settings:
    """Settings of a property test. No deadline: a slow machine is no finding."""
    return hypothesis.settings(
        max_examples=examples(ordinary),
        deadline=None,
        database=None,
        phases=PHASES,
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.filter_too_much,
            HealthCheck.data_too_large,
        ],
        **further,
    )


class Depth:
    """Counts the cases, and how many of those that should be taken were answered with 200."""

    def __init__(self, record: Callable[[str, object], None]) -> None:
        self._record = record
        self.cases = 0
        self.accepted = 0
        self._refused = 0

    def count(self, status: int) -> None:
        self.cases += 1
        self.accepted += status == 200

    def count_refused(self) -> None:
        """Count a case that the server had to refuse, which says nothing of the share."""
        self._refused += 1

    def judge(self, *, least: float) -> None:
        """Fail when less than this share was accepted; warn when it was not twice that."""
        self._record("cases", self.cases + self._refused)
        self._record("accepted", self.accepted)
        reached = f"{self.accepted} of {self.cases} generated cases reached a 200"
        assert self.cases, "expected generated cases, got none"
        assert self.accepted >= least * self.cases, (
            f"expected at least {least:.0%} of the cases to get past the checks, got {reached}"
        )
        if self.accepted < min(1, 2 * least) * self.cases * 0.9:
            warnings.warn(f"shallow: {reached}", ShallowWarning, stacklevel=2)
