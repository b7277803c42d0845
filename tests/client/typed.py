"""How callers write, for type checkers: code that must pass, and slips of which each must be an error."""

CALLER = """\
from plivo_masking import ApiError, AuthenticatedClient
from plivo_masking.api.masking_sessions import update_masking_session
from plivo_masking.models import CallbackMethod, MaskingSessionUpdate, RecordFileFormat, SessionStatus

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


async def extend_later(session: str) -> bool:
    reply = await update_masking_session.asyncio("MA", session, client=client, body=body)
    return reply.session.status == SessionStatus.ACTIVE
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
