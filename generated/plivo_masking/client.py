"""The client: who calls, where, and how long a request may take."""

import os
import ssl
import threading
import unicodedata
from collections.abc import Callable
from typing import Any, Self, TypeVar
from urllib.parse import quote

import httpx
from attrs import define, evolve, field

_Client = TypeVar("_Client", httpx.Client, httpx.AsyncClient)

# Marks a request whose redirects are hidden from httpx, and keeps the headers of its response as they came.
_HEADERS = "plivo_masking.headers"


def _from_environment(variable: str) -> Any:
    def read() -> str:
        return os.environ.get(variable, "")

    return read


def _credential(instance: object, attribute: Any, value: str) -> None:
    expected = (
        f"{attribute.name}: expected text, as an argument or in PLIVO_{attribute.name.upper()}"
    )
    if not value:
        raise ValueError(f"{expected}, got nothing")
    for character in value:
        # Basic credentials hold no control characters; a surrogate is a byte of the environment that is not UTF-8.
        if unicodedata.category(character) in ("Cc", "Cs"):
            raise ValueError(
                f"{expected}, without control characters and in UTF-8, got U+{ord(character):04X} in it"
            )


def _beside_no_transport(
    instance: "AuthenticatedClient", attribute: Any, value: dict[str, Any]
) -> None:
    if "transport" in value and instance.verify_ssl is not True:
        raise ValueError(
            "verify_ssl: expected True beside a transport in httpx_args, which checks certificates itself, got another "
            "value. Give it to the transport: httpx.HTTPTransport(verify=…)"
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


# Held while an httpx client is made, and over a fork, so that no child process inherits it locked.
_making = threading.Lock()
if hasattr(os, "register_at_fork"):  # Windows has none.
    os.register_at_fork(
        before=_making.acquire, after_in_parent=_making.release, after_in_child=_making.release
    )


def _of_this_process(clients: dict[int, _Client], make: Callable[[], _Client]) -> _Client:
    """The httpx client of this process, made on first use."""
    with _making:
        if os.getpid() not in clients:
            client = make()
            # After a fork the parent's client is dropped, not closed: its connections stay the parent's.
            clients.clear()
            clients[os.getpid()] = client
        return clients[os.getpid()]


def _hide_redirect(response: httpx.Response) -> None:
    """Hide from httpx each Location but that of a 307 or 308 to the same origin.

    httpx reads it even when it follows no redirects, and raises errors that are not its own over one that is no URL.
    Following any other would send the update to another host, or send a GET in its place.
    """
    if _HEADERS not in response.request.extensions or not response.has_redirect_location:
        return
    headers = response.extensions.setdefault(_HEADERS, response.headers)
    response.headers = headers.copy()
    del response.headers["Location"]
    here = httpx.URL(str(response.request.url))
    try:
        there = here.join(headers["Location"])
        same_origin = (there.scheme, there.host, there.port) == (here.scheme, here.host, here.port)
    except (httpx.InvalidURL, ValueError):
        return
    if same_origin and response.status_code in (307, 308):
        response.headers["Location"] = str(there)


async def _hide_redirect_async(response: httpx.Response) -> None:
    _hide_redirect(response)


def _hooked(client: _Client, hook: Callable[[httpx.Response], Any]) -> _Client:
    if hook not in client.event_hooks["response"]:
        client.event_hooks["response"].append(hook)
    return client


def _as_it_came(response: httpx.Response) -> httpx.Response:
    response.headers = response.extensions.pop(_HEADERS, response.headers)
    return response


@define(kw_only=True)
class AuthenticatedClient:
    """Holds an account's credentials and the httpx clients that requests go through.

    Attributes:
        auth_id: The account's auth id, 20 characters that start with MA or SA. Defaults to the environment
            variable ``PLIVO_AUTH_ID``.
        auth_token: The account's auth token; shown in no repr. Defaults to the environment variable
            ``PLIVO_AUTH_TOKEN``.
        base_url: Where the API is. Defaults to production.
        headers: Headers to send with every request.
        timeout: Seconds that each step of a request may take, 5 as in the official SDKs.
        verify_ssl: Whether to check the server's certificate, or the ``ssl.SSLContext`` to check it with.
        follow_redirects: Whether to follow a 307 or 308 to the same origin. Any other redirect is an error.
        httpx_args: Further arguments of ``httpx.Client`` and ``httpx.AsyncClient``, such as ``transport``. A transport
            checks certificates itself: give it what you would give ``verify_ssl``.

    A forked process makes its own httpx client. What it can't make, because you gave it, it does not share either: if
    the parent process used that transport, or set that httpx client, a call raises ``RuntimeError``.

    Raises:
        ValueError: If the auth id or the auth token is neither given nor in the environment, or holds a control
            character; or if ``verify_ssl`` is given beside a transport, which would ignore it.
    """

    auth_id: str = field(factory=_from_environment("PLIVO_AUTH_ID"), validator=_credential)
    auth_token: str = field(
        factory=_from_environment("PLIVO_AUTH_TOKEN"), validator=_credential, repr=False
    )
    base_url: str = "https://api.plivo.com/v1"
    headers: dict[str, str] = field(factory=dict, repr=False)
    timeout: httpx.Timeout | float | None = 5.0
    verify_ssl: bool | ssl.SSLContext = True
    follow_redirects: bool = False
    httpx_args: dict[str, Any] = field(factory=dict, repr=False, validator=_beside_no_transport)
    # The processes that used this client or a copy, which shares its transport.
    _processes: set[int] = field(factory=set, alias="_processes", repr=False, eq=False)
    _was_set: bool = field(default=False, init=False, repr=False, eq=False)
    # Each holds at most one, under the id of the process that uses it.
    _clients: dict[int, httpx.Client] = field(factory=dict, init=False, repr=False, eq=False)
    _async_clients: dict[int, httpx.AsyncClient] = field(
        factory=dict, init=False, repr=False, eq=False
    )

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
        self._processes.add(os.getpid())
        given = self._was_set or "transport" in self.httpx_args or "mounts" in self.httpx_args
        if given and len(self._processes) > 1:
            raise RuntimeError(
                "expected a transport or httpx client that no other process uses, got one from before a fork. "
                "Make a new AuthenticatedClient in this process."
            )
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
        self._was_set = True
        self._processes.add(os.getpid())
        self._clients = {os.getpid(): client}
        return self

    def get_httpx_client(self) -> httpx.Client:
        """The client that ``sync`` sends through, made on first use."""
        return _of_this_process(self._clients, lambda: httpx.Client(**self._arguments()))

    def send(self, request: dict[str, Any]) -> httpx.Response:
        """Send a request, given as arguments of ``httpx.Client.request``, with the credentials."""
        client = _hooked(self.get_httpx_client(), _hide_redirect)
        return _as_it_came(client.request(**request, auth=self.auth, extensions={_HEADERS: True}))

    def __enter__(self) -> Self:
        self.get_httpx_client().__enter__()
        return self

    def __exit__(self, *args: Any) -> None:
        if os.getpid() in self._clients:
            self._clients[os.getpid()].__exit__(*args)

    def set_async_httpx_client(self, async_client: httpx.AsyncClient) -> Self:
        """Send through this client from now on. Its settings replace all but the credentials."""
        self._was_set = True
        self._processes.add(os.getpid())
        self._async_clients = {os.getpid(): async_client}
        return self

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        """The client that ``asyncio`` sends through, made on first use."""
        return _of_this_process(self._async_clients, lambda: httpx.AsyncClient(**self._arguments()))

    async def send_async(self, request: dict[str, Any]) -> httpx.Response:
        """Send a request, given as arguments of ``httpx.AsyncClient.request``, with the credentials."""
        client = _hooked(self.get_async_httpx_client(), _hide_redirect_async)
        return _as_it_came(
            await client.request(**request, auth=self.auth, extensions={_HEADERS: True})
        )

    async def __aenter__(self) -> Self:
        await self.get_async_httpx_client().__aenter__()
        return self

    async def __aexit__(self, *args: Any) -> None:
        if os.getpid() in self._async_clients:
            await self._async_clients[os.getpid()].__aexit__(*args)
