"""Run some of the contract's tests against a server, as `make contract` would."""

from pathlib import Path

import pytest

from tests.contract import forked
from tests.support.document import ROOT

# For runs in which schemathesis need not search.
FEW_EXAMPLES = ["-p", "tests.contract.defects.few_examples"]


def judge(arguments: list[str], environment: dict[str, str], *, folder: Path = ROOT) -> forked.Done:
    """Run pytest; environment: the variables of `make contract`. folder: where it runs.

    Raises:
        TimeoutError: If pytest does not end in time.
    """
    given = {f"CONTRACT_{name}": value for name, value in environment.items()}
    words = [*arguments, "-p", "no:cacheprovider"]
    return forked.run(pytest.main, words, given, folder=folder, patience=120)
