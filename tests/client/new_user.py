"""A new user's program: `new_user.py base_url`, with the credentials in the environment.

It is run by a test, and passes `mypy --strict` and pyright as it stands.
"""

import asyncio
import logging
import sys

import httpx
from plivo_masking import (
    UNSET,
    ApiError,
    AuthenticatedClient,
    BadRequestError,
    CallbackMethod,
    MaskingSession,
    MaskingSessionUpdate,
    NotFoundError,
    RateLimitError,
    SessionStatus,
    parse_time,
    update_masking_session,
)

log = logging.getLogger("masking")


def extend(client: AuthenticatedClient, session: str, seconds: int) -> MaskingSession | None:
    """Let a session go on, and record it; None when it is gone."""
    update = MaskingSessionUpdate(
        session_expiry=seconds,
        record=True,
        record_file_format="wav",
        callback_method=CallbackMethod.GET,
        callback_url=UNSET
        if client.base_url.startswith("http:")
        else "https://www.example.com/events",
    )
    try:
        reply = update_masking_session.sync(session, client=client, body=update, timeout=10)
    except NotFoundError:
        log.warning("no session %s", session)
        return None
    except BadRequestError as error:
        log.error("%s: %s", update, error.message)
        return None
    except RateLimitError as error:
        log.error("again in %s seconds", error.retry_after or 1.0)
        return None
    except httpx.TimeoutException:
        log.error("nobody knows whether the session was updated")
        return None
    return reply.session


async def stop_recording(client: AuthenticatedClient, *sessions: str) -> list[bool]:
    """Switch recording off, in all of them at once."""
    update = MaskingSessionUpdate(record=False, recording_callback_url="")

    async def stop(session: str) -> bool:
        try:
            async with asyncio.timeout(10):
                reply = await update_masking_session.asyncio(session, client=client, body=update)
        except ApiError as error:
            log.error("%s: %s", session, error)
            return False
        return not reply.session.record

    async with client:
        return await asyncio.gather(*(stop(session) for session in sessions))


def main(base_url: str) -> None:
    logging.basicConfig(level=logging.DEBUG, format="%(name)s %(levelname)s %(message)s")
    with AuthenticatedClient(base_url=base_url) as client:
        session = extend(client, "two-party", 600)
        if session and session.status in (SessionStatus.ACTIVE, "in-progress"):
            left = parse_time(session.expiry_time) - parse_time(session.modified_time)
            print(round(left.total_seconds()), session.record_file_format, session.callback_method)
        print(extend(client, "none", 600), extend(client, "two-party", 17))
        log.info("%s", session)
    print(asyncio.run(stop_recording(client, "two-party", "none")))


if __name__ == "__main__":
    main(sys.argv[1])
