"""Tests of lint, docs and diff; they need build/node, build/bin and a browser."""
