"""How each client is built: its generator, then its language's own tools."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts.conformance.sdk.paths import ADAPTERS, OPTIONS, ROOT

BIN = Path(sys.executable).parent


class BuildFailed(Exception):
    """A tool failed; the text holds its command and the end of its output."""


@dataclass(frozen=True)
class Sdk:
    """A client that can be built. needs: the programs that must be at hand, see toolchain.py.
    build: fills an empty folder from a document; raises BuildFailed."""

    name: str
    needs: tuple[str, ...]
    build: Callable[[Path, Path], None]


def _python(document: Path, folder: Path) -> None:
    generated = folder / "generated"
    generated.mkdir()
    words = [sys.executable, "-m", "openapi_python_client", "generate", "--fail-on-warning"]
    words += ["--path", str(document), "--output-path", str(generated / "plivo_masking")]
    words += ["--meta", "none", "--config", str(ROOT / "scripts" / "openapi-python-client.yaml")]
    words += ["--custom-template-path", str(ROOT / "scripts" / "templates")]
    _run(folder, words)
    # The adapter finds the client by its own place in the tree.
    place = folder / "tests" / "conformance" / "adapters" / "python"
    shutil.copytree(ADAPTERS / "python", place, ignore=shutil.ignore_patterns("__pycache__"))


def _typescript(document: Path, folder: Path) -> None:
    _copy("typescript", folder)
    _openapi_generator("typescript", document, folder / "client")
    _npm_ci(folder)
    _run(folder, ["node_modules/.bin/tsc", "--project", "."])


def _openapi_typescript(document: Path, folder: Path) -> None:
    _copy("openapi-typescript", folder)
    _npm_ci(folder)
    _run(folder, ["node_modules/.bin/openapi-typescript", str(document), "-o", "schema.d.ts"])
    _run(folder, ["node_modules/.bin/tsc", "--project", "."])


def _go(document: Path, folder: Path) -> None:
    _copy("go", folder)
    _openapi_generator("go", document, folder / "masking")
    _go_build(folder)


def _oapi_codegen(document: Path, folder: Path) -> None:
    _copy("oapi-codegen", folder)
    (folder / "masking").mkdir()
    options = str(OPTIONS / "oapi-codegen.yaml")
    words = ["go", "tool", "oapi-codegen", "-config", options, "-o", "masking/client.go"]
    _run(folder, [*words, str(document)])
    _go_build(folder)


def _java(document: Path, folder: Path) -> None:
    _openapi_generator("java", document, folder)
    shutil.copy(ADAPTERS / "java" / "Adapter.java", folder / "src" / "main" / "java")
    goals = ["compile", "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"]
    _run(folder, ["mvn", "--batch-mode", "--quiet", "-DincludeScope=compile", *goals])


def _ruby(document: Path, folder: Path) -> None:
    _openapi_generator("ruby", document, folder)
    for file in sorted(folder.glob("lib/**/*.rb")):
        _run(folder, ["ruby", "-c", str(file)])


def _php(document: Path, folder: Path) -> None:
    _openapi_generator("php", document, folder)
    for file in sorted(folder.glob("lib/**/*.php")):
        _run(folder, ["php", "--syntax-check", str(file)])


def _csharp(document: Path, folder: Path) -> None:
    _openapi_generator("csharp", document, folder / "client")
    _copy("csharp", folder)
    _npm_ci(folder)
    # The package's build for .NET Framework; its others are for Unity's own runtimes.
    package = folder / "node_modules" / "jillejr.newtonsoft.json-for-unity" / "Plugins"
    shutil.copy(package / "Newtonsoft.Json Editor" / "Newtonsoft.Json.dll", folder)
    assemblies = ["Newtonsoft.Json.dll", "System.Net.Http", "System.ComponentModel.DataAnnotations"]
    assemblies += ["System.Runtime.Serialization", "System.Web"]
    words = ["mcs", "-langversion:latest", "-out:adapter.exe"]
    words += [f"-reference:{assembly}" for assembly in assemblies]
    sources = sorted((folder / "client" / "src" / "Masking").rglob("*.cs"))
    _run(folder, [*words, "Adapter.cs", *map(str, sources)])


def _copy(adapter: str, folder: Path) -> None:
    shutil.copytree(ADAPTERS / adapter, folder, dirs_exist_ok=True)


def _openapi_generator(name: str, document: Path, folder: Path) -> None:
    words = [str(BIN / "openapi-generator-cli"), "generate", "--input-spec", str(document)]
    words += ["--config", str(OPTIONS / f"{name}.yaml"), "--output", str(folder)]
    parts = ("apiDocs", "apiTests", "modelDocs", "modelTests")
    words += ["--global-property", ",".join(f"{part}=false" for part in parts)]
    _run(folder.parent, words)


def _npm_ci(folder: Path) -> None:
    _run(folder, ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"])


def _go_build(folder: Path) -> None:
    # Read-only: a go.sum that lacks something is an error and not mended in silence.
    _run(folder, ["go", "build", "-mod=readonly", "-o", "adapter", "."], {"CGO_ENABLED": "0"})


def _run(folder: Path, words: list[str], more: Mapping[str, str] | None = None) -> None:
    # The Python tools call each other by name; those that are pinned stand beside this interpreter.
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path, **(more or {})}
    run = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True)
    if run.returncode != 0:
        said = (run.stdout + run.stderr)[-4000:]
        raise BuildFailed(f"in {folder}: {shlex.join(words)} failed ({run.returncode}):\n{said}")


SDKS = {
    sdk.name: sdk
    for sdk in (
        Sdk("python", (), _python),
        Sdk("typescript", ("java", "node", "npm"), _typescript),
        Sdk("go", ("java", "go"), _go),
        Sdk("java", ("java", "javac", "mvn"), _java),
        Sdk("ruby", ("java", "ruby"), _ruby),
        Sdk("php", ("java", "php"), _php),
        Sdk("csharp", ("java", "mono", "npm"), _csharp),
        Sdk("openapi-typescript", ("node", "npm"), _openapi_typescript),
        Sdk("oapi-codegen", ("go",), _oapi_codegen),
    )
}
