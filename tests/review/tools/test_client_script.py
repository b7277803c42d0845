"""The pipeline script of spec/README.md with the real generator."""

import os
import subprocess
import sys
from pathlib import Path

from tests.generate.conftest import tree
from tests.review.test_pipeline import ROOT, SCRIPT, snippets

_ = snippets


def test_it_makes_the_client_of_this_project(snippets: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / SCRIPT).write_text(snippets[SCRIPT], encoding="utf-8")
    (tmp_path / "masking-contract").symlink_to(ROOT)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path}
    subprocess.run(["sh", SCRIPT], cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert tree(tmp_path / "masking_client") == tree(ROOT / "generated" / "plivo_masking")
