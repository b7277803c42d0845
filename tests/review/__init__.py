"""Tests of what reviewers run: here those that need only Python, in tools/ the others."""
