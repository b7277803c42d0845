"""The errors that the functions of ``api`` raise over a reply."""

import json
import math
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
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


def _without_numbers(text: str) -> str:
    """A server's text for logs: what can be a party's phone number is hidden."""
    return re.sub(r"\+?[0-9]{7,}", "***", text)


class ApiError(Exception):
    """The reply is not the success that the contract promises.

    The subclasses say which it is. This class itself is raised for the other statuses, redirects included.

    Attributes:
        status: HTTP status of the reply.
        message: The reply's own error text, or else what was wrong with the reply. At most 2,000 characters, with
            control characters escaped; ``raw`` keeps all. What can be a phone number is hidden in ``str`` and ``repr``.
        api_id: Id of the request for the vendor's support, None when the reply has none.
        raw: The body of the reply as it came.
        headers: Headers of the reply.
    """

    def __init__(
        self, status: int, message: str, api_id: str | None, raw: bytes, headers: httpx.Headers
    ) -> None:
        self.status = status
        self.message: str = _shown(message)
        self.api_id: str | None = None if api_id is None else _shown(api_id)
        self.raw = raw
        self.headers = headers
        # Without the body and numbers: a repr shows what is given here.
        super().__init__(self.status, _without_numbers(self.message), self.api_id)

    def __reduce__(self) -> Any:
        return (
            type(self),
            (self.status, self.message, self.api_id, self.raw, self.headers),
            self.__dict__,
        )

    def __str__(self) -> str:
        # The words of the standard, not the server's.
        words = f" {HTTPStatus(self.status).phrase}" if self.status in set(HTTPStatus) else ""
        message = _without_numbers(self.message)
        return f"{self.status}{words}: {message}" + (
            f" (api_id {self.api_id})" if self.api_id else ""
        )


class BadRequestError(ApiError):
    """400: the body, or a value in it, is not acceptable. Nothing was changed."""


class AuthenticationError(ApiError):
    """401: the auth id and the auth token are not an account's."""


class NotFoundError(ApiError):
    """404: the account has no such session."""


class RateLimitError(ApiError):
    """429: too many requests. Nothing was changed."""

    @property
    def retry_after(self) -> float | None:
        """Seconds to wait before the next try, as Retry-After says; None when it says nothing readable."""
        value = self.headers.get("Retry-After", "")
        try:
            seconds = float(value) if value.isascii() and value.isdigit() else _seconds_until(value)
        except ValueError:
            return None
        return seconds if math.isfinite(seconds) else None


class ServerError(ApiError):
    """5xx: the server, or a proxy before it, failed. The update may have been made."""


class UnreadableReplyError(ApiError):
    """2xx: the update was taken, and only its reply could not be read as the contract says."""


_BY_STATUS = {
    400: BadRequestError,
    401: AuthenticationError,
    404: NotFoundError,
    429: RateLimitError,
}


def _seconds_until(date: str) -> float:
    time = parsedate_to_datetime(date)
    # "-0000" in a date says that its zone is not known; HTTP's are all UTC.
    return max(0.0, (time.replace(tzinfo=time.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _class_of(status: int) -> type[ApiError]:
    if 200 <= status < 300:
        return UnreadableReplyError
    return ServerError if status >= 500 else _BY_STATUS.get(status, ApiError)


def what_came(response: httpx.Response) -> str:
    """Describe a reply without its content, which can hold a party's number."""
    return f"got {len(response.content)} bytes of {response.headers.get('Content-Type', 'unknown type')}"


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
    return _class_of(response.status_code)(
        status=response.status_code,
        message=text or problem,
        api_id=api_id if isinstance(api_id, str) else None,
        raw=response.content,
        headers=response.headers,
    )
