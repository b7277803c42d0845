"""Renew requirements.lock: all tools by name, version and hash, for every Python and platform."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    command = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "compile",
        "--universal",
        "--python-version",
        "3.11",
    ]
    command += ["--group", "dev", "--generate-hashes", "--no-annotate", "--no-header", "--quiet"]
    # Nothing of this machine's own set-up may reach the file.
    command += ["--no-config"]
    subprocess.run([*command, "--output-file", "requirements.lock"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
