"""`python -m tests.conformance`: see cli.py for its arguments and exit codes."""

import sys

from tests.conformance.errors import KitError
from tests.conformance.isolation import enter

try:
    enter(["-m", "tests.conformance", *sys.argv[1:]])
except KitError as problem:
    print(f"conformance: {problem}", file=sys.stderr)
    sys.exit(2)

# Only now, because the process above may have been replaced and these imports take the longest.
from tests.conformance.cli import main

sys.exit(main(sys.argv[1:]))
