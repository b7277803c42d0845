"""The generated client as its user calls it, sync and async, with each exchange on the wire."""

import asyncio
from typing import Any

import httpx
from plivo_masking import (
    AuthenticatedClient,
    MaskingSessionUpdate,
    Response,
    update_masking_session,
)

from tests.contract.pace import Pace, PacedAsyncTransport, PacedTransport
from tests.contract.target import Target

_FIELDS = MaskingSessionUpdate.__annotations__.keys() - {"additional_properties"}


def update_of(body: dict[str, Any]) -> MaskingSessionUpdate:
    """The update that a caller would write to send this body: by keyword."""
    update = MaskingSessionUpdate(**{k: v for k, v in body.items() if k in _FIELDS})
    update.additional_properties = {k: v for k, v in body.items() if k not in _FIELDS}
    return update


class ClientCaller:
    """Calls the client and keeps the exchange as httpx saw it."""

    def __init__(self, target: Target, pace: Pace) -> None:
        self._target = target
        self._seen: list[httpx.Response] = []
        self._sync = self._client(self._keep, PacedTransport(pace, target.url))
        self._async = self._client(self._keep_async, PacedAsyncTransport(pace, target.url))
        self._runner = asyncio.Runner()

    def close(self) -> None:
        self._sync.close()
        self._runner.run(self._async.aclose())
        self._runner.close()

    def call(
        self, session: str, update: MaskingSessionUpdate, *, how: str
    ) -> tuple[Response[Any], httpx.Response]:
        """Make one call; how: sync or asyncio. The client's reply, and the one on the wire."""
        self._seen.clear()
        reply: Response[Any]
        if how == "sync":
            reply = update_masking_session.sync_detailed(session, client=self._sync, body=update)
        else:
            reply = self._runner.run(
                update_masking_session.asyncio_detailed(session, client=self._async, body=update)
            )
        assert len(self._seen) == 1, f"expected one request, got {len(self._seen)}"
        return reply, self._seen[0]

    def _client(self, hook: Any, transport: Any) -> AuthenticatedClient:
        return AuthenticatedClient(
            auth_id=self._target.auth_id,
            auth_token=self._target.auth_token,
            base_url=self._target.url,
            trust_env=False,
            httpx_args={"event_hooks": {"response": [hook]}, "transport": transport},
        )

    def _keep(self, response: httpx.Response) -> None:
        self._seen.append(response)

    async def _keep_async(self, response: httpx.Response) -> None:
        self._seen.append(response)
