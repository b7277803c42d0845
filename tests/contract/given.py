"""The variables of `make contract`, which reach pytest as CONTRACT_…: a stray URL names no server."""

import os


def given(name: str) -> str:
    """The variable as typed on make's command line; empty when it is unset."""
    return os.environ.get(f"CONTRACT_{name}", "")
