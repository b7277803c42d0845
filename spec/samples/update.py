import os

from plivo_masking import (
    ApiError,
    AuthenticatedClient,
    MaskingSessionUpdate,
    update_masking_session,
)

auth_id, auth_token = os.environ["PLIVO_AUTH_ID"], os.environ["PLIVO_AUTH_TOKEN"]
session = "c28b77d4-21e7-43bd-9447-04bfee92e651"
update = MaskingSessionUpdate(session_expiry=7200, record=False)

with AuthenticatedClient(
    auth_id=auth_id, auth_token=auth_token, base_url="https://api.plivo.com/v1"
) as client:
    try:
        reply = update_masking_session.sync(session, client=client, body=update)
    except ApiError as error:
        raise SystemExit(f"not updated: {error.status} {error.message}") from error

print(reply.session.expiry_time, reply.session.record)
