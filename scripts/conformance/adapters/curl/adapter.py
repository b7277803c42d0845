"""Plain curl as an adapter: the command that a user would type, ids pasted into the URL."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def outcome(call: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    """What curl got, in the protocol's words."""
    url = f"{call['base_url']}/Account/{call['auth_id']}/Masking/Session/{call['session_uuid']}"
    command = ["curl", "--silent", "--show-error", "--max-time", str(call["timeout_seconds"])]
    command += ["--user", f"{call['auth_id']}:{call['auth_token']}"]
    command += ["--header", "Content-Type: application/json", "--data", json.dumps(fields)]
    command += ["--write-out", "\n%{http_code}", "--request", "POST", url]
    done = subprocess.run(command, capture_output=True, check=False)
    complaint = done.stderr.decode(errors="replace").strip()
    if done.returncode == 3:
        return {"outcome": "refused", "detail": complaint}
    if done.returncode != 0:
        return {"outcome": "transport", "detail": complaint}
    body, _, status = done.stdout.rpartition(b"\n")
    return read(int(status), body)


def read(status: int, body: bytes) -> dict[str, Any]:
    """A user of curl reads the status and the JSON, where it is JSON."""
    try:
        content = json.loads(body)
    except ValueError:
        content = None
    told = content if isinstance(content, dict) else {}
    if status == 200 and told:
        return {"outcome": "reply", "reply": told}
    message, api_id = told.get("error"), told.get("api_id")
    return {"outcome": "error", "status": status, "message": message, "api_id": api_id}


def answer(call: dict[str, Any]) -> dict[str, Any]:
    """The outcome of the one update, or of several, each a command of its own."""
    if "updates" not in call:
        return outcome(call, call["fields"])
    with ThreadPoolExecutor(len(call["updates"]) if call["at_once"] else 1) as pool:
        told = list(pool.map(lambda fields: outcome(call, fields), call["updates"]))
    return {"outcome": "several", "outcomes": told}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
