"""The one error that the functions of ``api`` raise over a reply."""

import json
from typing import Any

import httpx

_LONGEST = 2_000


def _shown(text: str) -> str:
    """A server's text for terminals and logs: cut, and with what can't be printed as it is, such as ESC, escaped."""
    escaped = "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text[: _LONGEST + 1]
    )
    return escaped if len(escaped) <= _LONGEST else escaped[: _LONGEST - 1] + "…"


class ApiError(Exception):
    """The reply is not the success that the contract promises: an error, or not readable as the contract says.

    With a status of 200 the update was taken and only its reply could not be read.

    Attributes:
        status: HTTP status of the reply.
        message: The reply's own error text, or else what was wrong with the reply. At most 2,000 characters, with
            control characters escaped; ``raw`` keeps all.
        api_id: Id of the request for the vendor's support, None when the reply has none.
        raw: The body of the reply as it came.
        headers: Headers of the reply, such as Retry-After in seconds with status 429.
    """

    def __init__(
        self, status: int, message: str, api_id: str | None, raw: bytes, headers: httpx.Headers
    ) -> None:
        self.status = status
        self.message = _shown(message)
        self.api_id = None if api_id is None else _shown(api_id)
        self.raw = raw
        self.headers = headers
        # Without the body, which may hold a party's number: a repr shows what is given here.
        super().__init__(self.status, self.message, self.api_id)

    def __reduce__(self) -> Any:
        return (
            type(self),
            (self.status, self.message, self.api_id, self.raw, self.headers),
            self.__dict__,
        )

    def __str__(self) -> str:
        return f"{self.status}: {self.message}" + (
            f" (api_id {self.api_id})" if self.api_id else ""
        )


def api_error(response: httpx.Response, problem: str) -> ApiError:
    """Make the error for a reply; ``problem`` is its message where the reply itself has no error text."""
    try:
        reply = response.json()
        fields = reply if isinstance(reply, dict) else {}
        error = fields.get("error")
        text = error if error is None or isinstance(error, str) else json.dumps(error)
    except (ValueError, RecursionError):
        fields, text = {}, None
    api_id = fields.get("api_id")
    return ApiError(
        status=response.status_code,
        message=text or problem,
        api_id=api_id if isinstance(api_id, str) else None,
        raw=response.content,
        headers=response.headers,
    )


__all__ = ["ApiError", "api_error"]
