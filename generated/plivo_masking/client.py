"""The client: who calls, where, and how long a request may take."""

import json
import os
import ssl
import threading
import unicodedata
from base64 import b64encode
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Protocol, Self
from urllib.parse import quote
from uuid import UUID

import httpx
from attrs import define, evolve, field

from .types import UNSET, Unset

if TYPE_CHECKING:
    import asyncio

# Marks a request whose redirects are hidden from httpx, and keeps the headers of its response as they came.
_HEADERS = "plivo_masking.headers"
# Arguments of httpx that are this client's own.
_OWN = {"auth", "base_url", "follow_redirects", "timeout", "trust_env", "verify"}
_LONGEST_SEGMENT = 1_000
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class SyncTransport(Protocol):
    """What ``set_httpx_client`` takes: ``httpx.Client``, ``httpx2.Client`` and their like."""

    event_hooks: Any

    def request(self, *args: Any, **kwargs: Any) -> Any: ...
    def close(self) -> None: ...


class AsyncTransport(Protocol):
    """What ``set_async_httpx_client`` takes: ``httpx.AsyncClient``, ``httpx2.AsyncClient`` and their like."""

    event_hooks: Any

    def request(self, *args: Any, **kwargs: Any) -> Awaitable[Any]: ...
    async def aclose(self) -> None: ...


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


def _further_arguments(
    instance: "AuthenticatedClient", attribute: Any, value: dict[str, Any]
) -> None:
    if own := _OWN & value.keys():
        raise ValueError(
            f"httpx_args: expected no {' or '.join(sorted(own))}; AuthenticatedClient itself sets that"
        )
    if "transport" in value and instance.verify_ssl is not True:
        raise ValueError(
            "verify_ssl: expected True beside a transport in httpx_args, which checks certificates itself, got another "
            "value. Give it to the transport: httpx.HTTPTransport(verify=…)"
        )


def path_segment(name: str, value: str | UUID) -> str:
    """Percent-encode a path argument, and refuse one that would lead to another path.

    Raises:
        ValueError: If the value is empty, ``.``, ``..``, holds a ``/`` or is longer than 1,000 characters.
        TypeError: If the value is neither text nor a UUID.
    """
    if not isinstance(value, (str, UUID)):
        raise TypeError(f"{name}: expected str or uuid.UUID, got {type(value).__name__}")
    text = str(value)
    if text in ("", ".", "..") or "/" in text or len(text) > _LONGEST_SEGMENT:
        raise ValueError(
            f"{name}: expected one path segment of up to {_LONGEST_SEGMENT} characters, not empty, '.' or '..' and "
            f"without '/', got {text[:60]!r}"
        )
    return quote(text, safe="")


def json_content(body: Any, kind: type[Any]) -> bytes:
    """A body's bytes.

    Raises:
        ValueError: If it is nested too deeply, or holds a number or a character that JSON can't.
        TypeError: If it is of another type than this, or holds what JSON can't.
    """
    if not isinstance(body, kind):
        raise TypeError(
            f"body: expected {kind.__name__}, got {type(body).__name__}. Make one: {kind.__name__}(…)"
        )
    try:
        return _JSON.encode(body.to_dict()).encode()
    except RecursionError:
        raise ValueError("body: expected JSON, got an object that is nested too deeply") from None
    except UnicodeEncodeError as error:
        # Not the error itself, which holds the whole body.
        raise ValueError(
            f"body: expected Unicode text, got {error.object[error.start]!r} in it"
        ) from None


# Held while an httpx client is made, and over a fork, so that no child process inherits it locked.
_making = threading.Lock()
if hasattr(os, "register_at_fork"):  # Windows has none.
    os.register_at_fork(
        before=_making.acquire, after_in_parent=_making.release, after_in_child=_making.release
    )


def _keep_no_cookies(response: httpx.Response) -> None:
    """Keep no cookies of a reply, so that calls don't depend on those before. In place of httpx's own method."""


def _running_loop() -> "asyncio.AbstractEventLoop | None":
    """None also where another library, such as trio, runs."""
    # Not at the top: `sync` does without it, and it takes a tenth of the time to import httpx.
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


