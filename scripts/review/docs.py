"""Build build/docs/index.html, the document's reference page: one file that needs no network."""

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from scripts.view import DOCUMENT, ROOT, load

HERE = Path(__file__).parent
REDOCLY = ROOT / "build" / "node" / "node_modules" / ".bin" / "redocly"
PAGE = ROOT / "build" / "docs" / "index.html"
SAMPLES = {"Python": "update.py", "curl": "update.sh", "TypeScript": "update.ts"}
SENT = {
    "summary": "Extend the session and stop recording",
    "value": {"session_expiry": 7200, "record": False},
}
# Redoc loads this picture from its vendor's host. In its place the page says the name.
REDOC_LOGO = "https://cdn.redoc.ly/redoc/logo-mini-full.svg"
NAME = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='40' height='14'%3E"
    "%3Ctext y='11' font-size='11' font-family='sans-serif' fill='%23888'%3ERedoc%3C/text%3E%3C/svg%3E"
)
REDOC_OPTIONS = {
    "hideDownloadButtons": True,
    "jsonSamplesExpandLevel": 4,
    "schemasExpansionLevel": 2,
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


def error_table(operation: Any) -> Iterator[str]:
    yield "| Status | When | `error` |"
    yield "|---|---|---|"
    for status, reply in operation["responses"].items():
        for media in reply["content"].values():
            for example in media["examples"].values():
                if "error" in example["value"]:
                    yield f"| {status} | {example['summary']} | {example['value']['error']} |"


def for_readers(document: Any) -> Any:
    """The document with what only readers need: the errors, code samples, links to the sources."""
    (operation,) = [item.get("post") for item in document["paths"].values()]
    if operation is None:
        raise SystemExit(f"{DOCUMENT.relative_to(ROOT)}: expected one operation, a post, got none")
    link_sources(document)
    operation["description"] += "\n".join(["", "", "## Errors", *error_table(operation)])
    document["info"]["description"] += (
        "\nThe rows of [SOURCES.md](#S-sources) are at the end of this page.\n"
    )
    # The page shows the first example beside the samples.
    for media in operation["requestBody"]["content"].values():
        media["examples"] = {"samples": SENT, **media["examples"]}
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


def without_logo(page: str) -> str:
    """The page without the logo that Redoc loads from its vendor's host."""
    if (count := page.count(REDOC_LOGO)) != 1:
        raise SystemExit(f"expected {REDOC_LOGO} once in Redoc's page, got it {count} times")
    return page.replace(REDOC_LOGO, NAME)


def redocly(document: Any, template: str) -> str:
    """The document as Redocly's command makes a page of it."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / name for name in ("openapi.json", "page.hbs", "page.html")}
        paths["openapi.json"].write_text(json.dumps(document), encoding="utf-8")
        paths["page.hbs"].write_text(template, encoding="utf-8")
        command = [str(REDOCLY), "build-docs", str(paths["openapi.json"]), "--inlineBundle"]
        command += [f"--template={paths['page.hbs']}", f"--output={paths['page.html']}"]
        command += [f"--openapi={json.dumps(REDOC_OPTIONS)}"]
        # Without these the command, and later the page, would contact Redoc's vendor.
        quiet = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
        run = subprocess.run(
            command,
            cwd=folder,
            env=os.environ | quiet,
            check=False,
            capture_output=True,
            text=True,
        )
        if run.returncode != 0:
            raise SystemExit(f"redocly build-docs failed:\n{run.stdout}{run.stderr}")
        return paths["page.html"].read_text(encoding="utf-8")


def main() -> None:
    sources = (ROOT / "spec" / "SOURCES.md").read_text(encoding="utf-8")
    template = (HERE / "page.html").read_text(encoding="utf-8")
    for name, text in (
        ("STYLE", (HERE / "page.css").read_text(encoding="utf-8")),
        ("SOURCES", sources_html(sources)),
    ):
        template = template.replace(f"<!-- {name} -->", text)
    page = without_logo(redocly(for_readers(load(DOCUMENT)), template))
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page, encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {len(page) // 1024} KiB, needs no network")


if __name__ == "__main__":
    main()
