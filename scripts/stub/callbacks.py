"""Events on their way to a session's callback URLs: in order, signed, and to this machine only."""

import asyncio
import ipaddress
import secrets
import string
from collections import deque
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx

from scripts.stub.accounts import AUTH_TOKEN
from scripts.stub.sessions import Session
from scripts.stub.signature import sign

# What is kept of them, so that a stub that stays up does not fill the memory.
ENTRIES = 1_000
_LONGEST_REPLY = 2_000
_SECONDS = 5.0


class NotSent(Exception):
    """The event can't go to this URL. Its text says why."""


@dataclass
class Callback:
    """One event and its receiver's answer. status, reply: None without one; error: what went wrong."""

    fields: dict[str, str]
    method: str
    url: str
    headers: dict[str, str]
    status: int | None = None
    reply: str | None = None
    error: str | None = None

    def __str__(self) -> str:
        result = [str(part) for part in (self.status, self.error) if part is not None]
        return f"{self.fields['EventName']}: {', '.join(result)}"

    def shown(self) -> dict[str, Any]:
        """The callback as a JSON object."""
        return {"event": self.fields["EventName"], **vars(self)}


class Callbacks:
    """The latest callbacks since the last reset."""

    def __init__(self) -> None:
        self._callbacks: deque[Callback] = deque(maxlen=ENTRIES)
        # Events of two calls at once must not overtake each other.
        self._sending = asyncio.Lock()

    def reset(self) -> None:
        """Forget them."""
        self._callbacks.clear()

    def shown(self) -> list[dict[str, Any]]:
        """The callbacks as JSON objects, in the order in which they were sent."""
        return [callback.shown() for callback in self._callbacks]

    async def send(self, session: Session, events: list[dict[str, str]]) -> list[Callback]:
        """Send each event to the URL that it is for, one after the other."""
        callbacks = [_callback(session, event) for event in events]
        # Neither proxies nor credentials come from the environment. Receivers on loopback have certificates
        # of their own.
        async with self._sending, httpx.AsyncClient(trust_env=False, verify=False) as client:
            for callback in callbacks:
                self._callbacks.append(callback)
                try:
                    async with asyncio.timeout(_SECONDS):
                        await _send(client, callback)
                except NotSent as wrong:
                    callback.error = f"not sent, {wrong}"
                except TimeoutError:
                    callback.error = f"no answer within {_SECONDS:.0f} seconds"
                except (httpx.HTTPError, httpx.InvalidURL) as wrong:
                    callback.error = f"not answered, {type(wrong).__name__}"
        return callbacks


def _callback(session: Session, event: dict[str, str]) -> Callback:
    kind = "recording_callback" if "RecordingUUID" in event else "callback"
    method, url = session.settings[f"{kind}_method"], session.settings[f"{kind}_url"]
    nonce = "".join(secrets.choice(string.digits) for _ in range(20))
    signature = sign(AUTH_TOKEN, method, url, event, nonce)
    headers = {
        "X-Plivo-Signature-V3": signature,
        "X-Plivo-Signature-Ma-V3": signature,
        "X-Plivo-Signature-V3-Nonce": nonce,
    }
    return Callback(event, method, url, headers)


async def _send(client: httpx.AsyncClient, callback: Callback) -> None:
    target, headers, form = callback.url.partition("#")[0], dict(callback.headers), None
    if callback.method == "GET":
        target += ("&" if "?" in target else "?") + urlencode(callback.fields)
    else:
        form = urlencode(callback.fields).encode()
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    url, addresses = _on_loopback(target)
    # The address stands in the URL, so that nothing is looked up.
    headers["Host"] = url.netloc.decode("ascii")
    requests = [
        client.build_request(
            callback.method, url.copy_with(host=address), content=form, headers=headers
        )
        for address in addresses
    ]
    answer = await _answer(client, *requests)
    try:
        callback.status = answer.status_code
        callback.reply = await _beginning(answer)
    finally:
        await answer.aclose()
    if answer.is_redirect:
        callback.error = "redirects are not followed"


async def _answer(
    client: httpx.AsyncClient, first: httpx.Request, *others: httpx.Request
) -> httpx.Response:
    try:
        return await client.send(first, stream=True, follow_redirects=False)
    except httpx.ConnectError:
        if not others:
            raise
    return await _answer(client, *others)


def _on_loopback(url: str) -> tuple[httpx.URL, list[str]]:
    """The URL, and the addresses of its host. Raises NotSent unless they are this machine's."""
    if not url:
        raise NotSent("the session has no URL for it")
    try:
        parsed = httpx.URL(url)
        if parsed.host == "localhost":
            return parsed, ["127.0.0.1", "::1"]
        if ipaddress.ip_address(parsed.host).is_loopback:
            return parsed, [parsed.host]
    except (httpx.InvalidURL, ValueError):
        pass
    raise NotSent(
        "expected a URL of localhost or of a loopback address such as 127.0.0.1, got another;"
        " the stub looks up no name and calls no other machine"
    )


async def _beginning(answer: httpx.Response) -> str:
    content = b""
    async for chunk in answer.aiter_raw():
        content += chunk[: _LONGEST_REPLY - len(content)]
        if len(content) == _LONGEST_REPLY:
            break
    return content.decode("utf-8", "replace")