class _Connections:
    """The httpx clients of an AuthenticatedClient, which its copies with other headers or time-outs share."""

    def __init__(self, was_set: Any = None) -> None:
        # The one that was set, else those made on first use: for each process and, when asynchronous, each event loop.
        self.was_set = was_set
        self.made: dict[tuple[int, asyncio.AbstractEventLoop | None], Any] = {}

    def get(self, loop: "asyncio.AbstractEventLoop | None", make: Callable[[], Any]) -> Any:
        if self.was_set is not None:
            return self.was_set
        owner = (os.getpid(), loop)
        if client := self.made.get(owner):
            return client
        with _making:
            if owner not in self.made:
                client = make()
                # The others are dropped, not closed: a parent's connections stay its own, and a loop that has ended
                # can close nothing.
                for other in list(self.made):
                    if other[0] != owner[0] or (other[1] and other[1].is_closed()):
                        del self.made[other]
                self.made[owner] = client
            return self.made[owner]

    def taken(self, loop: "asyncio.AbstractEventLoop | None") -> Any:
        """The one to close, if there is one. One that was set stays, so that later calls are refused by it."""
        return self.was_set or self.made.pop((os.getpid(), loop), None)


def _hide_redirect(response: httpx.Response) -> None:
    """Hide from httpx each Location but that of a 307 or 308 to the same origin.

    httpx reads it even when it follows no redirects, and raises errors that are not its own over one that is no URL.
    Following any other would send the update to another host, or send a GET in its place.
    """
    # The status first, because httpx2 takes long to tell a redirect.
    if response.status_code < 300 or _HEADERS not in response.request.extensions:
        return
    if not response.has_redirect_location:
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


def _hooked(client: Any, hook: Callable[[httpx.Response], Any]) -> Any:
    if hook not in client.event_hooks["response"]:
        client.event_hooks["response"].append(hook)
    return client


def _as_it_came(response: httpx.Response) -> httpx.Response:
    response.headers = response.extensions.pop(_HEADERS, response.headers)
    return response


