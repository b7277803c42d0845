from typing import Any
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, json_content, path_segment
from ...models.error_reply import ErrorReply
from ...models.masking_session_update import MaskingSessionUpdate
from ...models.masking_session_update_response import MaskingSessionUpdateResponse
from ...types import UNSET, Response, Unset


def _get_kwargs(
    session_uuid: str | UUID,
    *,
    client: AuthenticatedClient,
    body: MaskingSessionUpdate,
    auth_id: str | None = None,
) -> dict[str, Any]:

    return {
        "method": "post",
        "url": "/Account/{auth_id}/Masking/Session/{session_uuid}".format(
            auth_id=path_segment("auth_id", client.auth_id if auth_id is None else auth_id),
            session_uuid=path_segment("session_uuid", session_uuid),
        ),
        "content": json_content(body, MaskingSessionUpdate),
        "headers": {"Content-Type": "application/json"},
    }


def _parse_response(response: httpx.Response) -> ErrorReply | MaskingSessionUpdateResponse:
    try:
        if response.status_code == 200:
            response_200 = MaskingSessionUpdateResponse.from_dict(response.json())

            return response_200

        if response.status_code == 400:
            response_400 = ErrorReply.from_dict(response.json())

            return response_400

        if response.status_code == 401:
            response_401 = ErrorReply.from_dict(response.json())

            return response_401

        if response.status_code == 404:
            response_404 = ErrorReply.from_dict(response.json())

            return response_404

        if response.status_code == 405:
            response_405 = ErrorReply.from_dict(response.json())

            return response_405

        if response.status_code == 429:
            response_429 = ErrorReply.from_dict(response.json())

            return response_429

        if response.status_code == 500:
            response_500 = ErrorReply.from_dict(response.json())

            return response_500

        problem = errors.what_came(response)
    except KeyError as missing:
        problem = f"expected a reply as the contract says, got one without the key {missing}"
    except TypeError as wrong:
        problem = str(wrong)
    except (ValueError, RecursionError):
        problem = f"expected JSON, {errors.what_came(response)}"
    # Neither the content nor the error that it led to, which may show it: it can hold a party's number.
    raise errors.api_error(response, problem)


def _build_response(
    response: httpx.Response,
) -> Response[ErrorReply | MaskingSessionUpdateResponse]:
    try:
        parsed: ErrorReply | MaskingSessionUpdateResponse | None = _parse_response(response)
    except errors.ApiError:
        parsed = None
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=parsed,
    )


def _success(response: httpx.Response) -> MaskingSessionUpdateResponse:
    parsed = _parse_response(response)
    if not isinstance(parsed, MaskingSessionUpdateResponse):
        raise errors.api_error(response, "the reply has no error text")
    return parsed


