"""A request as a curl line, to repeat what failed."""

import shlex

import httpx

# Text that a terminal still shows; a body of a mebibyte is no help in a report.
_SHOWN = 2000


def curl(request: httpx.Request, right: httpx.BasicAuth) -> str:
    """A request as a curl line; the right credentials are variables, others are masked in the report."""
    parts = ["curl", "-i", "-X", request.method]
    ours = next(right.auth_flow(httpx.Request("POST", request.url))).headers["authorization"]
    for name, value in request.headers.multi_items():
        if name == "authorization" and value == ours:
            parts.append('-u "$AUTH_ID:$AUTH_TOKEN"')
        elif name in ("authorization", "content-type", "accept", "prefer", "transfer-encoding"):
            parts += ["-H", shlex.quote(f"{name}: {value}")]
    content = request.read() if isinstance(request.stream, httpx.ByteStream) else b""
    if content:
        text = content.decode("utf-8", "backslashreplace")
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(content)} bytes)"
        parts += ["--data-binary", shlex.quote(shown)]
    return " ".join([*parts, shlex.quote(str(request.url))])
