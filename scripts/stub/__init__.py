"""A server that behaves as spec/openapi.yaml says, for clients to be tried against.

It knows the document and nothing of any client: a generator's mistake must not be mirrored here.
"""
