"""Install what requirements.lock lists into .venv. Needs nothing but the user's Python."""

import errno
import fcntl
import platform
import re
import subprocess
import sys
import venv
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
# make compares this file's age with the lock's.
READY = VENV / ".ready"

PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"
UNREACHABLE = re.compile(r"(?i)retrying|connection|timed out|ssl certificate")
NO_WHEEL = re.compile(r"No matching distribution found for (\S+)")


def set_up() -> None:
    """Set up .venv unless it is up to date. Exit with a message that names the remedy if that fails."""
    # Opened for writing, because some network file systems lock only such files.
    with LOCK.open("r+b") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another make, which is setting up .venv …", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        if READY.exists() and READY.stat().st_mtime >= LOCK.stat().st_mtime:
            return
        if VENV.is_symlink():
            # Clearing it would empty the folder that it leads to, which others may use.
            raise SystemExit(
                f"expected .venv to be a folder of this checkout or absent, got a link to {VENV.resolve()}"
                " whose .ready is missing or older than requirements.lock. Remove the link"
            )
        print("Setting up .venv (once, about half a minute) …", flush=True)
        venv.create(VENV, clear=True, symlinks=True, with_pip=True)
        install()
        READY.touch()


def install() -> None:
    command = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    command += ["--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:"]
    run = subprocess.run([*command, "-r", str(LOCK)], stderr=subprocess.PIPE, text=True)
    if run.returncode == 0:
        return
    print(run.stderr, file=sys.stderr, end="")
    if UNREACHABLE.search(run.stderr):
        raise SystemExit(
            "expected to reach the package index, got no connection (see pip's output above)."
            " Connect this machine, or name a proxy in HTTPS_PROXY or a mirror in PIP_INDEX_URL"
        )
    if missing := NO_WHEEL.search(run.stderr):
        raise SystemExit(
            f"expected a wheel of {missing[1]} for {PYTHON} on {platform.system()} {platform.machine()},"
            " got none. README.md says which platforms are supported."
            " Another Python may have one; choose it with: make PYTHON=…"
        )
    raise SystemExit("expected pip to install requirements.lock, got the error above")


def main() -> None:
    if lacking := [name for name in ("venv", "ensurepip") if not find_spec(name)]:
        raise SystemExit(
            f"expected {PYTHON} with its modules venv and ensurepip, got it without {', '.join(lacking)}."
            f" On Debian and Ubuntu: apt-get install {PYTHON}-venv;"
            " elsewhere name a complete Python: make PYTHON=…"
        )
    try:
        set_up()
    except OSError as error:
        if error.errno not in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise SystemExit(f"expected to make .venv, got: {error}") from error
        raise SystemExit(
            f"expected a checkout that this user may write to, got: {error}."
            " Clone the project into a folder of your own"
        ) from error
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"expected to make .venv, got: {error}\n{error.output}") from error


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
