"""Values arrive unchanged, from the command line and from the environment, and are never executed."""

import json
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.readme.conftest import Make

# Each part would make a file named pwned if make or a shell executed it.
NASTY = (
    "q'uo\"tes  \t$HOME $$ ${x $(shell touch pwned) `touch pwned`; touch pwned #\\ é密\nline two "
)

CONTRACT = (
    *("URL", "AUTH_ID", "AUTH_TOKEN", "SESSION", "SINGLE_PARTY_SESSION", "OTHER_SESSION"),
    *("AUTH_ID2", "AUTH_TOKEN2", "SESSION2", "ALLOW_HOST", "BUDGET", "STRICT", "SEED", "DEEP"),
)
# For each target: what the user sets, and where it arrives: in a variable, or the last argument after this.
ARRIVALS = {
    "test": {"DEEP": "CONTRACT_DEEP"},
    "contract": {name: f"CONTRACT_{name}" for name in CONTRACT},
    "stub": {"PORT": "--port="},
    "conformance": {"ADAPTER": "--adapter="},
    "sdks": {"VIEW": "--view="},
    "diff": {"OLD": ""},
    "test-review": {"CHROMIUM": "CHROMIUM"},
}

# Targets that make takes as up to date, whatever they depend on.
UP_TO_DATE = ("--old-file=build/node/.ready", "--old-file=build/bin/oasdiff")
PYTHON = shlex.quote(sys.executable)


def script(path: Path, commands: str) -> None:
    path.write_text(f"#!/bin/sh\n{commands}\n")
    path.chmod(0o755)


@pytest.fixture
def runs(project: Path) -> Any:
    """Replaces Python by a recorder; gives a function that lists the arguments and variables of each run."""
    (project / ".venv" / "bin").mkdir(parents=True)
    (project / ".venv" / ".ready").touch()
    record = "import json, os, sys; print(json.dumps([sys.argv[1:], dict(os.environ)]))"
    script(project / ".venv" / "bin" / "python", f'{PYTHON} -c "{record}" "$@" >> log')
    return lambda: [json.loads(line) for line in (project / "log").read_text().splitlines()]


@pytest.mark.parametrize("given", ["command line", "environment"])
def test_values_arrive_unchanged(make: Make, project: Path, runs: Any, given: str) -> None:
    for target, places in ARRIVALS.items():
        values = dict.fromkeys(places, NASTY)
        if given == "environment":
            make(target, *UP_TO_DATE, **values)
        else:
            make(target, *UP_TO_DATE, *(f"{name}={value}" for name, value in values.items()))
        arguments, environment = runs()[-1]
        for place in places.values():
            arrived = environment[place] if place.isupper() else arguments[-1].removeprefix(place)
            assert arrived == NASTY, (target, place)
    assert not list(project.rglob("pwned"))


def test_a_value_reaches_a_make_that_make_runs(make: Make, project: Path, runs: Any) -> None:
    with (project / "Makefile").open("a") as makefile:
        makefile.write("\nagain:\n\t@$(MAKE) check\n")
    result = make("again", f"AUTH_TOKEN={NASTY}")
    assert result.returncode == 0, result.stderr
    assert [environment["AUTH_TOKEN"] for _, environment in runs()] == [NASTY]
    assert not list(project.rglob("pwned"))


def test_the_python_named_may_have_a_space_in_its_path(make: Make, project: Path) -> None:
    python = project / "py `touch pwned` thon"
    script(python, 'echo "$@" >> log')
    result = make("generate", f"PYTHON={python}")
    assert "-m scripts.set_up" in (project / "log").read_text(), result.stderr
    assert not list(project.rglob("pwned"))


def test_make_test_ignores_the_variables_of_make_contract(make: Make, runs: Any) -> None:
    make("test", URL="http://127.0.0.1:9/v1", AUTH_TOKEN="secret")
    ((_, environment),) = runs()
    assert not environment.get("CONTRACT_URL")
