"""Plivo Number Masking: a typed client, made from the OpenAPI document."""

from .api.masking_sessions import update_masking_session
from .client import AuthenticatedClient
from .errors import (
    ApiError,
    AuthenticationError,
    BadRequestError,
    NotFoundError,
    RateLimitError,
    ServerError,
    UnreadableReplyError,
)
from .models import (
    CallbackMethod,
    ErrorReply,
    Interaction,
    MaskingSession,
    MaskingSessionUpdate,
    MaskingSessionUpdateResponse,
    RecordFileFormat,
    RecordingEvent,
    SessionEvent,
    SessionStatus,
)
from .types import UNSET, Response, Unset, parse_time

__version__ = "2.1.0"

__all__ = (
    "UNSET",
    "ApiError",
    "AuthenticatedClient",
    "AuthenticationError",
    "BadRequestError",
    "CallbackMethod",
    "ErrorReply",
    "Interaction",
    "MaskingSession",
    "MaskingSessionUpdate",
    "MaskingSessionUpdateResponse",
    "NotFoundError",
    "RateLimitError",
    "RecordFileFormat",
    "RecordingEvent",
    "Response",
    "ServerError",
    "SessionEvent",
    "SessionStatus",
    "UnreadableReplyError",
    "Unset",
    "__version__",
    "parse_time",
    "update_masking_session",
)
