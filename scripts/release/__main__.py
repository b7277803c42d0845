"""Write the files of a release to build/release/: distributions, documents, reference page, checksums.

The same sources give the same bytes, on any day and in any folder. SOURCE_DATE_EPOCH, if set, is the time
noted in the archives.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts import generate
from scripts.review import docs
from scripts.view import DOCUMENT, ROOT, load

HERE = Path(__file__).parent
OUT = ROOT / "build" / "release"
VIEW = generate.GENERATED / "openapi.sdk.yaml"
PACKAGE = "plivo_masking_kit"
# What the kit needs for its own project only: known clients and what builds and compares them.
FOLDERS_LEFT_OUT = ("__pycache__", "adapters", "validators", "results")
FILES_LEFT_OUT = (
    "sdks.py",
    "leaks.py",
    "validators.py",
    "vendor_sdks.py",
    "toolchains.py",
    "samples.*",
)
# In the distribution the modules are below its package, and its commands have names of their own.
NAMES = (
    (r"python -m scripts\.stub\b(?!\.)", "plivo-masking-stub"),
    (r"python -m scripts\.conformance\b(?!\.)", "plivo-masking-kit"),
    (r"\bscripts\.(?=stub\b|conformance\b)", f"{PACKAGE}.scripts."),
)


def hatchling(project: Path, folder: Path, *targets: str) -> None:
    """Build a project's distributions into a folder."""
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)]
    for target in targets:
        command += ["--target", target]
    run = subprocess.run(command, cwd=project, check=False, capture_output=True, text=True)
    if run.returncode != 0:
        raise SystemExit(f"hatchling failed:\n{run.stdout}{run.stderr}")


def kit(project: Path) -> None:
    """Lay out the kit's project: its sources under the names that they have once installed."""
    package = project / PACKAGE
    for part in ("stub", "conformance"):
        shutil.copytree(
            ROOT / "scripts" / part,
            package / "scripts" / part,
            ignore=shutil.ignore_patterns(*FOLDERS_LEFT_OUT, *FILES_LEFT_OUT),
        )
    (package / "spec").mkdir()
    shutil.copy(DOCUMENT, package / "spec")
    for path in package.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for old, new in NAMES:
            text = re.sub(old, new, text)
        path.write_text(text, encoding="utf-8")
    shutil.copy(HERE / "kit.toml", project / "pyproject.toml")
    shutil.copy(ROOT / "LICENSE", project)
    protocol = (ROOT / "scripts" / "conformance" / "README.md").read_text(encoding="utf-8")
    section = protocol[
        protocol.index("## The adapter protocol") : protocol.index("## Add a client")
    ]
    text = f"{(HERE / 'kit.md').read_text(encoding='utf-8')}\n{section.rstrip()}\n"
    (project / "README.md").write_text(text, encoding="utf-8")


def fill(folder: Path) -> None:
    """Write everything but the checksums."""
    hatchling(ROOT, folder, "wheel", "sdist")
    with tempfile.TemporaryDirectory() as project:
        kit(Path(project))
        hatchling(Path(project), folder, "wheel")
    for path in (DOCUMENT, VIEW):
        shutil.copyfile(path, folder / path.name)
        text = json.dumps(load(path), indent=2, ensure_ascii=False)
        (folder / path.with_suffix(".json").name).write_text(text + "\n", encoding="utf-8")
    docs.main()
    shutil.copyfile(docs.PAGE, folder / "reference.html")


def main() -> None:
    generate.check()
    OUT.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=OUT.parent, prefix="release-") as above:
        folder = Path(above) / "release"
        folder.mkdir()
        fill(folder)
        sums = [
            f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
            for path in sorted(folder.iterdir())
        ]
        (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
        shutil.rmtree(OUT, ignore_errors=True)
        folder.rename(OUT)
    print(f"{OUT.relative_to(ROOT)}:")
    print("".join(f"  {line}" for line in sums), end="")


if __name__ == "__main__":
    main()
