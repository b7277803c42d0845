"""What the variables of `make contract` ask for, checked before anything is sent."""

import ipaddress
import re
from urllib.parse import urlsplit

import httpx

from scripts.stub import accounts
from tests.contract.given import given
from tests.contract.pace import Pace

_REQUIRED = ("AUTH_ID", "AUTH_TOKEN", "SESSION")
_OTHER_ACCOUNT = ("AUTH_ID2", "AUTH_TOKEN2", "SESSION2")
_OPTIONAL = ("SINGLE_PARTY_SESSION", "OTHER_SESSION", *_OTHER_ACCOUNT)
# They become parts of a path and of schemathesis's configuration.
_IDS = ("AUTH_ID", "SESSION", "SINGLE_PARTY_SESSION", "OTHER_SESSION", "AUTH_ID2", "SESSION2")
_EXAMPLE = "http://127.0.0.1:PORT/v1"
# Seconds in which a server shows that it is there.
PATIENCE = 5
# More than a full run sends. Another host gets no more without being asked.
_BUDGET = 25_000


class BadTarget(Exception):
    """The environment does not name a server that may be tested. Its text says what is missing."""


def check_environment() -> None:
    """Raises BadTarget when URL is set and can't be used, or when the rest is set without it."""
    for name in ("SEED", "BUDGET"):
        if not (given(name) or "0").isdecimal():
            raise BadTarget(f"{name}: expected digits, got {given(name)!r}")
    url = given("URL")
    missing = [name for name in _REQUIRED if not given(name)]
    if not url:
        others = [n for n in (*_REQUIRED, *_OPTIONAL, "ALLOW_HOST") if given(n)]
        if others:
            raise BadTarget(f"expected URL={_EXAMPLE} beside {', '.join(others)}, got none")
        return
    _check_url(url)
    if missing:
        raise BadTarget(
            f"expected AUTH_ID, AUTH_TOKEN and SESSION beside URL, got none of: {', '.join(missing)}"
        )
    for name in _IDS:
        if not re.fullmatch(r"[A-Za-z0-9._~-]*", given(name)):
            raise BadTarget(f"{name}: expected letters, digits and . _ ~ - alone, got others")
    for name in ("AUTH_TOKEN", "AUTH_TOKEN2"):
        if not given(name).isprintable():
            raise BadTarget(
                f"{name}: expected one line of printable UTF-8, got a control character"
            )
    if any(map(given, _OTHER_ACCOUNT)) and not (given("AUTH_ID2") and given("AUTH_TOKEN2")):
        raise BadTarget("expected AUTH_ID2 and AUTH_TOKEN2 of a second account, got one or none")


def allowed_host() -> str:
    """The host beside loopback that ALLOW_HOST opens; empty when there is none."""
    return given("ALLOW_HOST").removeprefix("http://").lower()


def new_pace() -> Pace:
    """For another host, below the documented limit and within the budget; else as the server shows."""
    if not allowed_host():
        return Pace()
    return Pace(on=True, budget=int(given("BUDGET") or _BUDGET))


def announcement() -> str | None:
    """What the run is about to do to another host; None on this machine."""
    if not allowed_host():
        return None
    sessions = [given(n) for n in ("SESSION", "SINGLE_PARTY_SESSION", "OTHER_SESSION") if given(n)]
    pace = new_pace()
    parties = ", the parties' numbers among them" if given("SINGLE_PARTY_SESSION") else ""
    read = f" Session {given('SESSION2')} is only read." if given("SESSION2") else ""
    return (
        f"This run sends at most {pace.budget} requests to {given('URL')}, at most {pace.limit} in "
        f"{pace.window} s. It changes every field of the sessions {', '.join(sessions)} many times{parties}, "
        f"and leaves them changed.{read}"
    )


def check_server() -> None:
    """Raises BadTarget when the server that the environment names does not answer."""
    if url := given("URL"):
        try:
            # No proxies of the environment, but its certificates.
            trusted = url.startswith("https:") and httpx.create_ssl_context()
            httpx.get(url, trust_env=False, verify=trusted, timeout=PATIENCE)
        except (httpx.TransportError, httpx.InvalidURL, OSError) as error:
            problem = f"{type(error).__name__}: {error}"
            is_trust = isinstance(error, OSError) or "CERTIFICATE_VERIFY_FAILED" in problem
            remedy = (
                "It needs a certificate of this host name, from an authority in the file SSL_CERT_FILE=…"
                if is_trust
                else "Start it, or name another with URL=…"
            )
            raise BadTarget(
                f"expected a server that answers at {url}, got {problem[:200]}. {remedy}"
            ) from error


def token() -> str:
    """The token of the account that the tests use."""
    return given("AUTH_TOKEN") or accounts.AUTH_TOKEN


def _check_url(url: str) -> None:
    # Its text is shown only once it can hold no credentials.
    if "@" in url:
        raise BadTarget(f"URL: expected {_EXAMPLE}, got one with credentials")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise BadTarget(f"URL: expected {_EXAMPLE}, got {url!r}: {error}") from error
    written = re.fullmatch(r"[A-Za-z0-9._~%:/\[\]-]+", url)
    if parts.scheme not in ("http", "https") or not host or not written:
        raise BadTarget(f"URL: expected {_EXAMPLE}, got {url!r}")
    if _is_loopback(host) and not allowed_host():
        if parts.scheme != "http":
            raise BadTarget(f"URL: expected {_EXAMPLE}, got {url!r}")
        return
    if not allowed_host():
        raise BadTarget(
            f"URL: expected a server on this machine (127.0.0.1, ::1 or localhost), got {host!r}. "
            f"The tests send broken requests in large numbers. ALLOW_HOST={host} opens exactly this host"
        )
    if host != allowed_host():
        raise BadTarget(f"URL: expected the host of ALLOW_HOST, {allowed_host()!r}, got {host!r}")
    if parts.scheme != "https" and not given("ALLOW_HOST").startswith("http://"):
        raise BadTarget(
            f"URL: expected https://{host}, got http, which shows the token on the way. "
            f"ALLOW_HOST=http://{host} opens it all the same"
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
