"""Measuring side by side: contenders in turn, A B A B …, so that what slows the machine slows all of them."""

import statistics
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

# A round's figures, by metric.
Sample = dict[str, float]


@dataclass(frozen=True)
class Goal:
    """How one contender's metric must compare: with another's in the same round, or with a plain number."""

    metric: str
    of: str
    to: str | None = None
    at_most: float | None = None
    at_least: float | None = None


@dataclass
class Work:
    """One row of the table: what each contender took in each round, and what could not be had.

    plot: the metric that is drawn. Where the contenders are numbers, as a line over them.
    missing: why a contender has no figures. failed: those of them that could be had.
    """

    name: str
    title: str
    plot: str
    samples: dict[str, list[Sample]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)

    def measure(self, contenders: Mapping[str, Callable[[], Sample]], rounds: int) -> "Work":
        """Run each once to warm it up, then all in turn. One that fails is missing, with the reason."""
        for number in range(rounds + 1):
            for name, run in contenders.items():
                if name in self.missing:
                    continue
                try:
                    sample = run()
                except (OSError, ValueError, Failed) as error:
                    self.lacks(name, error)
                    continue
                if number:
                    self.samples.setdefault(name, []).append(sample)
        return self

    def lacks(self, name: str, reason: Exception) -> None:
        """Leave a contender out; its row says why."""
        self.samples.pop(name, None)
        self.missing[name] = str(reason)[:300]
        if not isinstance(reason, Absent):
            self.failed.append(name)

    def shown(self) -> dict[str, Any]:
        """All of it as JSON, medians and ratios included."""
        medians = {
            name: {metric: spread([sample[metric] for sample in samples]) for metric in samples[0]}
            for name, samples in self.samples.items()
        }
        goals = [asdict(goal) | self._reached(goal) for goal in self.goals]
        return {**asdict(self), "medians": medians, "goals": goals}

    def _reached(self, goal: Goal) -> dict[str, Any]:
        of, to = self.samples.get(goal.of), self.samples.get(goal.to or goal.of)
        if not of or not to:
            return {"got": None, "met": None}
        values = [sample[goal.metric] for sample in of]
        if goal.to:
            values = [value / sample[goal.metric] for value, sample in zip(values, to, strict=True)]
        got = spread(values)
        is_low = goal.at_most is None or got["median"] <= goal.at_most
        is_high = goal.at_least is None or got["median"] >= goal.at_least
        return {"got": got, "met": is_low and is_high}


class Failed(Exception):
    """A contender ended or answered something else. Its text says how."""


class Absent(Failed):
    """A contender can't be had on this machine. Its text says why."""


def spread(values: list[float]) -> Sample:
    """The median and the quartiles."""
    low, median, high = (
        statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3
    )
    return {"median": median, "low": low, "high": high}
