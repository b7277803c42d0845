"""The one error that the functions of ``api`` raise over a reply."""

import json

import httpx


class ApiError(Exception):
    """The reply is not the success that the contract promises: an error, or not readable as the contract says.

    With a status of 200 the update was taken and only its reply could not be read.

    Attributes:
        status: HTTP status of the reply.
        message: The reply's own error text, or else what was wrong with the reply.
        api_id: Id of the request for the vendor's support, None when the reply has none. [S-error-body]
        raw: The body of the reply as it came.
        headers: Headers of the reply, such as Retry-After in seconds with status 429. [S-status-429]
    """

    def __init__(
        self, status: int, message: str, api_id: str | None, raw: bytes, headers: httpx.Headers
    ) -> None:
        super().__init__(status, message, api_id, raw, headers)
        self.status = status
        self.message = message
        self.api_id = api_id
        self.raw = raw
        self.headers = headers

    def __str__(self) -> str:
        return f"{self.status}: {self.message}" + (
            f" (api_id {self.api_id})" if self.api_id else ""
        )


def api_error(response: httpx.Response, problem: str) -> ApiError:
    """Make the error for a reply; ``problem`` is its message where the reply itself has no error text."""
    try:
        reply = response.json()
    except (ValueError, RecursionError):
        reply = None
    fields = reply if isinstance(reply, dict) else {}
    error, api_id = fields.get("error"), fields.get("api_id")
    if error is not None and not isinstance(error, str):
        error = json.dumps(error)
    return ApiError(
        status=response.status_code,
        message=error or problem,
        api_id=api_id if isinstance(api_id, str) else None,
        raw=response.content,
        headers=response.headers,
    )


__all__ = ["ApiError", "api_error"]
