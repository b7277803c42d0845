"""Builds clients in other languages from the document, and has the conformance kit grade them."""
