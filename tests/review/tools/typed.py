"""How callers write, for type checkers: code that must pass, and slips of which each must be an error."""

CALLER = """\
from uuid import UUID

import httpx
import httpx2
from plivo_masking import (
    UNSET,
    ApiError,
    AuthenticatedClient,
    CallbackMethod,
    MaskingSessionUpdate,
    RateLimitError,
    RecordFileFormat,
    SessionStatus,
    parse_time,
    update_masking_session,
)

client = AuthenticatedClient(auth_id="MAXXXXXXXXXXXXXXXXXX", auth_token="token", timeout=2.5)
body = MaskingSessionUpdate(
    record=False, record_file_format=RecordFileFormat.WAV, callback_method=CallbackMethod.GET
)
body.record_file_format = "mp3"
also = MaskingSessionUpdate(record_file_format="wav", callback_method="POST", callback_url=UNSET)
client.set_httpx_client(httpx.Client()).set_async_httpx_client(httpx.AsyncClient())
client.set_httpx_client(httpx2.Client()).set_async_httpx_client(httpx2.AsyncClient())


def extend(session: str | UUID) -> tuple[float, int, bool]:
    try:
        reply = update_masking_session.sync(session, client=client, body=body, timeout=None)
    except RateLimitError as error:
        raise SystemExit(f"{error.retry_after or 1.0:.1f}") from error
    except ApiError as error:
        raise SystemExit(f"{error.status} {error.message.upper()}") from error
    return parse_time(reply.session.expiry_time).timestamp(), reply.session.duration, reply.session.record


async def extend_later(session: str) -> bool:
    reply = await update_masking_session.asyncio(session, client=client, body=body, auth_id="MA")
    return reply.session.status == SessionStatus.ACTIVE or reply.session.status == "paused"
"""

SLIPS = [
    "AuthenticatedClient('MAXXXXXXXXXXXXXXXXXX', 'token')",
    "MaskingSessionUpdate(record_file_format='ogg')",
    "MaskingSessionUpdate(record_file_format=CallbackMethod.GET)",
    "MaskingSessionUpdate(record_file_format=None)",
    "MaskingSessionUpdate(callback_method=CallbackMethod.PUT)",
    "MaskingSessionUpdate(callback_method='get')",
    "MaskingSessionUpdate(callback_url=None)",
    "MaskingSessionUpdate(recrod=True)",
    "MaskingSessionUpdate(session_expiry='7200')",
    "MaskingSessionUpdate(record=None)",
    "update_masking_session.sync(client=client, body=body)",
    "update_masking_session.sync('id', client=client)",
    "update_masking_session.sync('id', body=body)",
    "update_masking_session.sync('MA', 'id', client=client, body=body)",
    "update_masking_session.sync(None, client=client, body=body)",
    "update_masking_session.sync('id', client=client, body={'record': False})",
    "update_masking_session.sync('id', client=client, body=body).sesion",
    "client.set_httpx_client(httpx.AsyncClient())",
    "client.set_async_httpx_client(httpx2.Client())",
    "print(RecordFileFormat.OGG)",
]
