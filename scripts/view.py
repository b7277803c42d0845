"""The SDK view: the document after the overlay, to be fed to code generators and request validators."""

import copy
import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml
from oas_patch.overlay import apply_overlay
from oas_patch.validator import validate

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "spec" / "openapi.yaml"
OVERLAY = ROOT / "spec" / "sdk.overlay.yaml"


class _Loader(yaml.CSafeLoader):
    """Refuses a key that is there twice: some readers take the first, some the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {name!r} is there twice", key.start_mark
                )
            seen.add(name)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping


class _Dumper(yaml.CSafeDumper):
    """Writes multi-line text as blocks, and no aliases: people read the view, and some tools know none."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def load(path: Path, name: str = "") -> Any:
    """Read a YAML file. Exit with its name, or else its path in the project, if it is not YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        shown = name or path.relative_to(ROOT)
        raise SystemExit(f"{shown}: expected a YAML file, got: {error}") from error


def apply(document: Any, overlay: Any) -> Any:
    """Return a copy of the document with the overlay applied.

    Exit if the overlay is invalid, or if one of its actions changes nothing: its target is a mistake then.
    """
    report = validate(overlay, "log")
    if "ERROR" in report:
        raise SystemExit(
            f"{OVERLAY.relative_to(ROOT)}: expected an OpenAPI Overlay, got:\n{report}"
        )
    view = copy.deepcopy(document)
    for number, action in enumerate(overlay["actions"], start=1):
        before = copy.deepcopy(view)
        view = apply_overlay(view, {"actions": [action]})
        if view == before:
            raise SystemExit(
                f"{OVERLAY.relative_to(ROOT)}: expected action {number} to change the document,"
                f" got no change from its target {action['target']}"
            )
    return view


def refuse_defaults(view: Any) -> None:
    """Exit if the view still has a `default:` in the update body: clients would send it."""
    fields = view["components"]["schemas"]["MaskingSessionUpdate"]["properties"]
    left = [name for name, field in fields.items() if "default" in field]
    if left:
        raise SystemExit(
            f"{OVERLAY.relative_to(ROOT)}: expected no default left in MaskingSessionUpdate,"
            f" got one at {', '.join(left)}"
        )


def render() -> str:
    """The text of generated/openapi.sdk.yaml. Its first lines say what it was made from."""
    view = apply(load(DOCUMENT), load(OVERLAY))
    header = "# Made by `make generate`; do not edit. Made from:\n"
    for path in (DOCUMENT, OVERLAY):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        header += f"#   {path.relative_to(ROOT).as_posix()} sha256 {digest}\n"
    tools = (f"{tool} {version(tool)}" for tool in ("oas-patch", "openapi-python-client"))
    header += f"#   {', '.join(tools)}\n"
    body: str = yaml.dump(view, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return header + body


if __name__ == "__main__":
    print(render(), end="")
