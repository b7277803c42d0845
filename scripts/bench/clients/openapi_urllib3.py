"""The client that openapi-generator writes for Python with its default library: `openapi_urllib3.py URL`."""

import sys

import loop  # type: ignore[import-not-found]
from masking import (  # type: ignore[import-not-found]
    ApiClient,
    Configuration,
    MaskingSessionsApi,
    MaskingSessionUpdate,
)

account = "MAXXXXXXXXXXXXXXXXXX"
api = MaskingSessionsApi(
    ApiClient(Configuration(host=sys.argv[1], username=account, password="tok"))
)


def update() -> object:
    body = MaskingSessionUpdate(record=True, call_time_limit=7200)
    return api.update_masking_session(account, "two-party", body).session.record


loop.serve(update)
