"""Plivo Number Masking: a typed client, made from the OpenAPI document."""

from .client import AuthenticatedClient
from .errors import ApiError

__all__ = (
    "ApiError",
    "AuthenticatedClient",
)
