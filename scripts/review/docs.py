"""Build build/docs/index.html, the document's reference page: one file that needs no network."""

import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from markdown_it import MarkdownIt

from scripts.view import DOCUMENT, ROOT, load

HERE = Path(__file__).parent
REDOC = ROOT / "build" / "node" / "node_modules" / "redoc" / "bundles" / "redoc.standalone.js"
PAGE = ROOT / "build" / "docs" / "index.html"
SAMPLES = {"Python": "update.py", "curl": "update.sh", "TypeScript": "update.ts"}
# Redoc loads this picture from its vendor's host.
REDOC_LOGO = "https://cdn.redoc.ly/redoc/logo-mini.svg"
NO_PICTURE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='0' height='0'/%3E"
REDOC_OPTIONS = {
    "expandResponses": "all",
    "hideDownloadButtons": True,
    "hideSchemaTitles": True,
    "jsonSamplesExpandLevel": 4,
    "nativeScrollbars": True,
    "schemasExpansionLevel": 2,
    "theme": {
        "typography": {"fontFamily": "system-ui, sans-serif", "headings": {"fontFamily": "inherit"}}
    },
}


def links(rows: list[str]) -> str:
    """Markdown links to rows of SOURCES.md."""
    return ", ".join(f"[{row}](#{row})" for row in rows)


def link_sources(node: Any) -> None:
    """End every description below `node` with links to the rows that its `x-sources` names."""
    if isinstance(node, dict):
        if rows := node.pop("x-sources", None):
            node["description"] = f"{node['description'].rstrip()} {links(rows)}"
        for child in node.values():
            link_sources(child)
    elif isinstance(node, list):
        for child in node:
            link_sources(child)


def resolve(document: Any, schema: dict[str, Any]) -> dict[str, Any]:
    """The schema merged with the one that its `$ref` or `allOf` refers to; its own keys win."""
    for part in [schema, *schema.get("allOf", [])]:
        if "$ref" in part:
            named = part["$ref"].rpartition("/")[2]
            return {**document["components"]["schemas"][named], **schema}
    return schema


def allowed(schema: dict[str, Any]) -> str:
    """The type and the values that a schema allows, in words."""
    limits = []
    if "enum" in schema:
        limits = [" or ".join(f"`{value}`" for value in schema["enum"])]
    if "minimum" in schema:
        limits = [f"{schema['minimum']} to {schema['maximum']}"]
    if "maxLength" in schema:
        limits += [f"at most {schema['maxLength']} characters"]
    if "pattern" in schema:
        limits += ["`" + schema["pattern"].replace("|", "\\|") + "`"]
    if schema["type"] == "boolean":
        limits = ["`true` or `false`"]
    return f"{schema['type']}: {', '.join(limits) or 'any'}"


def attribute_table(document: Any) -> Iterator[str]:
    yield "| Attribute | Allowed | In a new session | Sources |"
    yield "|---|---|---|---|"
    update = document["components"]["schemas"]["MaskingSessionUpdate"]
    for name, written in update["properties"].items():
        schema = resolve(document, written)
        default = (
            f"default `{json.dumps(schema['default'])}`" if "default" in schema else "no default"
        )
        yield f"| `{name}` | {allowed(schema)} | {default} | {links(written['x-sources'])} |"


def error_table(operation: Any) -> Iterator[str]:
    yield "| Status | When | `error` |"
    yield "|---|---|---|"
    for status, reply in operation["responses"].items():
        for media in reply["content"].values():
            for example in media["examples"].values():
                if "error" in example["value"]:
                    yield f"| {status} | {example['summary']} | {example['value']['error']} |"


def for_readers(document: Any) -> Any:
    """The document with what only readers need: an overview, code samples, links to the sources."""
    (operation,) = [item["post"] for item in document["paths"].values()]
    overview = [
        "",
        "## Attributes",
        *attribute_table(document),
        "",
        "## Errors",
        *error_table(operation),
    ]
    link_sources(document)
    operation["description"] += "\n".join(["", *overview])
    document["info"]["description"] += (
        "\nThe rows of [SOURCES.md](#sources) are at the end of this page.\n"
    )
    operation["x-codeSamples"] = [
        {
            "lang": lang,
            "label": lang,
            "source": (ROOT / "spec" / "samples" / name).read_text("utf-8"),
        }
        for lang, name in SAMPLES.items()
    ]
    return document


def sources_html(markdown: str) -> str:
    """SOURCES.md as HTML. The anchor in the first cell of a row becomes the row's own id."""
    html = MarkdownIt("commonmark").enable("table").render(markdown)
    return re.sub(r'<tr>\n<td><a id="([^"]+)"></a>', r'<tr id="\1">\n<td>', html)


def in_script(text: str) -> str:
    """Escape text for a script element, so that it can't close the element."""
    return re.sub(r"<(?=/script|!--)", r"\\x3C", text, flags=re.IGNORECASE)


def redoc() -> str:
    """Redoc's script without the logo that it loads from its vendor's host."""
    script = REDOC.read_text(encoding="utf-8")
    if script.count(REDOC_LOGO) != 1:
        raise SystemExit(
            f"expected {REDOC_LOGO} once in Redoc's script, got {script.count(REDOC_LOGO)}"
        )
    return script.replace(REDOC_LOGO, NO_PICTURE)


def main() -> None:
    document = for_readers(load(DOCUMENT))
    sources = sources_html((ROOT / "spec" / "SOURCES.md").read_text(encoding="utf-8"))
    page = Template((HERE / "page.html").read_text(encoding="utf-8")).substitute(
        title=escape(document["info"]["title"]),
        style=(HERE / "page.css").read_text(encoding="utf-8"),
        sources=sources,
        redoc=in_script(redoc()),
        document=in_script(json.dumps(document)),
        options=json.dumps(REDOC_OPTIONS),
    )
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page, encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {len(page) // 1024} KiB, needs no network")


if __name__ == "__main__":
    main()
