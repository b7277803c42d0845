"""Exit with 1 unless generated/ is exactly what spec/ and scripts/ make. Writes nothing there."""

import sys

from scripts.compare import differences
from scripts.generate import GENERATED, fresh_tree


def main() -> None:
    with fresh_tree() as tree:
        lines = differences(expected=tree, actual=GENERATED)
    if lines:
        print("generated/ is not what spec/ and scripts/ make:", file=sys.stderr)
        for line in lines:
            print(f"  {line}", file=sys.stderr)
        print("Run `make generate` and commit what it changes.", file=sys.stderr)
        raise SystemExit(1)
    print("generated/ is what spec/ and scripts/ make.")


if __name__ == "__main__":
    main()
