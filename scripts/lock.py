"""Update requirements.lock: all tools by name, version and hash, for every Python and platform."""

import subprocess
import sys

from scripts.view import ROOT


def main() -> None:
    command = [sys.executable, "-m", "uv", "pip", "compile", "--universal"]
    command += ["--python-version", "3.11"]
    command += ["--group", "dev", "--generate-hashes", "--no-annotate", "--no-header", "--quiet"]
    # This machine's own configuration must not reach the file.
    command += ["--no-config"]
    subprocess.run([*command, "--output-file", "requirements.lock"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
