"""Where things stand."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ADAPTERS = ROOT / "tests" / "conformance" / "adapters"
OPTIONS = Path(__file__).with_name("options")
# What a client may be built from, and the folder of the clients that are built from it.
VIEWS = {"sdk": ROOT / "build" / "sdk", "document": ROOT / "build" / "sdk-document"}
