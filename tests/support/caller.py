"""Calls to the API over HTTP, right or wrong, with the credentials of one account."""

from typing import Any

import httpx

JSON = {"Content-Type": "application/json"}
_OWN = object()


class Caller:
    """Calls the API at a base URL. last: the last request, also when it got no reply."""

    def __init__(
        self,
        base_url: str,
        auth_id: str,
        auth_token: str,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._base_url = base_url
        self._auth_id = auth_id
        self._auth = httpx.BasicAuth(auth_id, auth_token)
        self.last: httpx.Request | None = None
        self._client = httpx.Client(trust_env=False, timeout=20, transport=transport)

    def close(self) -> None:
        self._client.close()

    def url(self, session: str, *, account: str | None = None) -> str:
        """The URL of a session."""
        return f"{self._base_url}/Account/{account or self._auth_id}/Masking/Session/{session}"

    def request(self, method: str, url: str, *, auth: Any = _OWN, **parts: Any) -> httpx.Response:
        """Send any request as JSON, unless its headers differ. auth: None sends no credentials."""
        parts.setdefault("headers", JSON)
        request = self.last = self._client.build_request(method, url, **parts)
        return self._client.send(request, auth=self._auth if auth is _OWN else auth)
