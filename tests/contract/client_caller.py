"""The generated client as its user calls it, sync and async, with each exchange on the wire."""

import asyncio
from typing import Any

import httpx
from plivo_masking import AuthenticatedClient
from plivo_masking.api.masking_sessions import update_masking_session
from plivo_masking.models import CallbackMethod, MaskingSessionUpdate, RecordFileFormat
from plivo_masking.types import Response

from tests.contract.target import Target

_ENUMS: dict[str, Any] = {
    "record_file_format": RecordFileFormat,
    "recording_callback_method": CallbackMethod,
    "callback_method": CallbackMethod,
}
_FIELDS = MaskingSessionUpdate.__annotations__.keys() - {"additional_properties"}


def update_of(body: dict[str, Any]) -> MaskingSessionUpdate:
    """The update that a caller would write to send this body: by keyword, enums as constants."""
    known = {
        name: _ENUMS[name](value) if name in _ENUMS else value
        for name, value in body.items()
        if name in _FIELDS
    }
    update = MaskingSessionUpdate(**known)
    update.additional_properties = {k: v for k, v in body.items() if k not in _FIELDS}
    return update


class ClientCaller:
    """Calls the client and keeps the exchange as httpx saw it."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._seen: list[httpx.Response] = []
        self._sync = self._client(self._keep)
        self._async = self._client(self._keep_async)
        self._runner = asyncio.Runner()

    def close(self) -> None:
        self._sync.get_httpx_client().close()
        self._runner.run(self._async.get_async_httpx_client().aclose())
        self._runner.close()

    def call(
        self, session: str, update: MaskingSessionUpdate, *, how: str
    ) -> tuple[Response[Any], httpx.Response]:
        """Make one call; how: sync or asyncio. The client's reply, and the one on the wire."""
        self._seen.clear()
        reply: Response[Any]
        if how == "sync":
            reply = update_masking_session.sync_detailed(
                self._target.auth_id, session, client=self._sync, body=update
            )
        else:
            reply = self._runner.run(
                update_masking_session.asyncio_detailed(
                    self._target.auth_id, session, client=self._async, body=update
                )
            )
        assert len(self._seen) == 1, f"expected one request, got {len(self._seen)}"
        return reply, self._seen[0]

    def _client(self, hook: Any) -> AuthenticatedClient:
        return AuthenticatedClient(
            auth_id=self._target.auth_id,
            auth_token=self._target.auth_token,
            base_url=self._target.url,
            httpx_args={"event_hooks": {"response": [hook]}, "trust_env": False},
        )

    def _keep(self, response: httpx.Response) -> None:
        self._seen.append(response)

    async def _keep_async(self, response: httpx.Response) -> None:
        self._seen.append(response)
