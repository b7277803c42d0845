"""The V3 signature of a callback, as the document describes it in words [S-event-signature]."""

import base64
import hashlib
import hmac
from urllib.parse import parse_qsl


def sign(auth_token: str, method: str, url: str, fields: dict[str, str], nonce: str) -> str:
    """The value of X-Plivo-Signature-V3 for fields sent to the URL, as a form or in the query."""
    base, _, query = url.partition("#")[0].partition("?")
    of_url = parse_qsl(query, keep_blank_values=True)
    if method == "GET":
        text = _joined([*of_url, *fields.items()])
    else:
        form = "".join(key + value for key, value in sorted(fields.items()))
        text = ".".join(part for part in (_joined(of_url), form) if part)
    signed = f"{base}?{text}.{nonce}" if text else f"{base}.{nonce}"
    digest = hmac.new(auth_token.encode(), signed.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def _joined(pairs: list[tuple[str, str]]) -> str:
    return "&".join(f"{key}={value}" for key, value in sorted(pairs))
