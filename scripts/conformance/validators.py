"""What request validators add to an update that passes through them, fed with each view.

`python -m scripts.conformance.validators` builds the programs in validators/ and notes in
build/conformance/validators.json which keys each added. Each prints the body after validation.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from scripts.conformance.builds import ROOT, VALIDATORS, VIEWS, build, sources, with_tools
from scripts.conformance.clients import known_clients
from scripts.conformance.sdks import document

BUILT = ROOT / "build" / "validators"
FOUND = ROOT / "build" / "conformance" / "validators.json"
UPDATES: dict[str, dict[str, Any]] = {
    "two fields": {"call_time_limit": 3600, "session_expiry": 600},
    "empty": {},
}


def main() -> int:
    """Builds and runs all; gives the exit code."""
    chosen = sources(VALIDATORS).values()
    ready = with_tools(chosen)
    if len(ready) < len(chosen):
        return 2
    documents = {view: document(view) for view in VIEWS}
    if len(build(ready, documents["sdk"], BUILT)) < len(ready):
        return 1
    found = {
        client.name: {
            view: _added(client.command, BUILT / client.name, documents[view]) for view in VIEWS
        }
        for client in known_clients(folder=VALIDATORS).values()
    }
    FOUND.parent.mkdir(parents=True, exist_ok=True)
    FOUND.write_text(json.dumps(found), encoding="utf-8")
    return 0


def _added(command: Any, folder: Path, document: Path) -> dict[str, list[str]]:
    """By update, the keys that came out and did not go in."""
    added = {}
    for name, update in UPDATES.items():
        words = [*command, str(document), json.dumps(update)]
        run = subprocess.run(words, cwd=folder, stdout=subprocess.PIPE, text=True, check=True)
        added[name] = sorted(json.loads(run.stdout).keys() - update.keys())
    return added


if __name__ == "__main__":
    sys.exit(main())
