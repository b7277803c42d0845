"""`python -m tests.conformance`: see options.py for its arguments, cli.py for its exit codes."""

import sys

from tests.conformance.errors import KitError
from tests.conformance.isolation import enter
from tests.conformance.options import parsed


def main() -> int:
    options = parsed(sys.argv[1:])
    try:
        isolation = enter(["-m", "tests.conformance", *sys.argv[1:]], options.isolation)
    except KitError as problem:
        print(f"conformance: {problem}", file=sys.stderr)
        return 2
    # Only now, because the process may have been replaced above and this import takes the longest.
    from tests.conformance import cli

    return cli.main(options, isolation)


sys.exit(main())
