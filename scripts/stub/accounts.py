"""The accounts that the stub knows, and the check of a request's credentials."""

import base64
import hmac

AUTH_ID = "MAXXXXXXXXXXXXXXXXXX"
AUTH_TOKEN = "tok"

# The second one shows that the credentials of one account do not open the path of another.
TOKENS = {AUTH_ID: AUTH_TOKEN, "SAXXXXXXXXXXXXXXXXXX": "subaccount-tok"}


# As clients send them, which saves most requests the reading of theirs.
_USUAL = {
    auth_id: [b"Basic " + base64.b64encode(f"{auth_id}:{token}".encode())]
    for auth_id, token in TOKENS.items()
}


def problem(authorizations: list[bytes], account: str) -> str | None:
    """What is wrong with the Authorization headers for this account's path; None when nothing is."""
    if authorizations == _USUAL.get(account):
        return None
    if wrong := credentials_problem(authorizations):
        return wrong
    auth_id, _, _ = _decoded(*authorizations)
    if auth_id != account.encode():
        return "expected the credentials of the account in the path, got another account's"
    return None


def credentials_problem(authorizations: list[bytes]) -> str | None:
    """Why the Authorization headers are of no account; None when they are of one."""
    if not authorizations:
        return "expected HTTP Basic credentials, got no Authorization header"
    if len(authorizations) > 1:
        return f"expected one Authorization header, got {len(authorizations)}"
    (authorization,) = authorizations
    scheme, _, _ = authorization.partition(b" ")
    if scheme.lower() != b"basic":
        return "expected the scheme Basic, got another"
    try:
        auth_id, colon, token = _decoded(authorization)
    except ValueError:
        return "expected base64 of auth id, colon and auth token, got something else"
    if not colon:
        return "expected a colon between auth id and auth token, got none"
    known = TOKENS.get(auth_id.decode("latin-1"))
    if known is None or not hmac.compare_digest(known.encode(), token):
        return "the auth id or the auth token is wrong"
    return None


def _decoded(authorization: bytes) -> tuple[bytes, bytes, bytes]:
    """Auth id, colon, token. As bytes, because a token need not be text in any one encoding.

    Raises:
        ValueError: If it is no base64.
    """
    encoded = authorization.partition(b" ")[2].strip()
    return base64.b64decode(encoded, validate=True).partition(b":")
