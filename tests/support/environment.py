"""An environment with a wheel and what it requires, made without a network."""

import shutil
import subprocess
import sys
import venv
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement


def environment_with(wheel: Path, folder: Path, requirements: list[str]) -> Path:
    """Install a wheel beside these distributions and what they require, taken from here; give its Python."""
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    (site,) = (folder / "lib").glob("python*/site-packages")
    for name in closure(requirements):
        copy_installed(name, site)
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    # Without --no-deps: pip itself says so when more than these is required.
    subprocess.run([*pip, "--no-index", "--disable-pip-version-check", str(wheel)], check=True)
    return python


def closure(names: list[str]) -> set[str]:
    """These distributions and all that they require here, extras apart."""
    found: set[str] = set()
    while names:
        name = names.pop()
        found.add(name)
        requirements = [Requirement(text) for text in distribution(name).requires or []]
        needed = {
            requirement.name
            for requirement in requirements
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        }
        names.extend(needed - found)
    return found


def copy_installed(name: str, site: Path) -> None:
    """Put an installed distribution into another environment, as a test must not download it."""
    here = distribution(name)
    for file in here.files or []:
        if ".." not in file.parts and "__pycache__" not in file.parts:
            target = site / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(str(here.locate_file(file)), target)
