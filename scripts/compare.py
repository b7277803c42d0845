"""Compare two folders file by file: what is missing, what is extra, what differs."""

from pathlib import Path


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        # Python's own cache appears wherever the package is imported.
        if path.is_file() and "__pycache__" not in path.parts
    }


def differences(expected: Path, actual: Path) -> list[str]:
    """A line for each file that is missing from, extra in or changed in ``actual``."""
    wanted, found = _files(expected), _files(actual)
    lines = [f"missing: {name}" for name in wanted.keys() - found.keys()]
    lines += [f"extra: {name}" for name in found.keys() - wanted.keys()]
    lines += [
        f"changed: {name}" for name in wanted.keys() & found.keys() if wanted[name] != found[name]
    ]
    return sorted(lines)
