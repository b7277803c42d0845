"""Does a server behave as spec/openapi.yaml says? Runs against the stub, or any server on loopback."""
