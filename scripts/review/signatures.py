"""The public signatures of the generated Python client, one per line."""

import difflib
from collections.abc import Iterator
from pathlib import Path

import griffe


def lines(package: Path) -> list[str]:
    """Every public function, class, attribute and enum value, read without importing the package."""
    module = griffe.load(package.name, search_paths=[package.parent], allow_inspection=False)
    if not isinstance(module, griffe.Module):
        raise TypeError(f"expected a package, got {package}")
    return sorted(_walk(module))


def _walk(owner: griffe.Module | griffe.Class) -> Iterator[str]:
    for member in owner.members.values():
        # A name that starts with an underscore is private; an alias is an import.
        if member.name.startswith("_") or isinstance(member, griffe.Alias):
            continue
        if isinstance(member, griffe.Function):
            yield f"{owner.path}.{member.signature(return_type=True)}"
        elif isinstance(member, griffe.Attribute) and owner.is_class:
            annotation = f": {member.annotation}" if member.annotation is not None else ""
            value = f" = {member.value}" if member.value is not None else ""
            yield f"{member.path}{annotation}{value}"
        elif isinstance(member, griffe.Class):
            yield f"{member.path}({', '.join(str(base) for base in member.bases)})"
            yield from _walk(member)
        elif isinstance(member, griffe.Module):
            yield from _walk(member)


def difference(base: Path, revision: Path) -> list[str]:
    """Removed signatures with `-`, added ones with `+`."""
    compared = difflib.ndiff(lines(base), lines(revision))
    return [line for line in compared if line.startswith(("- ", "+ "))]
