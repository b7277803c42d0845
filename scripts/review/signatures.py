"""What changed in the generated Python client, by its public signatures."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import griffe

from scripts.review.change import Change

CONSTANTS = {"Enum", "IntEnum", "StrEnum"}


@dataclass(frozen=True)
class Signature:
    """A public function, class, attribute or import, and where it is written."""

    text: str
    path: Path
    line: int
    # A function's parameters: name, kind, annotation, whether it may be left out.
    parameters: tuple[tuple[Any, ...], ...] = ()


def public(package: Path) -> dict[str, Signature]:
    """Every public signature by its dotted path, read without importing the package."""
    module = griffe.load(package.name, search_paths=[package.parent], allow_inspection=False)
    if not isinstance(module, griffe.Module):
        raise TypeError(f"expected a package, got {package}")
    return dict(_walk(module))


def _walk(owner: griffe.Module | griffe.Class) -> Iterator[tuple[str, Signature]]:
    for member in owner.members.values():
        path, where = f"{owner.path}.{member.name}", Path(str(owner.filepath))
        if isinstance(member, griffe.Alias):
            # An import is public if `__all__` lists it.
            if owner.is_module and member.name in (owner.exports or ()):
                text, line = f"from {owner.path} import {member.name}", member.alias_lineno or 1
                yield path, Signature(text, where, line)
            continue
        line = member.lineno or 1
        if member.name.startswith("_") and member.name != "__init__":
            continue
        elif isinstance(member, griffe.Function):
            text = f"{owner.path}.{member.signature(return_type=True)}"
            yield path, Signature(text, where, line, tuple(map(_parameter, member.parameters)))
        elif isinstance(member, griffe.Attribute) and owner.is_class:
            yield path, Signature(f"{path}{_attribute(owner, member)}", where, line)
        elif isinstance(member, griffe.Class):
            text = f"{path}({', '.join(str(base) for base in member.bases)})"
            yield path, Signature(text, where, line)
            yield from _walk(member)
        elif isinstance(member, griffe.Module):
            yield from _walk(member)


def _attribute(owner: griffe.Module | griffe.Class, member: griffe.Attribute) -> str:
    """An attribute's type and value; of a field only whether it may be left out."""
    annotation = f": {member.annotation}" if member.annotation is not None else ""
    if member.value is None:
        return annotation
    bases = owner.bases if isinstance(owner, griffe.Class) else ()
    constant = any(str(base) in CONSTANTS for base in bases)
    return f"{annotation} = {member.value if constant else '…'}"


def _parameter(parameter: griffe.Parameter) -> tuple[Any, ...]:
    return (parameter.name, parameter.kind, str(parameter.annotation), parameter.default is None)


def _still_callable(old: Signature, new: Signature) -> bool:
    """Whether a function only got further parameters that may be left out, after its old ones."""
    kept, added = new.parameters[: len(old.parameters)], new.parameters[len(old.parameters) :]
    returns = [signature.text.rpartition(" -> ")[2] for signature in (old, new)]
    return (
        bool(old.parameters)
        and kept == old.parameters
        and returns[0] == returns[1]
        and not any(required for *_, required in added)
    )


def changes(old: Path, new: Path) -> Iterator[Change]:
    """What changed from one client to the other; places are in the new one."""
    before, after = public(old), public(new)
    for path in before.keys() - after.keys():
        # The line of what held it, which is all that is left.
        owner = path
        while owner not in after and "." in owner:
            owner = owner.rpartition(".")[0]
        left = after.get(owner) or Signature("", new / "__init__.py", 1)
        yield _change("breaking", "removed", f"removed `{before[path].text}`", left)
    for path in after.keys() - before.keys():
        yield _change("compatible", "added", f"added `{after[path].text}`", after[path])
    for path in before.keys() & after.keys():
        was, now = before[path], after[path]
        if was.text != now.text:
            level = "compatible" if _still_callable(was, now) else "breaking"
            yield _change(level, "changed", f"`{was.text}` is now `{now.text}`", now)


def _change(level: str, what: str, text: str, there: Signature) -> Change:
    reason = (
        "code written for the old client may no longer import, run or pass a type checker"
        if level == "breaking"
        else "code written for the old client stays valid"
    )
    rule = f"python-signature-{what}"
    return Change("Python client", level, rule, text, reason, there.path, there.line)
