"""One side of a comparison: a git revision, or the file of a document, in a folder of its own."""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from scripts.view import DOCUMENT, OVERLAY, ROOT, load


class NoClient(Exception):
    """No client can be generated from a document. Holds the generator's error message."""


@dataclass(frozen=True)
class Side:
    """The spec/ and generated/ of what the user gave; `name` is how."""

    name: str
    folder: Path

    @property
    def document(self) -> Path:
        return self.folder / "spec" / "openapi.yaml"

    @property
    def view(self) -> Path:
        return self.folder / "generated" / "openapi.sdk.yaml"

    @property
    def client(self) -> Path:
        return self.folder / "generated" / "plivo_masking"

    def shown(self, path: Path) -> str:
        """A path in the folder as the user knows it: the project's, the given file, or a revision's."""
        inside = path.relative_to(self.folder).as_posix()
        given = Path(self.name)
        if not given.is_file():
            return f"{self.name}:{inside}"
        if path == self.document and given.resolve() != DOCUMENT:
            return self.name
        return inside

    def version(self) -> tuple[int, ...]:
        """The document's info.version. Exit if it is not three numbers."""
        try:
            version = str(load(self.document, self.name)["info"]["version"])
        except (KeyError, TypeError) as error:
            raise SystemExit(
                f"{self.name}: expected an OpenAPI document with info.version, got: {error!r}"
            ) from error
        if not re.fullmatch(r"\d+\.\d+\.\d+", version):
            raise SystemExit(
                f"{self.name}: info.version: expected three numbers as in 1.2.3, got {version}"
            )
        return tuple(map(int, version.split(".")))

    def generate(self) -> None:
        """Make view and client with the folder's own scripts, unless they are there."""
        if not self.client.is_dir():
            command = [sys.executable, "-m", "scripts.generate"]
            run = subprocess.run(
                command, cwd=self.folder, check=False, capture_output=True, text=True
            )
            if run.returncode != 0:
                raise NoClient((run.stdout + run.stderr).strip())


def side(given: str, folder: Path) -> Side:
    """Unpack what the user gave, a file or a git revision, into a new folder."""
    if Path(given).is_file():
        _copy_file(Path(given), folder)
    else:
        _unpack_revision(given, folder)
    return Side(given, folder)


def _copy_file(document: Path, folder: Path) -> None:
    """This project's sources with the given document, and with the overlay beside it if there is one."""
    for part in ("spec", "scripts"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(document, folder / "spec" / DOCUMENT.name)
    overlay = document.with_name(OVERLAY.name)
    if overlay.is_file():
        shutil.copyfile(overlay, folder / "spec" / OVERLAY.name)


def _unpack_revision(revision: str, folder: Path) -> None:
    # git would read it as an option, and some options write files.
    if revision.startswith("-"):
        raise SystemExit(f"expected a file or a git revision, got {revision}")
    command = ["git", "-C", str(ROOT), "archive", revision, "--", "spec", "generated"]
    archive = subprocess.run(command, check=False, capture_output=True)
    if archive.returncode != 0:
        words = archive.stderr.decode(errors="replace").strip()
        raise SystemExit(
            "expected a file or a git revision that has spec/ and generated/,"
            f" got {revision}: {words}"
        )
    folder.mkdir()
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)
