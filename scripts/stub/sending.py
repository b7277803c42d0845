"""One event on its way to its receiver, which must be on this machine."""

import asyncio
import ipaddress
from urllib.parse import urlencode

import httpx

from scripts.stub.callbacks import Callback

_LONGEST_REPLY = 2_000
_SECONDS = 5.0


class NotSent(Exception):
    """The event can't go to this URL. Its text says why."""


def client() -> httpx.AsyncClient:
    """What sends events. Neither proxies nor credentials come from the environment; receivers on loopback
    have certificates of their own."""
    return httpx.AsyncClient(trust_env=False, verify=False)


async def send(client: httpx.AsyncClient, callback: Callback) -> None:
    """Send an event, and note its receiver's answer or what went wrong."""
    try:
        async with asyncio.timeout(_SECONDS):
            await _send(client, callback)
    except NotSent as wrong:
        callback.error = f"not sent, {wrong}"
    except TimeoutError:
        callback.error = f"no answer within {_SECONDS:.0f} seconds"
    except (httpx.HTTPError, httpx.InvalidURL) as wrong:
        callback.error = f"not answered, {type(wrong).__name__}"


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
