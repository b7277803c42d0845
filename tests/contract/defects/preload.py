"""Imported once by the process that the others are forked from: what takes long to import."""

import _pytest.assertion.rewrite  # noqa: F401
import hypothesis.stateful  # noqa: F401
import schemathesis.pytest.plugin  # noqa: F401
import starlette  # noqa: F401
import uvicorn  # noqa: F401
