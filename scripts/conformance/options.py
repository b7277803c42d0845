"""The arguments of the command line. Imports little, because the kit reads them twice."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from scripts.conformance.isolation import MODES

GENERATED_PYTHON = ("python-sync", "python-async")
# The distribution of the kit has no known clients.
KNOWN = Path(__file__).with_name("adapters").is_dir()


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """The options; ends the process with a usage message when they are wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.conformance",
        description="Grades clients against the contract. scripts/conformance/README.md says more.",
    )
    parser.add_argument(
        "--adapter",
        action="append",
        required=not KNOWN,
        metavar="CLIENT",
        help="a known client's name, an adapter.yaml, name=command, or a command; repeatable"
        + (f" (default: {' and '.join(GENERATED_PYTHON)})" if KNOWN else ""),
    )
    parser.add_argument(
        "--view",
        choices=("sdk", "document"),
        default="sdk",
        help="what the clients that are built were built from (default: sdk)",
    )
    parser.add_argument(
        "--name",
        action="append",
        metavar="TEXT",
        default=[],
        help="only scenarios with this text in their name; repeatable",
    )
    parser.add_argument(
        "--exhaustive",
        action="store_true",
        help="also play all 8,192 subsets of the fields, and judge that nothing else is sent",
    )
    parser.add_argument(
        "--isolation",
        choices=MODES,
        default="auto",
        help="take the network away from clients: auto where that is possible (default), required "
        "or else refuse to run, off",
    )
    parser.add_argument(
        "--patience",
        type=float,
        metavar="SECONDS",
        default=10.0,
        help="what an adapter may take beyond a call's timeout (default: 10; thrice at its start)",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        default=Path("build/conformance"),
        help="where the reports go (default: build/conformance)",
    )
    options = parser.parse_args(arguments)
    options.adapter = options.adapter or list(GENERATED_PYTHON)
    return options
