"""The conformance kit: grades a client in any language against the contract. See README.md."""
