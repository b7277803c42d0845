"""`python -m scripts.conformance`: see options.py for its arguments, cli.py for its exit codes."""

import sys

from scripts.conformance.errors import KitError
from scripts.conformance.isolation import enter
from scripts.conformance.options import parsed


def main() -> int:
    options = parsed(sys.argv[1:])
    try:
        isolation = enter(["-m", "scripts.conformance", *sys.argv[1:]], options.isolation)
    except KitError as problem:
        print(f"conformance: {problem}", file=sys.stderr)
        return 2
    # Only now, because the process may have been replaced above and this import takes the longest.
    from scripts.conformance import cli

    return cli.main(options, isolation)


if __name__ == "__main__":
    sys.exit(main())
