"""The vendor's SDK, unchanged but for the address in its module: `plivo_sdk.py URL`."""

import sys

import loop  # type: ignore[import-not-found]
import plivo  # type: ignore[import-not-found]
from plivo.rest import client as sdk  # type: ignore[import-not-found]

address = f"{sys.argv[1]}/Account"
sdk.API_VOICE_BASE_URI = address
sdk.API_VOICE_BASE_URI_FALLBACK_1 = address
sdk.API_VOICE_BASE_URI_FALLBACK_2 = address
client = plivo.RestClient("MAXXXXXXXXXXXXXXXXXX", "tok")


def update() -> object:
    reply = client.masking_sessions.update_masking_session(
        "two-party", record=True, call_time_limit=7200
    )
    return reply.session.record


loop.serve(update)