def sync_detailed(
    session_uuid: str | UUID,
    *,
    client: AuthenticatedClient,
    body: MaskingSessionUpdate,
    auth_id: str | None = None,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[ErrorReply | MaskingSessionUpdateResponse]:
    """Update a masking session and give the whole reply.

    What it does and what can't be updated is said at `sync`.

    Args:
        session_uuid: The session's id as the reply to its creation gave it, one path segment of letters, digits, `-` and `_`. It need not be a UUID.
        client: The credentials and where to send.
        body: The fields to change. All are optional. A field that is left out keeps its value and is never set to the default, which is what a new session gets. Unknown keys are allowed, because two official SDKs always send `session_uuid`. No source says what a server does with them; that it ignores them is this document's reading.
        auth_id: The account in the path, such as a subaccount. Defaults to the client's.
        timeout: Seconds for each step of this call, None for no limit. Defaults to the client's.

    Raises:
        ValueError: If a path argument is not one path segment, or the body is not JSON. Nothing is sent.
        TypeError: If an argument is of another type. Nothing is sent.
        httpx.TimeoutException: If a step of the request takes longer than the time-out.
        httpx.TransportError: If the connection fails.
        httpx.DecodingError: If the reply is not compressed as its Content-Encoding says.
        RuntimeError: If this process was forked from one that uses the same transport or httpx client of yours.

    Returns:
        The whole reply, whatever its status.
    """
    kwargs = _get_kwargs(
        session_uuid=session_uuid,
        client=client,
        body=body,
        auth_id=auth_id,
    )
    return _build_response(client.send(kwargs, timeout))


def sync(
    session_uuid: str | UUID,
    *,
    client: AuthenticatedClient,
    body: MaskingSessionUpdate,
    auth_id: str | None = None,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> MaskingSessionUpdateResponse:
    """Update a masking session.

    Changes the fields in the body and leaves every other field unchanged. An empty object is
    a valid update that changes nothing but `modified_time`.

    **Expiry.** When `session_expiry` is given, the new `expiry_time` is the time of this update plus
    `session_expiry` seconds, and `duration` becomes the whole seconds from `created_time` to the new
    `expiry_time`. Without it both stay.

    **Parties.** `first_party` and `second_party` can be updated only on a session that was created
    with `create_session_with_single_party` set to true.

    **What can't be updated.** While a session is active, these parameters keep the values that it was
    created with:

    - `first_party` (except as described above)
    - `second_party` (except as described above)
    - `initiate_call_to_first_party`
    - `is_pin_authentication_required`
    - `pin_prompt_play`
    - `pin_retry`
    - `pin_retry_wait`
    - `incorrect_pin_play`
    - `unknown_caller_play`
    - `geomatch`
    - `subaccount`

    No source says what a server does with one of them in an update, so clients must rely on neither
    an error nor an effect.

    A trailing slash in the path is accepted; six of the seven official SDKs send one.

    Args:
        session_uuid: The session's id as the reply to its creation gave it, one path segment of letters, digits, `-` and `_`. It need not be a UUID.
        client: The credentials and where to send.
        body: The fields to change. All are optional. A field that is left out keeps its value and is never set to the default, which is what a new session gets. Unknown keys are allowed, because two official SDKs always send `session_uuid`. No source says what a server does with them; that it ignores them is this document's reading.
        auth_id: The account in the path, such as a subaccount. Defaults to the client's.
        timeout: Seconds for each step of this call, None for no limit. Defaults to the client's.

    Raises:
        ApiError: If the reply is an error, or a success that is not what the contract says. Its subclasses say which.
        ValueError: If a path argument is not one path segment, or the body is not JSON. Nothing is sent.
        TypeError: If an argument is of another type. Nothing is sent.
        httpx.TimeoutException: If a step of the request takes longer than the time-out.
        httpx.TransportError: If the connection fails.
        httpx.DecodingError: If the reply is not compressed as its Content-Encoding says.
        RuntimeError: If this process was forked from one that uses the same transport or httpx client of yours.

    Returns:
        The reply of success.
    """
    kwargs = _get_kwargs(
        session_uuid=session_uuid,
        client=client,
        body=body,
        auth_id=auth_id,
    )
    return _success(client.send(kwargs, timeout))


async def asyncio_detailed(
    session_uuid: str | UUID,
    *,
    client: AuthenticatedClient,
    body: MaskingSessionUpdate,
    auth_id: str | None = None,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[ErrorReply | MaskingSessionUpdateResponse]:
    """Update a masking session and give the whole reply.

    What it does and what can't be updated is said at `sync`.

    Args:
        session_uuid: The session's id as the reply to its creation gave it, one path segment of letters, digits, `-` and `_`. It need not be a UUID.
        client: The credentials and where to send.
        body: The fields to change. All are optional. A field that is left out keeps its value and is never set to the default, which is what a new session gets. Unknown keys are allowed, because two official SDKs always send `session_uuid`. No source says what a server does with them; that it ignores them is this document's reading.
        auth_id: The account in the path, such as a subaccount. Defaults to the client's.
        timeout: Seconds for each step of this call, None for no limit. Defaults to the client's.

    Raises:
        ValueError: If a path argument is not one path segment, or the body is not JSON. Nothing is sent.
        TypeError: If an argument is of another type. Nothing is sent.
        httpx.TimeoutException: If a step of the request takes longer than the time-out.
        httpx.TransportError: If the connection fails.
        httpx.DecodingError: If the reply is not compressed as its Content-Encoding says.
        RuntimeError: If this process was forked from one that uses the same transport or httpx client of yours.

    Returns:
        The whole reply, whatever its status.
    """
    kwargs = _get_kwargs(
        session_uuid=session_uuid,
        client=client,
        body=body,
        auth_id=auth_id,
    )
    return _build_response(await client.send_async(kwargs, timeout))


async def asyncio(
    session_uuid: str | UUID,
    *,
    client: AuthenticatedClient,
    body: MaskingSessionUpdate,
    auth_id: str | None = None,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> MaskingSessionUpdateResponse:
    """Update a masking session.

    What it does and what can't be updated is said at `sync`.

    Args:
        session_uuid: The session's id as the reply to its creation gave it, one path segment of letters, digits, `-` and `_`. It need not be a UUID.
        client: The credentials and where to send.
        body: The fields to change. All are optional. A field that is left out keeps its value and is never set to the default, which is what a new session gets. Unknown keys are allowed, because two official SDKs always send `session_uuid`. No source says what a server does with them; that it ignores them is this document's reading.
        auth_id: The account in the path, such as a subaccount. Defaults to the client's.
        timeout: Seconds for each step of this call, None for no limit. Defaults to the client's.

    Raises:
        ApiError: If the reply is an error, or a success that is not what the contract says. Its subclasses say which.
        ValueError: If a path argument is not one path segment, or the body is not JSON. Nothing is sent.
        TypeError: If an argument is of another type. Nothing is sent.
        httpx.TimeoutException: If a step of the request takes longer than the time-out.
        httpx.TransportError: If the connection fails.
        httpx.DecodingError: If the reply is not compressed as its Content-Encoding says.
        RuntimeError: If this process was forked from one that uses the same transport or httpx client of yours.

    Returns:
        The reply of success.
    """
    kwargs = _get_kwargs(
        session_uuid=session_uuid,
        client=client,
        body=body,
        auth_id=auth_id,
    )
    return _success(await client.send_async(kwargs, timeout))
