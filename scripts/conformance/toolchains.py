"""`python -m scripts.conformance.toolchains`, as root on Debian 12, installs what all the builds need."""

import os
import subprocess
import sys

from scripts.conformance.builds import ADAPTERS, VALIDATORS, sources


def main() -> int:
    """Installs what is missing; gives the exit code."""
    folders = [*sources(ADAPTERS).values(), *sources(VALIDATORS).values()]
    needed = dict.fromkeys(tool for source in folders for tool in source.needs)
    lacking = [tool for tool in needed if not tool.at_hand()]
    packages = sorted({package for tool in lacking for package in tool.debian})
    commands = list(dict.fromkeys(tool.install for tool in lacking if tool.install))
    if packages:
        install = f"apt-get install --yes --no-install-recommends {' '.join(packages)}"
        commands = ["apt-get update --quiet", install, *commands]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in commands:
        subprocess.run(["sh", "-xc", command], check=True, env=environment)
    still = [tool.name for tool in lacking if not tool.at_hand()]
    if still:
        print(f"still missing: {', '.join(still)}", file=sys.stderr)
    return 1 if still else 0


if __name__ == "__main__":
    sys.exit(main())
