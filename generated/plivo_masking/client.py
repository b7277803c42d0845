"""The client: who calls, where, and how long a request may take."""

import os
import ssl
from typing import Any, Self
from urllib.parse import quote

import httpx
from attrs import define, evolve, field


def _from_environment(variable: str) -> Any:
    def read() -> str:
        return os.environ.get(variable, "")

    return read


def _not_empty(instance: object, attribute: Any, value: str) -> None:
    if not value:
        raise ValueError(
            f"{attribute.name}: expected text, as an argument or in PLIVO_{attribute.name.upper()}, got nothing"
        )


def path_segment(name: str, value: str) -> str:
    """Percent-encode a path argument, and refuse one that would lead to another path.

    Raises:
        ValueError: If the value is empty, ``.``, ``..`` or holds a ``/``.
    """
    if value in ("", ".", "..") or "/" in value:
        raise ValueError(
            f"{name}: expected one path segment, not empty, '.' or '..' and without '/', got {value!r}"
        )
    return quote(value, safe="")


@define(kw_only=True)
class AuthenticatedClient:
    """Holds an account's credentials and the httpx clients that requests go through.

    Attributes:
        auth_id: The account's auth id, 20 characters that start with MA or SA. Defaults to the environment
            variable ``PLIVO_AUTH_ID``. [S-auth-id]
        auth_token: The account's auth token; shown in no repr. Defaults to the environment variable
            ``PLIVO_AUTH_TOKEN``. [S-basic-auth]
        base_url: Where the API is. Defaults to production.
        headers: Headers to send with every request.
        timeout: Seconds that each step of a request may take, 5 as in the official SDKs.
        verify_ssl: Whether to check the server's certificate, or the ``ssl.SSLContext`` to check it with.
        follow_redirects: Whether to follow redirects.
        httpx_args: Further arguments of ``httpx.Client`` and ``httpx.AsyncClient``, such as ``transport``.

    Raises:
        ValueError: If the auth id or the auth token is neither given nor in the environment.
    """

    auth_id: str = field(factory=_from_environment("PLIVO_AUTH_ID"), validator=_not_empty)
    auth_token: str = field(
        factory=_from_environment("PLIVO_AUTH_TOKEN"), validator=_not_empty, repr=False
    )
    base_url: str = "https://api.plivo.com/v1"
    headers: dict[str, str] = field(factory=dict, repr=False)
    timeout: httpx.Timeout | float | None = 5.0
    verify_ssl: bool | ssl.SSLContext = True
    follow_redirects: bool = False
    httpx_args: dict[str, Any] = field(factory=dict, repr=False)
    _client: httpx.Client | None = field(default=None, init=False, repr=False, eq=False)
    _async_client: httpx.AsyncClient | None = field(default=None, init=False, repr=False, eq=False)

    @property
    def auth(self) -> httpx.BasicAuth:
        """The credentials as HTTP Basic, sent with each request."""
        return httpx.BasicAuth(self.auth_id, self.auth_token)

    def with_headers(self, headers: dict[str, str]) -> Self:
        """A new client like this one that sends these headers too."""
        return evolve(self, headers={**self.headers, **headers})

    def with_timeout(self, timeout: httpx.Timeout | float | None) -> Self:
        """A new client like this one with another time-out, in seconds; None waits without end."""
        return evolve(self, timeout=timeout)

    def _arguments(self) -> dict[str, Any]:
        return {
            "base_url": self.base_url,
            "headers": self.headers,
            "timeout": self.timeout,
            "verify": self.verify_ssl,
            "follow_redirects": self.follow_redirects,
            **self.httpx_args,
        }

    def set_httpx_client(self, client: httpx.Client) -> Self:
        """Send through this client from now on. Its settings replace all but the credentials."""
        self._client = client
        return self

    def get_httpx_client(self) -> httpx.Client:
        """The client that ``sync`` sends through, made on first use."""
        if self._client is None:
            self._client = httpx.Client(**self._arguments())
        return self._client

    def __enter__(self) -> Self:
        self.get_httpx_client().__enter__()
        return self

    def __exit__(self, *args: Any) -> None:
        self.get_httpx_client().__exit__(*args)

    def set_async_httpx_client(self, async_client: httpx.AsyncClient) -> Self:
        """Send through this client from now on. Its settings replace all but the credentials."""
        self._async_client = async_client
        return self

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        """The client that ``asyncio`` sends through, made on first use."""
        if self._async_client is None:
            self._async_client = httpx.AsyncClient(**self._arguments())
        return self._async_client

    async def __aenter__(self) -> Self:
        await self.get_async_httpx_client().__aenter__()
        return self

    async def __aexit__(self, *args: Any) -> None:
        await self.get_async_httpx_client().__aexit__(*args)
