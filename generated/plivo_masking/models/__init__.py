"""Contains all the data models used in inputs/outputs"""

from .callback_method import CallbackMethod
from .error_reply import ErrorReply
from .interaction import Interaction
from .masking_session import MaskingSession
from .masking_session_update import MaskingSessionUpdate
from .masking_session_update_response import MaskingSessionUpdateResponse
from .record_file_format import RecordFileFormat
from .recording_event import RecordingEvent
from .session_event import SessionEvent
from .session_status import SessionStatus

__all__ = (
    "CallbackMethod",
    "ErrorReply",
    "Interaction",
    "MaskingSession",
    "MaskingSessionUpdate",
    "MaskingSessionUpdateResponse",
    "RecordFileFormat",
    "RecordingEvent",
    "SessionEvent",
    "SessionStatus",
)
