"""A self-signed certificate for 127.0.0.1, with its key, for tests' TLS servers alone."""

from pathlib import Path

CERTIFICATE = Path(__file__).with_name("loopback.pem")
