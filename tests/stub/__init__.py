"""Tests of the stub, from outside: over sockets, and as the command that people start."""
