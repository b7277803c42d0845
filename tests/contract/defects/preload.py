"""Imported once by the process that the others are forked from: what takes long to import or to load."""

import _pytest.assertion.rewrite  # noqa: F401
import hypothesis.stateful  # noqa: F401
import schemathesis.pytest.plugin  # noqa: F401
import uvicorn  # noqa: F401

from tests.contract import document

for single_party in (True, False):
    document.operation(single_party=single_party)
