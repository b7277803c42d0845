"""What pyright says of callers of the client: a right one passes, each slip is an error."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
PYRIGHT = ROOT / "build" / "node" / "node_modules" / ".bin" / "pyright"

CALLER = """\
from plivo_masking import ApiError, AuthenticatedClient
from plivo_masking.api.masking_sessions import update_masking_session
from plivo_masking.models import CallbackMethod, MaskingSessionUpdate, RecordFileFormat

client = AuthenticatedClient(auth_id="MAXXXXXXXXXXXXXXXXXX", auth_token="token", timeout=2.5)
body = MaskingSessionUpdate(
    record=False, record_file_format=RecordFileFormat.WAV, callback_method=CallbackMethod.GET
)


def extend(session: str) -> tuple[str, int, bool]:
    try:
        reply = update_masking_session.sync("MA", session, client=client, body=body)
    except ApiError as error:
        raise SystemExit(f"{error.status} {error.message.upper()}") from error
    return reply.session.expiry_time.upper(), reply.session.duration, reply.session.record


async def extend_later(session: str) -> str:
    reply = await update_masking_session.asyncio("MA", session, client=client, body=body)
    return reply.session.status
"""

SLIPS = [
    "MaskingSessionUpdate(record_file_format='ogg')",
    "MaskingSessionUpdate(record_file_format=CallbackMethod.GET)",
    "MaskingSessionUpdate(callback_method=CallbackMethod.PUT)",
    "MaskingSessionUpdate(recrod=True)",
    "MaskingSessionUpdate(session_expiry='7200')",
    "MaskingSessionUpdate(record=None)",
    "update_masking_session.sync('MA', client=client, body=body)",
    "update_masking_session.sync('MA', 'id', client=client)",
    "update_masking_session.sync('MA', 'id', body=body)",
    "update_masking_session.sync('MA', 'id', client=client, body={'record': False})",
    "update_masking_session.sync('MA', 'id', client=client, body=body).sesion",
    "print(RecordFileFormat.OGG)",
]


def lines_with_errors(source: str, folder: Path) -> list[int]:
    """The lines (from 1) in which strict pyright finds an error."""
    (folder / "caller.py").write_text(source, encoding="utf-8")
    settings = {
        "include": ["caller.py"],
        "extraPaths": [str(ROOT / "generated")],
        "typeCheckingMode": "strict",
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [
        str(PYRIGHT),
        "--project",
        str(folder),
        "--pythonpath",
        sys.executable,
        "--outputjson",
    ]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    report: dict[str, Any] = json.loads(run.stdout)
    assert report["summary"]["filesAnalyzed"] == 1, run.stdout
    found = report["generalDiagnostics"]
    return sorted({fault["range"]["start"]["line"] + 1 for fault in found})


def test_a_right_caller_has_no_errors(tmp_path: Path) -> None:
    assert lines_with_errors(CALLER, tmp_path) == []


def test_each_slip_is_an_error(tmp_path: Path) -> None:
    first = CALLER.count("\n") + 1
    wanted = list(range(first, first + len(SLIPS)))
    assert lines_with_errors(CALLER + "\n".join(SLIPS) + "\n", tmp_path) == wanted
