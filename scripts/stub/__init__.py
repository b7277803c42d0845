"""A server that behaves as spec/openapi.yaml says, for testing clients.

It uses the document and no client code: an error of a generator must not be mirrored here.
"""
