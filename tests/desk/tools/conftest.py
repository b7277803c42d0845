"""Lets these tests import the scripts of the reviewer's desk by name."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "scripts" / "desk"))