@define(kw_only=True)
class AuthenticatedClient:
    """Holds an account's credentials and the connections that requests go through.

    Use it for as long as you make calls, then close it: in a ``with`` block, by ``close()``, or for ``asyncio`` in an
    ``async with`` block or by ``await aclose()``. A client that was closed makes new connections when it is used again.
    Threads can share one, and each event loop gets connections of its own.

    Attributes:
        auth_id: The account's auth id, 20 characters that start with MA or SA. Defaults to the environment
            variable ``PLIVO_AUTH_ID``.
        auth_token: The account's auth token; shown in no repr. Defaults to the environment variable
            ``PLIVO_AUTH_TOKEN``. It is in no log of httpx or httpcore either; their logs show URLs, which hold the auth
            id and the session's id, and at DEBUG the headers of replies.
        base_url: Where the API is. Defaults to production.
        headers: Headers to send with every request.
        timeout: Seconds that each step of a request may take (connect, send, each read), 5 as in the official SDKs.
            It does not limit the whole call. For a deadline use ``async with asyncio.timeout(10):`` around ``asyncio``,
            or ``ThreadPoolExecutor().submit(…).result(timeout=10)`` for ``sync``, which stops waiting only.
        verify_ssl: Whether to check the server's certificate, or the ``ssl.SSLContext`` to check it with.
        follow_redirects: Whether to follow a 307 or 308 to the same origin. Any other redirect is an error.
        trust_env: Whether to take proxies (``HTTPS_PROXY``, ``ALL_PROXY``, ``NO_PROXY``) and certificates
            (``SSL_CERT_FILE``, ``SSL_CERT_DIR``) from the environment. ``.netrc`` is never read.
        httpx_args: Further arguments of ``httpx.Client`` and ``httpx.AsyncClient``, such as ``transport``. A transport
            checks certificates itself: give it what you would give ``verify_ssl``.

    A forked process makes its own httpx client. What it can't make, because you gave it, it does not share either: if
    the parent process used that transport, or set that httpx client, a call raises ``RuntimeError``.

    Raises:
        ValueError: If the auth id or the auth token is neither given nor in the environment, or holds a control
            character; if ``verify_ssl`` is given beside a transport, which would ignore it; or if ``httpx_args`` holds
            what this class has an argument for.
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
    trust_env: bool = True
    httpx_args: dict[str, Any] = field(factory=dict, repr=False, validator=_further_arguments)
    # The processes that used this client or a copy, which shares its transport.
    _processes: set[int] = field(factory=set, alias="_processes", repr=False, eq=False)
    _connections: _Connections = field(factory=_Connections, init=False, repr=False, eq=False)
    _async_connections: _Connections = field(factory=_Connections, init=False, repr=False, eq=False)

    def with_headers(self, headers: dict[str, str]) -> Self:
        """A client like this one that sends these headers too. It shares this one's connections."""
        return self._sharing(evolve(self, headers={**self.headers, **headers}))

    def with_timeout(self, timeout: httpx.Timeout | float | None) -> Self:
        """A client like this one with another time-out in seconds, None for no limit. It shares this one's connections."""
        return self._sharing(evolve(self, timeout=timeout))

    def _sharing(self, copy: Self) -> Self:
        copy._connections, copy._async_connections = self._connections, self._async_connections
        return copy

    def _refuse_after_fork(self) -> None:
        self._processes.add(os.getpid())
        if len(self._processes) == 1:
            return
        set_here = self._connections.was_set or self._async_connections.was_set
        if set_here or "transport" in self.httpx_args or "mounts" in self.httpx_args:
            raise RuntimeError(
                "expected a transport or httpx client that no other process uses, got one from before a fork. "
                "Make a new AuthenticatedClient in this process."
            )

    def _make(self, kind: type[httpx.Client] | type[httpx.AsyncClient]) -> Any:
        try:
            client: Any = kind(verify=self.verify_ssl, trust_env=self.trust_env, **self.httpx_args)
        except ImportError:
            raise ValueError(
                "expected an HTTP proxy, got a SOCKS one, from the environment or httpx_args. Install httpx[socks], "
                "or ignore the environment: trust_env=False"
            ) from None
        except OSError as error:
            raise ValueError(
                f"expected certificates in PEM form in SSL_CERT_FILE, SSL_CERT_DIR or verify_ssl, got: {error}. "
                "To ignore the environment: trust_env=False"
            ) from None
        if "cookies" not in self.httpx_args:
            client.cookies.extract_cookies = _keep_no_cookies
        return client

    def _arguments(
        self, request: dict[str, Any], timeout: httpx.Timeout | float | None | Unset
    ) -> dict[str, Any]:
        basic = b64encode(f"{self.auth_id}:{self.auth_token}".encode()).decode()

        def finish(built: Any) -> Any:
            # Set on the built request, because httpx is slow to merge headers that are passed to it.
            for name, value in request["headers"].items():
                built.headers[name] = value
            built.headers["Authorization"] = f"Basic {basic}"
            return built

        limit = self.timeout if isinstance(timeout, Unset) else timeout
        if limit is None or isinstance(limit, (int, float)):
            limits = dict.fromkeys(("connect", "read", "write", "pool"), limit)
        else:
            limits = limit.as_dict()
        return {
            **request,
            "url": self.base_url.rstrip("/") + request["url"],
            "headers": self.headers,
            "auth": finish,
            "follow_redirects": self.follow_redirects,
            "extensions": {_HEADERS: True, "timeout": limits},
        }

    def set_httpx_client(self, client: SyncTransport) -> Self:
        """Send through this client from now on, an ``httpx.Client`` or ``httpx2.Client``.

        Requests still have this object's credentials, base URL, headers, time-out and rule for redirects; proxies,
        certificates and cookies are the given client's, and so are the exceptions of a connection that fails.
        """
        self._processes.add(os.getpid())
        self._connections = _Connections(was_set=client)
        return self

    def get_httpx_client(self) -> httpx.Client:
        """The client that ``sync`` sends through, made on first use."""
        self._refuse_after_fork()
        client: httpx.Client = self._connections.get(None, lambda: self._make(httpx.Client))
        return client

    def send(
        self, request: dict[str, Any], timeout: httpx.Timeout | float | None | Unset = UNSET
    ) -> httpx.Response:
        """Send a request, given as arguments of ``httpx.Client.request``, with the credentials."""
        client = _hooked(self.get_httpx_client(), _hide_redirect)
        return _as_it_came(client.request(**self._arguments(request, timeout)))

    def close(self) -> None:
        """Close the connections of ``sync``, which copies with other headers or time-outs share."""
        if client := self._connections.taken(None):
            client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *args: Any) -> None:
        self.close()

    def set_async_httpx_client(self, async_client: AsyncTransport) -> Self:
        """Send through this client from now on, as ``set_httpx_client`` does. It serves one event loop."""
        self._processes.add(os.getpid())
        self._async_connections = _Connections(was_set=async_client)
        return self

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        """The client that ``asyncio`` sends through in the running event loop, made on first use."""
        self._refuse_after_fork()
        loop = _running_loop()
        client: httpx.AsyncClient = self._async_connections.get(
            loop, lambda: self._make(httpx.AsyncClient)
        )
        return client

    async def send_async(
        self, request: dict[str, Any], timeout: httpx.Timeout | float | None | Unset = UNSET
    ) -> httpx.Response:
        """Send a request, given as arguments of ``httpx.AsyncClient.request``, with the credentials."""
        client = _hooked(self.get_async_httpx_client(), _hide_redirect_async)
        return _as_it_came(await client.request(**self._arguments(request, timeout)))

    async def aclose(self) -> None:
        """Close the connections of ``asyncio`` in the running event loop."""
        if client := self._async_connections.taken(_running_loop()):
            await client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *args: Any) -> None:
        await self.aclose()
